"""Later starts: open the device with the passphrase or the recovery code, and change either of them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from pathlib import Path

from inspector.errors import InputError, SystemFault
from inspector.ids import RandomBytes
from inspector.keys.cost import FLOOR, STANDARD, KdfCost
from inspector.keys.key_file import COPIES, Copies, Copy, KeyFile, Slot, read_copies, write_copies
from inspector.keys.keyring import Keyring
from inspector.keys.passphrase import require_strong, spelled
from inspector.keys.recovery_code import looks_like_code, new_recovery_code, recovery_secret
from inspector.keys.slots import (
    PASSPHRASE,
    RECOVERY,
    derived,
    open_slot,
    passphrase_slot,
    recovery_slot,
    wipe,
)


def unlock(folder: Path, secret: str, *, floor: KdfCost = FLOOR) -> Keyring:
    """Open the device with its passphrase or its recovery code; a wrong secret changes nothing on disk.

    A damaged or outdated copy of the key file is written anew from the good one and named in
    `Keyring.damaged_copy`.

    Raises:
        InputError: `keys.wrong_secret`; `keys.recovery_group` with the group that was mistyped.
        SystemFault: `keys.missing`, `keys.damaged`, `keys.cost_lowered`, `keys.memory`, `keys.io`.
    """
    opened = _open(folder, secret, floor)
    try:
        if opened.damaged:
            mac_key = derived(opened.master, "key file")
            write_copies(folder, opened.file, mac_key)
            wipe(mac_key)
        return Keyring(opened.file, opened.master, damaged_copy=opened.damaged)
    finally:
        wipe(opened.master)


def change_passphrase(
    folder: Path,
    secret: str,
    new: str,
    *,
    random: RandomBytes = secrets.token_bytes,
    cost: KdfCost = STANDARD,
    floor: KdfCost = FLOOR,
) -> None:
    """Put a new passphrase in the place of the old; `secret` is the old one or the recovery code.

    Raises:
        InputError: `keys.weak_passphrase`, `keys.wrong_secret`, `keys.recovery_group`; all is as before.
        SystemFault: as `unlock`.
    """
    require_strong(new)
    opened = _open(folder, secret, floor)
    try:
        device = opened.file.device
        slot = passphrase_slot(spelled(new), opened.master, device, cost=cost, floor=floor, random=random)
        _put_slot(folder, opened, slot)
    finally:
        wipe(opened.master)


def replace_recovery_code(
    folder: Path, secret: str, *, random: RandomBytes = secrets.token_bytes, floor: KdfCost = FLOOR
) -> str:
    """Make a new recovery code and return it to be printed; the old one opens nothing from now on.

    For a code that was lost, or that nobody saw because the first start was cut off; `secret` is the
    passphrase or the old code. The new code is kept nowhere.

    Raises:
        InputError: `keys.wrong_secret`, `keys.recovery_group`; all is as before.
        SystemFault: as `unlock`.
    """
    opened = _open(folder, secret, floor)
    try:
        code = new_recovery_code(random)
        slot = recovery_slot(recovery_secret(code), opened.master, opened.file.device, random=random)
        _put_slot(folder, opened, slot)
        return code
    finally:
        wipe(opened.master)


@dataclass(frozen=True)
class _Opened:
    file: KeyFile
    master: bytearray
    newest: int
    damaged: str

    def __repr__(self) -> str:
        return f"<opened key file of {self.file.device}>"


def _put_slot(folder: Path, opened: _Opened, slot: Slot) -> None:
    """Write both copies with `slot` in the place of the one of its kind."""
    others = tuple(old for old in opened.file.slots if old.kind != slot.kind)
    changed = replace(opened.file, generation=opened.newest + 1, slots=(slot, *others))
    mac_key = derived(opened.master, "key file")
    try:
        write_copies(folder, changed, mac_key)
    finally:
        wipe(mac_key)


def _open(folder: Path, secret: str, floor: KdfCost) -> _Opened:
    copies = read_copies(folder)
    altered = False
    for copy in copies.readable:
        master = _master_key(copy.file, secret, floor)
        if master is None:
            continue
        mac_key = derived(master, "key file")
        if copy.is_authentic(mac_key):
            wipe(mac_key)
            return _Opened(copy.file, master, copies.readable[0].file.generation, _other(copies, copy))
        altered = True
        wipe(mac_key)
        wipe(master)
    if altered:
        raise SystemFault("keys.damaged")
    if looks_like_code(secret):
        recovery_secret(secret)  # says which group is mistyped, if one is
    raise InputError("keys.wrong_secret")


def _other(copies: Copies, used: Copy) -> str:
    """Name the copy that has to be written anew, or return an empty text if both say the same."""
    if copies.damaged:
        return copies.damaged[0]
    same = [copy.name for copy in copies.readable if copy.file == used.file and copy.mac == used.mac]
    return next((name for name in COPIES if name not in same), "")


def _master_key(file: KeyFile, secret: str, floor: KdfCost) -> bytearray | None:
    """Try the slots this secret can belong to; what looks like a mistyped code may still be a passphrase."""
    if looks_like_code(secret):
        try:
            code: bytes | None = recovery_secret(secret)
        except InputError:
            code = None  # told by the caller, once the passphrase has been tried too
        for slot in file.slots if code is not None else ():
            if slot.kind == RECOVERY and code is not None:
                master = open_slot(slot, code, file.device, floor=floor)
                if master is not None:
                    return master
    for slot in file.slots:
        if slot.kind == PASSPHRASE:
            master = open_slot(slot, spelled(secret), file.device, floor=floor)
            if master is not None:
                return master
    return None

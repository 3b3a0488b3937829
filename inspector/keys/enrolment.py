"""First start: make a device's keys and the recovery code that is printed once."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, replace
from pathlib import Path

from inspector.errors import BugError, InputError, SystemFault
from inspector.ids import RandomBytes
from inspector.keys.acting import Acting
from inspector.keys.cost import STANDARD, KdfCost
from inspector.keys.key_file import COPIES, VERSION, KeyFile, write_copies
from inspector.keys.keyring import Keyring, new_signing_key
from inspector.keys.passphrase import require_strong, spelled
from inspector.keys.recovery_code import new_recovery_code, recovery_secret
from inspector.keys.seal_key import Holder, new_seal, opened_seal
from inspector.keys.slots import OFFICER, derived, officer_slot, recovery_slot, wipe


@dataclass(frozen=True)
class Created:
    """A fresh device: its keys, open, and the code to print; the code is kept nowhere."""

    keyring: Keyring
    recovery_code: str

    def __repr__(self) -> str:
        return f"<Created {self.keyring!r}>"


def exists(folder: Path) -> bool:
    """Tell whether `folder` holds a device's keys, in whatever state."""
    return any((folder / name).exists() for name in COPIES)


def create(
    folder: Path,
    passphrase: str,
    *,
    device_id: str,
    holder: Holder | None = None,
    random: RandomBytes = secrets.token_bytes,
    cost: KdfCost = STANDARD,
) -> Created:
    """Make the keys of a new device in `folder`; they are durable when this returns.

    `holder` is the officer whose passphrase it is; without one the slot names nobody. A `cost` below `FLOOR` is for tests: `unlock` then opens the device only if told the same floor.

    Raises:
        InputError: `keys.weak_passphrase`; `keys.already_created` if keys lie there: they are never replaced.
        SystemFault: `keys.io`, `keys.memory`.
    """
    require_strong(passphrase)
    if not re.fullmatch(r"[0-9a-f]{32}", device_id):
        raise BugError("keys.device_id")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise SystemFault("keys.io", why=error.strerror) from error
    if exists(folder):
        raise InputError("keys.already_created")
    whose = holder or Holder()
    master = bytearray(random(32))
    code = new_recovery_code(random)
    own = officer_slot(
        spelled(passphrase), master, device_id, officer=whose.officer, cost=cost, floor=cost, random=random
    )
    mac_key = derived(master, "key file")
    try:
        seal = new_seal(own.slot_key, device_id, whose, random=random) if whose.officer else None
        file = KeyFile(
            v=VERSION,
            device=device_id,
            epoch=1,
            generation=1,
            slots=(
                replace(own.slot, seal=seal),
                recovery_slot(recovery_secret(code), master, device_id, random=random),
            ),
            signing_key=new_signing_key(master, device_id, random),
            device_seal=new_seal(master, device_id, Holder(bureau=whose.bureau), random=random),
        )
        write_copies(folder, file, mac_key)
        acting = Acting(OFFICER, whose.officer, opened_seal(seal, own.slot_key, device_id) if seal else None)
        return Created(Keyring(file, master, acting), code)
    finally:
        wipe(mac_key)
        own.wipe()
        wipe(master)

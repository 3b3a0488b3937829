"""Opening the key file with one secret: which slot it opens, and which copy can be believed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from inspector.errors import InputError, SystemFault
from inspector.ids import RandomBytes
from inspector.keys.acting import Acting
from inspector.keys.cost import KdfCost
from inspector.keys.key_file import COPIES, VERSION, Copies, Copy, KeyFile, Slot, read_copies, write_copies
from inspector.keys.passphrase import spelled
from inspector.keys.recovery_code import looks_like_code, recovery_secret
from inspector.keys.seal_key import Holder, new_seal, opened_seal
from inspector.keys.slots import ESCROW, OFFICER, RECOVERY, OpenSlot, bound_anew, derived, open_slot, wipe


@dataclass(frozen=True)
class Opened:
    """A key file somebody has opened: what it says, the slot that gave way, and what has to be mended."""

    folder: Path
    file: KeyFile
    slot: OpenSlot
    newest: int
    """The highest generation on disk, believed or not."""
    damaged: str
    """Name of the copy that has to be written anew; empty if both say the same."""

    @property
    def master(self) -> bytearray:
        """The master key."""
        return self.slot.master

    def acting(self, asked: KdfCost | None = None) -> Acting:
        """Return who has opened it, with the signing key only that secret opens; `asked` is today's least cost."""
        slot = self.slot.slot
        seal = opened_seal(slot.seal, self.slot.slot_key, self.file.device) if slot.seal else None
        cost = KdfCost(slot.memory_kib, slot.passes, slot.lanes)
        is_due = slot.kind == OFFICER and asked is not None and not cost.meets(asked)
        return Acting(slot.kind, slot.officer, seal, is_due)

    def with_slots(self, slots: tuple[Slot, ...]) -> KeyFile:
        """Write both copies with these slots and return what they say now.

        Raises:
            SystemFault: `keys.io`; one whole copy exists at every moment.
        """
        return self.write(replace(self.file, slots=slots))

    def write(self, changed: KeyFile) -> KeyFile:
        """Write both copies, one after the other, under a higher generation."""
        changed = replace(changed, generation=max(self.newest, changed.generation) + 1)
        self._write(changed)
        return changed

    def write_again(self) -> None:
        """Write both copies as the believed one is."""
        self._write(self.file)

    def _write(self, file: KeyFile) -> None:
        mac_key = derived(self.master, "key file")
        try:
            write_copies(self.folder, file, mac_key)
        finally:
            wipe(mac_key)

    def wipe(self) -> None:
        """Overwrite the keys."""
        self.slot.wipe()

    def __repr__(self) -> str:
        return f"<opened key file of {self.file.device}>"


def opened_with(folder: Path, secret: str, floor: KdfCost) -> Opened:
    """Open with an officer's passphrase or the recovery code; nothing is written.

    Raises:
        InputError: `keys.wrong_secret`; `keys.recovery_group` with the group that was mistyped.
        SystemFault: `keys.missing`, `keys.damaged`, `keys.newer`, `keys.cost_lowered`, `keys.memory`.
    """
    opened = _first(folder, lambda file: _by_secret(file, secret, floor))
    if opened is None:
        if looks_like_code(secret):
            recovery_secret(secret)  # says which group is mistyped, if one is
        raise InputError("keys.wrong_secret")
    return opened


def opened_by(folder: Path, opens: Callable[[Slot, str], bytearray | None]) -> Opened | None:
    """Open with the first escrow slot that `opens` (given slot and device) gets the master key from."""

    def found(file: KeyFile) -> OpenSlot | None:
        for slot in file.slots:
            master = opens(slot, file.device) if slot.kind == ESCROW else None
            if master is not None:
                return OpenSlot(slot, master, bytearray())
        return None

    return _first(folder, found)


def mended(opened: Opened, random: RandomBytes) -> Opened:
    """Write a damaged copy anew, and what an older version wrote in today's form.

    The passphrase of a device of version 1 was shared by all: its slot names no officer until one changes it.

    Raises:
        SystemFault: `keys.io`.
    """
    file, slot = opened.file, opened.slot
    if slot.slot.bound < VERSION:
        renewed = bound_anew(slot, file.device, random)
        others = tuple(renewed if each.id == slot.slot.id else each for each in file.slots)
        file, slot = replace(file, slots=others), replace(slot, slot=renewed)
    if file.device_seal is None:
        seal = new_seal(opened.master, file.device, Holder(), random=random)
        file = replace(file, device_seal=seal)
    if file is opened.file:
        if opened.damaged:
            opened.write_again()
        return opened
    return replace(opened, file=opened.write(file), slot=slot)


def _first(folder: Path, opens: Callable[[KeyFile], OpenSlot | None]) -> Opened | None:
    copies = read_copies(folder)
    is_altered = False
    for copy in copies.readable:
        slot = opens(copy.file)
        if slot is None:
            continue
        mac_key = derived(slot.master, "key file")
        is_authentic = copy.is_authentic(mac_key)
        wipe(mac_key)
        if is_authentic and _was_replaced(copy, copies):
            slot.wipe()
            raise SystemFault("keys.former_copy", file=copy.name)
        if is_authentic:
            newest = copies.readable[0].file.generation
            return Opened(folder, copy.file, slot, newest, _other(copies, copy))
        is_altered = True
        slot.wipe()
    if is_altered:
        raise SystemFault("keys.damaged")
    return None


def _was_replaced(copy: Copy, copies: Copies) -> bool:
    """Tell whether the other copy speaks of a later master key whose change has come to its end.

    To believe the former one would write it over the only file that opens the data.
    """
    return any(each.file.epoch > copy.file.epoch and each.file.retired is None for each in copies.readable)


def _other(copies: Copies, used: Copy) -> str:
    if copies.damaged:
        return copies.damaged[0]
    same = [copy.name for copy in copies.readable if copy.body == used.body and copy.mac == used.mac]
    return next((name for name in COPIES if name not in same), "")


def _by_secret(file: KeyFile, secret: str, floor: KdfCost) -> OpenSlot | None:
    """Try the slots this secret can belong to; what looks like a mistyped code may still be a passphrase."""
    code: bytes | None = None
    if looks_like_code(secret):
        try:
            code = recovery_secret(secret)
        except InputError:
            code = None  # told by the caller, once the passphrases have been tried too
    for kind, tried in ((RECOVERY, code), (OFFICER, spelled(secret))):
        for slot in file.slots:
            if slot.kind == kind and tried is not None:
                found = open_slot(slot, tried, file.device, floor=floor)
                if found is not None:
                    return found
    return None

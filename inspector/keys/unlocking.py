"""Later starts: open the device with a passphrase, the recovery code or the custodians' shares."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from inspector.errors import InputError
from inspector.ids import RandomBytes
from inspector.keys.acting import Acting
from inspector.keys.cost import FIRST_FLOOR, KdfCost
from inspector.keys.key_file import Slot, read_copies
from inspector.keys.keyring import Keyring
from inspector.keys.opening import Opened, mended, opened_by, opened_with
from inspector.keys.slots import ESCROW, OFFICER, context


@dataclass(frozen=True)
class SlotLine:
    """One way into the device, as anyone may see it."""

    id: str
    kind: str
    """`officer`, `recovery` or `escrow`."""
    officer: str
    """Record id; empty for the others and for the shared passphrase of a device of version 1."""


def slots(folder: Path) -> tuple[SlotLine, ...]:
    """Return the ways into a device; no secret is needed.

    Raises:
        SystemFault: `keys.missing`, `keys.damaged`, `keys.newer`.
    """
    file = read_copies(folder).readable[0].file
    return tuple(SlotLine(slot.id, slot.kind, slot.officer) for slot in file.slots)


def _nothing_waits() -> None:
    """Stand for files that wait to take their places where there are none."""


def unlock(
    folder: Path,
    secret: str,
    *,
    floor: KdfCost = FIRST_FLOOR,
    asked: KdfCost | None = None,
    random: RandomBytes = secrets.token_bytes,
    take_over: Callable[[], None] = _nothing_waits,
) -> Keyring:
    """Open the device with a passphrase or the recovery code; a wrong secret changes nothing on disk.

    A damaged or outdated copy of the key file is written anew from the good one and named in
    `Keyring.damaged_copy`; a file of an older version is written in today's form. A change of the master key
    that was cut off is finished: `take_over` gives the files under the new keys their places. Nothing cheaper than
    `floor` is opened; what is cheaper than `asked` is opened and named in `Keyring.is_renewal_due`.

    Raises:
        InputError: `keys.wrong_secret`; `keys.recovery_group` with the group that was mistyped.
        SystemFault: `keys.missing`, `keys.damaged`, `keys.newer`, `keys.cost_lowered`, `keys.memory`, `keys.io`.
    """
    return _keyring(opened_with(folder, secret, floor), random, take_over, asked)


def unlock_by_shares(
    folder: Path,
    shares: Sequence[str],
    *,
    random: RandomBytes = secrets.token_bytes,
    take_over: Callable[[], None] = _nothing_waits,
) -> Keyring:
    """Open the device with custodians' shares in full spelling (`shares.read_share`).

    Raises:
        InputError: `keys.escrow_none` if no escrow key is registered; `keys.shares_few`, `keys.shares_differ`;
            `keys.escrow_other` if the shares are of another escrow key.
        SystemFault: as `unlock`.
    """
    return _keyring(opened_with_shares(folder, shares), random, take_over)


def opened_with_shares(folder: Path, shares: Sequence[str]) -> Opened:
    """Open the key file with custodians' shares; raises as `unlock_by_shares`."""
    from inspector.keys.escrow import opened_by_shares

    if not any(line.kind == ESCROW for line in slots(folder)):
        raise InputError("keys.escrow_none")
    refused: list[InputError] = []

    def opens(slot: Slot, device: str) -> bytearray | None:
        try:
            recipient, sealed = bytes.fromhex(slot.recipient), bytes.fromhex(slot.wrapped)
            return opened_by_shares(sealed, tuple(shares), recipient, context(slot, device))
        except InputError as error:
            refused.append(error)
            return None

    opened = opened_by(folder, opens)
    if opened is None:
        raise refused[0]
    return opened


def acting_as(folder: Path, secret: str, *, floor: KdfCost = FIRST_FLOOR) -> Acting:
    """Return the officer whose passphrase it is: to hand an open device over without closing it.

    Raises:
        InputError: `keys.wrong_secret`; `keys.not_an_officer` for a recovery code.
        SystemFault: as `unlock`.
    """
    opened = opened_with(folder, secret, floor)
    try:
        if opened.slot.slot.kind != OFFICER or not opened.slot.slot.officer:
            raise InputError("keys.not_an_officer")
        return opened.acting()
    finally:
        opened.wipe()


def _keyring(
    opened: Opened, random: RandomBytes, take_over: Callable[[], None], asked: KdfCost | None = None
) -> Keyring:
    damaged = opened.damaged
    try:
        opened = mended(opened, random)  # both copies speak of the new keys before a file takes its place
        if opened.file.retired is not None:
            take_over()
            opened = replace(opened, file=opened.write(replace(opened.file, retired=None)), damaged="")
        return Keyring(opened.file, opened.master, opened.acting(asked), damaged_copy=damaged)
    finally:
        opened.wipe()

"""Changing the ways in: a passphrase, a further officer, the recovery code, the bureau's escrow key.

Each rewraps the master key in one slot and touches no data. Every one needs a secret that opens the device.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from inspector.errors import InputError
from inspector.ids import RandomBytes
from inspector.keys.cost import FLOOR, STANDARD, KdfCost
from inspector.keys.escrow import EscrowPublic, sealed_to_escrow
from inspector.keys.key_file import Slot
from inspector.keys.opening import Opened, mended, opened_with
from inspector.keys.passphrase import require_strong, spelled
from inspector.keys.recovery_code import new_recovery_code, recovery_secret
from inspector.keys.seal_key import Holder, new_seal, sealed_again
from inspector.keys.slots import ESCROW, OFFICER, RECOVERY, context, officer_slot, open_slot, recovery_slot
from inspector.keys.unlocking import opened_with_shares

Opens = Callable[[], Opened]
"""Opens the key file each time it is called."""


def by_secret(folder: Path, secret: str, floor: KdfCost = FLOOR) -> Opens:
    """Return what opens the key file with a passphrase or the recovery code."""
    return lambda: opened_with(folder, secret, floor)


def by_shares(folder: Path, shares: Sequence[str]) -> Opens:
    """Return what opens the key file with custodians' shares."""
    return lambda: opened_with_shares(folder, shares)


def change_passphrase(
    folder: Path,
    secret: str,
    new: str,
    *,
    random: RandomBytes = secrets.token_bytes,
    cost: KdfCost = STANDARD,
    floor: KdfCost = FLOOR,
) -> None:
    """Put a new passphrase in the place of the one that is `secret`; the officer's signing key stays the same.

    With the recovery code as `secret` the device must have one officer only, else `set_passphrase` is meant.

    Raises:
        InputError: `keys.weak_passphrase`, `keys.wrong_secret`, `keys.recovery_group`, `keys.whose_passphrase`;
            all is as before.
        SystemFault: as `unlock`.
    """
    require_strong(new)
    opened = mended_now(by_secret(folder, secret, floor), random)
    try:
        own = opened.slot.slot
        if own.kind == OFFICER:
            if any(slot.id != own.id for slot in _opened_by_the_same(opened, new, floor)):
                raise InputError("keys.passphrase_taken")
            _put(opened, _passphrase_again(opened, own, new, cost, floor, random), own.id)
            return
        officers = [slot for slot in opened.file.slots if slot.kind == OFFICER]
        if len(officers) != 1:
            raise InputError("keys.whose_passphrase")
        slot = _passphrase(opened, Holder(officer=officers[0].officer), new, cost, floor, random)
        _put(opened, slot, officers[0].id)
    finally:
        opened.wipe()


def renew_passphrase(
    folder: Path,
    secret: str,
    *,
    random: RandomBytes = secrets.token_bytes,
    cost: KdfCost = STANDARD,
    floor: KdfCost = FLOOR,
) -> None:
    """Write the slot of an officer's passphrase anew at today's cost; passphrase and signing key stay the same.

    Raises:
        InputError: `keys.wrong_secret`; `keys.not_an_officer` for the recovery code, which is not stretched.
        SystemFault: as `unlock`; `keys.io`: it opens as before.
    """
    opened = mended_now(by_secret(folder, secret, floor), random)
    try:
        own = opened.slot.slot
        if own.kind != OFFICER:
            raise InputError("keys.not_an_officer")
        _put(opened, _passphrase_again(opened, own, secret, cost, floor, random), own.id)
    finally:
        opened.wipe()


def set_passphrase(
    opens: Opens,
    holder: Holder,
    new: str,
    *,
    random: RandomBytes = secrets.token_bytes,
    cost: KdfCost = STANDARD,
    floor: KdfCost = FLOOR,
) -> None:
    """Give an officer a passphrase and a signing key of their own, in the place of former ones if there are.

    An officer who has one keeps it against a colleague: only the recovery code, the custodians or the officer's
    own passphrase sets it anew. The shared passphrase of a device of version 1 stays until `remove_slot`, unless this is it.

    Raises:
        InputError: `keys.weak_passphrase`; `keys.passphrase_taken` if it opens another officer's slot;
            `keys.not_yours` if the officer has one and a colleague's is given; and whatever `opens` raises.
        SystemFault: as `unlock`.
    """
    require_strong(new)
    opened = mended_now(opens, random)
    try:
        former = {s.id for s in opened.file.slots if s.kind == OFFICER and s.officer == holder.officer}
        same = _opened_by_the_same(opened, new, floor)
        giver = opened.slot.slot
        if giver.kind == OFFICER and former and not former & {giver.id, *(slot.id for slot in same)}:
            raise InputError("keys.not_yours")  # or one officer could act in the name of the other
        for slot in same:
            if slot.officer and slot.id not in former:
                raise InputError("keys.passphrase_taken")
            former.add(slot.id)  # a shared passphrase of version 1 becomes this officer's own
        _put(opened, _passphrase(opened, holder, new, cost, floor, random), *former)
    finally:
        opened.wipe()


def remove_slot(opens: Opens, slot_id: str, *, random: RandomBytes = secrets.token_bytes) -> None:
    """Take one way in away; the last passphrase stays.

    Raises:
        InputError: `keys.last_slot`; `keys.no_such_slot`; and whatever `opens` raises.
        SystemFault: as `unlock`.
    """
    opened = mended_now(opens, random)
    try:
        gone = [slot for slot in opened.file.slots if slot.id == slot_id]
        left = tuple(slot for slot in opened.file.slots if slot.id != slot_id)
        if not gone:
            raise InputError("keys.no_such_slot")
        if gone[0].kind != ESCROW and not any(slot.kind == gone[0].kind for slot in left):
            raise InputError("keys.last_slot")
        opened.with_slots(left)
    finally:
        opened.wipe()


def replace_recovery_code(
    folder: Path, secret: str, *, random: RandomBytes = secrets.token_bytes, floor: KdfCost = FLOOR
) -> str:
    """Make a new recovery code and return it to be printed; the old one opens nothing from now on.

    For a code that was lost, or that nobody saw because the first start was cut off; `secret` is a
    passphrase or the old code. The new code is kept nowhere.

    Raises:
        InputError: `keys.wrong_secret`, `keys.recovery_group`; all is as before.
        SystemFault: as `unlock`.
    """
    opened = mended_now(by_secret(folder, secret, floor), random)
    try:
        code = new_recovery_code(random)
        slot = recovery_slot(recovery_secret(code), opened.master, opened.file.device, random=random)
        _put(opened, slot, *(old.id for old in opened.file.slots if old.kind == RECOVERY))
        return code
    finally:
        opened.wipe()


def set_escrow(opens: Opens, public: EscrowPublic, *, random: RandomBytes = secrets.token_bytes) -> None:
    """Seal the master key to the bureau's escrow key, in the place of a former one.

    Raises:
        InputError: whatever `opens` raises.
        SystemFault: as `unlock`.
    """
    opened = mended_now(opens, random)
    try:
        slot = escrow_slot(opened.master, opened.file.device, public.public_key, random)
        _put(opened, slot, *(old.id for old in opened.file.slots if old.kind == ESCROW))
    finally:
        opened.wipe()


def escrow_slot(master: bytearray, device: str, recipient: bytes, random: RandomBytes) -> Slot:
    """Return the master key sealed to the bureau's escrow key."""
    empty = Slot(random(16).hex(), ESCROW, "", random(16).hex(), 0, 0, 0, "", "", recipient.hex())
    return replace(empty, wrapped=sealed_to_escrow(master, recipient, context(empty, device)).hex())


def mended_now(opens: Opens, random: RandomBytes) -> Opened:
    """Open and bring the key file up to date before it is changed."""
    opened = opens()
    try:
        return mended(opened, random)
    except BaseException:
        opened.wipe()
        raise


def _put(opened: Opened, slot: Slot, *former: str) -> None:
    others = tuple(old for old in opened.file.slots if old.id not in former)
    opened.with_slots((slot, *others))


def _passphrase(
    opened: Opened, holder: Holder, new: str, cost: KdfCost, floor: KdfCost, random: RandomBytes
) -> Slot:
    """Return a slot for a passphrase, with a signing key made for its holder."""
    device = opened.file.device
    made = officer_slot(
        spelled(new), opened.master, device, officer=holder.officer, cost=cost, floor=floor, random=random
    )
    try:
        seal = new_seal(made.slot_key, device, holder, random=random) if holder.officer else None
        return replace(made.slot, seal=seal)
    finally:
        made.wipe()


def _passphrase_again(
    opened: Opened, own: Slot, new: str, cost: KdfCost, floor: KdfCost, random: RandomBytes
) -> Slot:
    """Return the slot for the new passphrase of the officer who opened; the signing key goes along."""
    device = opened.file.device
    made = officer_slot(
        spelled(new), opened.master, device, officer=own.officer, cost=cost, floor=floor, random=random
    )
    seal = opened.acting().seal
    try:
        return replace(
            made.slot, seal=sealed_again(seal, made.slot_key, device, random=random) if seal else None
        )
    finally:
        if seal is not None:
            seal.forget()
        made.wipe()


def _opened_by_the_same(opened: Opened, new: str, floor: KdfCost) -> list[Slot]:
    """Return the officers' slots a new passphrase opens already: two officers with one could not be told apart."""
    found = []
    for slot in opened.file.slots:
        if slot.kind == OFFICER:
            same = open_slot(slot, spelled(new), opened.file.device, floor=floor)
            if same is not None:
                same.wipe()
                found.append(slot)
    return found

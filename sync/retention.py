"""Originals leave the device only after the centre's receipt, some days, and a person's yes (ADR 0138)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from inspector.actions.ports import Device, UnitOfWork
from inspector.canonical import Json
from inspector.errors import InputError
from inspector.records import Delivery, DeliveryState, Photo, Receipt, Recording
from inspector.records.plain import instant_text
from sync.bundle.writer import disk_faults
from sync.enrolment import CentreKeys
from sync.outbox import frame_path
from sync.receipts import read_receipt
from sync.statement import Statement

LEAST_DAYS = 7
USUAL_DAYS = 30
RELEASED = "original.released"
"""Journalled for each original: from now on it is at the centre only."""
ASKED = "release.asked"
"""Journalled before anything is judged: whoever moved the clock is told of by then."""
STEPPED = "clock.stepped"


@dataclass(frozen=True)
class Releasable:
    """One original that may leave the device."""

    object_id: str
    sha256: str
    size: int
    """Bytes it frees."""
    bundle: str
    """Whose receipt names it."""
    received: datetime
    """When the receipt came, by the device's clock."""


@dataclass(frozen=True)
class Originals:
    """How the originals of a device stand."""

    here: int
    here_bytes: int
    released: int
    may_go: tuple[Releasable, ...]

    @property
    def may_go_bytes(self) -> int:
        """Return the bytes that would be free."""
        return sum(each.size for each in self.may_go)


def originals(device: Device, centre: CentreKeys, *, days: int) -> Originals:
    """Tell which originals may leave: named, with their hash, by a receipt that verifies under the pinned key and is
    `days` old, and with a small picture that stays. Days are counted without the jumps of the clock.

    Raises:
        InputError: `release.days` below `LEAST_DAYS`.
    """
    if days < LEAST_DAYS:
        raise InputError("release.days", least=LEAST_DAYS)
    with device.reading() as unit:
        receipts = _believed(unit, centre)
        kept: list[Photo | Recording] = [*unit.all(Photo), *unit.all(Recording)]
        jumps = _jumps_ahead(device)
        now = device.clock.now().wall
        here, here_bytes, released, may_go = 0, 0, 0, []
        for each in kept:
            sealed = unit.sealed_object(each.id)
            if sealed.is_released:
                released += 1
                continue
            here, here_bytes = here + 1, here_bytes + sealed.cipher_size
            receipt = receipts.get((sealed.id, sealed.sha256))
            if receipt is None or sealed.sha256 != each.sha256 or _is_only_picture(unit, each):
                continue
            if _elapsed(receipt.received, now, jumps) >= timedelta(days=days):
                may_go.append(
                    Releasable(each.id, each.sha256, sealed.cipher_size, receipt.id, receipt.received)
                )
    return Originals(here, here_bytes, released, tuple(may_go))


def release(
    device: Device,
    centre: CentreKeys,
    object_ids: frozenset[str],
    *,
    days: int,
    by: str,
    folder: Path,
    forget: Callable[[], None],
) -> int:
    """Destroy the keys of these originals as far as they may leave, and their files; return how many left.

    `forget` lets the copies of the database forget the keys. `folder` is the outbox: copies of confirmed bundles
    go along, since vault or centre hold all that is in them. Cut off anywhere, the next start brings it to its end.

    Raises:
        InputError: `release.days`.
        SystemFault: `store.*`, `vault.io`, `bundle.io`: what the journal says was released is gone, the rest is untouched.
    """
    with device.unit() as unit:
        unit.note(ASKED, device.id, {"days": days, "originals": len(object_ids)}, by=by)
        unit.commit()
    leaving = [each for each in originals(device, centre, days=days).may_go if each.object_id in object_ids]
    if not leaving:
        remove_hollow_frames(device, folder)  # of a release that was cut off
        return 0
    with device.unit() as unit:
        for each in leaving:
            facts: dict[str, Json] = {
                "sha256": each.sha256,
                "bundle": each.bundle,
                "received": instant_text(each.received),
                "days": days,
            }
            unit.note(RELEASED, each.object_id, facts, by=by)
        unit.release_objects([each.object_id for each in leaving])
        unit.commit()
    device.vault.forget(each.object_id for each in leaving)
    forget()
    remove_hollow_frames(device, folder)
    return len(leaving)


def remove_hollow_frames(device: Device, folder: Path) -> None:
    """Remove the frames of confirmed bundles of which an original has left the device."""
    with device.reading() as unit:
        confirmed = [each for each in unit.all(Delivery) if each.state is DeliveryState.CONFIRMED]
        hollow = [
            each
            for each in confirmed
            if any(sealed.is_released for sealed in unit.sealed_objects(each.object_ids))
        ]
    with disk_faults():
        for delivery in hollow:
            frame_path(folder, delivery.id).unlink(missing_ok=True)


def _believed(unit: UnitOfWork, centre: CentreKeys) -> dict[tuple[str, str], Receipt]:
    """Return the receipt for each object and hash, read again to the byte under the pinned key."""
    confirmed = {each.id for each in unit.all(Delivery) if each.state is DeliveryState.CONFIRMED}
    believed: dict[tuple[str, str], Receipt] = {}
    for receipt in unit.all(Receipt):
        try:
            raw = Statement(receipt.text, receipt.signature).encoded()
            _, facts = read_receipt(raw, centre.key_of(raw, "receipt", "received"))
        except InputError:
            continue  # of a centre this device no longer believes: its originals stay
        if facts.bundle == receipt.id and receipt.id in confirmed:
            for each in facts.objects:
                believed.setdefault((each.object_id, each.sha256), receipt)
    return believed


def _is_only_picture(unit: UnitOfWork, original: Photo | Recording) -> bool:
    """Tell whether nothing would be left to look at: such a photo stays until its small picture was made."""
    return isinstance(original, Photo) and unit.thumbnail(original.id) is None


def _jumps_ahead(device: Device) -> list[tuple[datetime, timedelta]]:
    """Return when the wall clock was put forward, as it showed afterwards, and by how much."""
    jumps = []
    for raw in device.journal.entries_of_change(STEPPED):
        entry = json.loads(raw)
        difference = timedelta(milliseconds=entry["facts"]["difference_ms"])
        if difference > timedelta(0):
            jumps.append((datetime.fromisoformat(entry["wall"]), difference))
    return jumps


def _elapsed(received: datetime, now: datetime, jumps: list[tuple[datetime, timedelta]]) -> timedelta:
    return now - received - sum((by for at, by in jumps if at >= received), timedelta(0))

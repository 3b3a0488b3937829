"""Vault objects that cannot be read: told in the journal and left out of a bundle, brought once they were mended."""

from __future__ import annotations

from collections.abc import Iterable

from inspector.actions.ports import Device
from inspector.errors import SystemFault
from inspector.progress import Progress
from inspector.records import Delivery, SealedObject
from sync.bundle.entries import OBJECT_FOUND, survey

_DAMAGED = {"vault.altered", "vault.missing", "vault.io"}


def damaged_objects(
    device: Device, objects: Iterable[SealedObject], progress: Progress | None = None
) -> list[SealedObject]:
    """Return those whose sealed file is gone, altered or cannot be read; every byte is looked at."""
    progress, damaged = progress or Progress(), []
    listed = list(objects)
    for number, sealed in enumerate(listed):
        progress.step(number, len(listed), sealed.id)
        try:
            for _ in device.vault.chunks(sealed):
                pass
        except SystemFault as fault:
            if fault.code not in _DAMAGED:
                raise
            damaged.append(sealed)
    return damaged


def tell_found(device: Device, before: list[Delivery], *, by: str) -> None:
    """Journal which objects left out earlier can be read again, so that the next run brings them."""
    delivered = {name for delivery in before for name in delivery.object_ids}
    left_out = {name for delivery in before for name in delivery.missing_ids} - delivered
    if not left_out:
        return
    with device.reading() as unit:
        objects = unit.sealed_objects(sorted(left_out))
    damaged = {each.id for each in damaged_objects(device, objects)}
    told = _told_since(device, before[-1].last_entry)
    found = [each for each in objects if each.id not in damaged | told]
    if found:
        tell(device, OBJECT_FOUND, found, by=by)


def tell(device: Device, change: str, objects: Iterable[SealedObject], *, by: str) -> None:
    """Journal one fact about each object, all or none."""
    with device.unit() as unit:
        for each in objects:
            unit.note(change, each.id, {"sha256": each.sha256}, by=by)
        unit.commit()


def _told_since(device: Device, last: int) -> set[str]:
    """Return the objects the coming run names already, e.g. after a run that was cut off."""
    length = device.journal.length()
    return set(survey(device.journal.entries(last + 1, length)).object_ids) if length > last else set()

"""Journal that labels for sealed goods were made: a second set is told as one."""

from __future__ import annotations

import json

from inspector.actions.ports import Device

_CHANGE = "labels.printed"


def note_labels(device: Device, inspection_id: str, *, stock: str, labels: int, by: str) -> int:
    """Write down that labels were made, and return how often they were before."""
    subjects = [json.loads(entry)["subject"] for entry in device.journal.entries_of_change(_CHANGE)]
    earlier = subjects.count(inspection_id)
    with device.unit() as unit:
        unit.note(_CHANGE, inspection_id, {"stock": stock, "labels": labels, "earlier": earlier}, by=by)
        unit.commit()
    return earlier

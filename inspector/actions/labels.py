"""Labels for sealed goods: set from the record, and journalled once they are on paper or in a file."""

from __future__ import annotations

import json
from dataclasses import dataclass

from inspector.actions.ports import Device
from inspector.actions.read import dossier
from inspector.canonical import Json

_CHANGE = "labels.printed"


@dataclass(frozen=True)
class LabelSheets:
    """Labels ready to be printed; nobody has been told of them yet."""

    pdf: bytes
    labels: int


@dataclass(frozen=True)
class LabelsMade:
    """What was made before."""

    times: int
    """How often for this inspection."""
    stock: str
    """The stock used last on this device; empty if none was."""


def make_labels(device: Device, inspection_id: str, *, stock: str, skip: int = 0) -> LabelSheets:
    """Set a label for each item listed; the first `skip` of a sheet are used up already.

    Raises:
        InputError: `print.stock`, `print.no_labels`, `print.skip`.
    """
    record = dossier(device, inspection_id)
    return LabelSheets(*device.press.labels(record, stock, printed=device.clock.now().wall, skip=skip))


def note_labels(device: Device, inspection_id: str, *, stock: str, labels: int, to: str, by: str) -> int:
    """Write down that labels were made, once the printer `to` or the file has them; return how often before."""
    earlier = labels_made(device, inspection_id).times
    facts: dict[str, Json] = {"stock": stock, "labels": labels, "to": to, "earlier": earlier}
    with device.unit() as unit:
        unit.note(_CHANGE, inspection_id, facts, by=by)
        unit.commit()
    return earlier


def labels_made(device: Device, inspection_id: str) -> LabelsMade:
    """Return how often labels were made for an inspection, and on what stock the last ones of all were."""
    entries = [json.loads(entry) for entry in device.journal.entries_of_change(_CHANGE)]
    times = sum(entry["subject"] == inspection_id for entry in entries)
    return LabelsMade(times, str(entries[-1]["facts"]["stock"]) if entries else "")

"""Labels are journalled: a second set for the same inspection is told as one."""

from __future__ import annotations

import json

from inspector.actions.note_labels import note_labels
from tests.stand import Stand


def test_a_second_set_of_labels_is_told_as_one(stand: Stand) -> None:
    for earlier in (0, 1):
        assert note_labels(stand.device, stand.inspection.id, stock="a4-21", labels=3, by=stand.by) == earlier
    told = [json.loads(entry) for entry in stand.device.journal.entries_of_change("labels.printed")]
    assert [(entry["subject"], entry["facts"]["earlier"]) for entry in told] == [
        (stand.inspection.id, 0),
        (stand.inspection.id, 1),
    ]

"""Labels are journalled: a second set for the same inspection is told as one."""

from __future__ import annotations

import json

from inspector.actions.labels import labels_made, note_labels
from tests.stand import Stand


def test_a_second_set_of_labels_is_told_as_one(stand: Stand) -> None:
    for earlier in (0, 1):
        assert labels_made(stand.device, stand.inspection.id).times == earlier
        told_before = note_labels(
            stand.device, stand.inspection.id, stock="a4-14", labels=3, to="file", by=stand.by
        )
        assert told_before == earlier
    assert labels_made(stand.device, stand.inspection.id).stock == "a4-14"
    told = [json.loads(entry) for entry in stand.device.journal.entries_of_change("labels.printed")]
    assert [(entry["subject"], entry["facts"]["earlier"]) for entry in told] == [
        (stand.inspection.id, 0),
        (stand.inspection.id, 1),
    ]

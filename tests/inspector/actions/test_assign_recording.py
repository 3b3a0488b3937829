"""A recording on a row: journalled, taken off with the row, never among its photos."""

from __future__ import annotations

import io
import json

import pytest

from inspector.actions import list_item, read
from inspector.actions.assign_recording import assign_recording
from inspector.actions.open_inspection import open_inspection
from inspector.actions.take_recording import take_recording
from inspector.errors import InputError
from inspector.law.shots import completeness
from inspector.records import PhotoTag, Recording
from tests.recordings import make_wav
from tests.stand import Stand
from ui.demo import sample


def recorded(stand: Stand) -> Recording:
    return take_recording(
        stand.device, stand.inspection.id, content=io.BytesIO(make_wav(1)), file_name="V.WAV", by=stand.by
    )


def test_a_recording_goes_on_a_row_and_counts_as_no_photo(stand: Stand) -> None:
    item, recording = stand.item(), recorded(stand)
    before = completeness(read.dossier(stand.device, stand.inspection.id))
    assigned = assign_recording(stand.device, recording.id, item_id=item.id, tag=PhotoTag.SEAL, by=stand.by)
    dossier = read.dossier(stand.device, stand.inspection.id)
    assert dossier.recordings == (assigned,)
    assert (assigned.item_id, assigned.tag, assigned.sha256) == (item.id, PhotoTag.SEAL, recording.sha256)
    assert completeness(dossier) == before
    (entry,) = stand.device.journal.entries_of_change("recording.assigned")
    last = json.loads(entry)
    assert (last["change"], last["record"]["item_id"]) == ("recording.assigned", item.id)


def test_a_row_taken_off_lets_its_recordings_go(stand: Stand) -> None:
    item, recording = stand.item(), recorded(stand)
    assign_recording(stand.device, recording.id, item_id=item.id, tag=None, by=stand.by)
    list_item.remove_item(stand.device, item.id, by=stand.by)
    (left,) = read.dossier(stand.device, stand.inspection.id).recordings
    assert left.item_id is None


def test_a_row_of_another_stand_is_refused(stand: Stand) -> None:
    recording = recorded(stand)
    first = stand.inspection
    other = open_inspection(
        stand.device,
        fair_id=first.fair_id,
        officer_ids=first.officer_ids,
        by=stand.by,
        **{**sample.STAND, "booth": "C-9"},
    )
    item = list_item.list_item(
        stand.device,
        other.id,
        label_name="样本盖碗",
        specification="",
        unit="套",
        quantity=stand.item().quantity,
        alleged=stand.item().alleged,
        by=stand.by,
    )
    with pytest.raises(InputError, match=r"item\.other_inspection"):
        assign_recording(stand.device, recording.id, item_id=item.id, tag=None, by=stand.by)

"""Say which row a recording belongs to and what it shows; the original is not touched."""

from __future__ import annotations

from dataclasses import replace

from inspector.actions.amend import must_be_open
from inspector.actions.ports import Device
from inspector.errors import InputError
from inspector.records import Item, PhotoTag, Recording


def assign_recording(
    device: Device, recording_id: str, *, item_id: str | None, tag: PhotoTag | None, by: str
) -> Recording:
    """Put a recording on a row (None: on none) and name what it shows (None: nothing said).

    It stays apart from the photos: it fills no frame of the shot list and counts on no list or paper.

    Raises:
        InputError: `item.other_inspection`; as `must_be_open` once the stand was left.
    """
    with device.unit() as work:
        recording = work.get(Recording, recording_id)
        inspection = must_be_open(work, recording.inspection_id)
        if item_id is not None and work.get(Item, item_id).inspection_id != inspection.case_id:
            raise InputError("item.other_inspection")
        recording = replace(recording, item_id=item_id, tag=tag)
        work.save(recording, change="recording.assigned", by=by)
        work.commit()
    return recording

"""A length is a record beside the photo: measured in the sealed original, journalled, taken off and put back."""

from __future__ import annotations

import hashlib
import io
import json
from decimal import Decimal

import pytest

from inspector.actions import measure_length, read, take_photo
from inspector.actions.list_item import assign_photos
from inspector.actions.remark_on import remark_on
from inspector.errors import InputError
from inspector.records import Photo, PhotoOrigin, PhotoRemark, PhotoTag, Point
from tests.inspector.imaging.scale_scenes import Scene
from tests.stand import Stand

SCENE = Scene()
ENDS = {"start": SCENE.spot((0, -20)), "end": SCENE.spot((50, -20))}


@pytest.fixture
def photo(stand: Stand) -> Photo:
    return take_photo.take_photo(
        stand.device,
        stand.inspection.id,
        content=io.BytesIO(SCENE.jpeg()),
        file_name="CARD.JPG",
        origin=PhotoOrigin.CAMERA,
        by=stand.by,
    )


def test_a_length_lies_beside_the_photo_and_can_be_taken_off_and_put_back(stand: Stand, photo: Photo) -> None:
    made = measure_length.measure_length(
        stand.device, photo.id, **ENDS, label=" 口径 ", lies_in_plane=True, by=stand.by
    )
    assert abs(made.length.mm - 50) <= made.length.uncertainty_mm < Decimal("1.5")
    assert (made.label, made.photo_sha256) == ("口径", photo.sha256)
    assert read.dossier(stand.device, stand.inspection.id).dimensions == (made,)
    assert hashlib.sha256(read.original(stand.device, photo.id)).hexdigest() == photo.sha256

    measure_length.take_off(stand.device, made.id, by=stand.by)
    assert read.dossier(stand.device, stand.inspection.id).dimensions == ()
    measure_length.put_back(stand.device, made, by=stand.by)
    assert read.dossier(stand.device, stand.inspection.id).dimensions == (made,)
    changes = [
        json.loads(entry)["subject"]
        for change in ("dimension.measured", "dimension.taken_off", "dimension.put_back")
        for entry in stand.device.journal.entries_of_change(change)
    ]
    assert changes == [made.id] * 3


def test_what_cannot_be_known_is_asked_and_nothing_is_written_without_it(stand: Stand, photo: Photo) -> None:
    def refused(
        code: str, *, label: str = "口径", lies_in_plane: bool = True, end: Point = ENDS["end"]
    ) -> None:
        with pytest.raises(InputError) as error:
            measure_length.measure_length(
                stand.device,
                photo.id,
                start=ENDS["start"],
                end=end,
                label=label,
                lies_in_plane=lies_in_plane,
                by=stand.by,
            )
        assert error.value.code == code

    refused("scale.not_in_plane", lies_in_plane=False)
    refused("scale.label_missing", label=" ")
    refused("scale.too_uncertain", end=ENDS["start"])
    assert read.dossier(stand.device, stand.inspection.id).dimensions == ()


def test_a_missing_scale_card_is_said_until_one_photo_has_it(stand: Stand, photo: Photo) -> None:
    bare = stand.photo(5)

    def remarks(of: Photo, tag: PhotoTag) -> tuple[PhotoRemark, ...]:
        (tagged,) = assign_photos(stand.device, [of.id], item_id=None, tag=tag, by=stand.by)
        return remark_on(stand.device, tagged)

    assert PhotoRemark.NO_SCALE not in remarks(bare, PhotoTag.BOOTH)
    assert PhotoRemark.NO_SCALE in remarks(bare, PhotoTag.VIEW)
    assert PhotoRemark.NO_SCALE in remarks(bare, PhotoTag.SCALE)
    assert PhotoRemark.NO_SCALE not in remarks(photo, PhotoTag.SCALE)
    assert PhotoRemark.NO_SCALE not in remarks(bare, PhotoTag.VIEW)

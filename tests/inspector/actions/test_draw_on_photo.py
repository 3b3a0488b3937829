"""Marks over a photo: journalled beside it, taken back and done again, and never in the original."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from PIL import Image

from inspector.actions import draw_on_photo, export_photo, read
from inspector.errors import InputError
from inspector.records import InspectionState, Mark, Photo, PhotoLayer, Shape
from tests.pictures import make_jpeg
from tests.stand import PASSPHRASE, Stand, begin

SIZE = (96, 64)
BOX = Mark(1, Shape.BOX, 10, 10, 40, 40)
BLUR = Mark(2, Shape.BLUR, 50, 10, 80, 40)
SEEDS = count(1)


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """One device for all of these: each test takes a photo of its own."""
    made = begin(tmp_path_factory.mktemp("drawn") / "device")
    with made.opened:
        yield made


def taken(stand: Stand) -> Photo:
    return stand.photo(next(SEEDS))


def begun(stand: Stand, photo: Photo) -> PhotoLayer:
    return draw_on_photo.begin_layer(stand.device, photo.id, size=SIZE, mark=BOX, by=stand.by)


def told(stand: Stand, change: str, photo: Photo) -> list[dict[str, object]]:
    entries = map(json.loads, stand.device.journal.entries_of_change(change))
    return [entry for entry in entries if entry["subject"] == photo.id]


def test_a_layer_lies_beside_its_photo_and_names_its_hash(stand: Stand) -> None:
    photo = taken(stand)
    layer = begun(stand, photo)
    layer = draw_on_photo.put_mark(stand.device, layer.id, BLUR, by=stand.officers[1].id)
    assert draw_on_photo.layers_of(stand.device, photo.id) == (layer,)
    assert layer.photo_sha256 == photo.sha256 == hashlib.sha256(make_jpeg(96, 64, 1)).hexdigest()
    assert read.original(stand.device, photo.id) == make_jpeg(96, 64, 1)
    with stand.device.reading() as unit:
        assert unit.get(Photo, photo.id) == photo
    assert draw_on_photo.marked_photos(stand.device)[photo.id] == 2


def test_every_state_is_in_the_journal_with_who_and_when(stand: Stand) -> None:
    photo = taken(stand)
    layer = begun(stand, photo)
    stand.clock.advance(timedelta(minutes=1))
    draw_on_photo.put_mark(stand.device, layer.id, BLUR, by=stand.officers[1].id)
    draw_on_photo.undo_step(stand.device, layer.id, by=stand.by)
    draw_on_photo.redo_step(stand.device, layer.id, by=stand.by)
    draw_on_photo.take_mark(stand.device, layer.id, 1, by=stand.by)
    history = draw_on_photo.history_of(stand.device, layer.id)
    assert [(each.revision, each.change, len(each.layer.marks)) for each in history] == [
        (5, "layer.drawn", 1),
        (4, "layer.redone", 2),
        (3, "layer.undone", 1),
        (2, "layer.drawn", 2),
        (1, "layer.drawn", 1),
    ]
    assert history[3].by == stand.officers[1].id
    assert history[3].at - history[4].at >= timedelta(minutes=1)


def test_going_back_to_an_earlier_step_is_a_step_of_its_own(stand: Stand) -> None:
    photo = taken(stand)
    layer = begun(stand, photo)
    draw_on_photo.put_mark(stand.device, layer.id, BLUR, by=stand.by)
    draw_on_photo.take_mark(stand.device, layer.id, 1, by=stand.by)
    back = draw_on_photo.restore_version(stand.device, layer.id, 1, by=stand.officers[1].id)
    assert (back.marks, back.revision, back.last_number) == ((BOX,), 4, 2)
    (newest, *older) = draw_on_photo.history_of(stand.device, layer.id)
    assert (newest.change, newest.by, len(older)) == ("layer.restored", stand.officers[1].id, 3)
    assert draw_on_photo.undo_step(stand.device, layer.id, by=stand.by).marks == (BLUR,)
    assert draw_on_photo.layers_of(stand.device, photo.id)[0].marks == (BLUR,)
    with pytest.raises(InputError, match=r"layer\.no_revision"):
        draw_on_photo.restore_version(stand.device, layer.id, 77, by=stand.by)


def test_undo_reaches_over_a_lock(tmp_path: Path) -> None:
    stand = begin(tmp_path / "device")
    photo = taken(stand)
    layer = begun(stand, photo)
    draw_on_photo.put_mark(stand.device, layer.id, BLUR, by=stand.by)
    stand.opened.close()
    with stand.workplace.unlock(PASSPHRASE) as again:
        (kept,) = draw_on_photo.layers_of(again.device, photo.id)
        assert [mark.shape for mark in kept.marks] == [Shape.BOX, Shape.BLUR]
        before = draw_on_photo.undo_step(again.device, kept.id, by=stand.by)
        assert before.marks == (BOX,)
        assert before.can_redo


def test_a_refused_mark_leaves_no_trace(stand: Stand) -> None:
    photo = taken(stand)
    length = stand.device.journal.length()
    for mark in (Mark(1, Shape.BOX, 10, 10, 400, 40), Mark(2, Shape.BOX, 1, 1, 9, 9)):
        with pytest.raises(InputError, match=r"layer\."):
            draw_on_photo.begin_layer(stand.device, photo.id, size=SIZE, mark=mark, by=stand.by)
    assert stand.device.journal.length() == length


def test_a_copy_leaves_with_its_hash_in_the_journal_and_the_original_stays(stand: Stand) -> None:
    photo = taken(stand)
    layer = begun(stand, photo)
    draw_on_photo.put_mark(stand.device, layer.id, BLUR, by=stand.by)
    number = len(read.dossier(stand.device, stand.inspection.id).photos)
    copy = export_photo.export_copy(stand.device, photo.id, by=stand.by)
    assert copy.file_name == f"B-217-照片{number}-副本-{photo.sha256[:8]}.jpg"
    (note, *_) = told(stand, "photo.copy_exported", photo)
    assert note["facts"] == {
        "sha256": photo.sha256,
        "copy_sha256": hashlib.sha256(copy.jpeg).hexdigest(),
        "layers": [{"layer": layer.id, "revision": 2}],
    }
    with Image.open(io.BytesIO(copy.jpeg)) as picture:
        assert photo.sha256 in picture.getexif()[0x010E]
        assert photo.sha256.encode() in picture.info["xmp"]
        assert picture.height > SIZE[1] + 30
    assert hashlib.sha256(read.original(stand.device, photo.id)).hexdigest() == photo.sha256
    bare = export_photo.export_copy(stand.device, photo.id, layer_ids=(), by=stand.by)
    assert bare.sha256 != copy.sha256


def test_a_copy_that_cannot_be_made_is_not_told_as_made(stand: Stand) -> None:
    photo = taken(stand)
    words = Mark(1, Shape.TEXT, 5, 5, 5, 5, text="\U0001f9ff")
    draw_on_photo.begin_layer(stand.device, photo.id, size=SIZE, mark=words, by=stand.by)
    with pytest.raises(InputError, match=r"layer\.glyph_missing"):
        export_photo.export_copy(stand.device, photo.id, by=stand.by)
    assert told(stand, "photo.copy_exported", photo) == []


def test_after_the_stand_was_left_marks_still_go_on_their_own_layer(stand: Stand) -> None:
    photo = taken(stand)
    sealed = replace(stand.inspection, state=InspectionState.SEALED)
    with stand.device.unit() as unit:
        unit.save(sealed, change="inspection.sealed", by=stand.by)
        unit.commit()
    assert begun(stand, photo).marks == (BOX,)
    with stand.device.unit() as unit:
        unit.save(stand.inspection, change="inspection.opened", by=stand.by)
        unit.commit()

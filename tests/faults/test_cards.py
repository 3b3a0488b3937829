"""Cards as they are brought in: pulled out half-way, with empty, huge, foreign and half files on them."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import pytest

from inspector.actions import make_thumbnails, read
from inspector.actions.import_photos import ImportResult, import_photos
from inspector.progress import Progress
from tests import pictures
from tests.stand import Stand, begin

HUGE_BYTES = 200 * 1024 * 1024


def held(stand: Stand, result: ImportResult) -> None:
    """What was taken is there to the byte, what was refused left nothing, and every refusal has its words."""
    assert stand.opened._store.verify() == ()
    for photo in result.taken:
        assert hashlib.sha256(read.original(stand.device, photo.id)).hexdigest() == photo.sha256
    vault = stand.opened.folder / "vault"
    assert {file.stem for file in vault.glob("??/*")} == {photo.id for photo in result.taken}
    for refusal in result.refused:
        assert refusal.file in refusal.reason_zh
        assert refusal.code not in refusal.reason_zh


@pytest.mark.parametrize("number", range(4))
def test_a_card_pulled_out_between_two_photos_costs_only_those_not_read(tmp_path: Path, number: int) -> None:
    card = tmp_path / "card"
    card.mkdir()
    for each in range(4):
        (card / f"{each}.jpg").write_bytes(pictures.make_jpeg(64, 64, each))

    def pull(done: int, total: int, what: str) -> None:
        if done == number:
            shutil.rmtree(card)

    stand = begin(tmp_path / "device")
    with stand.opened:
        result = import_photos(
            stand.device, stand.inspection.id, [card], by=stand.by, progress=Progress(pull)
        )
        assert [photo.file_name for photo in result.taken] == [f"{each}.jpg" for each in range(number)]
        assert (result.refused, result.is_pulled) == ((), True)
        assert result.rest == tuple(card / f"{each}.jpg" for each in range(number, 4))
        held(stand, result)
        card.mkdir()  # it is plugged in again
        for each in range(4):
            (card / f"{each}.jpg").write_bytes(pictures.make_jpeg(64, 64, each))
        rest = import_photos(stand.device, stand.inspection.id, result.rest, by=stand.by)
        assert len(result.taken) + len(rest.taken) == 4
        assert not rest.is_pulled


def test_empty_huge_foreign_and_half_files_are_told_apart(tmp_path: Path) -> None:
    card = tmp_path / "card"
    card.mkdir()
    whole = pictures.make_jpeg(640, 480, 1)
    (card / "1-whole.jpg").write_bytes(whole)
    (card / "2-empty.jpg").write_bytes(b"")
    (card / "3-huge.jpg").write_bytes(whole)
    os.truncate(card / "3-huge.jpg", HUGE_BYTES)
    (card / "4-text.jpg").write_text("不是照片")
    (card / "5-half.jpg").write_bytes(whole[: len(whole) // 2])
    stand = begin(tmp_path / "device")
    with stand.opened:
        result = import_photos(stand.device, stand.inspection.id, [card], by=stand.by)
        assert {refusal.file: refusal.code for refusal in result.refused} == {
            "2-empty.jpg": "photo.empty",
            "3-huge.jpg": "photo.too_large",
            "4-text.jpg": "photo.not_an_image",
        }
        # half a photo is evidence too: what is there is kept, and that no picture can be made of it is told
        assert [photo.file_name for photo in result.taken] == ["1-whole.jpg", "5-half.jpg"]
        held(stand, result)
        made = make_thumbnails.make_thumbnails(stand.device, [photo.id for photo in result.taken])
        assert result.taken[0].id in made.made

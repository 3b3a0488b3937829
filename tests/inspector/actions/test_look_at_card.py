"""What will become of each file on a card is told before anything is taken, and keeps its word."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from queue import SimpleQueue

import pytest

from inspector.actions import read
from inspector.actions.import_photos import import_photos
from inspector.actions.look_at_card import Card, Standing
from inspector.errors import InputError
from inspector.progress import Cancelled, Progress
from tests import pictures
from tests.stand import Stand

LONG_AGO = 1_700_000_000


def put(folder: Path, name: str, content: bytes) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    os.utime(file, (LONG_AGO, LONG_AGO))
    return file


@pytest.fixture
def card(tmp_path: Path) -> Path:
    folder = tmp_path / "card"
    for seed in range(3):
        put(folder, f"DCIM/100/IMG_{seed}.JPG", pictures.make_jpeg(96, 64, seed))
    put(folder, "DCIM/100/IMG_9.HEIC", pictures.make_heic(128, 96, 9))
    put(folder, "DCIM/100/._IMG_0.JPG", b"of the system")
    put(folder, "DCIM/.thumbnails/1.jpg", pictures.make_jpeg(16, 16, 1))
    put(folder, "DCIM/100/film.mp4", b"film, said to be")
    put(folder, "DCIM/100/half.jpg", b"")
    return folder


def names(card: Card, standing: Standing) -> list[str]:
    return [file.name for file in card.look().of(standing)]


def test_new_known_refused_and_growing_are_told_and_nothing_is_taken(stand: Stand, card: Path) -> None:
    stand.photo(1)
    entries = stand.device.journal.length()
    looking = Card(stand.device, [card])
    look = looking.look()
    assert [file.name for file in look.of(Standing.NEW)] == ["IMG_0.JPG", "IMG_2.JPG", "IMG_9.HEIC"]
    assert [(file.name, file.known_as) for file in look.of(Standing.KNOWN)] == [("IMG_1.JPG", "IMG_0001.JPG")]
    assert [file.name for file in look.of(Standing.GROWING)] == ["half.jpg"]
    (film,) = look.of(Standing.REFUSED)
    assert film.refusal is not None
    assert (film.refusal.code, film.refusal.file) == ("photo.not_an_image", "film.mp4")
    assert look.bytes_to_take == sum(file.size for file in look.of(Standing.NEW))
    assert stand.device.journal.length() == entries
    stand.clock.advance(timedelta(seconds=3))
    assert names(looking, Standing.REFUSED) == ["film.mp4", "half.jpg"], (
        "an empty file that stands still is one"
    )


def test_what_is_promised_is_taken_and_then_known_and_the_source_is_journalled(
    stand: Stand, card: Path
) -> None:
    looking = Card(stand.device, [card])
    new = looking.look().of(Standing.NEW)
    result = import_photos(
        stand.device, stand.inspection.id, [file.path for file in new], by=stand.by, source="card"
    )
    assert [photo.file_name for photo in result.taken] == [file.name for file in new]
    heic = next(photo for photo in result.taken if photo.file_name.endswith("HEIC"))
    assert read.original(stand.device, heic.id) == new[-1].path.read_bytes(), "kept as the phone made it"
    last = stand.device.journal.length()
    (told,) = stand.device.journal.entries(last, last)
    assert b'"photos.import_ended"' in told
    assert b'"source":"card"' in told
    assert len(names(looking, Standing.KNOWN)) == 4


def test_a_known_photo_whose_sealed_file_is_damaged_is_offered_again(stand: Stand, card: Path) -> None:
    photo = stand.photo(1)
    next((stand.opened.folder / "vault").rglob(f"{photo.id}.ipv")).unlink()
    assert "IMG_1.JPG" in names(Card(stand.device, [card]), Standing.NEW)


def test_bytes_that_are_here_are_not_written_a_second_time(
    stand: Stand, card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand.photo(1)
    monkeypatch.setattr(stand.device.vault, "put", lambda *_: pytest.fail("written again"))
    file = card / "DCIM/100/IMG_1.JPG"
    result = import_photos(stand.device, stand.inspection.id, [file], by=stand.by)
    assert [refusal.code for refusal in result.refused] == ["photo.already_sealed"]


def test_only_new_files_are_read_at_the_next_look(
    stand: Stand, card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking = Card(stand.device, [card])
    looking.look()
    put(card, "DCIM/100/IMG_4.JPG", pictures.make_jpeg(96, 64, 4))
    examined: list[str] = []
    examine = stand.device.photos.examine
    monkeypatch.setattr(
        stand.device.photos,
        "examine",
        lambda content, name: examined.append(name) or examine(content, name),  # type: ignore[func-returns-value]  # notes and goes on
    )
    assert "IMG_4.JPG" in names(looking, Standing.NEW)
    assert examined == ["IMG_4.JPG"]


def test_a_file_that_changes_while_it_is_read_is_refused_and_leaves_nothing(stand: Stand, card: Path) -> None:
    file = card / "DCIM/100/IMG_0.JPG"
    put_real = stand.device.vault.put

    def grows(object_id: str, content: object, **how: bool) -> object:
        with file.open("ab") as more:
            more.write(b"more")
        return put_real(object_id, content, **how)  # type: ignore[arg-type]  # as it came

    stand.device.vault.put = grows  # type: ignore[method-assign, assignment]  # the writer comes in between
    try:
        result = import_photos(stand.device, stand.inspection.id, [file], by=stand.by)
    finally:
        stand.device.vault.put = put_real  # type: ignore[method-assign]  # well again
    assert [refusal.code for refusal in result.refused] == ["photo.changing"]
    assert not any(each.is_file() for each in (stand.opened.folder / "vault").rglob("*"))


def test_a_card_that_is_gone_or_no_card_is_told(
    stand: Stand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError, match=r"card\.gone"):
        Card(stand.device, [tmp_path / "away" / "DCIM"]).look()
    monkeypatch.setattr("inspector.actions.look_at_card.MOST_FILES", 2)
    for number in range(3):
        put(tmp_path / "disk", f"{number}.jpg", b"x")
    with pytest.raises(InputError, match=r"card\.too_many"):
        Card(stand.device, [tmp_path / "disk"]).look()


def test_work_that_pauses_waits_at_a_step_until_it_goes_on_or_is_stopped() -> None:
    reached: SimpleQueue[int] = SimpleQueue()
    progress = Progress(lambda done, _total, _what: reached.put(done))

    def work() -> None:
        with suppress(Cancelled):
            for number in range(100):
                progress.step(number, 100)
        reached.put(-1)

    progress.pause()
    worker = threading.Thread(target=work)
    worker.start()
    assert reached.get(timeout=10) == 0
    assert reached.empty()
    progress.cancel()
    assert reached.get(timeout=10) == -1
    worker.join()
    assert not progress.is_paused

import errno
import hashlib
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inspector.actions import read, seal_inspection, take_photo
from inspector.actions.card_files import OpenCardFile
from inspector.actions.import_photos import import_photos
from inspector.actions.issue_notice import issue_notice
from inspector.actions.look_at_card import Card, Standing
from inspector.actions.take_photo import file_label
from inspector.actions.take_recording import take_recording
from inspector.errors import InputError
from inspector.progress import Progress
from inspector.records import Photo, PhotoOrigin
from tests import pictures
from tests.recordings import make_wav
from tests.stand import Stand


def entries(stand: Stand) -> int:
    return stand.device.journal.length()


def test_a_photo_is_sealed_to_the_byte_and_journalled(stand: Stand) -> None:
    content = pictures.make_jpeg(96, 64, 7)
    before = entries(stand)
    photo = stand.photo(7)
    assert read.original(stand.device, photo.id) == content
    assert photo.sha256 == hashlib.sha256(content).hexdigest()
    assert entries(stand) == before + 1
    assert photo.sha256.encode() in next(iter(stand.device.journal.entries(before + 1, before + 1)))


def test_the_same_bytes_are_not_taken_twice_and_nothing_is_left_behind(stand: Stand) -> None:
    stand.photo(1)
    before, files = entries(stand), sealed_files(stand)
    with pytest.raises(InputError) as refusal:
        stand.photo(1)
    assert refusal.value.code == "photo.already_sealed"
    assert (entries(stand), sealed_files(stand)) == (before, files)


def spoil(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:200] + bytes([whole[200] ^ 1]) + whole[201:])


@pytest.mark.parametrize("harm", [spoil, Path.unlink])
def test_the_same_bytes_mend_a_photo_whose_sealed_file_is_damaged(
    stand: Stand, harm: Callable[[Path], None]
) -> None:
    photo, content = stand.photo(1), pictures.make_jpeg(96, 64, 1)
    before = entries(stand)
    harm(next((stand.opened.folder / "vault").rglob(f"{photo.id}.ipv")))
    assert stand.photo(1) == photo
    assert read.original(stand.device, photo.id) == content
    assert [file.stem for file in (stand.opened.folder / "vault").glob("??/*")] == [photo.id]
    (told,) = stand.device.journal.entries(before + 1, entries(stand))
    assert b'"change":"photo.resealed"' in told
    with pytest.raises(InputError, match=r"photo\.already_sealed"):
        stand.photo(1)


def test_a_mended_photos_damaged_file_is_kept_aside_each_time(stand: Stand) -> None:
    photo = stand.photo(1)
    for _ in range(2):
        spoil(next((stand.opened.folder / "vault").glob(f"??/{photo.id}.ipv")))
        stand.photo(1)
    aside = (stand.opened.folder / "vault" / "quarantine").glob(f"{photo.id}*.ipv")
    assert len(list(aside)) == 2


def test_files_that_are_no_photos_are_refused_by_name_and_the_rest_goes_on(
    stand: Stand, tmp_path: Path
) -> None:
    card = tmp_path / "card"
    (card / "DCIM").mkdir(parents=True)
    (card / "DCIM" / "a.jpg").write_bytes(pictures.make_jpeg(64, 64, 1))
    (card / "empty.jpg").write_bytes(b"")
    (card / "notes.txt").write_text("不是照片")
    (card / "z.jpg").write_bytes(pictures.make_jpeg(64, 64, 2))
    (card / "link.jpg").symlink_to(card / "z.jpg")
    result = import_photos(stand.device, stand.inspection.id, [card, tmp_path / "gone.jpg"], by=stand.by)
    assert [photo.file_name for photo in result.taken] == ["a.jpg", "z.jpg"]
    assert {refusal.file: refusal.code for refusal in result.refused} == {
        "empty.jpg": "photo.empty",
        "link.jpg": "photo.link",
        "notes.txt": "photo.not_an_image",
        "gone.jpg": "photo.not_a_file",
    }
    assert all(refusal.file in refusal.reason_zh for refusal in result.refused)
    assert all(photo.origin is PhotoOrigin.IMPORTED for photo in result.taken)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file whose reading fails with EIO")
def test_a_card_that_fails_while_it_is_read_concerns_that_file_alone() -> None:
    card = io.BufferedReader(OpenCardFile(Path("/proc/self/mem")))
    with card, pytest.raises(InputError) as refusal:
        card.read(16)
    assert (refusal.value.code, refusal.value.facts["file"]) == ("photo.unreadable", "mem")


def failing(monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...], fails: Callable[[Path], bool]) -> None:
    """Let what asks the system for a path fail as a card does that is broken or was pulled out."""
    for name in names:
        real = getattr(os, name)

        def asked(path: str | Path = ".", *others: Any, real: Any = real, **named: Any) -> Any:
            if isinstance(path, str | Path) and fails(Path(path)):
                raise OSError(errno.EIO, "Input/output error", str(path))
            return real(path, *others, **named)

        monkeypatch.setattr(os, name, asked)


def test_a_folder_of_the_card_that_cannot_be_read_is_told_by_name(
    stand: Stand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = tmp_path / "card"
    for folder, number in (("100SONY", 1), ("101SONY", 2)):
        (card / folder).mkdir(parents=True)
        (card / folder / f"{number}.jpg").write_bytes(pictures.make_jpeg(64, 64, number))
    failing(monkeypatch, ("scandir",), lambda path: path.name == "101SONY")
    result = import_photos(stand.device, stand.inspection.id, [card], by=stand.by)
    assert [photo.file_name for photo in result.taken] == ["1.jpg"]
    assert [(each.file, each.code) for each in result.refused] == [("101SONY", "photo.unreadable")]
    assert not result.is_pulled
    seen = {each.name: each.standing for each in Card(stand.device, [card]).look().files}
    assert seen["101SONY"] is Standing.REFUSED


def test_a_card_pulled_out_while_the_system_still_names_it_ends_the_import(
    stand: Stand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = tmp_path / "card"
    card.mkdir()
    for number in range(3):
        (card / f"{number}.jpg").write_bytes(pictures.make_jpeg(64, 64, number))
    shown, pulled = Card(stand.device, [card]), list[bool]()
    failing(
        monkeypatch, ("stat", "lstat", "scandir"), lambda path: bool(pulled) and path.is_relative_to(card)
    )
    progress = Progress(lambda done, total, what: pulled.append(True) if done == 1 else None)
    result = import_photos(stand.device, stand.inspection.id, [card], by=stand.by, progress=progress)
    assert result.is_pulled
    assert [photo.file_name for photo in result.taken] == ["0.jpg"]
    assert result.not_reached == ("1.jpg", "2.jpg")
    with pytest.raises(InputError) as gone:
        shown.look()
    assert gone.value.code == "card.gone"


def test_stopping_an_import_keeps_what_was_taken_and_names_the_rest(stand: Stand, tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"{number}.jpg").write_bytes(pictures.make_jpeg(64, 64, number))
    progress = Progress(lambda done, total, what: progress.cancel() if done == 1 else None)
    files = sorted(tmp_path.glob("*.jpg"))
    result = import_photos(stand.device, stand.inspection.id, files, by=stand.by, progress=progress)
    assert [photo.file_name for photo in result.taken] == ["0.jpg", "1.jpg"]
    assert result.not_reached == ("2.jpg", "3.jpg")
    with stand.device.reading() as unit:
        assert unit.all(Photo) == result.taken


def test_no_photo_and_no_recording_enters_a_sealed_inspection(stand: Stand) -> None:
    lawful = stand.item()
    stand.visit()
    stand.photo(1, item_id=lawful.id)
    stand.seize(lawful)
    issue_notice(stand.device, stand.inspection.id, "24", signatures=stand.signatures(), by=stand.by)
    issue_notice(stand.device, stand.inspection.id, "21", signatures=stand.signatures(), by=stand.by)
    stand.close()
    issue_notice(stand.device, stand.inspection.id, "9", signatures=stand.signatures(), by=stand.by)
    seal_inspection.seal_inspection(stand.device, stand.inspection.id, by=stand.by)
    files = sealed_files(stand)
    with pytest.raises(InputError) as refusal:
        stand.photo(2)
    assert refusal.value.code == "inspection.sealed"
    film = io.BytesIO(make_wav())
    with pytest.raises(InputError, match=r"inspection\.sealed"):
        take_recording(stand.device, stand.inspection.id, content=film, file_name="a.wav", by=stand.by)
    assert sealed_files(stand) == files


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("IMG_0001.JPG", "IMG_0001.JPG"),
        ("a\nb\x1b[31m.jpg", "a�b�[31m.jpg"),
        ("\u202egpj.exe", "�gpj.exe"),
        (os.fsdecode(b"\xff.jpg"), "?.jpg"),
        ("", "�"),
        ("瓷" * 500, "瓷" * 120),
    ],
)
def test_a_label_is_one_printable_line(name: str, label: str) -> None:
    assert file_label(name) == label
    assert file_label(name).isprintable()


def test_a_stream_that_is_no_photo_leaves_no_file(stand: Stand) -> None:
    files = sealed_files(stand)
    with pytest.raises(InputError):
        take_photo.take_photo(
            stand.device,
            stand.inspection.id,
            content=io.BytesIO(b"MZ not a photo at all"),
            file_name="x.jpg",
            origin=PhotoOrigin.CAMERA,
            by=stand.by,
        )
    assert sealed_files(stand) == files


def sealed_files(stand: Stand) -> int:
    return sum(1 for file in (stand.opened.folder / "vault").rglob("*") if file.is_file())

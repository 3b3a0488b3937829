"""Film and sound taken in: streamed, counted in megabytes, whole or not at all."""

from __future__ import annotations

import gc
import hashlib
import io
import os
import shutil
import threading
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from inspector.actions import read
from inspector.actions.import_photos import import_photos
from inspector.actions.look_at_card import Card, Standing
from inspector.actions.take_recording import take_recording
from inspector.errors import InputError, SystemFault
from inspector.progress import Cancelled, Progress
from inspector.records import Photo, Recording
from tests import pictures
from tests.recordings import long_film, make_film, make_wav
from tests.stand import Stand

MB = 2**20
LONG_AGO = 1_700_000_000


def take(stand: Stand, content: io.BytesIO, progress: Progress | None = None) -> Recording:
    return take_recording(
        stand.device,
        stand.inspection.id,
        content=content,
        file_name="BODY_1.MP4",
        by=stand.by,
        progress=progress,
    )


def recordings(stand: Stand) -> tuple[Recording, ...]:
    with stand.device.reading() as unit:
        return unit.all(Recording)


def sealed_files(stand: Stand) -> list[str]:
    return sorted(file.name for file in (stand.opened.folder / "vault").glob("??/*"))


def test_a_film_is_sealed_to_the_byte_and_journalled_with_what_it_claims(stand: Stand) -> None:
    film = make_film()
    recording = take(stand, io.BytesIO(film))
    assert recording.sha256 == hashlib.sha256(film).hexdigest()
    assert (recording.media_type, recording.size, recording.is_film) == ("video/mp4", len(film), True)
    assert recording.claims.duration_ms == pytest.approx(2000, abs=60)
    assert recordings(stand) == (recording,)
    with stand.device.reading() as unit:
        assert unit.all(Photo) == (), "a film is no photo"
        assert b"".join(stand.device.vault.chunks(unit.sealed_object(recording.id))) == film
    last = stand.device.journal.length()
    (entry,) = stand.device.journal.entries(last, last)
    assert b'"change":"recording.imported"' in entry
    assert b'"origin":"imported"' in entry


def test_the_same_bytes_are_not_taken_twice(stand: Stand) -> None:
    take(stand, io.BytesIO(make_film()))
    before = (stand.device.journal.length(), sealed_files(stand))
    with pytest.raises(InputError, match=r"recording\.already_sealed"):
        take(stand, io.BytesIO(make_film()))
    assert (stand.device.journal.length(), sealed_files(stand)) == before


def spoil(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:200] + bytes([whole[200] ^ 1]) + whole[201:])


@pytest.mark.parametrize("harm", [spoil, Path.unlink])
def test_the_same_bytes_mend_a_recording_whose_sealed_file_is_damaged(
    stand: Stand, harm: Callable[[Path], None]
) -> None:
    recording = take(stand, io.BytesIO(make_film()))
    harm(next((stand.opened.folder / "vault").glob(f"??/{recording.id}.ipv")))
    assert take(stand, io.BytesIO(make_film())) == recording
    assert sealed_files(stand) == [f"{recording.id}.ipv"]
    assert read.original(stand.device, recording.id) == make_film()


def test_progress_is_in_megabytes_and_stopping_midway_leaves_nothing(stand: Stand) -> None:
    steps: list[tuple[int, int, str]] = []

    def step(done: int, total: int, what: str) -> None:
        steps.append((done, total, what))
        if done == 3:
            progress.cancel()

    progress = Progress(step)
    before = stand.device.journal.length()
    with pytest.raises(Cancelled):
        take(stand, long_film(6), progress)
    assert steps[0] == (0, 7, "BODY_1.MP4 · MB")
    assert steps[-1][0] == 3
    assert (recordings(stand), sealed_files(stand)) == ((), [])
    assert stand.device.journal.length() == before
    assert take(stand, long_film(6)).size > 6 * MB, "and it can be begun again"


def test_while_it_waits_nothing_is_read_and_then_it_goes_on_where_it_was(stand: Stand) -> None:
    waits, reads = threading.Event(), 0

    class Source(io.BytesIO):
        def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
            nonlocal reads
            reads += 1
            return super().readinto(buffer)

    def step(done: int, _total: int, _what: str) -> None:
        if done == 2 and not waits.is_set():
            progress.pause()
            waits.set()

    progress = Progress(step)
    taken: list[Recording] = []
    working = threading.Thread(
        target=lambda: taken.append(take(stand, Source(long_film(4).getvalue()), progress))
    )
    working.start()
    assert waits.wait(30)
    seen = reads
    assert working.is_alive()
    assert reads == seen
    progress.resume()
    working.join(30)
    assert taken[0].size > 4 * MB


def test_what_is_neither_film_nor_sound_is_refused_by_name(stand: Stand) -> None:
    with pytest.raises(InputError, match=r"recording\.none") as refusal:
        take(stand, io.BytesIO(pictures.make_jpeg(32, 32)))
    assert "BODY_1.MP4" in refusal.value.sentence("zh")


def test_without_room_it_is_refused_before_it_is_read_and_the_reserve_stays(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand.opened.space.prepare_start([])
    reserve = stand.opened.folder / "space.reserve"
    kept = reserve.stat().st_size
    usage = shutil.disk_usage(stand.opened.folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=66 * MB))
    with pytest.raises(InputError, match=r"space\.recording"):
        take(stand, long_film(4))
    assert reserve.stat().st_size == kept
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=80 * MB))
    assert take(stand, long_film(4))


def test_a_disk_that_fills_up_midway_never_costs_the_room_kept_for_the_stand(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand.opened.space.prepare_start([])
    monkeypatch.setattr("inspector.vault.file_vault.seal", _full)
    with pytest.raises(SystemFault, match=r"vault\.disk_full"):
        take(stand, io.BytesIO(make_film()))
    assert (stand.opened.folder / "space.reserve").exists()
    assert not stand.opened.space.was_given_up


def _full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_card_brings_photos_and_recordings_counted_apart(stand: Stand, tmp_path: Path) -> None:
    card = tmp_path / "card" / "DCIM"
    card.mkdir(parents=True)
    (card / "a.jpg").write_bytes(pictures.make_jpeg(64, 64, 1))
    (card / "b.mp4").write_bytes(make_film())
    (card / "c.wav").write_bytes(make_wav())
    (card / "d.txt").write_text("样本", "utf-8")
    for file in card.iterdir():
        os.utime(file, (LONG_AGO, LONG_AGO))
    looking = Card(stand.device, [card])
    new = looking.look().of(Standing.NEW)
    assert [(file.name, file.recording is not None) for file in new] == [
        ("a.jpg", False),
        ("b.mp4", True),
        ("c.wav", True),
    ]
    result = import_photos(stand.device, stand.inspection.id, [card], by=stand.by, source="body_camera")
    assert [each.file_name for each in result.taken] == ["a.jpg"]
    assert [each.file_name for each in result.recordings] == ["b.mp4", "c.wav"]
    assert [each.code for each in result.refused] == ["photo.not_an_image"]
    assert [file.name for file in looking.look().of(Standing.KNOWN)] == ["a.jpg", "b.mp4", "c.wav"]
    again = import_photos(stand.device, stand.inspection.id, [card], by=stand.by)
    assert sorted(each.code for each in again.refused) == [
        "photo.already_sealed",
        "photo.not_an_image",
        "recording.already_sealed",
        "recording.already_sealed",
    ]
    last = stand.device.journal.length()
    (told,) = stand.device.journal.entries(last, last)
    assert b'"recordings":2' in told


def pull(name: str) -> None:
    """Make every file of this name that is open fail with EIO from now on."""
    with Path("/proc/self/mem").open("rb", buffering=0) as failing:
        for each in Path("/proc/self/fd").iterdir():
            if each.is_symlink() and each.readlink().name == name:
                os.dup2(failing.fileno(), int(each.name))


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file whose reading fails with EIO")
def test_a_card_pulled_in_the_middle_of_a_film_leaves_nothing_of_it(stand: Stand, tmp_path: Path) -> None:
    card = tmp_path / "card"
    card.mkdir()
    (card / "a.jpg").write_bytes(pictures.make_jpeg(64, 64, 1))
    (card / "b.mp4").write_bytes(long_film(6).getvalue())

    def step(done: int, _total: int, what: str) -> None:
        if what.startswith("b.mp4") and done == 3:
            card.rename(tmp_path / "away")
            pull("b.mp4")

    result = import_photos(stand.device, stand.inspection.id, [card], by=stand.by, progress=Progress(step))
    assert [each.file_name for each in result.taken] == ["a.jpg"]
    assert result.is_pulled
    assert [path.name for path in result.rest] == ["b.mp4"]
    assert len(sealed_files(stand)) == 1


def peak_of_taking(stand: Stand, megabytes: int, tmp_path: Path) -> int:
    """Take a film from a file and return what Python's memory grew by at most, in bytes."""
    path = tmp_path / "long.mp4"
    with path.open("wb") as file:
        file.write(make_film())
        file.write((megabytes * MB).to_bytes(4, "big") + b"free")
        file.truncate(len(make_film()) + megabytes * MB)
    gc.collect()
    tracemalloc.start()
    try:
        with path.open("rb") as content:
            take_recording(
                stand.device, stand.inspection.id, content=content, file_name=path.name, by=stand.by
            )
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_long_film_is_never_in_memory(stand: Stand, tmp_path: Path) -> None:
    assert peak_of_taking(stand, 24, tmp_path) < 6 * MB


@pytest.mark.long
def test_a_film_of_half_a_gigabyte_is_never_in_memory(stand: Stand, tmp_path: Path) -> None:
    assert peak_of_taking(stand, 512, tmp_path) < 6 * MB

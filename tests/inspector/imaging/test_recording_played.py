"""Playing in the limited process: every kind, from anywhere, and what becomes of hostile files."""

from __future__ import annotations

import io
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from inspector.errors import InputError, SystemFault
from inspector.imaging.recordings import GuardedRecordingReader
from inspector.imaging.recordings.played import PlayedFilm
from inspector.records import PlayedPicture, PlayedSound
from tests.recordings import make_film, make_wav

KINDS = [
    ("mp4", "libx264", "aac"),
    pytest.param("mov", "mpeg4", "pcm_s16le", marks=pytest.mark.long),
    ("avi", "mjpeg", "pcm_s16le"),
    pytest.param("matroska", "libx264", "aac", marks=pytest.mark.long),
    pytest.param("webm", "libvpx", "libopus", marks=pytest.mark.long),
    pytest.param("wav", "", "pcm_s16le", marks=pytest.mark.long),
    ("mp3", "", "libmp3lame"),
    pytest.param("adts", "", "aac", marks=pytest.mark.long),
    pytest.param("ipod", "", "aac", marks=pytest.mark.long),
    pytest.param("3gp", "mpeg4", "", marks=pytest.mark.long),
    ("amr", "", "libopencore_amrnb"),
]


class Held:
    """A recording in memory, as the vault would lend it."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.size = len(content)
        self.asked: list[tuple[int, int]] = []
        self.is_closed = False

    def read_at(self, offset: int, count: int) -> bytearray:
        self.asked.append((offset, count))
        return bytearray(self.content[offset : offset + count])

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def recordings() -> Iterator[GuardedRecordingReader]:
    reader = GuardedRecordingReader()
    yield reader
    reader.close()


def begun(reader: GuardedRecordingReader, content: bytes, media_type: str = "") -> PlayedFilm:
    if not media_type:
        facts = reader.examine(io.BytesIO(content))
        assert facts is not None
        media_type = facts.media_type
    film = reader.play(Held(content), media_type, (64, 64))
    film.begin()
    return film


def shade(picture: PlayedPicture) -> int:
    return picture.rgb[len(picture.rgb) // 2]


@pytest.mark.parametrize(("container", "video", "audio"), KINDS)
def test_every_kind_is_played_to_its_end_and_from_its_middle(
    recordings: GuardedRecordingReader, container: str, video: str, audio: str
) -> None:
    film = begun(recordings, make_film(container, video, audio))
    assert (film.has_picture, film.has_sound) == (bool(video), bool(audio))
    assert film.duration_ms == pytest.approx(2000, abs=80)
    seen: list[PlayedPicture] = []
    heard = 0
    while (found := film.next()) is not None:
        if isinstance(found, PlayedPicture):
            seen.append(found)
        else:
            heard += len(found.pcm)
    assert len(seen) == (50 if video else 0)
    assert all((each.width, each.height) == (64, 42) for each in seen)
    assert [shade(each) for each in seen] == sorted(shade(each) for each in seen)
    if audio:
        assert heard / 192 == pytest.approx(2000, abs=80)
    film.seek(1000)
    found = film.next()
    assert found is not None
    assert found.at_ms == pytest.approx(1000, abs=60)
    film.close()


def test_a_film_turned_by_its_camera_is_shown_upright(recordings: GuardedRecordingReader) -> None:
    content = bytearray(make_film())
    at = content.index(b"tkhd") + 4 + 40
    one = 1 << 16
    content[at : at + 36] = struct.pack(">9i", 0, one, 0, -one, 0, 0, 0, 0, 1 << 30)
    film = begun(recordings, bytes(content))
    found = film.next()
    while not isinstance(found, PlayedPicture):
        found = film.next()
    assert (found.width, found.height) == (42, 64)


def test_a_poster_is_a_small_jpeg_and_sound_has_none(recordings: GuardedRecordingReader) -> None:
    held = Held(make_film(size=(640, 480)))
    jpeg = recordings.poster(held, "video/mp4")
    assert jpeg.startswith(b"\xff\xd8")
    assert held.is_closed
    with pytest.raises(InputError, match=r"recording\.cannot_play"):
        recordings.poster(Held(make_wav()), "audio/wav")


def test_only_what_is_played_is_read(recordings: GuardedRecordingReader) -> None:
    film = make_film()
    moov = film.index(b"moov") - 4
    padding = 24 << 20
    content = film[:moov] + struct.pack(">I4s", padding, b"free") + bytes(padding - 8) + film[moov:]
    held = Held(content)
    played = recordings.play(held, "video/mp4", (64, 64))
    played.begin()
    assert played.next() is not None
    assert sum(count for _, count in held.asked) < 3 << 20
    assert played.duration_ms == pytest.approx(2000, abs=80)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_the_process_can_open_nothing_and_write_nothing(recordings: GuardedRecordingReader) -> None:
    film = begun(recordings, make_film())
    limits = (Path("/proc") / str(film.process_id) / "limits").read_text("utf-8")
    rows = {line[:26].strip(): line[26:].split()[:2] for line in limits.splitlines()[1:]}
    assert rows["Max open files"] == ["0", "0"]
    assert rows["Max file size"] == ["0", "0"]
    assert rows["Max core file size"] == ["0", "0"]
    assert int(rows["Max address space"][0]) <= 2 << 30
    assert film.next() is not None, "and it plays all the same"


HOSTILE = {
    "a playlist": b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
    "a list of files": b"ffconcat version 1.0\nfile /etc/passwd\n",
    "nothing behind the signature": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(4000),
    "a film cut in its index": make_film()[:-600],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_or_broken_film_is_refused_in_words_and_the_next_one_plays(
    recordings: GuardedRecordingReader, name: str
) -> None:
    with pytest.raises(InputError, match=r"recording\.cannot_play"):
        begun(recordings, HOSTILE[name], "video/mp4")


def test_damage_in_the_middle_costs_some_pictures_not_the_film(recordings: GuardedRecordingReader) -> None:
    content = bytearray(make_film("avi", "mjpeg", ""))
    middle = len(content) // 2
    content[middle : middle + 600] = bytes(600)
    film = begun(recordings, bytes(content))
    seen = []
    while (found := film.next()) is not None:
        seen.append(found.at_ms)
    assert len(seen) >= 40
    assert seen[-1] > 1800


def test_a_process_that_dies_is_told_and_closing_from_elsewhere_ends_it(
    recordings: GuardedRecordingReader,
) -> None:
    film = begun(recordings, make_film())
    psutil.Process(film.process_id).kill()
    with pytest.raises(InputError, match=r"recording\.cannot_play"):
        for _ in range(500):
            film.next()
    other = begun(recordings, make_film())
    process = psutil.Process(other.process_id)
    recordings.close()
    process.wait(60)
    with pytest.raises(SystemFault, match=r"imaging\.closed"):
        other.next()
    with pytest.raises(SystemFault, match=r"imaging\.closed"):
        recordings.play(Held(b""), "video/mp4", (64, 64))


def test_a_damaged_sealed_file_is_told_as_such_not_as_a_bad_film(recordings: GuardedRecordingReader) -> None:
    class Altered(Held):
        def read_at(self, offset: int, count: int) -> bytearray:
            raise SystemFault("vault.altered", object="00", segment=3)

    film = recordings.play(Altered(make_film()), "video/mp4", (64, 64))
    with pytest.raises(SystemFault, match=r"vault\.altered"):
        film.begin()


def test_sound_is_plain_samples_of_one_kind(recordings: GuardedRecordingReader) -> None:
    film = begun(recordings, make_wav(1))
    found = film.next()
    assert isinstance(found, PlayedSound)
    assert len(found.pcm) % 4 == 0
    assert any(found.pcm)

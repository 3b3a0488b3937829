"""What a recording's headers say, held against what an independent library wrote into them; and hostile ones."""

from __future__ import annotations

import io
import struct
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.imaging.limits import HEADER_BYTES
from inspector.imaging.recordings.headers import read_recording
from inspector.records import RecordingClaims
from tests import pictures
from tests.recordings import make_film, make_wav

KINDS = (
    ("mp4", "libx264", "aac", "video/mp4"),
    ("mov", "mpeg4", "pcm_s16le", "video/quicktime"),
    ("avi", "mjpeg", "pcm_s16le", "video/x-msvideo"),
    ("matroska", "libx264", "aac", "video/x-matroska"),
    ("webm", "libvpx", "libopus", "video/webm"),
    ("wav", "", "pcm_s16le", "audio/wav"),
    ("mp3", "", "libmp3lame", "audio/mpeg"),
    ("adts", "", "aac", "audio/aac"),
    ("ipod", "", "aac", "audio/mp4"),
    ("3gp", "mpeg4", "", "video/3gpp"),
    ("amr", "", "libopencore_amrnb", "audio/amr"),
)
WITHOUT_LENGTH = {"audio/aac", "audio/amr"}


class Counted(io.BytesIO):
    """Tells how much was read of it."""

    read_bytes = 0

    def read(self, size: int | None = -1) -> bytes:
        found = super().read(size)
        self.read_bytes += len(found)
        return found


@pytest.mark.parametrize(("container", "video", "audio", "media_type"), KINDS)
def test_kind_length_and_size_are_read_without_decoding(
    container: str, video: str, audio: str, media_type: str
) -> None:
    facts = read_recording(io.BytesIO(make_film(container, video, audio)))
    assert facts is not None
    assert facts.media_type == media_type
    assert (facts.claims.width, facts.claims.height) == ((96, 64) if video else (None, None))
    assert facts.claims.has_sound is bool(audio)
    if media_type in WITHOUT_LENGTH:
        assert facts.claims.duration_ms is None
    else:
        assert facts.claims.duration_ms == pytest.approx(2000, abs=60)


def test_the_index_is_found_wherever_it_lies_and_the_film_itself_is_not_read() -> None:
    film = make_film()
    moov = film.index(b"moov") - 4
    assert film.index(b"mdat") < moov, "this writer puts it at the end"
    source = Counted(film[:moov] + struct.pack(">I4s", 3 << 20, b"free") + bytes((3 << 20) - 8) + film[moov:])
    facts = read_recording(source)
    assert facts is not None
    assert facts.claims.duration_ms is not None
    assert source.read_bytes < 8_000


def test_the_time_it_was_made_is_told_where_the_file_has_one() -> None:
    film = bytearray(make_film())
    at = film.index(b"mvhd") + 8
    made = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
    film[at : at + 4] = struct.pack(">I", int((made - datetime(1904, 1, 1, tzinfo=UTC)).total_seconds()))
    facts = read_recording(io.BytesIO(film))
    assert facts is not None
    assert facts.claims.made == made


def test_a_film_that_broke_off_before_its_index_is_a_film_of_which_nothing_is_known() -> None:
    film = make_film()
    facts = read_recording(io.BytesIO(film[: film.index(b"moov") - 40]))
    assert facts is not None
    assert (facts.media_type, facts.claims) == ("video/mp4", RecordingClaims())


def test_a_wav_beyond_four_gigabytes_tells_its_length_ahead() -> None:
    seconds = 60_000
    data = seconds * 96_000
    ds64 = b"ds64" + struct.pack("<IQQQI", 28, data + 72, data, 0, 0)
    fmt = b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, 48_000, 96_000, 2, 16)
    head = b"RF64\xff\xff\xff\xffWAVE" + ds64 + fmt + b"data\xff\xff\xff\xff"

    class Long(io.BytesIO):
        def seek(self, offset: int, whence: int = 0) -> int:
            return super().seek(offset, whence) if whence == 0 else len(head) + data

    facts = read_recording(Long(head))
    assert facts is not None
    assert facts.claims.duration_ms == seconds * 1000


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"RIFF",
        b"\xff\xfe\x48\x00",  # text in UTF-16
        b"\xff\xfb\x90\x00" + bytes(600),  # one frame of MP3, and none after it
        pictures.make_jpeg(64, 48),
        pictures.make_png(),
        pictures.make_webp(),
        pictures.make_heic(),
        b"\0\0\0\x18ftypavif\0\0\0\0avifmif1",
        b"%PDF-1.7",
        "现场笔录".encode(),
    ],
)
def test_what_is_no_recording_is_told_as_none(content: bytes) -> None:
    assert read_recording(io.BytesIO(content)) is None


@given(st.sampled_from(KINDS), st.data())
def test_a_recording_cut_anywhere_or_changed_anywhere_is_read_within_bounds(
    kind: tuple[str, str, str, str], data: st.DataObject
) -> None:
    whole = bytearray(make_film(*kind[:3]))
    for _ in range(data.draw(st.integers(0, 6))):
        at = data.draw(st.integers(0, min(len(whole), 4096) - 1) | st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    source = Counted(whole[: data.draw(st.just(len(whole)) | st.integers(0, len(whole)))])
    facts = read_recording(source)
    assert source.read_bytes <= HEADER_BYTES + 64
    if facts is not None:
        claims = facts.claims
        assert claims.duration_ms is None or 0 <= claims.duration_ms < 2**40
        assert claims.width is None or 0 < claims.width < 2**16


SIGNATURES = (
    b"\0\0\0\x18ftypmp42",
    b"RIFF\0\0\0\0AVI ",
    b"RF64\0\0\0\0WAVE",
    b"\x1aE\xdf\xa3",
    b"ID3\4\0\0",
    b"\xff\xf1",
)
NESTED = b"".join(struct.pack(">I4s", 2**31 - 8 * depth, b"moov") for depth in range(5000))
EMPTY = struct.pack(">I4s", 8, b"free") * 100_000


@given(st.sampled_from(SIGNATURES), st.binary(max_size=600))
def test_anything_behind_a_signature_is_read_without_an_error(signature: bytes, rest: bytes) -> None:
    read_recording(io.BytesIO(signature + rest))


@pytest.mark.parametrize("content", [NESTED, EMPTY, b"\x1aE\xdf\xa3\xff" + b"\x18\x53\x80\x67\xff" * 2000])
def test_boxes_without_end_are_not_walked_to_it(content: bytes) -> None:
    source = Counted(SIGNATURES[0] + bytes(12) + content)
    read_recording(source)
    assert source.read_bytes <= HEADER_BYTES + 64


def test_the_standard_librarys_wav_is_read_too() -> None:
    facts = read_recording(io.BytesIO(make_wav(3)))
    assert facts is not None
    assert (facts.media_type, facts.claims.duration_ms) == ("audio/wav", 3000)

"""Whatever bytes come: a photo or a refusal, never anything else."""

from __future__ import annotations

import io

from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.errors import InputError
from inspector.imaging import GuardedPhotoReader
from inspector.imaging.exif import claims_in
from tests.pictures import make_exif, make_heic, make_jpeg, make_png, make_webp

EXIF = make_exif(place=("N", (29.0, 18.0, 5.5), "E", (117.0, 12.0, 40.25)))
WHOLE = (
    make_jpeg(64, 48, exif=EXIF),
    make_png(64, 48, exif=EXIF),
    make_webp(64, 48, exif=EXIF),
    make_heic(64, 64, exif=EXIF),
)
BEGINNINGS = (b"", b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"\0\0\0\x14ftypheic\0\0\0\0mif1")
CODES = {
    "photo.empty",
    "photo.not_an_image",
    "photo.too_large",
    "photo.too_many_pixels",
    "photo.damaged_header",
}
READER = GuardedPhotoReader()
"""Its worker is never started here."""


def examined_or_refused(content: bytes) -> None:
    try:
        facts = READER.examine(io.BytesIO(content), "x")
    except InputError as error:
        assert error.code in CODES
        return
    claims = facts.claims
    assert claims.width is not None
    assert claims.height is not None
    assert 0 < claims.width * claims.height <= 100_000_000
    assert 1 <= claims.orientation <= 8


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(BEGINNINGS), st.binary(max_size=400))
def test_random_bytes(beginning: bytes, rest: bytes) -> None:
    examined_or_refused(beginning + rest)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(WHOLE), st.data())
def test_pictures_broken_off_anywhere(whole: bytes, data: st.DataObject) -> None:
    examined_or_refused(whole[: data.draw(st.integers(0, len(whole)))])


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(WHOLE), st.data())
def test_pictures_with_altered_bytes_in_the_header(whole: bytes, data: st.DataObject) -> None:
    altered = bytearray(whole)
    changes = data.draw(
        st.lists(st.tuples(st.integers(0, min(len(whole), 900) - 1), st.integers(0, 255)), max_size=8)
    )
    for at, value in changes:
        altered[at] = value
    examined_or_refused(bytes(altered))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from((b"", b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08")), st.binary(max_size=300))
def test_any_exif_block_is_survived(order: bytes, rest: bytes) -> None:
    claims = claims_in(order + rest, 4, 3)
    assert (claims.latitude is None) == (claims.longitude is None)


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_altered_exif_blocks_are_survived(data: st.DataObject) -> None:
    block = bytearray(EXIF[6:])
    for at, value in data.draw(
        st.lists(st.tuples(st.integers(0, len(block) - 1), st.integers(0, 255)), min_size=1, max_size=12)
    ):
        block[at] = value
    claims = claims_in(bytes(block), 4, 3)
    assert len(claims.make) <= 64
    assert claims.make.isprintable()

"""What a photo says about itself is read with care, and damage costs one claim only."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from inspector.imaging import GuardedPhotoReader
from inspector.records import ExifClaims
from tests.pictures import make_exif, make_heic, make_jpeg, make_png, make_webp

JINGDEZHEN = ("N", (29.0, 18.0, 5.5), "E", (117.0, 12.0, 40.25))


def claims(reader: GuardedPhotoReader, **said: Any) -> ExifClaims:
    return reader.examine(io.BytesIO(make_jpeg(exif=make_exif(**said))), "样本.jpg").claims


def test_time_place_orientation_and_camera_are_read(reader: GuardedPhotoReader) -> None:
    found = claims(reader, orientation=6, place=JINGDEZHEN)
    assert found.taken is not None
    assert found.taken.isoformat() == "2026-11-20T10:00:00+08:00"
    assert (found.latitude, found.longitude) == (Decimal("29.301528"), Decimal("117.211181"))
    assert (found.orientation, found.make, found.model) == (6, "Sample", "Rendered")


@pytest.mark.parametrize("picture", [make_jpeg, make_png, make_webp, make_heic])
def test_every_kind_of_photo_carries_its_claims(reader: GuardedPhotoReader, picture: Any) -> None:
    content = picture(exif=make_exif(place=JINGDEZHEN))
    found = reader.examine(io.BytesIO(content), "样本").claims
    assert found.taken is not None
    assert (found.latitude, found.model) == (Decimal("29.301528"), "Rendered")


def test_a_photo_without_exif_claims_its_size_only(reader: GuardedPhotoReader) -> None:
    assert reader.examine(io.BytesIO(make_jpeg(8, 4)), "x").claims == ExifClaims(width=8, height=4)


def test_no_zone_is_guessed(reader: GuardedPhotoReader) -> None:
    for offset in (None, "", "Z", "+8", "+99:00"):
        assert claims(reader, offset=offset).taken == datetime.fromisoformat("2026-11-20T10:00:00")


def test_a_negative_offset_is_kept(reader: GuardedPhotoReader) -> None:
    taken = claims(reader, offset="-03:30").taken
    assert taken is not None
    assert taken.utcoffset() == timedelta(hours=-3, minutes=-30)


@pytest.mark.parametrize(
    "written", ["0000:00:00 00:00:00", "    :  :     :  :  ", "2026:13:01 10:00:00", "gestern", ""]
)
def test_an_impossible_time_is_no_claim(reader: GuardedPhotoReader, written: str) -> None:
    assert claims(reader, taken=written).taken is None


@pytest.mark.parametrize(
    "written", ["2026-11-20 10:00:00", "2026/11/20 10:00:00", "2026:11:20 10:00:00\0junk"]
)
def test_a_time_written_a_little_differently_is_understood(reader: GuardedPhotoReader, written: str) -> None:
    assert claims(reader, taken=written, offset=None).taken == datetime.fromisoformat("2026-11-20T10:00:00")


def test_south_and_west_are_negative(reader: GuardedPhotoReader) -> None:
    found = claims(reader, place=("S", (33.0, 30.0, 0.0), "W", (70.0, 0.0, 36.0)))
    assert (found.latitude, found.longitude) == (Decimal("-33.500000"), Decimal("-70.010000"))


@pytest.mark.parametrize(
    "place",
    [
        ("N", (999.0, 0.0, 0.0), "E", (117.0, 0.0, 0.0)),
        ("N", (29.0, 0.0, 0.0), "E", (181.0, 0.0, 0.0)),
        ("", (29.0, 0.0, 0.0), "E", (117.0, 0.0, 0.0)),
        ("N", (29.0, 0.0), "E", (117.0, 0.0, 0.0)),
    ],
    ids=["beyond the pole", "beyond the date line", "no hemisphere", "two numbers"],
)
def test_half_a_place_is_no_place(reader: GuardedPhotoReader, place: Any) -> None:
    found = claims(reader, place=place)
    assert (found.latitude, found.longitude) == (None, None)


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_unknown_orientation_means_upright(reader: GuardedPhotoReader, orientation: int) -> None:
    assert claims(reader, orientation=orientation).orientation == 1


def test_make_and_model_are_short_printable_labels(reader: GuardedPhotoReader) -> None:
    found = claims(reader, make="\x1b[31m 样本\n相机\u202e\0hidden".encode(), model="x" * 400)
    assert found.make == "[31m 样本 相机"
    assert found.model == "x" * 64


def test_names_in_gbk_are_read(reader: GuardedPhotoReader) -> None:
    assert claims(reader, make="样本相机厂".encode("gbk")).make == "样本相机厂"


def test_garbage_where_exif_should_be_claims_nothing(reader: GuardedPhotoReader) -> None:
    whole = make_exif()
    for block in (b"Exif\0\0", b"Exif\0\0MZ garbage", whole[:20], whole[:8] + b"\xff" * 300):
        found = reader.examine(io.BytesIO(make_jpeg(exif=block)), "x").claims
        assert (found.taken, found.latitude, found.width) == (None, None, 640)

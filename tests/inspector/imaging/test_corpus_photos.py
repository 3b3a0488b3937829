"""Real camera files are taken, hostile ones survived; the pictures lie outside the project."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from inspector.errors import InputError
from inspector.imaging import GuardedPhotoReader
from inspector.imaging.limits import THUMBNAIL_SIDE

PICTURES = {".jpg", ".jpeg", ".heic", ".heif", ".png"}
REFUSALS = {
    "photo.empty",
    "photo.not_an_image",
    "photo.too_many_pixels",
    "photo.damaged_header",
}
BOMBS = {
    "bomb_12000x12000_rgb_432MB.png",
    "bomb_30000x30000_1bit.png",
    "huge_header_2147483647.png",
    "sof_65500x65500.jpg",
}


def files_under(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


@pytest.mark.parametrize("folder", ["exif", "objects"])
def test_every_camera_file_is_taken_and_nothing_else(
    reader: GuardedPhotoReader, corpus: Path, folder: str
) -> None:
    taken = 0
    for file in files_under(corpus / "photos" / folder):
        with file.open("rb") as source:
            if file.suffix.lower() in PICTURES:
                claims = reader.examine(source, file.name).claims
                assert claims.width, file
                taken += 1
            else:
                with pytest.raises(InputError) as caught:
                    reader.examine(source, file.name)
                assert caught.value.code == "photo.not_an_image", file
    assert taken > 90


def test_known_cameras_claims_are_read(reader: GuardedPhotoReader, corpus: Path) -> None:
    ianare = corpus / "photos" / "exif" / "ianare"
    with (ianare / "jpg" / "gps" / "DSCN0010.jpg").open("rb") as source:
        claims = reader.examine(source, "x").claims
    assert (claims.model, str(claims.latitude), str(claims.longitude)) == (
        "COOLPIX P6000",
        "43.467448",
        "11.885127",
    )
    with (ianare / "heic" / "mobile" / "iphone_13_pro_max.HEIC").open("rb") as source:
        claims = reader.examine(source, "x").claims
    assert (claims.make, claims.width, claims.height) == ("Apple", 4032, 3024)
    assert claims.taken is not None
    assert claims.taken.utcoffset() is not None
    with (ianare / "jpg" / "mobile" / "HMD_Nokia_8.3_5G.jpg").open("rb") as source:
        claims = reader.examine(source, "x").claims
    assert str(claims.latitude) == "60.146706", "some phones write signed rationals"


def test_eight_orientations_are_told_apart(reader: GuardedPhotoReader, corpus: Path) -> None:
    folder = corpus / "photos" / "exif" / "ianare" / "jpg" / "orientation"
    for number in range(1, 9):
        with (folder / f"landscape_{number}.jpg").open("rb") as source:
            assert reader.examine(source, "x").claims.orientation == number


def test_every_hostile_file_is_taken_or_refused_by_code(reader: GuardedPhotoReader, corpus: Path) -> None:
    refused: dict[str, str] = {}
    shown = undecodable = 0
    for file in files_under(corpus / "hostile"):
        content = file.read_bytes()
        try:
            facts = reader.examine(io.BytesIO(content), file.name)
        except InputError as error:
            refused[file.name] = error.code
            continue
        try:
            small = reader.thumbnail(content, facts.claims.orientation)
        except InputError as error:
            assert error.code == "photo.cannot_decode"
            undecodable += 1
            continue
        size = reader.examine(io.BytesIO(small), "small").claims
        assert max(size.width or 0, size.height or 0) <= THUMBNAIL_SIDE
        shown += 1
    assert set(refused.values()) <= REFUSALS
    assert {name for name, code in refused.items() if code == "photo.too_many_pixels"} == BOMBS
    assert shown > 40
    assert undecodable > 3


@pytest.mark.long
def test_every_camera_file_has_a_thumbnail(reader: GuardedPhotoReader, corpus: Path) -> None:
    for file in files_under(corpus / "photos"):
        if file.suffix.lower() in PICTURES:
            assert reader.thumbnail(file.read_bytes(), 1).startswith(b"\xff\xd8"), file

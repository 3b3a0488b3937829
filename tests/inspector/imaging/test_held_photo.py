"""A photo looked at closely is read in tiles, out of a process that ends with the look."""

from __future__ import annotations

import io
import os
import signal
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from inspector.errors import InputError, SystemFault
from inspector.imaging import GuardedPhotoReader
from inspector.imaging.held_picture import HeldPicture
from inspector.imaging.limits import TILE_SIDE
from tests.pictures import make_exif, make_heic, make_jpeg, make_png

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="signals and /proc of Linux")


def whole(picture: HeldPicture, factor: int) -> Image.Image:
    """Put the tiles of one level together."""
    width, height = (-(-side // factor) for side in picture.size)
    sheet = Image.new("RGB", (width, height))
    for column in range(-(-width // TILE_SIDE)):
        for row in range(-(-height // TILE_SIDE)):
            wide, high, rgb = picture.tile(factor, column, row)
            sheet.paste(Image.frombytes("RGB", (wide, high), rgb), (column * TILE_SIDE, row * TILE_SIDE))
    return sheet


@pytest.mark.parametrize("orientation", range(1, 9))
def test_at_full_size_tiles_are_the_very_pixels(orientation: int) -> None:
    original = make_jpeg(1100, 700, exif=make_exif(orientation=orientation))
    with Image.open(io.BytesIO(original)) as opened:
        upright = ImageOps.exif_transpose(opened).convert("RGB")
    held = HeldPicture(original, orientation)
    assert held.size == upright.size
    assert whole(held, 1).tobytes() == upright.tobytes()


@pytest.mark.parametrize("original", [make_jpeg(1301, 701), make_png(1301, 701)])
@pytest.mark.parametrize("factors", [(16, 8, 4, 2, 1), (1, 2, 4, 8, 16)], ids=["inwards", "outwards"])
def test_every_level_shows_the_whole_picture(original: bytes, factors: tuple[int, ...]) -> None:
    held = HeldPicture(original, 1)
    with Image.open(io.BytesIO(original)) as opened:
        full = opened.convert("RGB")
    for factor in factors:
        level = whole(held, factor)
        assert level.size == tuple(-(-side // factor) for side in full.size)
        small = full.resize((8, 6), Image.Resampling.BOX).tobytes()
        seen = level.resize((8, 6), Image.Resampling.BOX).tobytes()
        assert max(abs(a - b) for a, b in zip(small, seen, strict=True)) < 24


def test_from_afar_a_jpeg_is_not_decoded_in_full() -> None:
    held = HeldPicture(make_jpeg(2400, 1600), 1)
    held.tile(8, 0, 0)
    assert {factor: level.size for factor, level in held._levels.items()} == {8: (300, 200)}


def test_one_look_brings_one_tile(reader: GuardedPhotoReader) -> None:
    looked = reader.look(make_jpeg(3000, 2000), 6)
    try:
        assert looked.size == (2000, 3000)
        wide, high, rgb = looked.tile(1, 1, 2)
        assert (wide, high, len(rgb)) == (TILE_SIDE, TILE_SIDE, TILE_SIDE * TILE_SIDE * 3)
        wide, high, _ = looked.tile(1, 3, 5)
        assert (wide, high) == (2000 - 3 * TILE_SIDE, 3000 - 5 * TILE_SIDE)
        for beyond in ((1, 4, 0), (1, 0, 99), (3_000_000, 1, 1), (0, 0, 0)):
            with pytest.raises(InputError, match=r"photo\.cannot_decode"):
                looked.tile(*beyond)
        assert looked.tile(4, 0, 0)[0] == 500
    finally:
        looked.close()
    heic = reader.look(make_heic(256, 192), 6)
    assert heic.size == (256, 192), "libheif has turned it"
    assert heic.tile(2, 0, 0)[:2] == (128, 96)
    heic.close()


def test_a_damaged_photo_is_named_when_it_is_looked_at(reader: GuardedPhotoReader) -> None:
    with pytest.raises(InputError, match=r"photo\.cannot_decode"):
        reader.look(b"not a picture", 1)
    looked = reader.look(make_jpeg(800, 600, quality=95)[:9000], 1)
    with pytest.raises(InputError, match=r"photo\.cannot_decode"):
        looked.tile(1, 0, 0)
    looked.close()


@linux_only
def test_the_pixels_end_with_the_look_and_with_the_lock() -> None:
    reader = GuardedPhotoReader()
    first, second = (reader.look(make_jpeg(seed=seed), 1) for seed in (1, 2))
    processes = [Path(f"/proc/{looked.process_id}") for looked in (first, second)]
    assert all(process.exists() for process in processes)
    first.close()
    first.close()
    assert not processes[0].exists()
    reader.close()
    assert not processes[1].exists()
    with pytest.raises(SystemFault, match=r"imaging\.closed"):
        second.tile(1, 0, 0)
    with pytest.raises(SystemFault, match=r"imaging\.closed"):
        reader.look(make_jpeg(), 1)


@linux_only
def test_a_worker_that_died_has_lost_the_photo(reader: GuardedPhotoReader) -> None:
    looked = reader.look(make_jpeg(), 1)
    process = looked.process_id
    assert process is not None
    os.kill(process, signal.SIGKILL)
    os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT)
    with pytest.raises(InputError, match=r"photo\.cannot_decode"):
        looked.tile(1, 0, 0)
    looked.close()

"""A photo looked at closely is read in tiles, out of a process that ends with the look."""

from __future__ import annotations

import io
import os
import signal
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageOps

from inspector.errors import InputError, SystemFault
from inspector.imaging import GuardedPhotoReader
from inspector.imaging.held_picture import HeldPicture
from inspector.imaging.jpeg_bands import JpegBands
from inspector.imaging.limits import TILE_SIDE
from tests.pictures import make_exif, make_heic, make_jpeg, make_png

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
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


@pytest.mark.parametrize(
    ("orientation", "options"),
    [
        (1, {}),
        (3, {}),
        (6, {}),
        (8, {}),
        (3, {"progressive": True}),
        (6, {"subsampling": 0}),
        (8, {"icc_profile": SRGB}),
        (6, {"restart_marker_rows": 3}),
    ],
)
def test_a_jpeg_in_bands_has_the_pixels_of_one_decoded_whole(
    orientation: int, options: dict[str, object]
) -> None:
    content = io.BytesIO()
    noise = Image.effect_noise((560, 1700), 60).convert("RGB")
    noise.save(content, "JPEG", quality=88, **options)
    held = HeldPicture(content.getvalue(), orientation)
    assert whole(held, 1).tobytes() == held._decoded(1).tobytes()
    assert 1 not in held._levels, "it was never decoded whole"


def test_a_grey_jpeg_is_read_in_bands_and_one_for_printers_whole() -> None:
    for mode, is_in_bands in (("L", True), ("CMYK", False)):
        content = io.BytesIO()
        Image.effect_noise((600, 700), 60).convert(mode).save(content, "JPEG")
        held = HeldPicture(content.getvalue(), 1)
        assert whole(held, 1).tobytes() == held._decoded(1).tobytes()
        assert (1 not in held._levels) is is_in_bands


def test_bands_are_passed_once_on_the_way_down_and_few_are_kept() -> None:
    content = io.BytesIO()
    Image.linear_gradient("L").resize((64, 10_000)).save(content, "JPEG")
    bands = JpegBands(content.getvalue(), None)
    begun: list[int] = []
    opened = bands._opened
    bands._opened = lambda: (begun.append(bands._next), opened())[1]  # type: ignore[method-assign]
    for top in (2600, 2100, 3100, 4700, 4200, 9_900):  # the middle first, then what is around it
        bands.part(0, top, 64, top + 90)
        assert len(bands._bands) <= 8
    assert begun == []
    assert sorted(bands._bands)[-3:] == [17, 18, 19]
    bands.part(0, 0, 64, 90)
    assert begun == [20], "only what lies above is begun anew"


def test_a_jpeg_broken_off_is_refused_and_not_filled_up_with_grey() -> None:
    held = HeldPicture(make_jpeg(1100, 2000, quality=95)[:-60_000], 1)
    with pytest.raises(Exception, match=r"(?i)end of"):
        whole(held, 1)


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

"""Copies with marks: they say that they are copies and of what, and what was blurred is not in them."""

from __future__ import annotations

import hashlib
import io
import random

import pytest
from PIL import Image

from inspector.errors import InputError
from inspector.imaging import GuardedPhotoReader
from inspector.imaging.annotated_copy import drawn, with_strip
from inspector.records import CopyWords, Drawing, Mark, Shape
from tests.pictures import CORNERS, draw, make_exif, make_heic, make_jpeg, make_png

SHA256 = "0123456789abcdef" * 4
WORDS = CopyWords(("副本 · 不是原件", f"原件 SHA-256 {SHA256}"), SHA256, f"副本，不是原件。原件 {SHA256}")


def copied(
    reader: GuardedPhotoReader,
    original: bytes,
    *marks: Mark,
    orientation: int = 1,
    size: tuple[int, int] = (900, 600),
) -> Image.Image:
    picture = Image.open(
        io.BytesIO(reader.annotated_copy(original, orientation, Drawing(*size, marks), WORDS)),
        formats=("JPEG",),
    )
    picture.load()
    return picture


def near(pixel: object, colour: tuple[int, int, int], by: int = 40) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(a - b) <= by for a, b in zip(pixel, colour, strict=True))


def test_a_copy_names_its_original_in_strip_and_metadata(reader: GuardedPhotoReader) -> None:
    original = make_jpeg(
        900, 600, exif=make_exif(make="样本相机", place=("N", (31.0, 1.0, 2.0), "E", (121.0, 1.0, 2.0)))
    )
    copy = copied(reader, original)
    assert SHA256 in copy.getexif()[0x010E]
    assert "COPY" in copy.getexif()[0x010E]
    assert f"urn:sha256:{SHA256}".encode() in copy.info["xmp"]
    assert "副本，不是原件".encode() in copy.info["xmp"]
    assert copy.width == 900
    strip = copy.crop((0, 600, 900, copy.height)).convert("L")
    assert strip.height > 30
    assert strip.getextrema()[0] < 60, "words stand in the strip"
    assert near(copy.getpixel((10, copy.height - 2)), (255, 255, 255))


def test_nothing_of_the_originals_metadata_goes_along(reader: GuardedPhotoReader) -> None:
    original = make_jpeg(900, 600, exif=make_exif(make="Secretmaker", model="Secretmodel"))
    content = reader.annotated_copy(original, 1, Drawing(900, 600, ()), WORDS)
    assert b"Secret" not in content
    with Image.open(io.BytesIO(content)) as copy:
        assert set(copy.getexif()) == {0x010E, 0x0131}


@pytest.mark.parametrize(
    ("original", "orientation", "size"),
    [
        (make_jpeg(900, 700), 6, (700, 900)),
        (make_png(900, 600), 3, (900, 600)),
        (make_heic(704, 512), 6, (704, 512)),
    ],
)
def test_marks_stand_on_the_upright_picture(
    reader: GuardedPhotoReader, original: bytes, orientation: int, size: tuple[int, int]
) -> None:
    plain = copied(reader, original, orientation=orientation, size=size)
    boxed = copied(reader, original, Mark(1, Shape.BOX, 20, 30, 120, 130), orientation=orientation, size=size)
    left, right = (picture.crop((0, 0, 150, 150)) for picture in (plain, boxed))
    assert near(right.getpixel((20, 80)), (214, 30, 30), 90), "the edge is ink"
    assert near(right.getpixel((70, 80)), left.getpixel((70, 80)), 30), "the middle is as it was"


def test_every_shape_is_seen_where_it_was_drawn() -> None:
    white = Image.new("RGB", (800, 600), "white")
    for mark, inked in (
        (Mark(1, Shape.ARROW, 100, 100, 400, 300), (250, 200)),
        (Mark(1, Shape.ELLIPSE, 100, 100, 400, 300), (100, 200)),
        (Mark(1, Shape.BOX, 400, 300, 100, 100), (100, 200)),
    ):
        seen = drawn(white.copy(), Drawing(800, 600, (mark,)))
        assert near(seen.getpixel(inked), (214, 30, 30), 60), mark.shape
        assert seen.getpixel((700, 500)) == (255, 255, 255)
    words = drawn(
        white.copy(), Drawing(800, 600, (Mark(1, Shape.TEXT, 100, 100, 100, 100, text="底款𬭩龑"),))
    )
    ink = words.getbbox() and Image.eval(words.convert("L"), lambda v: 255 - v).getbbox()
    assert ink is not None
    assert 90 <= ink[0] <= 110
    assert ink[2] > 170


def test_a_crop_leaves_only_its_part() -> None:
    seen = drawn(draw(800, 600, 1), Drawing(800, 600, (Mark(1, Shape.CROP, 400, 0, 800, 300),)))
    assert seen.size == (400, 300)
    assert near(seen.getpixel((200, 150)), CORNERS["top right"])


def test_what_was_blurred_is_not_in_the_copy() -> None:
    """Whatever stood inside, only a handful of averages is left: shuffled pixels give the very same copy."""
    chance = random.Random(7)
    blur = Drawing(600, 400, (Mark(1, Shape.BLUR, 120, 60, 360, 180), Mark(2, Shape.ARROW, 10, 10, 200, 100)))
    secret = Image.frombytes("RGB", (240, 120), chance.randbytes(240 * 120 * 3))
    shuffled = Image.new("RGB", secret.size)
    for left in range(0, 240, 40):
        for top in range(0, 120, 40):
            cell = list(secret.crop((left, top, left + 40, top + 40)).get_flattened_data())
            chance.shuffle(cell)
            part = Image.new("RGB", (40, 40))
            part.putdata(cell)
            shuffled.paste(part, (left, top))
    copies = []
    for inside in (secret, shuffled):
        photo = draw(600, 400, 3)
        photo.paste(inside, (120, 60))
        copies.append(drawn(photo, blur).tobytes())
    assert copies[0] == copies[1]


@pytest.mark.parametrize("size", [(4, 4), (30, 4), (13, 400)])
def test_even_a_small_blur_leaves_few_colours(size: tuple[int, int]) -> None:
    chance = random.Random(1)
    photo = Image.frombytes("RGB", (600, 500), chance.randbytes(600 * 500 * 3))
    box = (50, 60, 50 + size[0], 60 + size[1])
    before = photo.crop(box).tobytes()
    seen = drawn(photo, Drawing(600, 500, (Mark(1, Shape.BLUR, *box),)))
    assert seen.crop(box).tobytes() != before
    assert max(high - low for low, high in seen.crop(box).getextrema()) < 70, "noise is evened out"


def test_a_narrow_copy_still_has_room_for_the_whole_hash() -> None:
    sheet = with_strip(Image.new("RGB", (40, 50), "red"), WORDS.lines)
    assert sheet.width >= 600
    assert sheet.getpixel((sheet.width // 2, 20)) == (255, 0, 0)


def test_what_cannot_be_drawn_is_refused_by_name(reader: GuardedPhotoReader) -> None:
    original = make_jpeg(300, 200)
    for code, drawing in (
        ("layer.other_canvas", Drawing(301, 200, ())),
        ("layer.glyph_missing", Drawing(300, 200, (Mark(1, Shape.TEXT, 5, 5, 5, 5, text="\U0001f9ff"),))),
        ("layer.outside", Drawing(300, 200, (Mark(1, Shape.BOX, 5, 5, 500, 50),))),
    ):
        with pytest.raises(InputError) as told:
            reader.annotated_copy(original, 1, drawing, WORDS)
        assert told.value.code == code
    with pytest.raises(InputError, match=r"layer\.form"):
        reader._worker.copy(original, 1, b"{}")
    with pytest.raises(InputError, match=r"photo\.cannot_decode"):
        reader.annotated_copy(original[:2000], 1, Drawing(300, 200, ()), WORDS)


def test_making_a_copy_leaves_the_original_as_it_was(reader: GuardedPhotoReader) -> None:
    original = make_jpeg(300, 200)
    before = hashlib.sha256(original).hexdigest()
    copied(reader, original, Mark(1, Shape.BLUR, 10, 10, 90, 90), size=(300, 200))
    assert hashlib.sha256(original).hexdigest() == before

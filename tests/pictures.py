"""Pictures for tests: made by drawing, the same bytes for the same seed."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw

CORNERS = {
    "top left": (220, 40, 40),
    "top right": (40, 180, 60),
    "bottom left": (50, 70, 220),
    "bottom right": (240, 220, 60),
}
"""Colours of the four quarters of every picture, by which a test sees how it stands."""


def make_jpeg(
    width: int = 640, height: int = 480, seed: int = 0, exif: bytes = b"", quality: int = 85
) -> bytes:
    """Return a JPEG of four coloured quarters with seeded lines over them."""
    return _saved(draw(width, height, seed), "JPEG", exif=exif, quality=quality)


def make_png(width: int = 64, height: int = 48, seed: int = 0, exif: bytes = b"") -> bytes:
    """Return the same picture as PNG."""
    return _saved(draw(width, height, seed), "PNG", exif=exif)


def make_webp(
    width: int = 64, height: int = 48, seed: int = 0, exif: bytes = b"", *, lossless: bool = False
) -> bytes:
    """Return the same picture as WebP."""
    return _saved(draw(width, height, seed), "WEBP", exif=exif, lossless=lossless)


def make_heic(width: int = 128, height: int = 96, seed: int = 0, exif: bytes = b"") -> bytes:
    """Return the same picture as HEIC."""
    import pillow_heif

    heif = pillow_heif.from_pillow(draw(width, height, seed))
    content = io.BytesIO()
    heif.save(content, quality=80, exif=exif or None)
    return content.getvalue()


def make_exif(
    *,
    taken: str | None = "2026:11:20 10:00:00",
    offset: str | None = "+08:00",
    orientation: int | None = 1,
    make: str | bytes | None = "Sample",
    model: str | None = "Rendered",
    place: tuple[str, tuple[float, ...], str, tuple[float, ...]] | None = None,
) -> bytes:
    """Return an EXIF block as Pillow writes it; `place` as the camera does: ref, degrees, ref, degrees."""
    exif = Image.Exif()
    camera = exif.get_ifd(0x8769)
    for values, tag, value in (
        (exif, 0x0112, orientation),
        (exif, 0x010F, make),
        (exif, 0x0110, model),
        (camera, 0x9003, taken),
        (camera, 0x9011, offset),
    ):
        if value is not None:
            values[tag] = value
    if place is not None:
        exif.get_ifd(0x8825).update({1: place[0], 2: place[1], 3: place[2], 4: place[3]})
    return exif.tobytes()


def draw(width: int, height: int, seed: int) -> Image.Image:
    """Draw four coloured quarters with thin lines of a seeded grey over them."""
    picture = Image.new("RGB", (width, height))
    pen = ImageDraw.Draw(picture)
    middle, centre = width // 2, height // 2
    for colour, box in zip(
        CORNERS.values(),
        (
            (0, 0, middle, centre),
            (middle, 0, width, centre),
            (0, centre, middle, height),
            (middle, centre, width, height),
        ),
        strict=True,
    ):
        pen.rectangle(box, fill=colour)
    chance = random.Random(seed)
    for _ in range(6):
        ends = [(chance.randrange(width), chance.randrange(height)) for _ in range(2)]
        grey = chance.randrange(256)
        pen.line(ends, fill=(grey, grey, grey), width=1)
    return picture


def _saved(picture: Image.Image, kind: str, *, exif: bytes, **options: object) -> bytes:
    content = io.BytesIO()
    if exif:
        options["exif"] = exif
    picture.save(content, kind, **options)
    return content.getvalue()

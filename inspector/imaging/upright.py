"""Pixels of a photo as people see it: upright, in sRGB, on white. Runs in the decoding worker only."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

_PLAIN_FORMATS = ("JPEG", "PNG", "WEBP")


def is_heif(original: bytes) -> bool:
    """Tell whether this is a HEIC, which libheif turns upright by itself."""
    return original[4:8] == b"ftyp"


def open_original(original: bytes) -> Image.Image:
    """Open the file of one of the kinds we take; nothing is decoded yet."""
    from PIL import Image

    return Image.open(io.BytesIO(original), formats=("HEIF",) if is_heif(original) else _PLAIN_FORMATS)


def plain_modes(picture: Image.Image) -> Image.Image:
    """Return a picture that can be averaged: no palette, eight bits."""
    if picture.mode in {"1", "P"}:
        return picture.convert("RGBA")
    if picture.mode.startswith("I") or picture.mode == "F":
        return _to_eight_bits(picture)
    return picture


def on_white_in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return RGB as screens and printers take it; a phone's wide colours would look pale without this."""
    from PIL import ImageCms

    picture = _on_white(picture)
    if profile and picture.mode in {"RGB", "CMYK", "L"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(
                picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError):
            turned = None  # a damaged profile: the colours stay as they are written
        if turned is not None:
            return turned
    return picture.convert("RGB")


def stood_up(picture: Image.Image, original: bytes, orientation: int) -> Image.Image:
    """Bring the picture upright by its EXIF orientation, unless the decoder has done so."""
    turn = None if is_heif(original) else _turns().get(orientation)
    return picture if turn is None else picture.transpose(turn)


def lying_box(
    box: tuple[int, int, int, int], size: tuple[int, int], orientation: int
) -> tuple[int, int, int, int]:
    """Return where a part of the upright picture of this size lies in the file: left, top, right, bottom."""
    left, top, right, bottom = box
    if orientation in {2, 3, 6, 7}:  # what is upright's left was the file's right, or its bottom
        left, right = size[0] - right, size[0] - left
    if orientation in {3, 4, 7, 8}:
        top, bottom = size[1] - bottom, size[1] - top
    return (top, left, bottom, right) if orientation in {5, 6, 7, 8} else (left, top, right, bottom)


def swaps_sides(original: bytes, orientation: int) -> bool:
    """Tell whether width and height change places when the picture is stood up."""
    return not is_heif(original) and orientation in {5, 6, 7, 8}


def _turns() -> dict[int, Image.Transpose]:
    """Return what brings a picture upright, by EXIF orientation (CIPA DC-008, tag 274)."""
    from PIL.Image import Transpose

    return {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }


def _to_eight_bits(picture: Image.Image) -> Image.Image:
    """Bring 16-bit grey to 8 bits; Pillow's own conversion would clip it to white."""
    return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")


def _on_white(picture: Image.Image) -> Image.Image:
    from PIL import Image

    if not picture.has_transparency_data:
        return picture
    seen = picture.convert("RGBA")
    paper = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(paper, seen)

"""The decoding worker: a process of its own that turns one picture at a time into a small upright JPEG.

It is the only place where bytes of unknown origin meet a decoder. Started by `decoding.py`, it speaks
over its standard streams only: a hundred megapixels or a crash here costs one picture, not the window.
"""

from __future__ import annotations

import io
import os
import struct
import sys
import warnings
from typing import TYPE_CHECKING, BinaryIO

from inspector.imaging.limits import DECODE_MEMORY_BYTES, JPEG_QUALITY, MAX_FILE_BYTES, MAX_PIXELS

if TYPE_CHECKING:
    from PIL import Image

READY = b"R"
"""Written once, when limits and libraries are in place."""

JOB = struct.Struct(">HBI")
"""Longest side in pixels, orientation 1 to 8, bytes of the original, which follow."""

ANSWER = struct.Struct(">BI")
"""1 for a JPEG, 0 for a reason; bytes of what follows."""

_PLAIN_FORMATS = ("JPEG", "PNG", "WEBP")
_REASON_CHARACTERS = 120


def main() -> None:
    """Serve jobs from standard input until it ends."""
    jobs = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a library that prints must not break into the answers
    _limit_this_process()
    _load_libraries()
    _write(answers, READY)
    while len(head := jobs.read(JOB.size)) == JOB.size:
        side, orientation, length = JOB.unpack(head)
        original = jobs.read(length) if length <= MAX_FILE_BYTES else b""
        if len(original) < length:
            break  # whoever asked is gone
        done, content = _answer(original, orientation, side)
        _write(answers, ANSWER.pack(done, len(content)) + content)


def shrink(original: bytes, orientation: int, side: int) -> bytes:
    """Return an upright JPEG of at most `side` pixels, in sRGB, on white; raises what the decoder raises."""
    from PIL import Image

    is_heif = original[4:8] == b"ftyp"
    formats = ("HEIF",) if is_heif else _PLAIN_FORMATS
    with Image.open(io.BytesIO(original), formats=formats) as opened:
        opened.draft("RGB", (side, side))  # JPEG only: decodes at an eighth, a quarter or a half
        opened.load()
        picture: Image.Image = opened
        if picture.mode in {"1", "P"}:  # a palette cannot be averaged
            picture = picture.convert("RGBA")
        elif picture.mode.startswith("I") or picture.mode == "F":
            picture = _to_eight_bits(picture)
        picture.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
        picture = _in_srgb(_on_white(picture), opened.info.get("icc_profile"))
    turn = None if is_heif else _turns().get(orientation)  # libheif has turned the picture itself
    if turn is not None:
        picture = picture.transpose(turn)
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=JPEG_QUALITY, exif=b"", icc_profile=None)
    return jpeg.getvalue()


def _answer(original: bytes, orientation: int, side: int) -> tuple[int, bytes]:
    try:
        return 1, shrink(original, orientation, side)
    except Exception as error:  # decoders raise anything; the reason goes to who asked
        reason = f"{type(error).__name__}: {error}"
        return 0, reason[:_REASON_CHARACTERS].encode("utf-8", "replace")


def _limit_this_process() -> None:
    """Bound memory; write no file, not even a core dump: pixels of evidence stay off the disk.

    Windows has no such limits; there the time limit and the header's pixel limit stand alone.
    """
    if sys.platform != "win32":
        import resource

        for limit, most in (
            (resource.RLIMIT_AS, DECODE_MEMORY_BYTES),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(limit, (most, most))


def _load_libraries() -> None:
    import pillow_heif
    from PIL import Image, ImageCms

    del ImageCms  # loaded now, while nothing else fills the memory
    warnings.simplefilter("ignore")  # about metadata, which we do not read here
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)


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


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return RGB as screens and printers take it; a phone's wide colours would look pale without this."""
    from PIL import ImageCms

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


def _write(stream: BinaryIO, content: bytes) -> None:
    stream.write(content)
    stream.flush()


if __name__ == "__main__":
    main()

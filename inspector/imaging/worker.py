"""The decoding worker: a process of its own in which strangers' pictures are decoded, one task at a time.

It is the only place where bytes of unknown origin meet a decoder. Started by `decoding.py`, it speaks
over its standard streams only: a hundred megapixels or a crash here costs one picture, not the window.
"""

from __future__ import annotations

import io
import os
import struct
import sys
import warnings
from enum import IntEnum
from typing import TYPE_CHECKING, BinaryIO

from inspector.errors import InspectorError
from inspector.imaging.held_picture import HeldPicture
from inspector.imaging.limited_worker import ANSWER, READY
from inspector.imaging.limits import DECODE_MEMORY_BYTES, MAX_FILE_BYTES, MAX_PIXELS
from inspector.imaging.process_limits import limit_this_process
from inspector.imaging.upright import on_white_in_srgb, open_original, plain_modes, stood_up

if TYPE_CHECKING:
    from PIL import Image


class Task(IntEnum):
    """What can be asked of the worker, and what the order beside the original then holds."""

    SHRINK = 1
    """SMALL -> an upright JPEG."""
    HOLD = 2
    """Nothing -> PIXELS of the upright picture, which is held open until the next one is."""
    TILE = 3
    """TILE of the picture held, no original -> PIXELS and RGB."""
    COPY = 4
    """JSON of a `CopyOrder` -> an annotated JPEG."""


JOB = struct.Struct(">BBII")
"""Task, orientation 1 to 8, bytes of the order, bytes of the original; order and original follow."""

SMALL = struct.Struct(">HB")
"""Longest side in pixels, quality of the JPEG."""
PIXELS = struct.Struct(">II")
TILE = struct.Struct(">III")
"""Factor, column, row."""

MAX_ORDER_BYTES = 256 * 1024
_REASON_CHARACTERS = 160


def main() -> None:
    """Serve jobs from standard input until it ends."""
    jobs = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a library that prints must not break into the answers
    _limit_this_process()
    _load_libraries()
    desk = Desk()
    _write(answers, READY)
    while len(head := jobs.read(JOB.size)) == JOB.size:
        task, orientation, order_length, length = JOB.unpack(head)
        if length > MAX_FILE_BYTES or order_length > MAX_ORDER_BYTES:
            break  # whoever asked is not itself any more
        order, original = jobs.read(order_length), jobs.read(length)
        if len(order) < order_length or len(original) < length:
            break  # whoever asked is gone
        done, content = _answer(desk, task, order, original, orientation)
        _write(answers, ANSWER.pack(done, len(content)) + content)


class Desk:
    """What the worker has open while it serves: one picture at most."""

    def __init__(self) -> None:
        self._held: HeldPicture | None = None

    def serve(self, task: int, order: bytes, original: bytes, orientation: int) -> bytes:
        """Do one task; raises what the decoder raises."""
        if task == Task.SHRINK:
            return shrink(original, orientation, *SMALL.unpack(order))
        if task == Task.HOLD:
            self._held = None  # the one before goes first: there is room for one
            self._held = HeldPicture(original, orientation)
            return PIXELS.pack(*self._held.size)
        if task == Task.TILE:
            if self._held is None:
                raise ValueError("no picture is held")
            width, height, rgb = self._held.tile(*TILE.unpack(order))
            return PIXELS.pack(width, height) + rgb
        if task == Task.COPY:
            from inspector.imaging.annotated_copy import annotated_copy

            return annotated_copy(original, orientation, order)
        raise ValueError("unknown task")


def shrink(original: bytes, orientation: int, side: int, quality: int) -> bytes:
    """Return an upright JPEG of at most `side` pixels, in sRGB, on white; raises what the decoder raises."""
    from PIL import Image

    with open_original(original) as opened:
        opened.draft("RGB", (side, side))  # JPEG only: decodes at an eighth, a quarter or a half
        opened.load()
        picture: Image.Image = plain_modes(opened)
        picture.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
        picture = on_white_in_srgb(picture, opened.info.get("icc_profile"))
    picture = stood_up(picture, original, orientation)
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=quality, exif=b"", icc_profile=None)
    return jpeg.getvalue()


def _answer(desk: Desk, task: int, order: bytes, original: bytes, orientation: int) -> tuple[int, bytes]:
    try:
        return 1, desk.serve(task, order, original, orientation)
    except InspectorError as error:  # a drawing that cannot stand: the code says why
        return 2, encoded_reason(error)
    except Exception as error:  # decoders raise anything; the reason goes to who asked
        reason = f"{type(error).__name__}: {error}"
        return 0, reason[:_REASON_CHARACTERS].encode("utf-8", "replace")


def encoded_reason(error: InspectorError) -> bytes:
    """Write code and facts, for `decoding.py` to raise them again."""
    import msgspec

    facts = {name: str(value)[:_REASON_CHARACTERS] for name, value in error.facts.items()}
    return msgspec.json.encode((error.code, facts))


def _limit_this_process() -> None:
    limit_this_process(DECODE_MEMORY_BYTES)


def _load_libraries() -> None:
    import pillow_heif
    from PIL import Image, ImageCms

    del ImageCms  # loaded now, while nothing else fills the memory
    warnings.simplefilter("ignore")  # about metadata, which we do not read here
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)


def _write(stream: BinaryIO, content: bytes) -> None:
    stream.write(content)
    stream.flush()


if __name__ == "__main__":
    main()

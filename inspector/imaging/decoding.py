"""The decoding worker's tasks as functions: what is asked of it, and what of its answers is believed."""

from __future__ import annotations

import msgspec

from inspector.errors import InputError
from inspector.imaging.headers import DamagedHeader
from inspector.imaging.headers.jpeg import size_of
from inspector.imaging.limited_worker import LimitedWorker, WorkerEndedError
from inspector.imaging.limits import COPY_BYTES, COPY_SECONDS, DECODE_SECONDS, JPEG_QUALITY, TILE_SIDE
from inspector.imaging.worker import JOB, PIXELS, SMALL, TILE, Task

_SMALL_ANSWER = 16 * 1024 * 1024
"""A small JPEG is far below; more would mean that the worker is not itself any more."""
_RGB = 3
_NAMED = 2
"""An answer that names a code of ours."""


class DecodingWorker(LimitedWorker):
    """The process in which strangers' pictures are decoded."""

    module = "inspector.imaging.worker"

    def __init__(self, seconds: float = DECODE_SECONDS) -> None:
        super().__init__(seconds)

    def shrink(self, original: bytes, orientation: int, side: int, quality: int = JPEG_QUALITY) -> bytes:
        """Return an upright JPEG of at most `side` pixels.

        Raises:
            InputError: `photo.cannot_decode`: damaged, too much memory or too much time; the next picture
                gets a fresh worker where this one broke it.
            SystemFault: `imaging.no_worker` if it cannot be started, `imaging.closed` after `close`.
        """
        content = self._done(Task.SHRINK, SMALL.pack(side, quality), original, orientation)
        require_small_jpeg(content, side)
        return content

    def hold(self, original: bytes, orientation: int) -> tuple[int, int]:
        """Hold a picture open and return its upright width and height; raises as `shrink`."""
        content = self._done(Task.HOLD, b"", original, orientation)
        if len(content) != PIXELS.size:
            raise InputError("photo.cannot_decode", why="the answer is no size")
        width, height = PIXELS.unpack(content)
        return width, height

    def tile(self, factor: int, column: int, row: int) -> tuple[int, int, bytes]:
        """Return width, height and RGB bytes of one tile of the picture held; raises as `shrink`."""
        content = self._done(Task.TILE, TILE.pack(factor, column, row), b"", 1)
        width, height = PIXELS.unpack(content[: PIXELS.size]) if len(content) >= PIXELS.size else (0, 0)
        rgb = content[PIXELS.size :]
        if not (0 < width <= TILE_SIDE and 0 < height <= TILE_SIDE and len(rgb) == width * height * _RGB):
            raise InputError("photo.cannot_decode", why="the answer is no tile")
        return width, height, rgb

    def copy(self, original: bytes, orientation: int, order: bytes) -> bytes:
        """Return an annotated JPEG after a `CopyOrder` in JSON; raises as `shrink`, and `layer.*`."""
        content = self._done(Task.COPY, order, original, orientation, seconds=COPY_SECONDS, most=COPY_BYTES)
        try:
            size_of(content)
        except DamagedHeader as error:
            raise InputError("photo.cannot_decode", why="the answer is no JPEG") from error
        return content

    def _done(
        self,
        task: Task,
        order: bytes,
        original: bytes,
        orientation: int,
        *,
        seconds: float | None = None,
        most: int = _SMALL_ANSWER,
    ) -> bytes:
        """Have one task done and return what was asked for."""
        head = JOB.pack(task, orientation, len(order), len(original))
        try:
            done, content = self.exchange(head, order, original, most=most, seconds=seconds)
        except WorkerEndedError as ended:
            raise InputError("photo.cannot_decode", why=str(ended)) from None
        if done == 1:
            return content
        if done == _NAMED:
            raise _named_reason(content)
        raise InputError("photo.cannot_decode", why=content.decode("utf-8", "replace"))


def _named_reason(content: bytes) -> InputError:
    """Believe a reason only if it is about a layer: nothing else is ours to refuse in the worker."""
    try:
        code, facts = msgspec.json.decode(content, type=tuple[str, dict[str, str]])
    except (msgspec.MsgspecError, UnicodeDecodeError):
        code, facts = "", {}
    if not code.startswith("layer."):
        return InputError("photo.cannot_decode", why="the answer is no reason")
    return InputError(code, **facts)


def require_small_jpeg(content: bytes, side: int) -> None:
    """Believe the worker only what was asked for: what a crafted picture took over may answer anything.

    Raises:
        InputError: `photo.cannot_decode` if this is no JPEG of at most `side` pixels.
    """
    try:
        size = size_of(content)
    except DamagedHeader as error:
        raise InputError("photo.cannot_decode", why="the answer is no JPEG") from error
    if max(size) > side:
        raise InputError("photo.cannot_decode", why="the answer is too large")

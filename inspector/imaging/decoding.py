"""The parent's side of the decoding worker: starts it when first needed, watches it, ends it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import msgspec

from inspector.errors import InputError, SystemFault
from inspector.imaging.headers import DamagedHeader
from inspector.imaging.headers.jpeg import size_of
from inspector.imaging.limits import COPY_BYTES, COPY_SECONDS, DECODE_SECONDS, JPEG_QUALITY, TILE_SIDE
from inspector.imaging.worker import ANSWER, JOB, PIXELS, READY, SMALL, TILE, Task

_START_SECONDS = 60.0
"""A cold start from a slow disk beside a virus scanner."""
_SMALL_ANSWER = 16 * 1024 * 1024
"""A small JPEG is far below; more would mean that the worker is not itself any more."""
_RGB = 3
_NAMED = 2
"""An answer that names a code of ours."""
if sys.platform == "win32":
    _NO_WINDOW = subprocess.CREATE_NO_WINDOW
else:
    _NO_WINDOW = 0
_ROOT = str(Path(__file__).parents[2])


class DecodingWorker:
    """One worker process, used by one caller at a time; safe to share between threads."""

    def __init__(self, seconds: float = DECODE_SECONDS) -> None:
        self._seconds = seconds
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_closed = False

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
        with self._turn:
            process = self._running()
            answer = self._ask(process, head, order, original, seconds=seconds or self._seconds, most=most)
            if answer is None:
                ended = self._end(process)
                if self._is_closed:
                    raise SystemFault("imaging.closed")
                raise InputError("photo.cannot_decode", why=f"worker ended ({ended})")
        done, content = answer
        if done == 1:
            return content
        if done == _NAMED:
            raise _named_reason(content)
        raise InputError("photo.cannot_decode", why=content.decode("utf-8", "replace"))

    @property
    def process_id(self) -> int | None:
        """The worker's process, for watching its memory; None while it is not running."""
        process = self._process
        return process.pid if process is not None else None

    def close(self) -> None:
        """End the worker for good, in the middle of a picture if need be; may be called again."""
        self._is_closed = True
        process = self._process
        if process is not None:
            process.kill()
        with self._turn:
            if self._process is not None:
                self._end(self._process)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self._end(self._process)
        if self._is_closed:  # asked after the look at the process: it may be `close` that ended it
            raise SystemFault("imaging.closed")
        if self._process is None:
            self._process = self._start()
        return self._process

    def _start(self) -> subprocess.Popen[bytes]:
        try:
            process = subprocess.Popen(  # our own interpreter and module, nothing from outside
                [sys.executable, "-P", "-B", "-m", "inspector.imaging.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # decoders chatter about strangers' files; reasons come as answers
                env={**os.environ, "PYTHONPATH": _ROOT},
                creationflags=_NO_WINDOW,
            )
        except OSError as error:
            raise SystemFault("imaging.no_worker", why=error.strerror or type(error).__name__) from error
        with _killed_after(process, _START_SECONDS):
            is_ready = _stream(process.stdout).read(len(READY)) == READY
        if not is_ready:
            raise SystemFault("imaging.no_worker", why=f"exit {self._end(process)}")
        return process

    def _ask(
        self, process: subprocess.Popen[bytes], *parts: bytes, seconds: float, most: int
    ) -> tuple[int, bytes] | None:
        """Return the answer, or None if the worker died or was too slow."""
        with _killed_after(process, seconds):
            try:
                for part in parts:
                    _stream(process.stdin).write(part)
                _stream(process.stdin).flush()
            except OSError:
                return None  # the pipe broke: it died while we were writing
            head = _stream(process.stdout).read(ANSWER.size)
            if len(head) < ANSWER.size:
                return None
            done, length = ANSWER.unpack(head)
            if length > most:
                return None
            content = _stream(process.stdout).read(length)
        return (done, content) if len(content) == length else None

    def _end(self, process: subprocess.Popen[bytes]) -> int:
        """Kill, reap and close; return the exit status, negative for a signal."""
        process.kill()
        with suppress(OSError):  # what was still buffered for a dead worker cannot be flushed
            _stream(process.stdin).close()
        _stream(process.stdout).close()
        self._process = None
        return process.wait()


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


@contextmanager
def _killed_after(process: subprocess.Popen[bytes], seconds: float) -> Iterator[None]:
    """Kill the process if the block takes longer; pipes have no timeout that every system knows."""
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


def _stream(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # both were asked for as PIPE
    return pipe

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

from inspector.errors import InputError, SystemFault
from inspector.imaging.headers import DamagedHeader
from inspector.imaging.headers.jpeg import size_of
from inspector.imaging.limits import DECODE_SECONDS
from inspector.imaging.worker import ANSWER, JOB, READY

_START_SECONDS = 60.0
"""A cold start from a slow disk beside a virus scanner."""
_ANSWER_BYTES = 16 * 1024 * 1024
"""A small JPEG is far below; more would mean that the worker is not itself any more."""
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

    def shrink(self, original: bytes, orientation: int, side: int) -> bytes:
        """Return an upright JPEG of at most `side` pixels.

        Raises:
            InputError: `photo.cannot_decode`: damaged, too much memory or too much time; the next picture
                gets a fresh worker where this one broke it.
            SystemFault: `imaging.no_worker` if it cannot be started, `imaging.closed` after `close`.
        """
        with self._turn:
            process = self._running()
            answer = self._ask(process, JOB.pack(side, orientation, len(original)), original)
            if answer is None:
                ended = self._end(process)
                if self._is_closed:
                    raise SystemFault("imaging.closed")
                raise InputError("photo.cannot_decode", why=f"worker ended ({ended})")
        done, content = answer
        if not done:
            raise InputError("photo.cannot_decode", why=content.decode("utf-8", "replace"))
        require_small_jpeg(content, side)
        return content

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

    def _ask(self, process: subprocess.Popen[bytes], *parts: bytes) -> tuple[int, bytes] | None:
        """Return the answer, or None if the worker died or was too slow."""
        with _killed_after(process, self._seconds):
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
            if length > _ANSWER_BYTES:
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

"""A worker process with limits, seen from whoever asks: started when first needed, watched, ended."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from inspector.errors import SystemFault

READY = b"R"
"""Written once by a worker, when limits and libraries are in place."""

ANSWER = struct.Struct(">BI")
"""What kind of answer it is, 1 for what was asked; bytes of what follows."""

_START_SECONDS = 60.0
"""A cold start from a slow disk beside a virus scanner."""
if sys.platform == "win32":
    _NO_WINDOW = subprocess.CREATE_NO_WINDOW
else:
    _NO_WINDOW = 0
_ROOT = str(Path(__file__).parents[2])


class WorkerEndedError(Exception):
    """The worker died or was too slow with what it was asked; the next task gets a fresh one."""


class LimitedWorker:
    """One worker process, used by one caller at a time; safe to share between threads."""

    module = ""
    """What the process runs."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_closed = False

    def exchange(self, *parts: bytes, most: int, seconds: float | None = None) -> tuple[int, bytes]:
        """Hand over the parts of one task and return the kind of answer and its content.

        Raises:
            WorkerEndedError: it died, took more than `seconds`, or answered more than `most` bytes.
            SystemFault: `imaging.no_worker` if it cannot be started, `imaging.closed` after `close`.
        """
        with self._turn:
            process = self._running()
            answer = self._ask(process, *parts, seconds=seconds or self._seconds, most=most)
            if answer is None:
                ended = self._end(process)
                if self._is_closed:
                    raise SystemFault("imaging.closed")
                raise WorkerEndedError(f"worker ended ({ended})")
        return answer

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
            process = subprocess.Popen(  # noqa: S603 - our own interpreter and module, nothing from outside
                [sys.executable, "-P", "-B", "-m", self.module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # decoders chatter about strangers' files; reasons come as answers
                env={**os.environ, "PYTHONPATH": _ROOT},
                creationflags=_NO_WINDOW,
            )
        except OSError as error:
            raise SystemFault("imaging.no_worker", why=error.strerror or type(error).__name__) from error
        with killed_after(process, _START_SECONDS):
            is_ready = stream(process.stdout).read(len(READY)) == READY
        if not is_ready:
            raise SystemFault("imaging.no_worker", why=f"exit {self._end(process)}")
        return process

    def _ask(
        self, process: subprocess.Popen[bytes], *parts: bytes, seconds: float, most: int
    ) -> tuple[int, bytes] | None:
        """Return the answer, or None if the worker died or was too slow."""
        with killed_after(process, seconds):
            try:
                for part in parts:
                    stream(process.stdin).write(part)
                stream(process.stdin).flush()
            except OSError:
                return None  # the pipe broke: it died while we were writing
            head = stream(process.stdout).read(ANSWER.size)
            if len(head) < ANSWER.size:
                return None
            done, length = ANSWER.unpack(head)
            if length > most:
                return None
            content = stream(process.stdout).read(length)
        return (done, content) if len(content) == length else None

    def _end(self, process: subprocess.Popen[bytes]) -> int:
        """Kill, reap and close; return the exit status, negative for a signal."""
        process.kill()
        with suppress(OSError):  # what was still buffered for a dead worker cannot be flushed
            stream(process.stdin).close()
        stream(process.stdout).close()
        self._process = None
        return process.wait()


@contextmanager
def killed_after(process: subprocess.Popen[bytes], seconds: float) -> Iterator[None]:
    """Kill the process if the block takes longer; pipes have no timeout that every system knows."""
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


def stream(pipe: IO[bytes] | None) -> IO[bytes]:
    """Return a worker's pipe, which is there."""
    assert pipe is not None  # both were asked for as PIPE
    return pipe

"""A recording being played, seen from whoever holds the sealed file: bytes out on demand, pictures and sound back."""

from __future__ import annotations

import struct
import subprocess
from collections.abc import Callable
from typing import IO, Protocol

from inspector.errors import InputError, SystemFault
from inspector.imaging.limited_worker import ANSWER, LimitedWorker, killed_after, stream
from inspector.imaging.limits import PLAY_READ_BYTES, PLAY_SECONDS, PLAY_SIDE
from inspector.imaging.recordings.worker import (
    HOW,
    LENGTH,
    LENGTH_OF,
    ORDER,
    PLACE,
    SEEN,
    TIME,
    Answer,
    Order,
)
from inspector.records import PlayedPicture, PlayedSound

_RGB = 3
_MOST_ANSWER = SEEN.size + PLAY_SIDE * PLAY_SIDE * _RGB
_SAMPLE_BYTES = 4
_LONGEST_MS = 2**40


class ReadAt(Protocol):
    """The plain bytes of the recording, as the vault lends them."""

    @property
    def size(self) -> int:
        """Return the plain bytes there are."""
        ...

    def read_at(self, offset: int, count: int) -> bytearray:
        """Return up to `count` bytes from there."""
        ...

    def close(self) -> None:
        """Wipe what is held."""
        ...


class PlayWorker(LimitedWorker):
    """The process in which one recording is decoded; it gets the bytes it asks for and nothing else."""

    module = "inspector.imaging.recordings.worker"

    def __init__(self, plain: ReadAt, seconds: float = PLAY_SECONDS) -> None:
        super().__init__(seconds)
        self._plain = plain

    def ask(self, order: Order, given: bytes = b"") -> tuple[Answer, bytearray]:
        """Give an order, lend what it asks to read, and return its answer.

        Raises:
            InputError: `recording.cannot_play`: the decoder refused, died, was too slow, or is not itself any more.
            SystemFault: `imaging.no_worker`, `imaging.closed`, `vault.*` where the sealed file cannot be read.
        """
        with self._turn:
            process = self._running()
            try:
                with killed_after(process, self._seconds):
                    kind, content = self._asked(process, order, given)
            except (OSError, EOFError, ValueError, struct.error) as error:
                ended = self._end(process)
                if self._is_closed:
                    raise SystemFault("imaging.closed") from error
                raise InputError("recording.cannot_play", why=f"worker ended ({ended})") from error
            except SystemFault:
                self._end(process)  # it waits for bytes that will not come
                raise
        if kind is Answer.FAILED:
            raise InputError("recording.cannot_play", why=content.decode("utf-8", "replace"))
        return kind, content

    def _asked(
        self, process: subprocess.Popen[bytes], order: Order, given: bytes
    ) -> tuple[Answer, bytearray]:
        orders, answers = stream(process.stdin), stream(process.stdout)
        _send(orders, ORDER.pack(order, len(given)) + given)
        while True:
            number, length = ANSWER.unpack(_exactly(answers, ANSWER.size))
            if length > _MOST_ANSWER:
                raise ValueError("too long an answer")
            kind, content = Answer(number), _exactly(answers, length)
            if kind is not Answer.READ:
                return kind, content
            offset, count = PLACE.unpack(content)
            if count > PLAY_READ_BYTES:
                raise ValueError("wants too much at once")
            plain = self._plain.read_at(offset, count)
            try:
                _send(orders, LENGTH_OF.pack(len(plain)))
                _send(orders, plain)
            finally:
                plain[:] = bytes(len(plain))


class PlayedFilm:
    """One recording open for playing; close it when nobody looks or listens any more."""

    def __init__(
        self, plain: ReadAt, media_type: str, box: tuple[int, int], left: Callable[[PlayedFilm], None]
    ) -> None:
        """`left` is told when it was closed."""
        self._plain = plain
        self._worker = PlayWorker(plain)
        self._media_type = media_type
        self._box = box
        self._left = left
        self.duration_ms = 0
        """0 if the file does not tell."""
        self.has_picture = False
        self.has_sound = False

    def begin(self) -> None:
        """Hand the recording to its process; raises as `PlayWorker.ask`."""
        how = HOW.pack(self._plain.size, *self._box) + self._media_type.encode()
        kind, content = self._worker.ask(Order.OPEN, how)
        if kind is not Answer.DONE or len(content) != LENGTH.size:
            raise _not_itself()
        duration, self.has_picture, self.has_sound = LENGTH.unpack(content)
        self.duration_ms = duration if duration < _LONGEST_MS else 0

    def next(self) -> PlayedPicture | PlayedSound | None:
        """Return what comes next, None at the end; raises as `PlayWorker.ask`."""
        kind, content = self._worker.ask(Order.NEXT)
        if kind is Answer.END:
            return None
        if kind is Answer.PICTURE and len(content) >= SEEN.size:
            at_ms, width, height = SEEN.unpack_from(content)
            del content[: SEEN.size]
            is_fit = 0 < width <= PLAY_SIDE and 0 < height <= PLAY_SIDE and at_ms < _LONGEST_MS
            if is_fit and len(content) == width * height * _RGB:
                return PlayedPicture(at_ms, width, height, content)
        if kind is Answer.SOUND and len(content) >= TIME.size:
            (at_ms,) = TIME.unpack_from(content)
            del content[: TIME.size]
            if at_ms < _LONGEST_MS and len(content) % _SAMPLE_BYTES == 0:
                return PlayedSound(at_ms, content)
        raise _not_itself()

    def seek(self, at_ms: int) -> None:
        """Go on from there; raises as `PlayWorker.ask`."""
        if self._worker.ask(Order.SEEK, TIME.pack(at_ms))[0] is not Answer.DONE:
            raise _not_itself()

    def poster(self) -> bytes:
        """Return a JPEG of its beginning, as the process made it; raises as `PlayWorker.ask`."""
        kind, content = self._worker.ask(Order.POSTER)
        if kind is not Answer.DONE:
            raise _not_itself()
        return bytes(content)

    @property
    def process_id(self) -> int | None:
        """The process that decodes, for watching its memory."""
        return self._worker.process_id

    def close(self) -> None:
        """End the process and wipe what is held; may be called again, from any thread."""
        self._worker.close()
        self._plain.close()
        self._left(self)


def _not_itself() -> InputError:
    return InputError("recording.cannot_play", why="the answer is not what was asked for")


def _send(pipe: IO[bytes], content: bytes | bytearray) -> None:
    pipe.write(content)
    pipe.flush()


def _exactly(pipe: IO[bytes], count: int) -> bytearray:
    """Read so many bytes into memory of our own, that can be wiped."""
    found = bytearray(count)
    with memoryview(found) as rest:
        filled = 0
        while filled < count:
            got = pipe.readinto(rest[filled:])  # type: ignore[attr-defined]
            if not got:
                raise EOFError("the worker is gone")
            filled += got
    return found

"""The playing worker: a process of its own in which strangers' film and sound are decoded, one recording at a time.

It never sees a file: what it wants to read it asks for over its standard streams, and whoever started it sends
the plain bytes from the vault. Its limits forbid it every file, every socket, and memory without end.
"""

from __future__ import annotations

import io
import os
import struct
import sys
from enum import IntEnum
from typing import TYPE_CHECKING

from inspector.imaging.limited_worker import ANSWER, READY
from inspector.imaging.limits import JPEG_QUALITY, PLAY_MEMORY_BYTES, PLAY_READ_BYTES, PLAY_SIDE
from inspector.imaging.process_limits import forbid_opening, limit_this_process, refuse_network

if TYPE_CHECKING:
    from inspector.imaging.recordings.film import Film


class Order(IntEnum):
    """What can be asked of the worker, each with what follows."""

    OPEN = 1
    """HOW and the media type -> LENGTH of the recording."""
    NEXT = 2
    """-> a picture, a piece of sound, or the end."""
    SEEK = 3
    """TIME -> nothing: what comes next is from there."""
    POSTER = 4
    """-> a JPEG no larger than it was opened for."""


class Answer(IntEnum):
    """What comes back."""

    FAILED = 0
    """The reason, as text."""
    DONE = 1
    PICTURE = 2
    """SEEN, then RGB in rows without gaps."""
    SOUND = 3
    """TIME, then samples."""
    END = 4
    READ = 5
    """PLACE: bytes of the recording are wanted before the answer can be given; they follow as LENGTH_OF and bytes."""


ORDER = struct.Struct(">BI")
"""Order, bytes of what follows."""
HOW = struct.Struct(">QHH")
"""Bytes of the recording; width and height that pictures must fit in."""
LENGTH = struct.Struct(">Q??")
"""Milliseconds, 0 if unknown; whether there are pictures; whether there is sound."""
TIME = struct.Struct(">Q")
"""Milliseconds."""
SEEN = struct.Struct(">QHH")
"""Milliseconds, width, height."""
PLACE = struct.Struct(">QI")
"""Offset and number of bytes."""
LENGTH_OF = struct.Struct(">I")

MOST_ORDER_BYTES = 256
_REASON_CHARACTERS = 160


class Asked(io.RawIOBase):
    """The recording as the decoder reads it: each read is asked of whoever holds the sealed file."""

    def __init__(self, wire: Wire, size: int) -> None:
        super().__init__()
        self._wire = wire
        self._size = size
        self._position = 0

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def seekable(self) -> bool:
        """Anywhere."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes; fewer at the end."""
        left = max(0, self._size - self._position)
        wanted = min(left if size < 0 else size, left, PLAY_READ_BYTES)
        found = self._wire.read_on(self._position, wanted) if wanted else b""
        self._position += len(found)
        return found

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move; a place before the beginning is refused."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise OSError("before the beginning")
        self._position = base + offset
        return self._position

    def tell(self) -> int:
        """Return where the next read begins."""
        return self._position


class Wire:
    """The two standard streams; whoever asked may be gone at any moment, and then this process ends."""

    def __init__(self) -> None:
        self._orders = io.FileIO(0, "rb", closefd=False)
        self._answers = io.FileIO(os.dup(1), "wb")
        os.dup2(2, 1)  # a library that prints must not break into the answers

    def ready(self) -> None:
        """Say that limits and libraries are in place."""
        self._answers.write(READY)

    def order(self) -> tuple[int, bytes]:
        """Wait for what is asked next."""
        order, length = ORDER.unpack(self._exactly(ORDER.size))
        if length > MOST_ORDER_BYTES:
            sys.exit(1)  # whoever asked is not itself any more
        return order, self._exactly(length)

    def answer(self, kind: Answer, *parts: bytes) -> None:
        """Send an answer whole."""
        for part in (ANSWER.pack(kind, sum(len(part) for part in parts)), *parts):
            rest = memoryview(part)
            while rest:
                rest = rest[self._answers.write(rest) or 0 :]

    def read_on(self, offset: int, count: int) -> bytes:
        """Return bytes of the recording."""
        self.answer(Answer.READ, PLACE.pack(offset, count))
        (length,) = LENGTH_OF.unpack(self._exactly(LENGTH_OF.size))
        if length > count:
            sys.exit(1)
        return self._exactly(length)

    def _exactly(self, count: int) -> bytes:
        parts = []
        while count:
            part = self._orders.read(count)
            if not part:
                sys.exit(0)  # nobody listens any more
            parts.append(part)
            count -= len(part)
        return b"".join(parts)


class Desk:
    """Serves the orders for one recording."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._film: Film | None = None

    def serve(self, order: int, given: bytes) -> None:
        """Answer one order; raises what the decoder raises."""
        from inspector.imaging.recordings.film import Film, Picture

        if order == Order.OPEN:
            size, width, height = HOW.unpack(given[: HOW.size])
            box = min(width, PLAY_SIDE), min(height, PLAY_SIDE)
            film = self._film = Film(Asked(self._wire, size), given[HOW.size :].decode(), box)
            self._wire.answer(Answer.DONE, LENGTH.pack(film.duration_ms, film.has_picture, film.has_sound))
            return
        if self._film is None:
            raise ValueError("no recording is open")
        if order == Order.NEXT:
            found = self._film.next()
            if found is None:
                self._wire.answer(Answer.END)
            elif isinstance(found, Picture):
                seen = SEEN.pack(found.at_ms, found.width, found.height)
                self._wire.answer(Answer.PICTURE, seen, found.rgb)
            else:
                self._wire.answer(Answer.SOUND, TIME.pack(found.at_ms), found.pcm)
        elif order == Order.SEEK:
            self._film.seek(*TIME.unpack(given))
            self._wire.answer(Answer.DONE)
        elif order == Order.POSTER:
            self._wire.answer(Answer.DONE, self._film.poster(JPEG_QUALITY))
        else:
            raise ValueError("unknown order")


def main() -> None:
    """Serve orders until nobody asks any more."""
    wire = Wire()
    limit_this_process(PLAY_MEMORY_BYTES)
    refuse_network()
    from inspector.imaging.recordings import film

    film.rehearse()
    forbid_opening()
    desk = Desk(wire)
    wire.ready()
    while True:
        order, given = wire.order()
        try:
            desk.serve(order, given)
        except Exception as error:  # decoders raise anything; the reason goes to who asked
            reason = f"{type(error).__name__}: {error}"[:_REASON_CHARACTERS]
            wire.answer(Answer.FAILED, reason.encode("utf-8", "replace"))


if __name__ == "__main__":
    main()

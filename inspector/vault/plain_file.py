"""A sealed file read anywhere in it: a few plain segments in memory, none on the disk, all wiped when it closes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import BinaryIO

from inspector.errors import SystemFault
from inspector.vault.object_file import SEGMENT, Segments

HELD_SEGMENTS = 8
"""2 MiB: a player reads on where it is, and looks to a film's index now and then."""


class PlainFile:
    """Each segment is authenticated before any of it is handed out; safe to close from another thread."""

    def __init__(self, file: BinaryIO, object_id: str, key: bytes, size: int) -> None:
        """Take over `file`, the object file as it lies on the disk.

        Raises:
            SystemFault: `vault.altered` if it is not this object's, or shorter or longer than it was.
        """
        self._file = file
        self._id = object_id
        self._segments: Segments | None = Segments(file, object_id, key, size)
        self.size = size
        """Plain bytes."""
        self._held: OrderedDict[int, bytearray] = OrderedDict()
        self._turn = threading.Lock()

    def read_at(self, offset: int, count: int) -> bytearray:
        """Return up to `count` bytes from there, fewer only at the end; whoever asked wipes them.

        Raises:
            SystemFault: `vault.altered` with the segment, `vault.io`, `imaging.closed` after `close`.
        """
        end = min(offset + count, self.size)
        found = bytearray(max(0, end - offset))
        filled = 0
        with self._turn:
            while filled < len(found):
                number, start = divmod(offset + filled, SEGMENT)
                with memoryview(self._segment(number)) as plain, plain[start:] as rest:
                    length = min(len(rest), len(found) - filled)
                    found[filled : filled + length] = rest[:length]
                filled += length
        return found

    def close(self) -> None:
        """Wipe what is held and let go of the key; may be called again, from any thread."""
        with self._turn:
            self._segments = None
            while self._held:
                wipe(self._held.popitem()[1])
            self._file.close()

    def _segment(self, number: int) -> bytearray:
        if self._segments is None:
            raise SystemFault("imaging.closed")
        found = self._held.get(number)
        if found is None:
            found = self._held.popitem(last=False)[1] if len(self._held) == HELD_SEGMENTS else None
            found = found if found is not None else bytearray(SEGMENT)
            try:
                self._segments.open_into(number, found)
            except BaseException as error:
                wipe(found)  # nobody holds it any more, and the segment it held before lies in it still
                if isinstance(error, OSError):
                    raise SystemFault("vault.io", why=error.strerror) from error
                raise
            self._held[number] = found
        self._held.move_to_end(number)
        return found


def wipe(plain: bytearray) -> None:
    """Write zeros over bytes that must not stay in memory."""
    plain[:] = bytes(len(plain))

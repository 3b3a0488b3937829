"""A bounded look into a file: exact reads, counted, so that a crafted header cannot make us read on."""

from __future__ import annotations

import os
from typing import BinaryIO

from inspector.imaging.headers.header import DamagedHeader
from inspector.imaging.limits import HEADER_BYTES, HEADER_STEPS


class Window:
    """A seekable stream read from its beginning, with a budget of bytes and steps for the whole header."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self.size = source.seek(0, os.SEEK_END)
        """Bytes of the whole file."""
        self.position = source.seek(0)
        self._bytes_left = HEADER_BYTES
        self._steps_left = HEADER_STEPS

    def peek(self, count: int) -> bytes:
        """Return up to `count` bytes from here without moving on."""
        here = self.position
        found = self._read(count)
        self.go_to(here)
        return found

    def take(self, count: int) -> bytes:
        """Return exactly `count` bytes and move behind them; `DamagedHeader` if the file ends before."""
        found = self._read(count)
        if len(found) < count:
            raise DamagedHeader("breaks off")
        return found

    def skip(self, count: int) -> None:
        """Move on by `count` bytes, which must exist."""
        self.go_to(self.position + count)

    def go_to(self, position: int) -> None:
        """Move to a byte of the file; its end is allowed."""
        if not 0 <= position <= self.size:
            raise DamagedHeader("points outside the file")
        self.position = self._source.seek(position)

    def _read(self, count: int) -> bytes:
        if count > self._bytes_left or self._steps_left == 0:
            raise DamagedHeader("header without end")
        self._steps_left -= 1
        parts = []
        wanted = count
        while wanted:  # an unbuffered stream may give less than asked for
            part = self._source.read(wanted)
            if not part:
                break
            parts.append(part)
            wanted -= len(part)
        found = b"".join(parts)
        self._bytes_left -= len(found)
        self.position += len(found)
        return found

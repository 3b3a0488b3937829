"""One stream over several: a bundle whose bytes lie in more than one file is read as if they lay in one."""

from __future__ import annotations

import io
from bisect import bisect_right
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from inspector.errors import SystemFault
from sync.bundle.layout import altered

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BUFFER = 1 << 20


@dataclass(frozen=True)
class Piece:
    """A stretch of a file that is opened when it is read."""

    open: Callable[[], AbstractContextManager[BinaryIO]]
    begin: int
    size: int
    place: str = ""
    """What `bundle.altered` names if it cannot be read; without one the fault goes through as it is."""


def file_piece(path: Path, begin: int, size: int, place: str = "") -> Piece:
    """Return a stretch of a file on disk."""
    return Piece(lambda: path.open("rb"), begin, size, place)


def joined(pieces: list[Piece]) -> io.BufferedReader:
    """Return the pieces as one seekable stream; it ends early where a piece is shorter than it should be."""
    return io.BufferedReader(_Joined([piece for piece in pieces if piece.size]), _BUFFER)


class _Joined(io.RawIOBase):
    """Only the piece being read is open."""

    def __init__(self, pieces: list[Piece]) -> None:
        self._pieces = pieces
        self._ends = list(accumulate(piece.size for piece in pieces))
        self._at = 0
        self._open: tuple[int, AbstractContextManager[BinaryIO], BinaryIO] | None = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        size = self._ends[-1] if self._ends else 0
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        number = bisect_right(self._ends, self._at)
        if number == len(self._pieces):
            return 0
        piece, left = self._pieces[number], self._ends[number] - self._at
        try:
            file = self._file(number)
            file.seek(piece.begin + piece.size - left)
            count: int = file.readinto(memoryview(buffer).cast("B")[:left])  # type: ignore[attr-defined]  # every file has it
        except (OSError, SystemFault) as error:
            if not piece.place:
                raise
            raise altered(piece.place, error.code if isinstance(error, SystemFault) else "io") from error
        if not count and piece.place:
            raise altered(piece.place, "length")
        self._at += count
        return count

    def close(self) -> None:
        self._let_go()
        super().close()

    def _file(self, number: int) -> BinaryIO:
        if self._open is not None and self._open[0] == number:
            return self._open[2]
        self._let_go()
        opening = self._pieces[number].open()
        self._open = (number, opening, opening.__enter__())
        return self._open[2]

    def _let_go(self) -> None:
        if self._open is not None:
            self._open[1].__exit__(None, None, None)
            self._open = None

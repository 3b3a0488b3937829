"""Which object files were hashed lately: what was found as sealed a moment ago is not hashed again as it leaves."""

from __future__ import annotations

import io
import os
from typing import BinaryIO

Marks = tuple[int, ...]


class Hashed:
    """Object files that were read through in one run and were as sealed; safe from any thread.

    A file counts as the same while the system says that nobody wrote to it or put another in its place. What rots
    without a trace in between is turned down by the centre, which hashes every part at arrival.
    """

    def __init__(self) -> None:
        self._marks: dict[str, Marks] = {}

    def keep(self, object_id: str, marks: Marks | None) -> None:
        """Note that a file was as sealed; `marks` were taken before it was read."""
        if marks is not None:
            self._marks[object_id] = marks

    def holds(self, object_id: str, file: BinaryIO) -> bool:
        """Tell whether this open file is the one that was read, unchanged since."""
        marks = marks_of(file)
        return marks is not None and self._marks.get(object_id) == marks


def marks_of(file: BinaryIO) -> Marks | None:
    """Return what changes when somebody writes to an open file or replaces it; None of what is no file on a disk."""
    try:
        found = os.fstat(file.fileno())
    except io.UnsupportedOperation:
        return None
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)

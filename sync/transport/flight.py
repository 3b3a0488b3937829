"""What has left and is not acknowledged yet: as many bytes as one part at most, whatever goes on at once."""

from __future__ import annotations

from collections.abc import Hashable
from itertools import takewhile
from threading import Condition

AT_ONCE = 3
"""Parts under way at once at most."""


class Flight:
    """The parts under way to one centre; the oldest may always go on, so nothing waits for ever."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._size: dict[Hashable, int] = {}
        """Of each part under way, the oldest first."""
        self._left: dict[Hashable, int] = {}
        self._turn = Condition()

    def begin(self, part: Hashable, size: int) -> None:
        """Note that a part is about to leave, after all that began before."""
        with self._turn:
            self._size[part], self._left[part] = size, 0

    def leave(self, part: Hashable, count: int) -> None:
        """Wait until `count` bytes of a part may leave, and count them."""
        with self._turn:
            self._turn.wait_for(lambda: self._may(part, count))
            self._left[part] += count

    def end(self, part: Hashable) -> None:
        """Note that a part was answered or will not be."""
        with self._turn:
            del self._size[part], self._left[part]
            self._turn.notify_all()

    def _may(self, part: Hashable, count: int) -> bool:
        """Those before count whole, for they go on whatever this one does."""
        before = list(takewhile(lambda other: other != part, self._size))
        return (
            not before or sum(self._size[other] for other in before) + self._left[part] + count <= self._most
        )

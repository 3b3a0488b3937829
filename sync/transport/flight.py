"""What has left and is not acknowledged yet: as many bytes as one whole part at most, one part leaving at a time."""

from __future__ import annotations

from collections.abc import Hashable
from itertools import takewhile
from threading import Condition

AT_ONCE = 3
"""Parts under way at once at most."""


class Flight:
    """The parts under way to one centre: each leaves when those before it have left; nothing waits for ever.

    Several would share the line, and a cut of a slow one would cost what each of them had brought so far.
    """

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

    def wait_for_turn(self, part: Hashable) -> None:
        """Wait until the whole part may leave; ask for it only then: a centre gives up on a request whose body does not come."""
        with self._turn:
            self._turn.wait_for(lambda: self._may(part))

    def leave(self, part: Hashable, count: int) -> None:
        """Count `count` bytes of a part that leave now."""
        with self._turn:
            self._left[part] += count
            if self._left[part] == self._size[part]:
                self._turn.notify_all()

    def end(self, part: Hashable) -> None:
        """Note that a part was answered or will not be."""
        with self._turn:
            del self._size[part], self._left[part]
            self._turn.notify_all()

    def _may(self, part: Hashable) -> bool:
        before = list(takewhile(lambda other: other != part, self._size))
        have_left = all(self._left[other] == self._size[other] for other in before)
        unanswered = sum(self._size[other] for other in before)
        return not before or (have_left and unanswered + self._size[part] <= self._most)

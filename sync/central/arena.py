"""One piece of memory of a fixed size, lent out in stretches: what is read into it is bounded, and its pages are used again."""

from __future__ import annotations

import mmap
from bisect import bisect_left

_PAGE = mmap.PAGESIZE


class Arena:
    """Memory for request bodies; of one thread."""

    def __init__(self, size: int) -> None:
        """Reserve `size` bytes; the system gives a page when it is first written to."""
        self._size = -(-size // _PAGE) * _PAGE
        self._memory = memoryview(mmap.mmap(-1, self._size))
        self._free = [(0, self._size)]
        """Places and lengths of what is not lent, in order, no two of them touching."""
        self.lent = 0
        """Bytes, in whole pages."""

    def lend(self, size: int) -> Stretch | None:
        """Return a stretch of `size` bytes, None where there is no place for it now; the first place that is long enough."""
        length = max(1, -(-size // _PAGE)) * _PAGE
        for number, (place, free) in enumerate(self._free):
            if free >= length:
                if free == length:
                    del self._free[number]
                else:
                    self._free[number] = (place + length, free - length)
                self.lent += length
                return Stretch(self, place, length, self._memory[place : place + size])
        return None

    @property
    def size(self) -> int:
        """Return the bytes of the whole arena."""
        return self._size

    def take_back(self, place: int, length: int) -> None:
        """Take a stretch back; called by the stretch."""
        self.lent -= length
        at = bisect_left(self._free, (place, length))
        if at < len(self._free) and self._free[at][0] == place + length:
            length += self._free.pop(at)[1]
        if at and sum(self._free[at - 1]) == place:
            place, before = self._free[at - 1]
            self._free[at - 1] = place, before + length
        else:
            self._free.insert(at, (place, length))


class Stretch:
    """A lent stretch; given back once, after which its bytes are somebody else's."""

    def __init__(self, arena: Arena, place: int, length: int, view: memoryview) -> None:
        self._arena, self._place, self._length = arena, place, length
        self.view = view

    @property
    def size(self) -> int:
        """Return what the stretch takes of the arena."""
        return self._length

    def give_back(self) -> None:
        """End the loan. Nobody may read it afterwards: what was cut from the view would show somebody else's bytes."""
        self.view.release()
        self._arena.take_back(self._place, self._length)

"""Print copies of photos kept while the device is open: a record is looked at, signed and issued with the same ones."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

MOST_BYTES = 48 * 1024 * 1024
"""Of all copies together: a record with two thousand photos, or two hundred that have a page each."""


class PrintCopies:
    """The copies used last, in memory only and gone with the device; safe to share between threads."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[str, float], bytes] = OrderedDict()
        self._size = 0
        self._turn = Lock()

    def of(self, photo_id: str, longer_side: float, make: Callable[[], bytes | None]) -> bytes | None:
        """Return the copy of a photo for a longer side in millimetres, made if it is not kept.

        A photo that cannot be shown is asked for again each time: its file may have been mended.
        """
        key = photo_id, longer_side
        with self._turn:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        copy = make()
        if copy is not None and len(copy) <= self._most:
            with self._turn:
                self._size += len(copy) - len(self._kept.pop(key, b""))
                self._kept[key] = copy
                while self._size > self._most:
                    self._size -= len(self._kept.popitem(last=False)[1])
        return copy

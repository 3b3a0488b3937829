"""What spares a node work under load: kept in memory what never changes, done once what many ask for at once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from sync.bundle.foot import Foot

T = TypeVar("T")

FEET_PARTS = 200_000
"""Parts of all FOOTs kept together: some 25 MB. A usual bundle has thirty, the longest as many as this."""
KEYS = 10_000
"""Devices whose key is kept: some 3 MB."""


class Feet:
    """The FOOTs of the bundles that are growing just now; the ones used longest ago are let go of."""

    def __init__(self, read: Callable[[str, str], Foot], most_parts: int = FEET_PARTS) -> None:
        self._read = read
        self._most = most_parts
        self._kept: OrderedDict[tuple[str, str], Foot] = OrderedDict()
        self._parts = 0
        self._lock = threading.Lock()

    def get(self, bundle: str, digest: str) -> Foot:
        """Return the FOOT of a bundle, reading it where it is not kept; raises what reading raises."""
        with self._lock:
            if (bundle, digest) in self._kept:
                self._kept.move_to_end((bundle, digest))
                return self._kept[bundle, digest]
        foot = self._read(bundle, digest)
        self.keep(foot, digest)
        return foot

    def keep(self, foot: Foot, digest: str) -> None:
        """Keep a FOOT that lies at the store."""
        with self._lock:
            if (foot.bundle, digest) not in self._kept:
                self._kept[foot.bundle, digest] = foot
                self._parts += len(foot.parts)
            while self._parts > self._most and len(self._kept) > 1:
                _, gone = self._kept.popitem(last=False)
                self._parts -= len(gone.parts)


class DeviceKeys:
    """Public keys of enrolled devices by id: a device has one for ever, whatever becomes of it (FORMAT.md section 7)."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, device: str) -> bytes | None:
        """Return the key if it is kept."""
        with self._lock:
            return self._kept.get(device)

    def keep(self, device: str, key: bytes) -> None:
        """Keep a key that the database holds."""
        with self._lock:
            self._kept[device] = key
            if len(self._kept) > KEYS:
                self._kept.popitem(last=False)


class Together:
    """One piece of work that many ask for at once, and that one of them does for all who asked before it began."""

    def __init__(self) -> None:
        self._asking, self._working = threading.Lock(), threading.Lock()
        self._asked = self._done = 0

    def do(self, work: Callable[[], object]) -> None:
        """Return when the work was done at some time after this call; raises what it raised if this call did it."""
        with self._asking:
            self._asked += 1
            mine = self._asked
        with self._working:
            if self._done >= mine:
                return
            with self._asking:
                served = self._asked
            work()
            self._done = served


@dataclass(eq=False)
class _Piece(Generic[T]):
    what: T
    is_written: bool = False
    error: Exception | None = None


class Gathered(Generic[T]):
    """What many threads bring at once, written together by one of them: one sync to the disk for all."""

    def __init__(self, write: Callable[[list[T]], object]) -> None:
        self._write = write
        self._bringing, self._writing = threading.Lock(), threading.Lock()
        self._brought: list[_Piece[T]] = []

    def bring(self, what: T) -> None:
        """Return when `what` is written; raises what writing raised to everybody whose piece it was about."""
        mine = _Piece(what)
        with self._bringing:
            self._brought.append(mine)
        with self._writing:
            if not mine.is_written and mine.error is None:
                with self._bringing:
                    taken, self._brought = self._brought, []
                try:
                    self._write([piece.what for piece in taken])
                except Exception as error:
                    for piece in taken:
                        piece.error = error
                    raise
                for piece in taken:
                    piece.is_written = True
                return
        if mine.error is not None:
            raise mine.error

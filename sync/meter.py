"""How far a delivery is, in photos and bytes, how fast it goes and how long it will take; safe from any thread."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock

from sync.bundle.foot import Foot
from sync.bundle.layout import HEAD_SIZE, Part

_WINDOW_S = 20.0
"""The rate is that of these last seconds, so that it follows the network and does not flicker."""


@dataclass(frozen=True)
class Passage:
    """How far it is at one moment."""

    photos: int = 0
    """Photos of which the centre has every byte."""
    all_photos: int = 0
    bytes: int = 0
    all_bytes: int = 0
    rate: float = 0.0
    """Bytes a second lately; 0 while nothing moves."""

    @property
    def seconds_left(self) -> float | None:
        """Return how long it will take at this rate; None while nothing moves."""
        return (self.all_bytes - self.bytes) / self.rate if self.rate > 0 else None


class Meter:
    """Counts for one run over the outbox."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = Lock()
        self._photos: set[str] = set()
        self._there: set[str] = set()
        self._expected: dict[str, int] = {}
        self._unsealed = 0
        self._held: dict[str, int] = {}
        self._lacking: dict[str, Counter[str]] = {}
        self._in_part: Counter[str] = Counter()
        self._put: Counter[str] = Counter()
        self._moved: deque[tuple[float, int]] = deque()
        self._out = 0

    def plan(self, photos: Iterable[str], unsealed_bytes: int) -> None:
        """Say which photos shall be confirmed, and the bytes that lie in no bundle yet."""
        with self._lock:
            self._photos, self._unsealed = set(photos), unsealed_bytes

    def expect(self, bundle: str, payload: int, sealed_bytes: int = 0) -> None:
        """Say that a bundle goes along; `sealed_bytes` of its objects were planned as unsealed until now."""
        with self._lock:
            self._expected[bundle] = payload
            self._unsealed = max(0, self._unsealed - sealed_bytes)

    def stands(self, foot: Foot, missing: Iterable[int]) -> None:
        """Note which parts of a bundle the centre lacks: all others are there."""
        wanted, lacking, held = set(missing), Counter[str](), 0
        for part in foot.all_parts():
            if part.number in wanted:
                lacking[part.region.object_id] += 1
            else:
                held += part.size
        with self._lock:
            self._expected[foot.bundle] = payload_of(foot)
            self._held[foot.bundle] = held
            self._lacking[foot.bundle] = lacking
            self._in_part[foot.bundle] = 0
            self._there |= {known.id for known in foot.objects if not lacking[known.id]}

    def out(self, bundle: str, count: int) -> None:
        """Note that bytes of a part left the device."""
        at = self._now()
        with self._lock:
            self._put[bundle] += count
            self._in_part[bundle] += count
            self._out += count
            self._moved.append((at, self._out))
            while self._moved[0][0] < at - _WINDOW_S:
                self._moved.popleft()

    def acknowledged(self, bundle: str, part: Part) -> None:
        """Note that the centre keeps a part."""
        with self._lock:
            self._in_part[bundle] = max(0, self._in_part[bundle] - part.size)
            self._held[bundle] = self._held.get(bundle, 0) + part.size
            lacking = self._lacking.get(bundle)
            if lacking is not None:
                lacking[part.region.object_id] -= 1
                if lacking[part.region.object_id] <= 0:
                    self._there.add(part.region.object_id)

    def take_put(self, bundle: str) -> int:
        """Return the bytes that left for a bundle since this was last asked."""
        with self._lock:
            return self._put.pop(bundle, 0)

    @property
    def moved(self) -> int:
        """Bytes that left the device in this run."""
        with self._lock:
            return self._out

    def passage(self) -> Passage:
        """Return how far it is now."""
        at = self._now()
        with self._lock:
            done = sum(self._held.values()) + self._in_part.total()
            total = sum(self._expected.values()) + self._unsealed
            first = next(((when, out) for when, out in self._moved if when >= at - _WINDOW_S), None)
            rate = (self._out - first[1]) / (at - first[0]) if first and at > first[0] else 0.0
            return Passage(
                photos=len(self._there & self._photos),
                all_photos=len(self._photos),
                bytes=min(done, total),
                all_bytes=total,
                rate=rate,
            )


def payload_of(foot: Foot) -> int:
    """Return the bytes of all parts of a bundle."""
    return foot.offset - HEAD_SIZE

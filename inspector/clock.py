"""Time as evidence: wall clock, monotonic clock and boot id read together."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Protocol

CHINA = timezone(timedelta(hours=8), "UTC+08:00")
"""China Standard Time: one zone for the whole country, no summer time."""


@dataclass(frozen=True)
class Instant:
    """One reading of all clocks: what the wall said, and what cannot be set back."""

    wall: datetime
    """UTC, aware, to the millisecond."""
    monotonic_ns: int
    """Nanoseconds since boot; comparable only within one `boot`."""
    boot: str
    """Identity of this run of the operating system (or of this process where it has none)."""


class Clock(Protocol):
    """Where the time comes from; passed in so that rules and tests decide the day."""

    def now(self) -> Instant:
        """Read all clocks at once."""
        ...


class SystemClock:
    """The machine's own clocks."""

    def now(self) -> Instant:
        """Read all clocks at once."""
        wall = datetime.now(UTC)
        wall = wall.replace(microsecond=wall.microsecond // 1000 * 1000)
        return Instant(wall, time.monotonic_ns(), _boot_id())


class SetClock:
    """A clock that stands where it is put and moves when told; for tests and rehearsals."""

    def __init__(self, wall: datetime, boot: str = "boot-1") -> None:
        self._wall = wall.astimezone(UTC)
        self._monotonic_ns = 0
        self._boot = boot

    def now(self) -> Instant:
        """Read the time it was put to."""
        return Instant(self._wall, self._monotonic_ns, self._boot)

    def advance(self, step: timedelta) -> None:
        """Let both clocks run for `step`."""
        self._wall += step
        self._monotonic_ns += int(step.total_seconds() * 1_000_000_000)


@cache
def _boot_id() -> str:
    linux = Path("/proc/sys/kernel/random/boot_id")
    if linux.exists():
        return linux.read_text("ascii").strip()
    return f"process-{uuid.uuid4()}"

"""Time as evidence: wall clock, monotonic clock and boot id read together."""

from __future__ import annotations

import os
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Protocol

_TORN_NS = 100_000_000
CHINA = timezone(timedelta(hours=8), "UTC+08:00")
"""China Standard Time: one zone for the whole country, no summer time."""


@dataclass(frozen=True)
class Instant:
    """One reading of all clocks: what the wall said, and what cannot be set back."""

    wall: datetime
    """UTC, aware, to the millisecond."""
    monotonic_ns: int
    """Nanoseconds since boot, time asleep included; comparable only within one `boot`."""
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
        """Read all clocks at once; a reading torn apart by sleep or a busy machine is taken again."""
        while True:
            before = _nanoseconds_since_boot()
            wall = datetime.now(UTC)
            after = _nanoseconds_since_boot()
            if after - before < _TORN_NS:
                wall = wall.replace(microsecond=wall.microsecond // 1000 * 1000)
                return Instant(wall, after, _boot_id())


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

    def step(self, by: timedelta) -> None:
        """Put the wall clock forward or back, as somebody in the settings does; no time passes."""
        self._wall += by

    def restart(self, boot: str, *, after: timedelta = timedelta()) -> None:
        """Let the machine be off for `after` and start anew."""
        self._wall += after
        self._monotonic_ns = 0
        self._boot = boot


def _nanoseconds_since_boot() -> int:
    """Count through sleep, so that a closed lid is no jump.

    Linux: CLOCK_BOOTTIME (CLOCK_MONOTONIC stands still while suspended). macOS: CLOCK_MONOTONIC counts
    asleep. Windows: Python 3.11 asks GetTickCount64, which counts asleep too (documented, not tried here).
    """
    name = "CLOCK_BOOTTIME" if hasattr(time, "CLOCK_BOOTTIME") else "CLOCK_MONOTONIC"
    return time.monotonic_ns() if os.name == "nt" else time.clock_gettime_ns(getattr(time, name))


@cache
def _boot_id() -> str:
    linux = Path("/proc/sys/kernel/random/boot_id")
    if linux.exists():
        return linux.read_text("ascii").strip()
    return f"process-{uuid.uuid4()}"

"""Did the wall clock move by itself? Each entry's reading is held against the last one and against an anchor.

Only steps are told, never time that passed: within one boot wall and monotonic clock must agree, asleep
or awake; over a restart the wall must not be earlier than what was written last. The anchor is the first
reading of the boot (or that of the last step): many small steps add up against it (docs/adr/0072).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import msgspec

from inspector.canonical import Json
from inspector.clock import Instant
from inspector.records.plain import instant_text

STEPPED = "clock.stepped"
"""The change journalled before the first entry written after a jump."""
TOLERANCE = timedelta(seconds=2)
DRIFT_PER_MILLION = 0 if sys.platform == "linux" else 100
"""How far two clocks of one machine may run apart: on Linux the same correction steers both."""


@dataclass(frozen=True)
class Reading:
    """What one entry says of the time."""

    seq: int
    wall: datetime
    mono_us: int
    boot: str


@dataclass(frozen=True)
class Step:
    """The wall clock moved: `found - expected` within one boot, or it is behind what was written last."""

    expected: datetime
    found: datetime
    is_same_boot: bool
    since: int
    """The entry the reading was held against."""

    def facts(self) -> dict[str, Json]:
        """Return what the journal says of it."""
        return {
            "expected": instant_text(self.expected),
            "found": instant_text(self.found),
            "difference_ms": round((self.found - self.expected) / timedelta(milliseconds=1)),
            "same_boot": self.is_same_boot,
            "since": self.since,
        }


@dataclass(frozen=True)
class ClockWitness:
    """What the next reading is held against."""

    last: Reading | None = None
    anchor: Reading | None = None

    def step_to(self, now: Instant) -> Step | None:
        """Tell whether the wall clock was moved before this reading."""
        if self.last is None:
            return None
        if self.last.boot != now.boot:
            if now.wall >= self.last.wall:
                return None
            return Step(self.last.wall, now.wall, is_same_boot=False, since=self.last.seq)
        step = _step(self.last, now)
        if step is None and self.anchor is not None and self.anchor.boot == now.boot:
            step = _step(self.anchor, now)
        return step

    def after(self, seq: int, now: Instant, *, stepped: bool = False) -> ClockWitness:
        """Return the witness once entry `seq` has been written at `now`."""
        reading = Reading(seq, now.wall, now.monotonic_ns // 1000, now.boot)
        is_new = stepped or self.anchor is None or self.anchor.boot != now.boot
        return replace(self, last=reading, anchor=reading if is_new else self.anchor)


class WitnessMemory:
    """Spares each transaction the walk back: the witness after the entry with one leaf hash."""

    def __init__(self) -> None:
        self._known: tuple[bytes, ClockWitness] | None = None

    def after(self, leaf: bytes) -> ClockWitness | None:
        """Return the witness if the newest entry is still the one it was kept for."""
        return self._known[1] if self._known is not None and self._known[0] == leaf else None

    def keep(self, leaf: bytes, witness: ClockWitness) -> None:
        """Keep the witness once its entry is committed."""
        self._known = (leaf, witness)


def witness_of(newest_first: Iterable[bytes]) -> ClockWitness:
    """Read the witness off the journal, from its newest entry back to where the boot or the last step begins."""
    last = anchor = None
    for entry in newest_first:
        told = _DECODER.decode(entry)
        reading = Reading(told.seq, _instant(told.wall), told.mono_us, told.boot)
        last = last or reading
        if reading.boot != last.boot:
            break
        anchor = reading
        if told.change == STEPPED:
            break
    return ClockWitness(last, anchor)


def _step(before: Reading, now: Instant) -> Step | None:
    passed = timedelta(microseconds=now.monotonic_ns // 1000 - before.mono_us)
    expected = before.wall + passed
    if abs(now.wall - expected) <= TOLERANCE + abs(passed) * DRIFT_PER_MILLION / 1_000_000:
        return None
    return Step(expected, now.wall, is_same_boot=True, since=before.seq)


class _Told(msgspec.Struct):
    seq: int
    change: str
    wall: str
    mono_us: int
    boot: str


_DECODER = msgspec.json.Decoder(_Told)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)

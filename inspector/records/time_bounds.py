"""When a photo was taken, as an interval: worked out from what others said of the time, never from our wall clock.

Entries follow one another by number; between two of one boot at least the monotonic time between them
passed. An anchor is a time somebody else vouches for: whatever was journalled after we held it is not
earlier, whatever it covers is not later (docs/adr/0072).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

SLOWEST = 9_999, 10_000
"""A monotonic clock may run fast by one ten-thousandth: so much less may truly have passed."""


@dataclass(frozen=True)
class EntryTime:
    """What one entry says of the time."""

    seq: int
    wall: datetime
    mono_us: int
    boot: str
    is_step: bool = False
    """The entry tells that the wall clock was moved."""


@dataclass(frozen=True)
class Anchor:
    """A time vouched for by somebody else: the centre in a receipt, or a timestamp authority."""

    at: datetime
    held_at: int
    """The entry that journalled it: later entries were written after `at`. 0: only covers."""
    covers: int
    """Entries up to this number were there before `at`; 0: covers none."""


@dataclass(frozen=True)
class TimeBounds:
    """When an entry was written: an interval as far as anybody vouches for one, and the device's own word."""

    claimed: datetime
    """The device's wall clock."""
    not_before: datetime | None
    not_after: datetime | None
    steps_before: int
    """Jumps of the wall clock journalled since the last anchor, or since the first entry where there is none."""
    steps_after: int
    """Jumps up to the first anchor that covers the entry, or up to now."""

    @property
    def is_device_only(self) -> bool:
        """Tell whether nobody but the device vouches for the time."""
        return self.not_before is None and self.not_after is None

    @property
    def is_contradictory(self) -> bool:
        """Tell whether the bounds cross: one of the clocks that gave them was wrong."""
        return None not in (self.not_before, self.not_after) and self.not_before > self.not_after  # type: ignore[operator]

    @property
    def is_claim_inside(self) -> bool:
        """Tell whether the device's own word lies within the bounds."""
        early = self.not_before is not None and self.claimed < self.not_before
        return not early and (self.not_after is None or self.claimed <= self.not_after)


def time_bounds(entries: Sequence[EntryTime], anchors: Sequence[Anchor]) -> tuple[TimeBounds, ...]:
    """Return the bounds of every entry; `entries` are the whole journal in order, from number 1."""
    passed = [timedelta(), *(_passed(a, b) for a, b in itertools.pairwise(entries))]
    lower, steps_before = _forward(entries, anchors, passed)
    upper, steps_after = _backward(entries, anchors, passed)
    return tuple(
        TimeBounds(entry.wall, lower[n], upper[n], steps_before[n], steps_after[n])
        for n, entry in enumerate(entries)
    )


def _passed(earlier: EntryTime, later: EntryTime) -> timedelta:
    """Return what certainly passed between two neighbours: nothing is known over a restart."""
    if earlier.boot != later.boot or later.mono_us < earlier.mono_us:
        return timedelta()
    return timedelta(microseconds=(later.mono_us - earlier.mono_us) * SLOWEST[0] // SLOWEST[1])


def _forward(
    entries: Sequence[EntryTime], anchors: Sequence[Anchor], passed: Sequence[timedelta]
) -> tuple[list[datetime | None], list[int]]:
    """Carry the latest time already held from entry to entry, and count the jumps since it was held."""
    held = {anchor.held_at: anchor.at for anchor in sorted(anchors, key=lambda each: each.at)}
    bounds: list[datetime | None] = []
    jumps: list[int] = []
    known: datetime | None = None
    count = 0
    for entry, gone in zip(entries, passed, strict=True):
        known = None if known is None else known + gone
        count += entry.is_step
        anchor = held.get(entry.seq)
        if anchor is not None:  # the anchor was held before the entry that journals it was written
            known, count = anchor if known is None else max(known, anchor), 0
        bounds.append(known)
        jumps.append(count)
    return bounds, jumps


def _backward(
    entries: Sequence[EntryTime], anchors: Sequence[Anchor], passed: Sequence[timedelta]
) -> tuple[list[datetime | None], list[int]]:
    """Carry the earliest covering time back from entry to entry, and count the jumps up to it."""
    covering = {
        anchor.covers: anchor.at for anchor in sorted(anchors, key=lambda each: each.at, reverse=True)
    }
    bounds: list[datetime | None] = []
    jumps: list[int] = []
    known: datetime | None = None
    count = 0
    gone_after = timedelta()
    for entry, gone in zip(reversed(entries), reversed(passed), strict=True):
        known = None if known is None else known - gone_after
        anchor = covering.get(entry.seq)
        if anchor is not None:
            known, count = anchor if known is None else min(known, anchor), 0
        bounds.append(known)
        jumps.append(count)
        count += entry.is_step
        gone_after = gone
    return bounds[::-1], jumps[::-1]

"""Bounds on when something was written: the true time lies inside, whatever was done to the wall clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.records.time_bounds import Anchor, EntryTime, TimeBounds, time_bounds

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no fault of the rule."""


def at(minutes: float) -> datetime:
    return NOON + minutes * MINUTE


def entry(
    seq: int, minutes: float, *, boot: str = "a", wall: float | None = None, is_step: bool = False
) -> EntryTime:
    shown = at(minutes if wall is None else wall)
    return EntryTime(seq, shown, int(minutes * 60_000_000), boot, is_step)


def test_without_an_anchor_there_is_only_the_devices_word() -> None:
    (bounds,) = time_bounds([entry(1, 0)], [])
    assert bounds == TimeBounds(NOON, None, None, 0, 0)
    assert bounds.is_device_only
    assert bounds.is_claim_inside


def test_an_anchor_held_before_and_one_that_covers_make_an_interval() -> None:
    entries = [entry(1, 0), entry(2, 10), entry(3, 40), entry(4, 60)]
    anchors = [Anchor(at(-5), held_at=1, covers=0), Anchor(at(90), held_at=4, covers=3)]
    found = time_bounds(entries, anchors)[1]
    assert found.not_before == at(-5) + 10 * MINUTE * 0.9999
    assert found.not_after == at(90) - 30 * MINUTE * 0.9999
    assert found.is_claim_inside


def test_over_a_restart_only_the_order_is_known() -> None:
    entries = [entry(1, 0), entry(2, 600, boot="b"), entry(3, 610, boot="b")]
    anchors = [Anchor(at(-1), held_at=1, covers=0)]
    bounds = time_bounds(entries, anchors)
    assert bounds[1].not_before == at(-1)
    assert bounds[2].not_before == at(-1) + 10 * MINUTE * 0.9999


def test_jumps_between_the_anchors_are_counted() -> None:
    entries = [entry(1, 0), entry(2, 1, is_step=True), entry(3, 1), entry(4, 2, is_step=True), entry(5, 2)]
    anchors = [Anchor(at(0), held_at=1, covers=0), Anchor(at(9), held_at=0, covers=5)]
    photo = time_bounds(entries, anchors)[2]
    assert (photo.steps_before, photo.steps_after) == (1, 1)


def test_a_claim_outside_and_bounds_that_cross_are_told() -> None:
    entries = [entry(1, 0), entry(2, 10, wall=-600)]
    assert not time_bounds(entries, [Anchor(at(0), 1, 0)])[1].is_claim_inside
    crossed = time_bounds(entries, [Anchor(at(100), 1, 0), Anchor(at(50), 0, 2)])[1]
    assert crossed.is_contradictory


@dataclass
class Told:
    entries: list[EntryTime]
    truth: list[datetime]
    anchors: list[Anchor]


@st.composite
def histories(draw: st.DrawFn) -> Told:
    """A device in somebody's hands: it works, sleeps, is restarted, set back and forward, and syncs."""
    told = Told([], [], [])
    true, boot, mono, skew = NOON, 0, 0.0, timedelta()
    unsent = 0
    speed = draw(st.floats(0.99995, 1.00005))
    for _ in range(draw(st.integers(2, 40))):
        what = draw(st.sampled_from(["write", "write", "write", "wait", "restart", "step", "sync"]))
        seconds = draw(st.integers(1, 200_000))
        if what == "wait":
            true, mono = true + timedelta(seconds=seconds), mono + seconds * speed
        elif what == "restart":
            true, mono, boot = true + timedelta(seconds=seconds), 0.0, boot + 1
        elif what == "step":
            skew += timedelta(seconds=draw(st.integers(-(10**8), 10**8)))
        seq = len(told.entries) + 1
        if what == "sync" and told.entries:
            received = true + timedelta(seconds=draw(st.integers(0, 50)))
            gone = draw(st.integers(0, 5000))
            true, mono = (
                received + timedelta(seconds=gone),
                mono + ((received - true).total_seconds() + gone) * speed,
            )
            told.anchors.append(Anchor(received, held_at=seq, covers=max(unsent, len(told.entries))))
            unsent = seq
        told.entries.append(EntryTime(seq, true + skew, int(mono * 1_000_000), f"boot-{boot}"))
        told.truth.append(true)
    return told


@given(histories())
@CALM
def test_the_true_time_always_lies_inside(told: Told) -> None:
    found = time_bounds(told.entries, told.anchors)
    slack = timedelta(microseconds=5)  # clocks are written down in whole microseconds
    for bounds, true in zip(found, told.truth, strict=True):
        assert bounds.not_before is None or bounds.not_before <= true + slack
        assert bounds.not_after is None or true <= bounds.not_after + slack
        assert (
            not bounds.is_contradictory
            or (bounds.not_before or true) - (bounds.not_after or true) <= 2 * slack
        )


@given(histories())
@CALM
def test_the_wall_clock_decides_nothing(told: Told) -> None:
    moved = [
        EntryTime(e.seq, e.wall + timedelta(days=e.seq * 37 % 11), e.mono_us, e.boot) for e in told.entries
    ]
    before = [(b.not_before, b.not_after) for b in time_bounds(told.entries, told.anchors)]
    assert [(b.not_before, b.not_after) for b in time_bounds(moved, told.anchors)] == before

"""What every journal says when the wall clock is moved, in memory or on disk."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from inspector.clock import SetClock
from inspector.store import Store
from tests.fakes import DEVICE_ID, MemoryStore

AnyStore = MemoryStore | Store
HOUR, SECOND, DAY = timedelta(hours=1), timedelta(seconds=1), timedelta(days=1)


def note(store: AnyStore, times: int = 1) -> None:
    with store.unit() as unit:
        for _ in range(times):
            unit.note("sample.noted", "s", {}, by="officer-1")
        unit.commit()


def entries(store: AnyStore) -> list[dict[str, Any]]:
    return [json.loads(entry) for entry in store.journal.entries(1, store.journal.length())]


def changes(store: AnyStore) -> list[str]:
    return [entry["change"].split(".")[1] for entry in entries(store)]


def test_time_that_passes_is_no_jump(store: AnyStore, clock: SetClock) -> None:
    for step in (SECOND, HOUR, 40 * DAY, timedelta(milliseconds=1)):
        note(store)
        clock.advance(step)
    note(store)
    assert changes(store) == ["noted"] * 5


@pytest.mark.parametrize("by", [-HOUR, HOUR, -365 * DAY, 365 * DAY, -3 * SECOND, 3 * SECOND])
def test_a_jump_stands_in_an_entry_before_the_one_it_precedes(
    store: AnyStore, clock: SetClock, by: timedelta
) -> None:
    note(store)
    clock.advance(SECOND)
    clock.step(by)
    note(store, 2)
    assert changes(store) == ["noted", "stepped", "noted", "noted"]
    step = entries(store)[1]
    assert (step["by"], step["subject"], step["kind"]) == ("device", DEVICE_ID, "")
    assert step["facts"]["difference_ms"] == by / timedelta(milliseconds=1)
    assert step["facts"]["same_boot"] is True
    assert step["facts"]["since"] == 1
    assert step["wall"] == step["facts"]["found"] == entries(store)[2]["wall"]


def test_two_seconds_are_borne(store: AnyStore, clock: SetClock) -> None:
    note(store)
    clock.step(2 * SECOND)
    note(store)
    assert changes(store) == ["noted", "noted"]


@pytest.mark.parametrize("sign", [1, -1])
def test_a_clock_that_creeps_is_held_against_the_first_entry_of_the_boot(
    store: AnyStore, clock: SetClock, sign: int
) -> None:
    for _ in range(10):
        note(store)
        clock.advance(60 * SECOND)
        clock.step(sign * 0.9 * SECOND)
    told = [entry for entry in entries(store) if entry["change"] == "clock.stepped"]
    # 0.9 s each: told as soon as more than two have gathered, then counted from there
    assert [entry["facts"]["difference_ms"] for entry in told] == [sign * 2700] * 3
    moved = sum(entry["facts"]["difference_ms"] for entry in told)
    assert abs(moved - sign * 9 * 900) <= 2000


def test_a_jump_and_back_are_two(store: AnyStore, clock: SetClock) -> None:
    note(store)
    clock.step(-DAY)
    note(store)
    clock.step(DAY)
    note(store)
    assert [e["facts"]["difference_ms"] for e in entries(store) if e["facts"]] == [-86_400_000, 86_400_000]


def test_a_restart_is_no_jump(store: AnyStore, clock: SetClock) -> None:
    note(store)
    clock.advance(HOUR)
    clock.restart("boot-2", after=DAY)
    note(store)
    assert changes(store) == ["noted", "noted"]


def test_a_restart_into_the_past_is_one(store: AnyStore, clock: SetClock) -> None:
    note(store)
    clock.restart("boot-2", after=-HOUR)
    note(store, 2)
    assert changes(store) == ["noted", "stepped", "noted", "noted"]
    assert entries(store)[1]["facts"]["same_boot"] is False
    assert entries(store)[1]["facts"]["difference_ms"] == -3_600_000


@pytest.mark.parametrize(
    "at",
    [
        datetime(2038, 1, 19, 3, 14, 7, tzinfo=UTC),
        datetime(2106, 2, 7, 6, 28, 15, tzinfo=UTC),
        datetime(1970, 1, 1, tzinfo=UTC),
    ],
)
def test_no_year_is_too_late_for_the_journal(store: AnyStore, clock: SetClock, at: datetime) -> None:
    clock.step(at - clock.now().wall)
    note(store)
    clock.advance(2 * SECOND)
    note(store)
    assert changes(store) == ["noted", "noted"]
    first, second = (datetime.fromisoformat(entry["wall"]) for entry in entries(store))
    assert (first, second - first) == (at, 2 * SECOND)


def test_what_was_rolled_back_left_no_trace_in_the_witness(store: AnyStore, clock: SetClock) -> None:
    note(store)
    clock.step(HOUR)
    with store.unit() as unit:
        unit.note("sample.noted", "s", {}, by="officer-1")
    note(store)
    assert changes(store) == ["noted", "stepped", "noted"]


def test_order_is_by_number_whatever_the_clock_says(store: AnyStore, clock: SetClock) -> None:
    for _ in range(3):
        note(store)
        clock.step(-HOUR)
    assert all(later["seq"] == earlier["seq"] + 1 for earlier, later in pairwise(entries(store)))

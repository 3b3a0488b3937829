"""Photos and bytes on their way, the rate and the time left, and how long to wait after a cut: pure."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from sync.bundle.foot import Foot
from sync.bundle.layout import HEAD_SIZE, Part, Region
from sync.meter import Meter
from sync.retrying import FIRST_S, LONGEST_S, pause_s


def foot(sizes: dict[str, list[int]]) -> Foot:
    """What the meter asks of a FOOT: objects, each with parts of these sizes."""
    parts, offset = [], HEAD_SIZE
    for name, each in sizes.items():
        region = Region("object", name, offset, sum(each))
        for size in each:
            parts.append(Part(len(parts), region, offset, size, ""))
            offset += size
    return cast(
        "Foot",
        SimpleNamespace(
            bundle="b",
            offset=offset,
            objects=tuple(SimpleNamespace(id=name) for name in sizes),
            all_parts=lambda: iter(parts),
        ),
    )


def test_a_photo_counts_once_its_last_part_is_there() -> None:
    at = [0.0]
    meter, two = Meter(lambda: at[0]), foot({"one": [10], "two": [20, 5]})
    meter.plan(["one", "two", "three"], 100)
    meter.expect("b", 99, sealed_bytes=60)
    meter.stands(two, (1, 2))
    before = meter.passage()
    assert (before.photos, before.all_photos, before.bytes, before.all_bytes) == (1, 3, 10, 35 + 40)
    first, last = list(two.all_parts())[1:]
    at[0] = 1.0
    meter.out("b", 12)
    assert meter.passage().bytes == 22
    at[0] = 2.0
    meter.out("b", 8)
    meter.acknowledged("b", first)
    assert (meter.passage().photos, meter.passage().bytes) == (1, 30)
    meter.out("b", 5)
    meter.acknowledged("b", last)
    done = meter.passage()
    assert (done.photos, done.bytes) == (2, 35)
    assert done.rate == 13.0
    assert done.seconds_left == 40 / 13
    assert (meter.take_put("b"), meter.take_put("b"), meter.moved) == (25, 0, 25)


def test_bytes_of_a_part_that_was_cut_off_count_for_nothing_once_the_centre_was_asked() -> None:
    meter, one = Meter(lambda: 0.0), foot({"one": [10]})
    meter.stands(one, (0,))
    meter.out("b", 9)
    meter.stands(one, (0,))
    assert (meter.passage().bytes, meter.take_put("b")) == (0, 9)


def test_where_nothing_moves_no_time_is_promised() -> None:
    meter = Meter(lambda: 0.0)
    meter.plan(["one"], 10)
    assert meter.passage().seconds_left is None


@given(tries=st.integers(1, 10_000), chance=st.floats(0, 1), asked=st.floats(0, 1e6))
def test_a_pause_has_an_end_and_is_never_shorter_than_asked(tries: int, chance: float, asked: float) -> None:
    pause = pause_s(tries, chance, asked)
    assert FIRST_S / 2 <= pause <= LONGEST_S
    assert pause >= min(asked, LONGEST_S)
    assert pause_s(tries + 1, chance) >= pause_s(tries, chance)


@given(tries=st.integers(1, 20))
def test_devices_do_not_come_back_in_one_moment(tries: int) -> None:
    assert pause_s(tries, 1.0) == 2 * pause_s(tries, 0.0)

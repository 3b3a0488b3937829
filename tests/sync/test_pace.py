"""How long an answer is waited for: less where the line is known to be fast, longer where it is slow; pure."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sync.bundle.layout import USUAL_PART
from sync.transport.pace import HELD_BYTES, LONGEST_S, PART_S, SILENCE_S, Pace

BLOCK = 256 << 10


def pace_of(size: int, rate: float) -> Pace:
    """A part that left at so many bytes a second, once the system held all it takes."""
    pace = Pace()
    for begin in range(0, size, BLOCK):
        pace.taken(BLOCK, 0.0 if begin < 2 * HELD_BYTES else BLOCK / rate)
    return pace


def test_of_a_part_that_the_system_holds_whole_nothing_is_known() -> None:
    assert pace_of(2 * HELD_BYTES, 1.0).patience_s == SILENCE_S


@given(size=st.integers(2 * HELD_BYTES + 1, USUAL_PART), rate=st.floats(2000.0, 1e9))
def test_what_is_held_may_go_half_as_fast_as_what_went_and_the_centre_has_its_time(
    size: int, rate: float
) -> None:
    patience = pace_of(size, rate).patience_s
    assert PART_S < patience <= LONGEST_S
    assert patience == LONGEST_S or patience >= PART_S + 2 * HELD_BYTES / (rate / 2) * 0.999


def test_a_fast_line_is_given_up_sooner_than_an_unknown_one_and_a_slow_one_later() -> None:
    assert pace_of(5_000_000, 1e6).patience_s < SILENCE_S < pace_of(5_000_000, 20_000.0).patience_s

"""Several offline devices draw from one bureau's register: no number is ever printed twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from inspector.errors import InputError
from inspector.records import Bureau, BureauLevel, NumberBlock, VoidNumber
from inspector.records.numbers import (
    MOST_CODES,
    all_closed,
    are_few,
    block_of_device,
    blocks_for,
    left_for,
    next_number,
    with_block,
    with_void,
)

AT = datetime(2026, 11, 20, tzinfo=UTC)
BUREAU = Bureau("b", "样本市市场监督管理局", "样", BureauLevel.COUNTY, "360299", "g", "c", "a", "n", "p")
DEVICES = st.integers(0, 2)
KINDS = st.sampled_from(["强制", "财清"])
YEARS = st.sampled_from([2026, 2027])
Paper = tuple[str, int, int]


class Register(RuleBasedStateMachine):
    """The bureau hands out ranges; each device only knows its own profile and its own papers."""

    def __init__(self) -> None:
        super().__init__()
        first = [replace(BUREAU, numbers_from=1 + 10 * n, numbers_to=10 + 10 * n) for n in range(3)]
        self.profiles: list[Bureau] = first
        self.known: list[list[Paper]] = [[], [], []]
        self.backups: list[tuple[Bureau, list[Paper]]] = [(profile, []) for profile in first]
        self.printed: list[Paper] = []
        self.voided: list[Paper] = []
        self.handed_out = 30

    def used(self, device: int, kind: str, year: int) -> set[int]:
        return {number for k, y, number in self.known[device] if (k, y) == (kind, year)}

    @rule(device=DEVICES, kind=KINDS, year=YEARS)
    def issue(self, device: int, kind: str, year: int) -> None:
        try:
            number = next_number(self.profiles[device], kind, year, self.used(device, kind, year))
        except InputError as error:
            assert error.code in {"numbers.used_up", "numbers.none_for_year", "numbers.closed"}
            return
        self.known[device].append((kind, year, number))
        self.printed.append((kind, year, number))

    @rule(device=DEVICES, kind=KINDS, year=YEARS, size=st.integers(1, 4))
    def allot(self, device: int, kind: str, year: int, size: int) -> None:
        block = NumberBlock(kind, year, self.handed_out + 1, self.handed_out + size, "register")
        self.handed_out += size
        used = self.used(device, kind, year)
        self.profiles[device] = with_block(self.profiles[device], block, used)

    @rule(device=DEVICES, kind=KINDS, year=YEARS, number=st.integers(1, 60))
    def void(self, device: int, kind: str, year: int, number: int) -> None:
        void = VoidNumber(kind, year, number, "纸张损坏", AT, "o1")
        # a number printed before a backup was brought back stays printed, whatever the device knows
        forgotten = (kind, year, number) in self.printed and number not in self.used(device, kind, year)
        if forgotten:
            return
        try:
            self.profiles[device] = with_void(self.profiles[device], void, self.used(device, kind, year))
        except InputError as error:
            assert error.code in {"numbers.not_ours", "numbers.taken"}
            return
        self.voided.append((kind, year, number))

    @rule(device=DEVICES)
    def back_up(self, device: int) -> None:
        self.backups[device] = (self.profiles[device], list(self.known[device]))

    @rule(device=DEVICES)
    def bring_back(self, device: int) -> None:
        profile, papers = self.backups[device]
        self.profiles[device], self.known[device] = all_closed(profile, "restored"), list(papers)

    @invariant()
    def no_number_is_on_two_papers(self) -> None:
        assert len(self.printed) == len(set(self.printed))

    @invariant()
    def no_block_in_use_is_on_two_devices(self) -> None:
        held = [
            (kind, year, number)
            for profile in self.profiles
            for kind in ("强制", "财清")
            for year in (2026, 2027)
            for block in blocks_for(profile, kind, year)
            if not block.closed
            for number in range(block.first, block.last + 1)
        ]
        assert len(held) == len(set(held))


TestRegister = Register.TestCase
TestRegister.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


def test_the_year_turns_and_the_class_has_no_block_for_it() -> None:
    bureau = with_block(BUREAU, NumberBlock("强制", 2026, 5, 6), ())
    assert next_number(bureau, "强制", 2026, {5}) == 6
    with pytest.raises(InputError, match=r"numbers\.none_for_year"):
        next_number(bureau, "强制", 2027, ())
    assert next_number(bureau, "财清", 2027, ()) == 1  # the standing block still serves other classes


def test_an_exhausted_block_is_refused_and_a_second_one_goes_on() -> None:
    bureau = with_block(BUREAU, NumberBlock("强制", 2026, 5, 6), ())
    with pytest.raises(InputError, match=r"numbers\.used_up"):
        next_number(bureau, "强制", 2026, {5, 6})
    bureau = with_block(bureau, NumberBlock("强制", 2026, 3, 4), {5, 6})
    assert next_number(bureau, "强制", 2026, {5, 6}) == 3


def test_a_void_number_is_passed_over_and_never_given() -> None:
    bureau = with_void(BUREAU, VoidNumber("强制", 2026, 2, "打印损坏", AT, "o1"), {1})
    assert next_number(bureau, "强制", 2026, {1}) == 3
    with pytest.raises(InputError, match=r"numbers\.taken"):
        with_void(bureau, VoidNumber("强制", 2026, 2, "再次", AT, "o1"), {1})


@pytest.mark.parametrize(
    ("block", "code"),
    [
        (NumberBlock("强制", 2026, 0, 5), "numbers.range"),
        (NumberBlock("强制", 2026, 9, 5), "numbers.range"),
        (NumberBlock("强制", 26, 1, 5), "numbers.range"),
        (NumberBlock("强制", 2026, 1, 1_000_000), "numbers.range"),
        (NumberBlock("强制", 2026, 105, 120), "numbers.overlap"),
        (NumberBlock("强制", 2026, 1, 5), "numbers.taken"),
    ],
)
def test_a_block_that_cannot_be_is_refused(block: NumberBlock, code: str) -> None:
    bureau = with_block(BUREAU, NumberBlock("强制", 2026, 100, 110), ())
    with pytest.raises(InputError) as refusal:
        with_block(bureau, block, {3})
    assert refusal.value.code == code


@given(used=st.sets(st.integers(1, 40)), void=st.sets(st.integers(1, 40)), last=st.integers(1, 40))
def test_what_is_left_is_what_can_still_be_given(used: set[int], void: set[int], last: int) -> None:
    bureau = replace(
        BUREAU,
        numbers_to=last,
        void_numbers=tuple(VoidNumber("强制", 2026, number, "卡纸", AT, "o1") for number in void - used),
    )
    left, given_now = left_for(bureau, "强制", 2026, used), set(used)
    for _ in range(left):
        given_now.add(next_number(bureau, "强制", 2026, given_now))
    assert left == len(given_now - used)
    with pytest.raises(InputError, match=r"numbers\.used_up"):
        next_number(bureau, "强制", 2026, given_now)


@given(st.integers(1, MOST_CODES), st.integers(1, MOST_CODES))
def test_devices_with_codes_of_their_own_never_meet(one: int, other: int) -> None:
    (first, last), (begin, end) = block_of_device(one), block_of_device(other)
    assert one == other or last < begin or end < first
    assert min(first, begin) > 1000


def test_a_fifth_of_a_small_block_is_few() -> None:
    assert [are_few(left, 50) for left in (11, 10, 0)] == [False, True, True]
    assert [are_few(left, 999) for left in (21, 20)] == [False, True]

"""A disk that refuses at each call in turn: told in words, nothing acknowledged lost, and well again it goes on."""

from __future__ import annotations

import errno
import random
import sys
from collections import Counter

import pytest

from tests.faults.conftest import Tally
from tests.faults.crew import Crew, Outcome, Spot
from tests.faults.failing_disk import Call, Fault, What
from tests.faults.steps import STEPS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="LD_PRELOAD")

KINDS = {
    "EIO once": (What.FAIL_ONCE, errno.EIO, "changes"),
    "EIO from there on": (What.FAIL_FROM, errno.EIO, "changes"),
    "disk full from there on": (What.FAIL_FROM, errno.ENOSPC, "changes"),
    "half a write": (What.SHORT, 0, "changes"),
    "EIO on read": (What.FAIL_READ, errno.EIO, "reads"),
}


AT_MOST = 30
"""Points of one step and kind; the kinds strike different ones."""


def spot(step: str, kind: str, point: int, seed: int = 1) -> Spot:
    what, error, _ = KINDS[kind]
    return Spot(step, seed, Fault(what, point, error, Call.ALL))


def refuse(crew: Crew, spots: list[Spot]) -> list[Outcome]:
    outcomes = crew.every(spots, crew.refuse)
    for outcome in outcomes:
        for fact in outcome.ended.said:
            if "refused" in fact:
                assert fact["has_words"], f"{outcome.spot}: {fact}"
                assert not fact["is_ours"], f"{outcome.spot}: {fact}"
    return outcomes


def codes(outcomes: list[Outcome]) -> Counter[str]:
    return Counter(fact["refused"] for each in outcomes for fact in each.ended.said if "refused" in fact)


@pytest.mark.long
def test_at_a_point_of_some_steps_it_is_told_and_goes_on(fault_crew: Crew) -> None:
    chance = random.Random(20261127)
    quick = chance.sample([name for name, step in STEPS.items() if not step.is_slow], 6)
    kinds = [kind for kind in KINDS if kind != "EIO on read"]
    spots = [  # what was acknowledged before, between and after is held to in `crew.refuse`
        spot(name, kinds[number % len(kinds)], chance.randrange(STEPS[name].points))
        for number, name in enumerate(quick)
    ]
    assert codes(refuse(fault_crew, spots))


def test_one_bad_read_ends_one_step_and_not_the_day(fault_crew: Crew) -> None:
    outcomes = refuse(fault_crew, [spot("list-goods", "EIO on read", point) for point in range(2)])
    assert codes(outcomes).keys() <= {"store.damaged", "store.io"}
    assert codes(outcomes)


def test_a_sync_that_fails_is_told_and_the_photo_is_not_called_safe(fault_crew: Crew) -> None:
    """Only SQLite's sync of a folder and the log beside the database, which is caught up, go on without a word."""
    faults = [Fault(What.FAIL_ONCE, point, errno.EIO, Call.SYNC) for point in range(3)]
    outcomes = refuse(fault_crew, [Spot("take-photos", 1, fault) for fault in faults])
    for outcome in outcomes:
        refused = [fact["refused"] for fact in outcome.ended.said if "refused" in fact]
        assert refused or outcome.ended.said[-1]["struck"].split()[1].endswith(("/device", "/journal.log"))


@pytest.mark.parametrize("step", ["unlock", "take-photos"])
def test_a_folder_that_may_only_be_read_is_told(fault_crew: Crew, step: str) -> None:
    (outcome,) = refuse(fault_crew, [Spot(step, 1, Fault(What.FAIL_FROM, 0, errno.EROFS))])
    assert codes([outcome])


@pytest.mark.parametrize("room", [1, 41])
def test_with_a_byte_left_a_photo_is_whole_or_not_there(fault_crew: Crew, room: int) -> None:
    (outcome,) = refuse(fault_crew, [Spot("take-photos", 1, Fault(What.ROOM, room))])
    assert codes([outcome]).keys() == {"vault.disk_full"}


@pytest.mark.long
@pytest.mark.parametrize("step", STEPS)
def test_wherever_room_ends_by_the_byte_it_is_told_and_goes_on(
    fault_crew: Crew, step: str, tally: Tally
) -> None:
    chance = random.Random(3)
    rooms = sorted({0, 1, *(int(2 ** (chance.random() * 20.5)) for _ in range(30))})
    outcomes = refuse(fault_crew, [Spot(step, 1, Fault(What.ROOM, room)) for room in rooms])
    assert all(code.endswith((".disk_full", ".io", ".stick_full")) for code in codes(outcomes)), codes(
        outcomes
    )
    tally("full disks, by the byte", step, sum(bool(each.ended.said[-1]["struck"]) for each in outcomes))


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("step", STEPS)
def test_at_points_all_over_a_step_it_is_told_and_goes_on(
    fault_crew: Crew, step: str, kind: str, tally: Tally
) -> None:
    points = fault_crew.calls(step)[KINDS[kind][2]]
    chosen = random.Random(kind).sample(range(points), min(points, AT_MOST))
    outcomes = refuse(fault_crew, [spot(step, kind, point) for point in sorted(chosen)])
    tally("refusals", f"{step}, {kind}", sum(bool(each.ended.said[-1]["struck"]) for each in outcomes))

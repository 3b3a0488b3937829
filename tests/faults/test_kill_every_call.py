"""kill -9 before and after every call that changes something on the disk, Python's and SQLCipher's alike."""

from __future__ import annotations

import random
import sys

import pytest

from tests.faults.conftest import Tally
from tests.faults.crew import Crew, Outcome, Spot
from tests.faults.failing_disk import Fault, What
from tests.faults.steps import STEPS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")

DELIVERING = {"seal-bundle", "carry", "collect"}
AT_MOST = 80
"""Points tried of a step and a seed: drawers of a vault and pages of a copy are one like the other."""


def spot(step: str, seed: int, point: int) -> Spot:
    return Spot(step, seed, Fault((What.KILL_BEFORE, What.KILL_AFTER)[(point + seed) % 2], point))


def kill(crew: Crew, spots: list[Spot]) -> list[Outcome]:
    return crew.every(spots, lambda each: crew.kill(each, deliver=each.step in DELIVERING))


def test_at_a_point_of_some_steps_nothing_is_lost_doubled_or_half_there(fault_crew: Crew) -> None:
    chance = random.Random(20261126)
    quick = chance.sample([name for name, step in STEPS.items() if not step.is_slow], 12)
    outcomes = kill(fault_crew, [spot(name, 1, chance.randrange(STEPS[name].points)) for name in quick])
    assert all(each.ended.was_killed for each in outcomes)


@pytest.mark.long
@pytest.mark.parametrize("step", STEPS)
def test_at_every_point_of_a_step_nothing_is_lost_doubled_or_half_there(
    fault_crew: Crew, step: str, tally: Tally
) -> None:
    """Short steps with content of two seeds; before and after the calls in turn."""
    spots = []
    for seed in (1, 2) if STEPS[step].points <= 50 else (1,):
        points = range(fault_crew.calls(step, seed)["changes"])
        assert len(points) >= STEPS[step].points
        chosen = sorted(random.Random(seed).sample(points, min(len(points), AT_MOST)))
        spots += [spot(step, seed, point) for point in chosen]
    outcomes = kill(fault_crew, spots)
    killed = sum(each.ended.was_killed for each in outcomes)
    assert killed >= len(spots) - 4  # a run may need a call or two less than the one that was counted
    tally("kill points", step, killed)

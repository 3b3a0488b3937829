"""kill -9 in a working day of photos and bundles: all that was acknowledged arrives at the centre, once."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from tests.faults.killing import KILLED
from tests.faults.workday_check import POINTS_OF_TWO_ROUNDS, Bureau

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    return Bureau.found(tmp_path)


def test_killed_at_a_few_points_everything_acknowledged_is_delivered(bureau: Bureau) -> None:
    chance = random.Random(21)
    for seed, point in enumerate([45, *chance.sample(range(POINTS_OF_TWO_ROUNDS), 4)]):
        assert bureau.die_at(point, seed) == KILLED
        bureau.check()
    for seed in range(5, 8):
        bureau.kill_after(chance.uniform(0, 0.2), seed)
        bureau.check()
    assert len(bureau.photos) >= 3
    assert bureau.deliveries
    bureau.deliver_everything()


@pytest.mark.long
def test_killed_at_a_hundred_points_everything_acknowledged_is_delivered(bureau: Bureau) -> None:
    for point in range(POINTS_OF_TWO_ROUNDS):
        assert bureau.die_at(point, seed=point) == KILLED
        bureau.check()
    chance = random.Random(20261124)
    for seed in range(POINTS_OF_TWO_ROUNDS, 100):
        bureau.kill_after(chance.uniform(0, 0.5), seed)
        bureau.check()
    assert len(bureau.photos) >= 100
    assert len(bureau.deliveries) >= 40
    bureau.deliver_everything()


def test_the_points_counted_are_all_there_are(bureau: Bureau) -> None:
    assert bureau.die_at(POINTS_OF_TWO_ROUNDS, seed=0) == 0
    assert bureau.die_at(POINTS_OF_TWO_ROUNDS - 1, seed=1) == KILLED

"""kill -9 in a working day of photos and bundles: all that was acknowledged arrives at the centre, once."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from tests.faults.killing import KILLED
from tests.faults.workday_check import Bureau

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    return Bureau.found(tmp_path)


@pytest.mark.long
def test_killed_at_a_few_points_everything_acknowledged_is_delivered(bureau: Bureau) -> None:
    chance = random.Random(21)
    points = bureau.points(seed=0)
    assert points > 50
    for seed, point in enumerate([points - 1, *chance.sample(range(points), 4)], 1):
        assert bureau.die_at(point, seed) == KILLED
        bureau.check()
    for seed in range(6, 9):
        bureau.kill_after(chance.uniform(0, 0.2), seed)
        bureau.check()
    bureau.deliver_everything()


@pytest.mark.long
def test_killed_at_a_hundred_points_everything_acknowledged_is_delivered(bureau: Bureau) -> None:
    points = bureau.points(seed=0)
    for point in range(points):
        assert bureau.die_at(point, seed=1 + point) == KILLED
        bureau.check()
    chance = random.Random(20261124)
    for seed in range(1 + points, 1 + max(100, points + 30)):
        bureau.kill_after(chance.uniform(0, 0.5), seed)
        bureau.check()
    assert len(bureau.photos) >= 100
    assert len(bureau.deliveries) >= 40
    bureau.deliver_everything()

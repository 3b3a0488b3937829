"""kill -9 at a hundred points: half inside the write protocol, half at any moment."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from tests.faults.killing import KILLED, check, run_and_kill, run_until_killed

pytestmark = [pytest.mark.long, pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")]


def test_every_point_of_the_first_start(tmp_path: Path) -> None:
    for point in range(28):
        folder = tmp_path / str(point)
        folder.mkdir()
        status, _ = run_until_killed(folder, "set-up", "--die-at", str(point))
        assert status == KILLED
        check(folder, [])


def test_every_point_of_the_first_five_photos(tmp_path: Path) -> None:
    acknowledged = []
    for point in range(50):
        status, said = run_until_killed(
            tmp_path, "import", "--count", "6", "--seed", str(point), "--die-at", str(point)
        )
        assert status == KILLED
        acknowledged += said
        check(tmp_path, acknowledged)


def test_fifty_random_moments(tmp_path: Path) -> None:
    acknowledged = []
    chance = random.Random(20261123)
    for seed in range(50):
        acknowledged += run_and_kill(tmp_path, chance.uniform(0, 0.3), "--seed", str(seed))
        check(tmp_path, acknowledged)
    assert len(acknowledged) >= 50

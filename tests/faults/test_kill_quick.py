"""kill -9 at a few chosen points: nothing acknowledged is lost, nothing is there by halves."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from tests.faults.killing import KILLED, check, run_and_kill, run_until_killed

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")


@pytest.mark.long
def test_killed_during_the_first_start_the_next_start_goes_on(tmp_path: Path) -> None:
    for point in random.Random(11).sample(range(28), 3):
        folder = tmp_path / str(point)
        folder.mkdir()
        status, acknowledged = run_until_killed(folder, "set-up", "--die-at", str(point))
        assert (status, acknowledged) == (KILLED, [])
        check(folder, [])


@pytest.mark.long
def test_killed_inside_the_write_protocol_every_acknowledged_photo_stays(tmp_path: Path) -> None:
    acknowledged = []
    for point in random.Random(12).sample(range(40), 6):
        status, said = run_until_killed(
            tmp_path, "import", "--count", "5", "--seed", str(point), "--die-at", str(point)
        )
        assert status == KILLED
        acknowledged += said
        check(tmp_path, acknowledged)
    assert acknowledged


def test_killed_at_any_moment_every_acknowledged_photo_stays(tmp_path: Path) -> None:
    acknowledged = []
    chance = random.Random(13)
    for seed in range(2):
        acknowledged += run_and_kill(tmp_path, chance.uniform(0, 0.15), "--seed", str(seed))
        check(tmp_path, acknowledged)
    assert len(acknowledged) >= 2

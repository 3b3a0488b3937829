"""What a guess costs may be asked for by several threads at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from inspector.keys.cost import FLOOR, calibrated

PROJECT = Path(__file__).parents[3]
FOUR_AT_ONCE = """
from concurrent.futures import ThreadPoolExecutor
from inspector.keys.cost import KdfCost, slow_key
cost = KdfCost(memory_kib=1024, passes=1, lanes=2)
with ThreadPoolExecutor(4) as pool:
    keys = set(pool.map(lambda _: bytes(slow_key(b"secret", b"0" * 16, cost)), range(120)))
assert len(keys) == 1
"""


def test_derivations_of_two_lanes_in_several_threads_come_to_an_end() -> None:
    # in a process of its own: what hangs, hangs in native code and could not be stopped here
    done = subprocess.run([sys.executable, "-c", FOUR_AT_ONCE], cwd=PROJECT, timeout=60, check=False)
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("seconds", "memory_mib", "passes"),
    [
        (60.0, 64, 3),  # a very slow machine: the floor holds
        (0.6, 128, 3),
        (0.3, 256, 3),
        (0.05, 512, 7),
        (0.000001, 512, 12),
    ],
)
def test_the_cost_follows_the_machine_and_never_goes_below_the_floor(
    seconds: float, memory_mib: int, passes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`seconds` is what one guess at the floor takes."""
    monkeypatch.setattr("inspector.keys.cost._is_there", lambda _: True)
    readings = iter((100.0, 100.0 + seconds, 200.0, 209.0 + seconds))
    cost = calibrated(lambda: next(readings))
    assert (cost.memory_kib // 1024, cost.passes) == (memory_mib, passes)
    assert cost.meets(FLOOR)
    assert cost.is_payable


def test_a_machine_without_the_memory_is_asked_for_less(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inspector.keys.cost._is_there", lambda memory: memory <= 128 * 1024)
    readings = iter((0.0, 0.05, 1.0, 1.05))
    assert calibrated(lambda: next(readings)).memory_kib == 128 * 1024

"""What a guess costs may be asked for by several threads at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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

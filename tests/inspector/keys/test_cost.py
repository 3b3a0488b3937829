"""What a guess costs may be asked for by two threads at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[3]
TWO_AT_ONCE = """
from concurrent.futures import ThreadPoolExecutor
from inspector.keys.cost import KdfCost, slow_key
cost = KdfCost(memory_kib=64 * 1024, passes=1, lanes=2)
with ThreadPoolExecutor(2) as pool:
    keys = list(pool.map(lambda _: bytes(slow_key(b"secret", b"0" * 16, cost)), range(2)))
assert keys[0] == keys[1]
"""


def test_two_threads_with_two_lanes_each_come_to_an_end() -> None:
    # in a process of its own: what hangs, hangs in native code and could not be stopped here
    done = subprocess.run([sys.executable, "-c", TWO_AT_ONCE], cwd=PROJECT, timeout=60, check=False)
    assert done.returncode == 0

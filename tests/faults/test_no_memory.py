"""A machine without the memory a passphrase costs: told in words, and nothing is changed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from inspector import keys
from inspector.keys import KdfCost
from tests.faults.killing import PROJECT
from tests.stand import CHEAP, PASSPHRASE

DEAR = KdfCost(memory_kib=512 * 1024, passes=1, lanes=1)
IN_A_SMALL_MACHINE = """
import resource, sys
from pathlib import Path
from inspector import keys
from inspector.errors import SystemFault
from tests.stand import CHEAP, PASSPHRASE
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + (256 << 20), used + (256 << 20)))
try:
    keys.unlock(Path(sys.argv[1]), PASSPHRASE, floor=CHEAP)
except SystemFault as fault:
    print(fault.code, fault.sentence("zh"))
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs /proc and limits of a process")
def test_where_memory_is_short_it_is_told_and_with_memory_it_opens(tmp_path: Path) -> None:
    keys.create(tmp_path, PASSPHRASE, device_id="ab" * 16, cost=DEAR).keyring.close()
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    said = subprocess.run(
        [sys.executable, "-c", IN_A_SMALL_MACHINE, str(tmp_path)],
        cwd=PROJECT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    code, _, sentence = said.stdout.partition(" ")
    assert code == "keys.memory"
    assert sentence.strip() not in {"", "keys.memory"}
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before
    keys.unlock(tmp_path, PASSPHRASE, floor=CHEAP).close()

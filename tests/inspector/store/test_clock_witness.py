"""The witness in the database: found again after a restart of the program, and fast enough to be kept."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from inspector.clock import SetClock, SystemClock
from inspector.store import Store
from tests.fakes import DEVICE_ID, FakeSigner
from tests.sample_records import NOW

KEY = b"k" * 32
LOG_KEY = b"l" * 32


def opened(folder: Path, clock: SetClock, *, is_new: bool = False) -> Store:
    make = Store.create if is_new else Store.open
    return make(folder / "s.db", KEY, log_key=LOG_KEY, device_id=DEVICE_ID, signer=FakeSigner(), clock=clock)


def note(store: Store) -> None:
    with store.unit() as unit:
        unit.note("sample.noted", "s", {}, by="officer-1")
        unit.commit()


def steps(store: Store) -> list[dict[str, object]]:
    told = map(json.loads, store.journal.entries(1, store.journal.length()))
    return [entry["facts"] for entry in told if entry["change"] == "clock.stepped"]


def test_creeping_across_two_runs_of_the_program_is_found(tmp_path: Path) -> None:
    clock = SetClock(NOW)
    with opened(tmp_path, clock, is_new=True) as store:
        for _ in range(300):  # more than is read back at once
            note(store)
        clock.step(timedelta(seconds=1.5))
        note(store)
    clock.step(timedelta(seconds=1.5))
    with opened(tmp_path, clock) as store:
        note(store)
        (step,) = steps(store)
        assert (step["since"], step["difference_ms"]) == (1, 3000)
        assert store.verify() == ()


def test_the_anchor_after_a_jump_is_the_jump(tmp_path: Path) -> None:
    clock = SetClock(NOW)
    with opened(tmp_path, clock, is_new=True) as store:
        note(store)
        clock.step(timedelta(hours=1))
        note(store)
    with opened(tmp_path, clock) as store:
        note(store)
        assert len(steps(store)) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="CLOCK_BOOTTIME is Linux's")
def test_the_clock_since_boot_counts_through_sleep() -> None:
    before = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
    now = SystemClock().now()
    assert before <= now.monotonic_ns <= time.clock_gettime_ns(time.CLOCK_BOOTTIME)
    assert now.boot == Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()


_CHILD = """
import sys
from pathlib import Path
from inspector.clock import SystemClock
from tests.inspector.store.test_clock_witness import note, opened, steps
with opened(Path(sys.argv[1]), SystemClock(), is_new=sys.argv[2] == "new") as store:
    note(store)
    for step in steps(store):
        print(step["difference_ms"], step["same_boot"])
"""


@pytest.mark.long
@pytest.mark.parametrize("offset", ["-1h", "+1h", "-365d", "+20y"])
def test_a_whole_process_with_a_moved_clock_is_told_of(tmp_path: Path, offset: str) -> None:
    from shutil import which

    if which("faketime") is None:
        pytest.skip("faketime is not installed")
    # the wall alone moves, as when somebody sets it; a far year shows that no number is too small for it
    env = {**os.environ, "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1"}

    def run(*before: str, is_new: bool = False) -> list[str]:
        command = [*before, sys.executable, "-c", _CHILD, str(tmp_path), "new" if is_new else "old"]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
        return done.stdout.splitlines()

    assert run(is_new=True) == []
    (told,) = run("faketime", "-f", offset)
    seconds = {"h": 3600, "d": 86_400, "y": 365 * 86_400}[offset[-1]] * int(offset[:-1])
    difference, same_boot = told.split()
    assert same_boot == "True"
    assert abs(int(difference) / 1000 - seconds) < 60
    assert len(run()) == 2  # and back again

"""Threads that meet the types of the records and forms for the first time, all at once, in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

_CHILD = """
import sys, threading
from importlib import resources
sys.setswitchinterval(1e-6)
from inspector.notices.data_files import parsed
from inspector.notices.form import Form
from inspector.records import Inspection, Item, Measure, Notice, Photo
from inspector.records.plain import from_json, from_plain
from inspector.errors import BugError
form = (resources.files("resources") / "forms" / "21.toml").read_bytes()
begin = threading.Barrier(6)

def meet():
    begin.wait()
    parsed("21", form, Form)
    for kind in (Item, Photo, Inspection, Measure, Notice):
        for read in (lambda: from_json(kind, b"{}"), lambda: from_plain(kind, {})):
            try:
                read()
            except BugError as error:
                assert "missing required field" in str(error.facts["why"]), error.facts
            else:
                raise AssertionError(kind)

threads = [threading.Thread(target=meet) for _ in range(6)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print("met")
"""


@pytest.mark.parametrize("again", range(3))
def test_types_are_met_by_many_threads_at_once(again: int) -> None:
    done = subprocess.run([sys.executable, "-c", _CHILD], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "met"), done.stderr[-2000:]

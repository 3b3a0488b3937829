"""A process that has loaded everything and forks one short-lived child for each piece of work.

Starting Python and importing the product takes half a second, a fork a few milliseconds: only so are a thousand
kills done in minutes. The warm process opens nothing and has one thread; it runs on the failing disk.

    python -m tests.faults.warm        reads requests, one JSON a line, and answers each with one line
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.faults.failing_disk import LIBRARY

PROJECT = Path(__file__).parents[2]
LONGEST_S = 120
Say = Callable[[dict[str, Any]], None]
HEAVY = (
    "inspector.backup",
    "inspector.imaging",
    "inspector.law",
    "inspector.notices.press",
    "inspector.notices.seals.pades",
    "inspector.notices.seals.reading",
    "inspector.notices.ttf",
    "inspector.store.recovery",
    "pikepdf",
    "reportlab.pdfgen.canvas",
    "sync.central",
    "sync.engine",
    "sync.mending",
    "sync.outbox",
    "sync.verifier",
    "tests.faults.holding",
    "tests.faults.steps",
    "ui.backup_desk",
    "ui.delivery",
    "ui.draft_book",
    "ui.safekeeping",
    "ui.space_desk",
    "ui.ways_in",
)


@dataclass(frozen=True)
class Ended:
    """How a child ended: its status as the system tells it (-9: killed) and what it said before."""

    status: int
    said: tuple[dict[str, Any], ...]

    @property
    def was_killed(self) -> bool:
        return self.status == -signal.SIGKILL

    def last(self) -> dict[str, Any]:
        """Return its last word; AssertionError with the child's own traceback if it failed."""
        assert self.status == 0, "\n".join(str(fact.get("failed", fact)) for fact in self.said[-1:])
        return self.said[-1]


class Warm:
    """The warm process as a test sees it; one thread at a time may ask."""

    def __init__(self, library: Path, temporary: Path) -> None:
        environment = {**os.environ, "LD_PRELOAD": str(library), LIBRARY: str(library)}
        environment |= {name: str(temporary) for name in ("TMPDIR", "TEMP", "TMP")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.warm"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=PROJECT,
            env=environment,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=LONGEST_S)
        self._process.stdout.close()

    def run(self, work: str, **given: Any) -> Ended:
        """Let a child call `module:function(say, **given)` and return how it ended; `given` must be JSON."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps({"work": work, "given": given}) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the warm process is gone"
        status, said = json.loads(answer)
        return Ended(status, tuple(said))


def main() -> None:
    for name in HEAVY:
        importlib.import_module(name)
    importlib.import_module("inspector.law").load()
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(_in_a_child(request["work"], request["given"])), flush=True)


def _in_a_child(work: str, given: dict[str, Any]) -> tuple[int, list[dict[str, Any]]]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work(work, given, writing)  # does not return
    os.close(writing)
    with os.fdopen(reading) as heard:
        # only a whole line was acknowledged to anybody
        said = [json.loads(line) for line in heard.read().splitlines(keepends=True) if line.endswith("\n")]
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), said


def _work(work: str, given: dict[str, Any], writing: int) -> None:
    signal.alarm(LONGEST_S)

    def say(fact: dict[str, Any]) -> None:
        os.write(writing, json.dumps(fact).encode() + b"\n")

    status = 1
    try:
        module, _, name = work.partition(":")
        getattr(importlib.import_module(module), name)(say, **given)
        status = 0
    except BaseException:
        say({"failed": traceback.format_exc()})
    finally:
        os._exit(status)


if __name__ == "__main__":
    main()

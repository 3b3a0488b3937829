import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Demo:
    """One finished demo: its folder, exit code and the JSON of its last line."""

    out: Path
    code: int
    report: dict[str, Any]


def inspector(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command as a person would, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "ui", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )


def demonstrate(out: Path, *arguments: str | Path) -> Demo:
    done = inspector("demo", "--out", out, *arguments)
    assert done.stdout, done.stderr
    return Demo(out, done.returncode, json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demo on the project's own samples, run once for all tests that look at it."""
    return demonstrate(tmp_path_factory.mktemp("demo") / "out")

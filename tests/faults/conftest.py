"""The failing disk and the warm processes, started once for all tests that want them."""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.crew import Crew, crew
from tests.faults.failing_disk import compiled

Tally = Callable[[str, str, int], None]
"""Called with what was counted, where, and how many."""
_COUNTED: dict[str, dict[str, int]] = defaultdict(dict)
MEMORY_DISK = Path("/dev/shm")


@pytest.fixture(scope="session")
def fault_crew(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crew]:
    """Warm processes on a failing disk, in memory where that is possible."""
    fallback = tmp_path_factory.mktemp("faults")
    library = compiled(fallback)
    if library is None:
        pytest.skip("no C compiler here: the failing disk cannot be made")
    folder = Path(tempfile.mkdtemp(prefix="faults-", dir=MEMORY_DISK)) if MEMORY_DISK.is_dir() else fallback
    try:
        with crew(folder, library) as members:
            yield members
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def tally() -> Tally:
    """Keep figures that are told at the end of the run."""

    def count(what: str, where: str, number: int) -> None:
        _COUNTED[what][where] = _COUNTED[what].get(where, 0) + number

    return count


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell what the long tests counted."""
    for what, counted in _COUNTED.items():
        told = ", ".join(f"{where} {number:,}" for where, number in counted.items())
        terminalreporter.write_line(f"{what}: {sum(counted.values()):,} ({told})")

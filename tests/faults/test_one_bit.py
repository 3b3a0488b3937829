"""One changed bit anywhere in what is kept or given away is noticed by its reader, with the right verdict."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.conftest import MEMORY_DISK, Tally
from tests.faults.kept import Kept

CHANGES = {
    "database": 600,
    "journal log": 700,
    "vault file": 800,
    "bundle": 600,
    "frame": 600,
    "receipt": 700,
    "snapshot": 300,
    "notice": 500,
    "proof": 500,
    "backup's list": 400,
    "backup's database": 200,
    "key file": 500,
}
QUICK = 8


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    folder = Path(tempfile.mkdtemp(prefix="bits-", dir=MEMORY_DISK if MEMORY_DISK.is_dir() else None))
    made = Kept(folder)
    try:
        yield made
    finally:
        made.close()
        shutil.rmtree(folder)


def missed(kept: Kept, name: str, changes: int, seed: int) -> list[tuple[int, int, str]]:
    """Return byte, bit and verdict of every change that was not noticed, or noticed as something else."""
    kind = kept.kinds()[name]
    chance = random.Random(seed)
    found = []
    for _ in range(changes):
        at, bit = chance.randrange(len(kind.whole)), chance.randrange(8)
        changed = bytearray(kind.whole)
        changed[at] ^= 1 << bit
        verdict = kind.read(bytes(changed))
        if verdict not in kind.right:
            found.append((at, bit, verdict))
    return found


def test_every_kind_that_is_kept_is_tried(kept: Kept) -> None:
    assert CHANGES.keys() == kept.kinds().keys()
    assert sum(CHANGES.values()) >= 5000


@pytest.mark.parametrize("name", CHANGES)
def test_as_it_was_written_it_reads_well(kept: Kept, name: str) -> None:
    kind = kept.kinds()[name]
    assert kind.read(kind.whole) == ""


@pytest.mark.parametrize("name", CHANGES)
def test_a_few_changed_bits_are_noticed(kept: Kept, name: str) -> None:
    assert missed(kept, name, QUICK, seed=1) == []


@pytest.mark.long
@pytest.mark.parametrize("name", CHANGES)
def test_thousands_of_changed_bits_are_noticed(kept: Kept, name: str, tally: Tally) -> None:
    assert missed(kept, name, CHANGES[name], seed=20261126) == []
    tally("bits changed, all noticed", name, CHANGES[name])

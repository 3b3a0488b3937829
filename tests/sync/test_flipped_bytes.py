"""One damaged byte anywhere in a bundle is found, without any secret, by both readers."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from inspector.errors import InputError
from sync.bundle import BundleFile
from sync.verifier import verify

WHOLE = (Path(__file__).parents[1] / "vectors" / "two_objects.ipb").read_bytes()


def is_found_by_both(path: Path, damaged: bytes) -> bool:
    path.write_bytes(damaged)
    by_verifier = verify(path)
    try:
        with BundleFile(path) as bundle:
            bundle.verify()
    except InputError as error:
        same_place = error.facts["place"] == by_verifier.place
        return error.code == "bundle.altered" and by_verifier.verdict == "altered" and same_place
    return False


def flipped(at: int, by: int) -> bytes:
    return WHOLE[:at] + bytes([WHOLE[at] ^ by]) + WHOLE[at + 1 :]


@pytest.mark.long
def test_a_thousand_of_a_thousand_flipped_bytes_are_found(tmp_path: Path) -> None:
    seeded = random.Random(20261120)
    flips = [(seeded.randrange(len(WHOLE)), seeded.randrange(1, 256)) for _ in range(1000)]
    found = sum(is_found_by_both(tmp_path / "flipped.ipb", flipped(at, by)) for at, by in flips)
    assert found == 1000


@pytest.mark.parametrize("by", [1, 0x20, 0x80])
@pytest.mark.long
def test_every_single_byte_is_covered(tmp_path: Path, by: int) -> None:
    missed = [
        at for at in range(len(WHOLE)) if not is_found_by_both(tmp_path / "flipped.ipb", flipped(at, by))
    ]
    assert missed == []


@pytest.mark.long
def test_every_cut_is_found(tmp_path: Path) -> None:
    missed = [n for n in range(4, len(WHOLE)) if not is_found_by_both(tmp_path / "cut.ipb", WHOLE[:n])]
    assert missed == []

"""Every published vector gets its verdict from our reader and from the stand-alone verifier alike."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from inspector.errors import InputError
from sync.bundle import BundleFile, open_bundle
from sync.verifier import verify
from tests.vectors import make_vectors
from tests.vectors.by_hand import CENTRE

VECTORS = Path(__file__).parents[1] / "vectors"
EXPECTED: dict[str, dict[str, str]] = json.loads((VECTORS / "expected.json").read_text("utf-8"))
INTACT = {"intact", "signer-unknown"}


def read_verdict(path: Path) -> tuple[str, str]:
    """Say in the verifier's words what our own reader makes of a file; it does not judge who signed."""
    try:
        with BundleFile(path) as bundle:
            bundle.verify()
    except InputError as error:
        verdict = {"bundle.altered": "altered"}.get(error.code, "cannot-tell")
        return verdict, str(error.facts.get("place", ""))
    return "intact", ""


def opened(path: Path) -> str:
    try:
        with BundleFile(path) as bundle:
            inside = open_bundle(bundle, CENTRE)
            inside.check_objects()
            list(inside.entries())
    except InputError as error:
        return f"{error.code} {error.facts['place']}" if "place" in error.facts else error.code
    return ""


@pytest.mark.parametrize("name", EXPECTED)
def test_the_verifier_gives_the_expected_verdict_and_place(name: str) -> None:
    found = verify(VECTORS / name)
    assert (found.verdict, found.place) == (EXPECTED[name]["verdict"], EXPECTED[name]["place"])


@pytest.mark.parametrize("name", EXPECTED)
def test_our_reader_agrees_with_the_verifier(name: str) -> None:
    verdict, place = read_verdict(VECTORS / name)
    expected: Any = EXPECTED[name]["verdict"]
    assert verdict == ("intact" if expected in INTACT else expected)
    assert place == EXPECTED[name]["place"]


@pytest.mark.parametrize("name", [name for name, said in EXPECTED.items() if said["verdict"] in INTACT])
def test_opening_finds_what_the_key_holder_must_refuse(name: str) -> None:
    assert opened(VECTORS / name) == EXPECTED[name]["opening"]


def test_the_published_files_are_the_ones_the_script_makes() -> None:
    for name, vector in make_vectors.vectors().items():
        assert hashlib.sha256(vector.content).hexdigest() == EXPECTED[name]["sha256"], name
        assert (VECTORS / name).read_bytes() == vector.content, name

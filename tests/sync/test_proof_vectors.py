"""Every published proof, receipt and notice gets its verdict and place, and from a second reading the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sync.verifier import Verdict
from sync.verifier.given import Given, authorities, centre_key
from sync.verifier.verifying import verify_all
from tests.vectors import make_proofs
from tests.vectors.second_reading import place_of_fault

FOLDER = Path(__file__).parents[1] / "vectors" / "proof"
EXPECTED: dict[str, dict[str, Any]] = json.loads((FOLDER / "expected.json").read_text("utf-8"))


def verdict_on(name: str) -> Verdict:
    options = EXPECTED[name]["options"]
    given = Given(
        centre_keys=(centre_key(str(FOLDER / "centre.key")),) if "centre" in options else (),
        authorities=authorities(FOLDER / "tsa.der") if "tsa" in options else (),
    )
    return verify_all([FOLDER / name / EXPECTED[name]["judged"]], given).verdicts[0]


@pytest.mark.parametrize("name", EXPECTED)
def test_the_verifier_gives_the_expected_verdict_and_place(name: str) -> None:
    found = verdict_on(name)
    assert (found.verdict, found.place) == (EXPECTED[name]["verdict"], EXPECTED[name]["place"])


@pytest.mark.parametrize(
    "name", [name for name, said in EXPECTED.items() if said["judged"] == "p.proof.json"]
)
def test_a_second_reading_of_the_page_agrees(name: str) -> None:
    found = place_of_fault((FOLDER / name / "p.proof.json").read_bytes())
    verdict, place = EXPECTED[name]["verdict"], EXPECTED[name]["place"]
    expected = {"altered": place, "cannot-tell": "newer"}.get(verdict, "")
    assert found == ("" if place in {"photo", "recording", "notice"} else expected)


def test_the_published_files_are_the_ones_the_script_makes() -> None:
    made = make_proofs.vectors()
    assert made.keys() == EXPECTED.keys()
    for name, vector in made.items():
        for file, content in vector.files.items():
            assert (FOLDER / name / file).read_bytes() == content, f"{name}/{file}"

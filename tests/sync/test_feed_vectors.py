"""Every published feed and certificate gets its verdict and place from the stand-alone verifier."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from sync.verifier import verify
from sync.verifier.__main__ import main
from tests.vectors import feed_by_hand, make_feeds

FOLDER = Path(__file__).parents[1] / "vectors" / "feed"
EXPECTED: dict[str, dict[str, Any]] = json.loads((FOLDER / "expected.json").read_text("utf-8"))


@pytest.mark.parametrize("name", EXPECTED)
def test_the_verifier_gives_the_expected_verdict_and_place(name: str) -> None:
    said = EXPECTED[name]
    found = verify(FOLDER / name / said["judged"])
    assert (found.verdict, found.place) == (said["verdict"], said["place"]), found.reason_en
    if "open" in said:
        assert any(each.kind == "open" for each in found.remarks) is said["open"]
    assert found.kind == ("feed" if said["judged"].endswith("json") else "certificate")


def test_the_published_files_are_the_ones_the_script_makes() -> None:
    made = make_feeds.vectors()
    assert made.keys() == EXPECTED.keys()
    for name, vector in made.items():
        assert (FOLDER / name / vector.name).read_bytes() == vector.content, name
        listed = json.dumps(vector.listed, ensure_ascii=False)
        assert (FOLDER / name / "signers.json").read_text("utf-8") == listed, name


@pytest.mark.parametrize("name", ["begun_anew", "certificate"])
def test_a_changed_bit_is_found(name: str, tmp_path: Path) -> None:
    whole = (FOLDER / name / EXPECTED[name]["judged"]).read_bytes()
    (tmp_path / "signers.json").write_bytes((FOLDER / name / "signers.json").read_bytes())
    bits = random.Random(7).sample(range(8 * len(whole)), 24)
    for bit in bits:
        torn = bytearray(whole)
        torn[bit // 8] ^= 1 << bit % 8
        (tmp_path / EXPECTED[name]["judged"]).write_bytes(torn)
        found = verify(tmp_path / EXPECTED[name]["judged"])
        assert found.verdict in {"altered", "cannot-tell"}, bit


def test_root_and_receipt_key_may_be_given_by_hand(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "f.feed.json"
    file.write_bytes((FOLDER / "begun_anew" / "f.feed.json").read_bytes())
    root = feed_by_hand.raw(feed_by_hand.ROOT).hex()
    key = feed_by_hand.raw(feed_by_hand.FIRST_KEY).hex()
    assert main([str(file)]) == 3
    assert main([str(file), "--root-key", root]) == 0
    assert main([str(file), "--centre-key", key]) == 3  # a new epoch needs the root
    assert main([str(file), "--centre-key", key, "--root-key", root]) == 0
    assert main([str(file), "--root-key", "no key"]) == 3
    assert "第 2 期由单位根密钥重新开始" in capsys.readouterr().out


def test_a_sealed_page_says_that_only_its_device_opens_it(tmp_path: Path) -> None:
    page = tmp_path / "d0.feed"
    page.write_bytes(b"IPF1" + bytes(200))
    assert "feed.json" in verify(page).reason_en

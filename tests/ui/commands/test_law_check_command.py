"""`inspector law check`: what the panel shows, for a script; the exit code says whether a paper is blocked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.stand import CHEAP, PASSPHRASE, begin
from ui.command_line import main


@pytest.fixture
def stand_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A stand that was visited, with a row that no photo shows."""
    monkeypatch.setattr("inspector.keys.FLOOR", CHEAP)  # the test device is cheap to open
    monkeypatch.setattr("inspector.keys.FIRST_FLOOR", CHEAP)
    (tmp_path / "secret").write_text(PASSPHRASE + "\n")
    stand = begin(tmp_path / "device")
    with stand.opened:
        stand.visit()
        stand.item()
        return stand.inspection.id


def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, *arguments: str) -> tuple[int, str, str]:
    there = ["--passphrase-file", str(tmp_path / "secret"), "--data-dir", str(tmp_path / "device")]
    code = main(["law", "check", *arguments, *there])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_json_tells_each_finding_and_the_pack(
    stand_id: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, tmp_path, stand_id, "--json")
    told = json.loads(out)
    found = {finding["id"]: finding for finding in told["findings"]}
    assert (told["inspection"], told["law_pack"][:4]) == (stand_id, "2026")
    assert found["F-31"]["message"] == "第1项没有照片。"
    assert found["F-31"]["field"].startswith("item:")
    assert found["F-31"]["severity"] == "E"
    assert "第四十四条" in found["F-31"]["article"]
    assert code == (3 if any(finding["blocks"] for finding in told["findings"]) else 0)
    assert found["F-11"]["blocks"] == ["9"]
    assert code == 3


def test_people_read_words_and_the_beginning_of_an_id_is_enough(
    stand_id: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, tmp_path, stand_id[:10])
    assert code == 3
    assert "F-31 [证据 evidence] 第1项没有照片。" in out
    assert "No photo for row 1." in out


def test_an_unknown_inspection_ends_with_one(
    stand_id: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, tmp_path, "nothing-like-it")
    assert (code, out) == (1, "")
    assert "有0次" in err
    assert f"{stand_id}（" in err, "it says which there are"


def test_the_periods_that_run_for_one_record(
    stand_id: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = ["--passphrase-file", str(tmp_path / "secret"), "--data-dir", str(tmp_path / "device")]
    assert main(["law", "deadlines", "--of", stand_id[:10], *there]) == 0
    assert "没有正在走的期限" in capsys.readouterr().out
    assert main(["law", "deadlines", "--of", "none", *there]) == 1
    assert stand_id in capsys.readouterr().err


def test_the_review_sheet_is_written_to_a_file(
    stand_id: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "review.pdf"
    code, _, _ = run(capsys, tmp_path, stand_id, "--out", str(sheet))
    assert code == 3
    assert sheet.read_bytes()[:5] == b"%PDF-"

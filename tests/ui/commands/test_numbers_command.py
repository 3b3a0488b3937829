"""`inspector numbers` and `inspector scan-page` on a real device."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
import pytest

from inspector.actions import read
from inspector.actions.issue_notice import issue_notice
from tests.stand import CHEAP, PASSPHRASE, begin
from ui.command_line import main


@pytest.fixture
def number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A device that issued one list; its page lies beside it as a scan."""
    monkeypatch.setattr("inspector.keys.FLOOR", CHEAP)  # the test device is cheap to open
    monkeypatch.setattr("inspector.keys.FIRST_FLOOR", CHEAP)
    (tmp_path / "secret").write_text(PASSPHRASE + "\n")
    stand = begin(tmp_path / "device")
    with stand.opened:
        stand.visit()
        row = stand.item()
        stand.photo(1, item_id=row.id)
        stand.photo(2, item_id=row.id)
        stand.seize(row)
        notice = issue_notice(
            stand.device, stand.inspection.id, "24", signatures=stand.signatures(), by=stand.by
        )
        with pypdfium2.PdfDocument(read.notice_pdf(stand.device, notice.id)) as document:
            document[0].render(scale=200 / 72).to_pil().convert("RGB").save(tmp_path / "page.jpg")
    return notice.number


def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, *arguments: str) -> tuple[int, str, str]:
    there = ["--passphrase-file", str(tmp_path / "secret"), "--data-dir", str(tmp_path / "device")]
    code = main([*arguments, *there])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_numbers_are_told_allotted_and_voided(
    number: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, tmp_path, "numbers", "allot", "财清", "2026", "400", "410")[0] == 0
    code, out, _ = run(capsys, tmp_path, "numbers", "void", "财清", "2026", "400", "--reason", "卡纸")
    assert code == 0
    assert "400号  空号作废 void  卡纸" in out
    assert "下一号 next 样市监财清〔2026〕401号" in out
    code, out, _ = run(capsys, tmp_path, "numbers", "--json")
    (told,) = [each for each in json.loads(out) if (each["class"], each["year"]) == ("财清", 2026)]
    assert told["numbers"][0] == {"number": number, "state": "issued", "reason": ""}
    code, _, err = run(capsys, tmp_path, "numbers", "allot", "财清", "2026", "405", "420")
    assert (code, "numbers.overlap" in err) == (1, True)
    assert "numbers.unknown_kind" in run(capsys, tmp_path, "numbers", "allot", "甲", "2026", "1", "2")[2]


def test_a_scan_is_put_to_its_page_once(
    number: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, tmp_path, "scan-page", number, str(tmp_path / "page.jpg"))
    assert (code, "第1页" in out) == (0, True)
    code, out, _ = run(capsys, tmp_path, "scan-page", number, str(tmp_path / "page.jpg"))
    assert (code, "scan.same_file" in out) == (3, True)

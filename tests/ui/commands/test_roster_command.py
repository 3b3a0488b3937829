"""`inspector roster` on a real device."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.stand import CHEAP, PASSPHRASE, begin
from ui.command_line import main

LIST = "展位号,参展商名称,信用代码\nA-01,样本甲陶瓷有限公司,91360200MA1XG6125D\nA-02,,\n"


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A device with a fair, and a list beside it."""
    monkeypatch.setattr("inspector.keys.FLOOR", CHEAP)
    monkeypatch.setattr("inspector.keys.FIRST_FLOOR", CHEAP)
    (tmp_path / "secret").write_text(PASSPHRASE + "\n")
    (tmp_path / "名单.csv").write_bytes(LIST.encode("gb18030"))
    begin(tmp_path / "device").opened.close()
    return ["--passphrase-file", str(tmp_path / "secret"), "--data-dir", str(tmp_path / "device")]


def test_a_roster_is_told_then_imported_once(
    there: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(tmp_path / "名单.csv")
    assert main(["roster", "import", file, "--dry-run", "--json", *there]) == 3
    told = json.loads(capsys.readouterr().out)
    assert (told["roster"], told["taken"], told["kind"]) == (None, 1, "gb18030")
    assert told["columns"] == {"booth": "A", "name": "B", "credit_code": "C"}
    assert [(row["row"], row["reasons"][0]["code"]) for row in told["refused"]] == [(3, "roster.row.no_name")]
    assert main(["roster", "import", file, *there]) == 3
    assert "没有参展商名称" in capsys.readouterr().out
    assert main(["roster", "import", file, *there]) == 1
    assert "roster.nobody" in capsys.readouterr().err
    assert main(["roster", "list", "--json", *there]) == 0
    (roster,) = json.loads(capsys.readouterr().out)
    assert roster["exhibitors"] == 1


def test_columns_are_chosen_by_letter_and_a_wrong_choice_is_told(
    there: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(tmp_path / "名单.csv")
    wanted = ["--column", "name=A", "--column", "booth=", "--dry-run", "--json"]
    assert main(["roster", "import", file, *wanted, *there]) == 0
    assert json.loads(capsys.readouterr().out)["columns"] == {"credit_code": "C", "name": "A"}
    assert main(["roster", "import", file, "--column", "colour=A", *there]) == 1
    assert "roster.column_option" in capsys.readouterr().err
    assert main(["roster", "import", file, "--fair", "别的", *there]) == 1
    assert "样本陶瓷博览会" in capsys.readouterr().err

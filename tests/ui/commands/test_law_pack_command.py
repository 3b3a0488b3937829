"""`inspector law pack`: tables out, changed, signed by the centre, compared, imported and kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.law import load
from inspector.law.waiting import waiting
from sync.central import create_central, invite, running_central
from sync.enrolment import enrol, pin
from tests.stand import CHEAP, PASSPHRASE, begin
from ui.command_line import main


def test_show_tells_every_version_and_what_waits(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "pack", "show", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["pack"] == load().version
    marks = [row for row in told["statutes"] if row["id"] == "trademark"]
    assert [(row["from"], row["to"]) for row in marks] == [("2019-11-01", "2026-12-31"), ("2027-01-01", None)]
    assert len(told["waiting"]) == len(waiting(load()))
    assert {row["table"] for row in told["waiting"]} >= {"statutes", "deadlines", "thresholds", "code_lists"}
    assert main(["law", "pack", "show"]) == 0
    out = capsys.readouterr().out
    assert f"待法制确认 {len(told['waiting'])} 项" in out
    assert "《中华人民共和国商标法》（2026年修订）" in out


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An enrolled, closed device, its centre, and the tables to edit."""
    monkeypatch.setattr("inspector.keys.FLOOR", CHEAP)  # the test device is cheap to open
    monkeypatch.setattr("inspector.keys.FIRST_FLOOR", CHEAP)
    (tmp_path / "secret").write_text(PASSPHRASE, "utf-8")
    create_central(tmp_path / "central", "样本中心")
    stand = begin(tmp_path / "device")
    with stand.opened, running_central(tmp_path / "central") as url:
        pin(stand.device, enrol(stand.device, "样本局", invite(tmp_path / "central", url)), by=stand.by)
    assert main(["law", "pack", "export", str(tmp_path / "tables")]) == 0
    return tmp_path


def edit(folder: Path, version: str) -> None:
    for name, old, new in (
        ("statutes.toml", f'pack = "{load().version}"', f'pack = "{version}"'),
        ("deadlines.toml", "rolls_over_weekends = false", "rolls_over_weekends = true"),
    ):
        path = folder / "tables" / name
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def sign(folder: Path) -> int:
    out = ["--data", str(folder / "central"), "--out", str(folder / "new.lawpack")]
    return main(["law", "pack", "sign", str(folder / "tables"), *out])


def opening(folder: Path) -> list[str]:
    return ["--data-dir", str(folder / "device"), "--passphrase-file", str(folder / "secret")]


def test_a_pack_goes_from_the_legal_unit_to_the_device(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(folder, "2027.1.1")
    assert sign(folder) == 0
    assert "rolls_over_weekends" in capsys.readouterr().out
    take = ["law", "pack", "import", str(folder / "new.lawpack"), *opening(folder)]
    assert main([*take, "--dry-run"]) == 0
    assert "尚未启用" in capsys.readouterr().out
    assert main([*take, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["before"], told["pack"], told["imported"]) == (load().version, "2027.1.1", True)
    assert {(row["place"], row["before"], row["after"]) for row in told["differences"]} == {
        ("pack", load().version, "2027.1.1"),
        ("rolls_over_weekends", "否", "是"),
    }
    assert main(["law", "pack", "kept", *opening(folder), "--json"]) == 0
    kept = json.loads(capsys.readouterr().out)
    assert kept["in_force"] == "2027.1.1"
    assert [row["pack"] for row in kept["packs"]] == [load().version, "2027.1.1"]
    assert main(["law", "pack", "kept", *opening(folder)]) == 0
    assert "* 2027.1.1  样本中心" in capsys.readouterr().out
    sunday = ["law", "deadline", "C-08", "--from", "2026-09-11", "--json"]  # its last day is 11 October 2026
    for device, due in (([], "2026-10-11"), (opening(folder), "2026-10-12")):
        assert main([*sunday, *device]) == 0
        assert json.loads(capsys.readouterr().out)["due"] == due
    assert main(["law", "pack", "show", "--json", *opening(folder)]) == 0
    assert json.loads(capsys.readouterr().out)["pack"] == "2027.1.1"
    assert main(take) == 1
    assert "law.pack_not_newer" in capsys.readouterr().err


def test_what_is_refused_says_why_and_changes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "tables" / "powers.toml").write_text("", "utf-8")
    assert sign(folder) == 1
    assert "powers.toml" in capsys.readouterr().err
    assert not (folder / "new.lawpack").exists()
    assert main(["law", "pack", "export", str(folder / "tables")]) == 1
    assert "law.folder_not_empty" in capsys.readouterr().err
    for content, code in ((b"nothing", "law.pack_form"), (None, "command.io")):
        path = folder / "wrong.lawpack"
        path.unlink(missing_ok=True)
        if content is not None:
            path.write_bytes(content)
        assert main(["law", "pack", "import", str(path), *opening(folder)]) == 1
        assert code in capsys.readouterr().err


def test_a_calendar_alone_goes_the_same_way(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notice = folder / "calendar.toml"
    notice.write_text(
        '[[year]]\nyear = 2027\nsource = "样本通知"\nholidays = ["2027-01-01..2027-01-03"]\nmade_up = []\n',
        "utf-8",
    )
    out = ["--data", str(folder / "central"), "--out", str(folder / "year.lawpack")]
    assert main(["law", "pack", "sign", str(notice), *out]) == 0
    assert "放假 2027-01-01至2027-01-03" in capsys.readouterr().out
    take = ["law", "pack", "import", str(folder / "year.lawpack"), *opening(folder)]
    assert main([*take, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["years"], told["pack"], told["imported"]) == ([2027], load().version, True)
    asked = ["law", "deadline", "C-07", "--from", "2026-12-28", "--json"]
    for device, provisional in (([], True), (opening(folder), False)):
        assert main([*asked, *device]) == 0
        assert json.loads(capsys.readouterr().out)["provisional"] is provisional
    assert main(take) == 1
    assert "law.calendar_not_newer" in capsys.readouterr().err

"""`inspector doctor`: what it looks at, and that a machine which cannot read photos is told so and works all the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.imaging.text_reading import TextWorker
from ui.command_line import main


def looked_at(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, tuple[str, str]]:
    main(["doctor", "--json", "--data-dir", str(tmp_path)])
    return {each["what"]: (each["level"], each["text"]) for each in json.loads(capsys.readouterr().out)}


def test_a_machine_that_works_can_read_photos(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = looked_at(tmp_path, capsys)
    assert found["识读 reading"][0] == "ok"
    assert {level for what, (level, _) in found.items() if what not in {"磁盘空间 disk", "内存 memory"}} == {
        "ok"
    }


def test_without_its_models_reading_is_warned_of_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(TextWorker, "module", "no.such.module")
    level, text = looked_at(tmp_path, capsys)["识读 reading"]
    assert (level, "手工录入" in text) == ("warn", True)

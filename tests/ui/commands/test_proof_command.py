"""`inspector proof`: what it writes, what it says, how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.keys import cost
from tests.stand import CHEAP, PASSPHRASE, begin
from ui.command_line import main


@pytest.fixture
def photo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(cost, "FLOOR", CHEAP)  # the test device is cheap to open
    monkeypatch.setattr("inspector.keys.FLOOR", CHEAP)
    monkeypatch.setattr("inspector.keys.FIRST_FLOOR", CHEAP)
    (tmp_path / "secret").write_text(PASSPHRASE + "\n")
    stand = begin(tmp_path / "device")
    with stand.opened:
        return stand.photo(1).id


def asked(folder: Path, item: str, *more: str) -> int:
    opening = ["--data-dir", str(folder / "device"), "--passphrase-file", str(folder / "secret")]
    return main(["proof", item, "--out", str(folder / "out"), *opening, *more])


def test_it_writes_the_proof_and_says_so_in_json(
    photo: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(tmp_path, photo, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["proofs"] == [f"{photo}.proof.json"]
    assert said["originals"] == [f"{photo}.jpg"]
    assert {file.name for file in (tmp_path / "out").iterdir()} == {
        *said["proofs"],
        *said["originals"],
        "说明.txt",
    }


def test_it_says_what_only_the_device_vouches_for(
    photo: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(tmp_path, photo) == 0
    assert "尚未送达中心" in capsys.readouterr().out


def test_what_is_not_there_ends_with_one_and_a_sentence(
    photo: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(tmp_path, "f" * 32) == 1
    assert "没有编号" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()

"""`inspector backup` and `inspector restore`: what they say, in words and as JSON, and their exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.keys import KdfCost
from tests.stand import CHEAP, PASSPHRASE, begin
from ui.command_line import main


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> KdfCost:
    monkeypatch.setattr("inspector.keys.FLOOR", CHEAP)
    monkeypatch.setattr("inspector.keys.FIRST_FLOOR", CHEAP)
    return CHEAP


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, object]]:
    capsys.readouterr()
    code = main([*arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_backup_restore_and_their_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stand = begin(tmp_path / "device")
    with stand.opened:
        photo = stand.photo(1)
        stand.photo(2)
    secret, stick = tmp_path / "secret", tmp_path / "stick"
    secret.write_text(PASSPHRASE + "\n")
    stick.mkdir()
    there = ["--passphrase-file", str(secret), "--data-dir"]
    code, told = run(capsys, "backup", "--to", str(stick), *there, str(tmp_path / "device"))
    assert (code, told["verified"], told["objects"], told["missing"]) == (0, True, 2, [])
    code, told = run(capsys, "restore", "--from", str(stick), *there, str(tmp_path / "new"))
    assert (code, told["verified"], told["device"], told["damaged"]) == (0, True, stand.device.id, [])
    code, told = run(capsys, "restore", "--from", str(stick), *there, str(tmp_path / "new"))
    assert (code, told["verified"], told["code"]) == (1, False, "device.exists")
    code, told = run(capsys, "backup", "--to", str(tmp_path / "none"), *there, str(tmp_path / "device"))
    assert (code, told["code"]) == (1, "backup.no_medium")
    (stick / "inspector-backup" / stand.device.id / "vault" / photo.id[:2] / f"{photo.id}.ipv").unlink()
    code, told = run(capsys, "restore", "--from", str(stick), *there, str(tmp_path / "third"))
    assert (code, told["verified"], told["damaged"]) == (2, False, [photo.id])


def test_in_words_the_missing_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stand = begin(tmp_path / "device")
    with stand.opened:
        photo = stand.photo(1)
    (tmp_path / "device" / "vault" / photo.id[:2] / f"{photo.id}.ipv").unlink()
    secret, stick = tmp_path / "secret", tmp_path / "stick"
    secret.write_text(PASSPHRASE)
    stick.mkdir()
    arguments = ["backup", "--to", str(stick), "--passphrase-file", str(secret)]
    assert main([*arguments, "--data-dir", str(tmp_path / "device")]) == 2
    said = capsys.readouterr().out
    assert photo.id in said
    assert "备份已验证" in said

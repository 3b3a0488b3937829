"""`inspector check` says what is wrong and changes nothing; `inspector rebuild` needs only copy and vault."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from inspector.keys import cost
from inspector.records import Photo
from tests.stand import CHEAP, PASSPHRASE, begin
from ui.command_line import main
from ui.wiring import Workplace


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed device with three photos and one snapshot."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "secret").write_text(PASSPHRASE, "utf-8")
    stand = begin(folder / "device")
    with stand.opened as opened:
        for seed in (1, 2, 3):
            stand.photo(seed)
        opened.safekeeping.keep_snapshot()
        stand.photo(4)
    return folder


@pytest.fixture
def device(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A device of its own for the test; its cheap key derivation is let pass."""
    monkeypatch.setattr("inspector.keys.FLOOR", CHEAP)
    monkeypatch.setattr("inspector.keys.FIRST_FLOOR", CHEAP)
    assert cost.FLOOR != CHEAP
    shutil.copytree(made, tmp_path / "copy")
    return tmp_path / "copy" / "device"


def run(command: str, device: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    given = ["--data-dir", str(device), "--passphrase-file", str(device.parent / "secret"), "--json"]
    status = main([command, *given])
    said = capsys.readouterr().out
    return status, json.loads(said)


def looked(report: dict[str, Any], what: str) -> dict[str, Any]:
    return next(each for each in report["looked"] if each["what"] == what)


def files(folder: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def test_a_sound_device_is_found_sound_and_no_byte_is_changed(
    device: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(device)
    status, report = run("check", device, capsys)
    assert (status, report["verdict"]) == (0, "sound")
    assert looked(report, "vault")["counted"] == 4
    assert looked(report, "database")["counted"] == looked(report, "journal_copy")["counted"] > 4
    assert looked(report, "snapshots")["counted"] == 1
    assert files(device) == before


@pytest.mark.parametrize("what", ["database", "journal_copy", "snapshots", "vault"])
def test_a_flipped_bit_is_found_where_it_is_and_nothing_is_changed(
    device: Path, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    hit = {
        "database": device / "store.db",
        "journal_copy": device / "journal.log",
        "snapshots": next((device / "snapshots").iterdir()),
        "vault": next((device / "vault").glob("??/*.ipv")),
    }[what]
    flip(hit, hit.stat().st_size // 2)
    before = files(device)
    status, report = run("check", device, capsys)
    assert (status, report["verdict"]) == (1, "flawed")
    assert [each["what"] for each in report["looked"] if each["flaws"]] == [what]
    assert files(device) == before


def test_a_wrong_passphrase_and_a_foreign_database_cannot_be_told(
    device: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (device / "store.db.key-check").write_bytes(b"00" * 32)
    (device / "store.db").write_bytes(bytes(8192))
    assert run("check", device, capsys) == (3, {"code": "store.wrong_key", "verdict": "cannot tell"})
    (device.parent / "secret").write_text("something else altogether", "utf-8")
    assert run("check", device, capsys) == (3, {"code": "keys.wrong_secret", "verdict": "cannot tell"})


def test_the_catalogue_is_made_anew_from_journal_copy_and_vault_alone(
    device: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = (device / "store.db").read_bytes()
    shutil.rmtree(device / "snapshots")
    (device / "store.db").write_bytes(old[:5000])
    status, report = run("rebuild", device, capsys)
    assert (status, report["verdict"], report["rebuilt"]["lost"]) == (0, "sound", [])
    assert (device / "set-aside" / report["rebuilt"]["set_aside"]).read_bytes() == old[:5000]
    with Workplace(device, kdf_cost=CHEAP).unlock(PASSPHRASE) as opened:
        told = opened.safekeeping.unread_recovery()
        assert told is not None
        assert told.why == "rebuild"
        with opened.device.reading() as unit:
            photos = unit.all(Photo)
            assert len(photos) == 4
            for photo in photos:
                assert len(opened.device.vault.read(unit.sealed_object(photo.id))) == photo.size
        opened.safekeeping.recovery_read(by=photos[0].taken_by)
        assert opened.safekeeping.unread_recovery() is None
        facts = json.loads(opened.safekeeping.diagnosis())
        assert (facts["flaws"], facts["log_behind"]) == ([], 0)


def test_a_photo_whose_file_is_gone_is_named_after_a_rebuild(
    device: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = next((device / "vault").glob("??/*.ipv"))
    gone.unlink()
    status, report = run("rebuild", device, capsys)
    assert status == 1
    assert looked(report, "vault")["flaws"] == [f"{gone.stem} vault.missing"]


def test_with_nothing_to_rebuild_from_nothing_is_changed(
    device: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(device / "snapshots")
    (device / "journal.log").unlink()
    (device / "store.db").write_bytes(bytes(8192))
    before = files(device)
    assert run("rebuild", device, capsys) == (
        3,
        {"code": "store.nothing_to_rebuild", "verdict": "cannot tell"},
    )
    assert files(device) == before

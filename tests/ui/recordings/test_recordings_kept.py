"""Recordings are kept like photos: checked, backed up and brought back, and found again by a rebuilt catalogue."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest

from inspector.actions.take_recording import take_recording
from inspector.records import Recording
from sync.verifier import Given, verify_all
from tests.recordings import make_wav
from tests.stand import CHEAP, PASSPHRASE, begin
from ui.command_line import main
from ui.proof_export import export_proof
from ui.restoring import restore
from ui.wiring import OpenDevice, Workplace

SOUND = make_wav(30)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A closed device with one recording, and its backup."""
    monkeypatch.setattr("inspector.keys.FLOOR", CHEAP)  # the test device is cheap to open
    monkeypatch.setattr("inspector.keys.FIRST_FLOOR", CHEAP)
    (tmp_path / "secret").write_text(PASSPHRASE, "utf-8")
    (tmp_path / "stick").mkdir()
    stand = begin(tmp_path / "device")
    with stand.opened as opened:
        take_recording(
            stand.device, stand.inspection.id, content=io.BytesIO(SOUND), file_name="VOICE.WAV", by=stand.by
        )
        opened.backup.back_up(tmp_path / "stick", by=stand.by)
    return tmp_path


def original(opened: OpenDevice) -> bytes:
    with opened.device.reading() as unit:
        (recording,) = unit.all(Recording)
        return b"".join(opened.device.vault.chunks(unit.sealed_object(recording.id)))


def run(command: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, object]]:
    given = ["--data-dir", str(folder / "device"), "--passphrase-file", str(folder / "secret"), "--json"]
    status = main([command, *given])
    return status, json.loads(capsys.readouterr().out)


def test_a_backup_brings_it_back_to_the_byte(folder: Path) -> None:
    target = Workplace(folder / "new", is_sample=True, kdf_cost=CHEAP)
    opened, done = restore(target, folder / "stick", PASSPHRASE)
    with opened:
        assert done.damaged == ()
        assert original(opened) == SOUND


def test_a_rebuilt_catalogue_knows_it_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(folder / "device" / "snapshots", ignore_errors=True)
    path = folder / "device" / "store.db"
    path.write_bytes(path.read_bytes()[:5000])
    status, report = run("rebuild", folder, capsys)
    assert (status, report["verdict"]) == (0, "sound")
    with Workplace(folder / "device", kdf_cost=CHEAP).unlock(PASSPHRASE) as opened:
        assert original(opened) == SOUND


def test_a_check_reads_all_of_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = next((folder / "device" / "vault").glob("??/*.ipv"))
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    status, report = run("check", folder, capsys)
    assert status == 1
    assert f"{file.stem} vault.altered" in json.dumps(report)


def test_its_proof_goes_out_with_the_original_and_the_verifier_compares_it(folder: Path) -> None:
    with Workplace(folder / "device", kdf_cost=CHEAP).unlock(PASSPHRASE) as opened:
        with opened.device.reading() as unit:
            (recording,) = unit.all(Recording)
        done = export_proof(opened.device, recording.id, folder / "out", by=recording.taken_by)
    assert done.originals == (f"{recording.id}.wav",)
    assert (folder / "out" / done.originals[0]).read_bytes() == SOUND
    found = verify_all([folder / "out"], Given())
    assert {each.verdict for each in found.verdicts} == {"signer-unknown"}
    assert all("录像就是记入日志的那一份" in each.reason_zh for each in found.verdicts)
    (folder / "out" / done.originals[0]).write_bytes(SOUND[:-1])
    judged = verify_all([folder / "out" / done.originals[0]], Given()).verdicts[0]
    assert (judged.verdict, judged.place) == ("altered", "recording")

"""An old device folder put back is told when it is opened, and nothing is blocked."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest

from inspector.actions.take_photo import take_photo
from inspector.durable import write_file
from inspector.records import PhotoOrigin
from tests import pictures
from tests.stand import CHEAP, PASSPHRASE, begin
from ui.journal_watch import ALARM, state_dir
from ui.wiring import Workplace


def test_an_old_folder_is_noticed_by_what_lies_outside_it(tmp_path: Path) -> None:
    stand = begin(tmp_path / "device")
    device_id = stand.device.id
    stand.opened.close()

    def unlocked() -> Workplace:
        # no sample: a sample leaves nothing outside its folder
        return Workplace(tmp_path / "device", clock=stand.clock, kdf_cost=CHEAP)

    with unlocked().unlock(PASSPHRASE) as opened:
        assert not opened.watch.went_back
    shutil.copytree(tmp_path / "device", tmp_path / "old")
    with unlocked().unlock(PASSPHRASE) as opened, opened.device.unit() as unit:
        unit.note("sample.noted", "thing", {}, by="device")
        unit.commit()
    assert len(list(state_dir().glob(f"{device_id}.*.checkpoint"))) == 1
    shutil.rmtree(tmp_path / "device")
    shutil.copytree(tmp_path / "old", tmp_path / "device")
    for seed in (1, 2):
        with unlocked().unlock(PASSPHRASE) as opened:
            assert opened.watch.went_back
            take_photo(
                opened.device,
                stand.inspection.id,
                content=io.BytesIO(pictures.make_jpeg(96, 64, seed)),
                file_name=f"{seed}.jpg",
                origin=PhotoOrigin.IMPORTED,
                by=stand.by,
            )
            told = list(opened.device.journal.entries_of_change("journal.rollback_found"))
    assert len(told) == 1
    assert json.loads(told[0])["facts"]["finding"] == "shorter"


def test_a_copy_brought_back_beside_it_does_not_accuse_the_original(tmp_path: Path) -> None:
    stand = begin(tmp_path / "device")
    stand.opened.close()

    def unlocked(name: str) -> Workplace:
        return Workplace(tmp_path / name, clock=stand.clock, kdf_cost=CHEAP)

    unlocked("device").unlock(PASSPHRASE).close()
    shutil.copytree(tmp_path / "device", tmp_path / "drill")
    with unlocked("drill").unlock(PASSPHRASE) as opened, opened.device.unit() as unit:
        unit.note("sample.noted", "thing", {}, by="device")
        unit.commit()
    with unlocked("device").unlock(PASSPHRASE) as opened:
        assert not opened.watch.went_back


def test_an_alarm_the_disk_refuses_keeps_nobody_out_and_is_raised_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand = begin(tmp_path / "device")
    stand.opened.close()

    def unlocked() -> Workplace:
        return Workplace(tmp_path / "device", clock=stand.clock, kdf_cost=CHEAP)

    shutil.copytree(tmp_path / "device", tmp_path / "old")
    with unlocked().unlock(PASSPHRASE) as opened, opened.device.unit() as unit:
        unit.note("sample.noted", "thing", {}, by="device")
        unit.commit()
    shutil.rmtree(tmp_path / "device")
    shutil.copytree(tmp_path / "old", tmp_path / "device")

    def all_but_the_alarm(path: Path, content: bytes) -> None:
        if path.name == ALARM:
            raise OSError(28, "No space left on device")
        write_file(path, content)

    with monkeypatch.context() as full:
        full.setattr("inspector.store.witness.write_file", all_but_the_alarm)
        with unlocked().unlock(PASSPHRASE) as opened:
            assert opened.watch.went_back
            assert opened.watch.fault == "store.disk_full"
    for _ in range(2):
        with unlocked().unlock(PASSPHRASE) as opened:
            assert opened.watch.went_back
            assert opened.watch.fault == ""

"""Snapshots are taken behind the officer's back, told when they fail, and nobody waits for them."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from tests.stand import CHEAP, PASSPHRASE, begin
from ui import safekeeping
from ui.wiring import Workplace


def snapshots(folder: Path) -> list[str]:
    return sorted(file.name for file in (folder / "device" / "snapshots").glob("*"))


def test_before_locking_a_snapshot_is_taken_if_much_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safekeeping, "MUCH", 3)
    with begin(tmp_path / "device").opened as opened:
        opened.safekeeping.keep_snapshot()
    (first,) = snapshots(tmp_path)  # nothing changed since: not taken again
    with Workplace(tmp_path / "device", kdf_cost=CHEAP).unlock(PASSPHRASE) as opened:
        for number in range(3):
            with opened.device.unit() as unit:
                unit.note("sample.noted", str(number), {}, by="o")
                unit.commit()
    assert len(snapshots(tmp_path)) == 2
    assert first in snapshots(tmp_path)
    monkeypatch.setattr(safekeeping, "SOON_COPIED_BYTES", 0)
    with Workplace(tmp_path / "device", kdf_cost=CHEAP).unlock(PASSPHRASE) as opened:
        for number in range(3):
            with opened.device.unit() as unit:
                unit.note("sample.noted", str(number), {}, by="o")
                unit.commit()
    assert len(snapshots(tmp_path)) == 2


def test_a_snapshot_the_disk_has_no_room_for_is_told_and_the_earlier_one_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand = begin(tmp_path / "device")
    with stand.opened as opened:
        opened.safekeeping.keep_snapshot()
        before = snapshots(tmp_path)
        with monkeypatch.context() as full:
            full.setattr("inspector.store.snapshots.MUCH", 1)
            stand.photo(1)

            def refuse(*_: Any) -> None:
                raise OSError(errno.ENOSPC, "No space left on device")

            full.setattr(os, "replace", refuse)
            opened.safekeeping.keep_snapshot()
        assert snapshots(tmp_path) == before
        assert opened.safekeeping.snapshot_fault is not None
        assert opened.safekeeping.snapshot_fault.code == "store.disk_full"
        opened.safekeeping.keep_snapshot()
        assert opened.safekeeping.snapshot_fault is None

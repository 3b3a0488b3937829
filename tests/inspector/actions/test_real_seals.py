"""The keyring's own seals on a real device: from unlocking to a notice whose seals hold, and after another unlocking."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.actions.issue_notice import issue_notice
from inspector.actions.notice_seals import SealVerdict, read_seals
from inspector.errors import SystemFault
from inspector.records import Notice, SealRole
from tests.stand import PASSPHRASE, Stand, begin
from ui.wiring import OpenDevice


def issue(stand: Stand, opened: OpenDevice, form: str) -> Notice:
    return issue_notice(opened.device, stand.inspection.id, form, signatures=stand.signatures(), by=stand.by)


def prepared(folder: Path) -> Stand:
    stand = begin(folder)
    stand.visit()
    row = stand.item()
    stand.photo(1, item_id=row.id)
    stand.seize(row)
    return stand


def test_device_and_officer_seal_and_both_hold_after_another_unlocking(tmp_path: Path) -> None:
    stand = prepared(tmp_path / "device")
    with stand.opened:
        officer = next(o for o in stand.officers if o.id == stand.opened.ways_in.acting_officer)
        first = issue(stand, stand.opened, "24")
        assert [seal.role for seal in first.seals] == [SealRole.DEVICE, SealRole.OFFICER]
        assert first.seals[1].holder == officer.id
        assert officer.name in first.seals[1].name
    with stand.workplace.unlock(PASSPHRASE) as again:
        assert [seal.verdict for seal in read_seals(again.device, first.id)] == [SealVerdict.GOOD] * 2
        second = issue(stand, again, "21")
        assert second.seals == first.seals
        journal = again.device.journal
        told = [json.loads(entry) for entry in journal.entries(1, journal.length())]
        assert len([entry for entry in told if entry["change"] == "seal.certificate"]) == 2


def test_a_locked_device_seals_nothing(tmp_path: Path) -> None:
    stand = prepared(tmp_path / "device")
    with stand.opened:
        keys = stand.device.seals()
    for key in keys:
        with pytest.raises(SystemFault) as raised:
            key.sign(b"message")
        assert raised.value.code == "keys.locked"

"""Taking an issued notice out: the original as it is, a timestamp only on a copy, and the journal knows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from inspector.actions import read
from inspector.actions.export_notice import all_seals_good, export_notice
from inspector.actions.issue_notice import issue_notice
from inspector.actions.notice_seals import SealTold, SealVerdict
from inspector.actions.ports import Device
from inspector.errors import InputError, SystemFault
from inspector.records import Notice, SealRole
from tests.seal_keys import Authority, seal_key
from tests.stand import Stand

LATER = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


@pytest.fixture
def device(stand: Stand) -> Device:
    """A device with seals whose list is issued."""
    keys = (
        seal_key(SealRole.DEVICE, "this device", stand.device.id),
        seal_key(SealRole.OFFICER, "first officer", stand.officers[0].id),
    )
    stand.visit()
    row = stand.item()
    stand.photo(1, item_id=row.id)
    stand.seize(row)
    sealing = replace(stand.device, seals=lambda: keys)
    issue_notice(sealing, stand.inspection.id, "24", signatures=stand.signatures(), by=stand.by)
    return sealing


def issued(device: Device) -> Notice:
    with device.reading() as unit:
        (notice,) = unit.all(Notice)
    return notice


def last_entry(device: Device) -> dict[str, object]:
    length = device.journal.length()
    (entry,) = device.journal.entries(length, length)
    told: dict[str, object] = json.loads(entry)
    return told


def test_the_original_leaves_as_it_is_and_the_journal_knows(device: Device) -> None:
    notice = issued(device)
    exported = export_notice(device, notice.number, by="device")
    assert hashlib.sha256(exported.pdf).hexdigest() == notice.pdf_sha256
    assert exported.file_name == f"财物清单-{notice.number}.pdf"
    assert all_seals_good(exported.seals)
    assert len(exported.seals) == 2
    assert (exported.stamped, exported.copy_name, exported.stamped_at) == (b"", "", None)
    entry = last_entry(device)
    assert (entry["change"], entry["subject"]) == ("notice.exported", notice.id)
    assert entry["facts"] == {"form": "24", "sha256": notice.pdf_sha256}


def test_a_timestamp_comes_on_a_copy_and_the_vault_keeps_the_original(device: Device) -> None:
    notice = issued(device)
    exported = export_notice(device, notice.id, by="device", ask=Authority(LATER))
    assert exported.stamped.startswith(exported.pdf)
    assert exported.stamped_at == LATER
    assert exported.copy_name == f"财物清单-{notice.number}-时间戳副本.pdf"
    assert read.notice_pdf(device, notice.id) == exported.pdf
    assert issued(device) == notice
    assert last_entry(device)["facts"] == {
        "copy_sha256": hashlib.sha256(exported.stamped).hexdigest(),
        "form": "24",
        "sha256": notice.pdf_sha256,
        "timestamp": "2026-11-25T08:00:00.000Z",
    }


def test_without_an_answer_nothing_leaves(device: Device) -> None:
    before = device.journal.length()
    with pytest.raises(SystemFault) as raised:
        export_notice(device, issued(device).id, by="device", ask=lambda _: b"")
    assert raised.value.code == "seal.timestamp_refused"
    assert device.journal.length() == before


def test_an_unknown_number_names_those_there_are(device: Device) -> None:
    with pytest.raises(InputError) as raised:
        export_notice(device, "样市监财清〔2026〕99号", by="device")
    assert raised.value.code == "notice.unknown"
    assert issued(device).number in raised.value.sentence("zh")


def test_one_seal_that_does_not_hold_is_enough() -> None:
    good = SealTold(SealRole.DEVICE, "", SealVerdict.GOOD)
    assert all_seals_good((good,))
    assert not all_seals_good((good, replace(good, verdict=SealVerdict.OTHER_KEY)))

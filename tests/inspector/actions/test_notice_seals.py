"""Seals of issued notices: put in at the end, remembered by the record, told of when somebody looks."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import random
from dataclasses import replace

import pytest

from inspector.actions import read
from inspector.actions.issue_notice import issue_notice
from inspector.actions.notice_seals import SealVerdict, compared, read_seals
from inspector.actions.ports import Device, HeldSeal
from inspector.actions.preview_notice import preview_notice
from inspector.actions.supersede_notice import supersede_notice
from inspector.errors import InputError, SystemFault
from inspector.records import FoundSeal, Notice, NoticeSeal, Officer, SealRole, SealState
from tests.seal_keys import seal_key
from tests.stand import Stand

GOOD, OTHER = SealVerdict.GOOD, SealVerdict.OTHER_KEY


@pytest.fixture
def ready(stand: Stand) -> Stand:
    """A lawful seizure, complete up to the papers, on a device with seals."""
    stand.visit()
    row = stand.item()
    stand.photo(1, item_id=row.id)
    stand.photo(2, item_id=row.id)
    stand.seize(row)
    return stand


def keys(stand: Stand, word: str = "first officer") -> tuple[HeldSeal, ...]:
    officer = seal_key(SealRole.OFFICER, word, stand.officers[0].id)
    return (officer, seal_key(SealRole.DEVICE, "this device", stand.device.id))


def with_seals(stand: Stand, held: tuple[HeldSeal, ...] | None = None) -> Device:
    at_hand = keys(stand) if held is None else held
    return replace(stand.device, seals=lambda: at_hand)


def issue(stand: Stand, device: Device, form: str) -> Notice:
    return issue_notice(device, stand.inspection.id, form, signatures=stand.signatures(), by=stand.by)


def certificates(stand: Stand) -> list[dict[str, object]]:
    journal = stand.device.journal
    told = [json.loads(entry) for entry in journal.entries(1, journal.length())]
    return [entry for entry in told if entry["change"] == "seal.certificate"]


def test_the_device_seals_first_and_both_seals_are_remembered(ready: Stand) -> None:
    device = with_seals(ready)
    notice = issue(ready, device, "24")
    officer = ready.officers[0]
    assert [(seal.role, seal.holder) for seal in notice.seals] == [
        (SealRole.DEVICE, device.id),
        (SealRole.OFFICER, officer.id),
    ]
    assert notice.seals[1].name == f"{officer.name}（{officer.cert_no}）"
    told = read_seals(device, notice.id)
    assert [(seal.role, seal.verdict) for seal in told] == [(SealRole.DEVICE, GOOD), (SealRole.OFFICER, GOOD)]
    assert {seal.at for seal in told} == {notice.issued.replace(microsecond=0)}


def test_what_is_kept_and_recorded_is_the_sealed_file(ready: Stand) -> None:
    device = with_seals(ready)
    printed = preview_notice(device, ready.inspection.id, "24").pdf
    notice = issue(ready, device, "24")
    kept = read.notice_pdf(device, notice.id)
    assert hashlib.sha256(kept).hexdigest() == notice.pdf_sha256
    assert b"InspectorOfficerSeal" in kept
    assert b"InspectorOfficerSeal" not in printed


def test_each_certificate_is_journalled_once_before_the_notice_it_closes(ready: Stand) -> None:
    device = with_seals(ready)
    issue(ready, device, "24")
    issue(ready, device, "21")
    noted = certificates(ready)
    assert [(entry["subject"], entry["facts"]["role"]) for entry in noted] == [  # type: ignore[index]
        (device.id, "device"),
        (ready.officers[0].id, "officer"),
    ]
    for entry in noted:
        facts = entry["facts"]
        certificate = base64.b64decode(facts["certificate"])  # type: ignore[index]
        assert hashlib.sha256(certificate).hexdigest() == facts["certificate_sha256"]  # type: ignore[index]


def test_another_key_is_journalled_when_it_first_seals(ready: Stand) -> None:
    issue(ready, with_seals(ready), "24")
    changed = keys(ready, "the officer's next key")
    notice = issue(ready, with_seals(ready, changed), "21")
    assert len(certificates(ready)) == 3
    assert {seal.verdict for seal in read_seals(ready.device, notice.id)} == {GOOD}


def test_without_an_officer_the_device_seals_alone_and_without_keys_nobody(ready: Stand) -> None:
    alone = issue(ready, with_seals(ready, keys(ready)[1:]), "24")
    assert [seal.role for seal in alone.seals] == [SealRole.DEVICE]
    none = issue(ready, with_seals(ready, ()), "21")
    assert none.seals == ()
    assert read_seals(ready.device, none.id) == ()


def test_a_seal_that_fails_issues_nothing_and_uses_no_number(ready: Stand) -> None:
    def locked(message: bytes) -> bytes:
        raise SystemFault("keys.locked")

    before = ready.device.journal.length()
    broken = (replace(keys(ready)[1], sign=locked),)
    with pytest.raises(SystemFault) as raised:
        issue(ready, with_seals(ready, broken), "24")
    assert raised.value.code == "keys.locked"
    assert ready.device.journal.length() == before
    assert issue(ready, with_seals(ready), "24").number.endswith("1号")


def test_a_notice_set_aside_keeps_its_seals(ready: Stand) -> None:
    device = with_seals(ready)
    notice = issue(ready, device, "24")
    kept = read.notice_pdf(device, notice.id)
    supersede_notice(device, notice.id, reason="数量写错", by=ready.by)
    assert read.notice_pdf(device, notice.id) == kept
    assert [seal.verdict for seal in read_seals(device, notice.id)] == [GOOD, GOOD]


@pytest.mark.parametrize("count", [12])
def test_the_record_notices_every_changed_bit_of_the_file(ready: Stand, count: int) -> None:
    """Whatever the seals cover: the hash in the notice's own entry covers all of it."""
    device = with_seals(ready)
    notice = issue(ready, device, "24")
    kept, chance = read.notice_pdf(device, notice.id), random.Random(20261126)
    for _ in range(count):
        at, bit = chance.randrange(len(kept)), chance.randrange(8)
        changed = kept[:at] + bytes([kept[at] ^ (1 << bit)]) + kept[at + 1 :]
        with device.unit() as unit:
            other = device.vault.put(device.ids.object(), io.BytesIO(changed))
            unit.keep_object(other)
            unit.save(replace(notice, pdf_object_id=other.id), change="notice.issued", by=ready.by)
            unit.commit()
        with pytest.raises(SystemFault) as raised:
            read_seals(device, notice.id)
        assert raised.value.code == "vault.altered"


# -- what the record says of a seal, and what the file says ----------------------------------------

KNOWN = NoticeSeal(SealRole.DEVICE, "d0" * 16, "执法设备", "ab" * 32)
FOUND = FoundSeal(SealRole.DEVICE, SealState.INTACT, "执法设备", "ab" * 32)


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (FOUND, GOOD),
        (replace(FOUND, certificate_sha256="cd" * 32), OTHER),
        (replace(FOUND, state=SealState.CHANGED), SealVerdict.CHANGED),
        (replace(FOUND, state=SealState.ADDED_TO), SealVerdict.ADDED_TO),
        (replace(FOUND, state=SealState.UNREADABLE, certificate_sha256=""), SealVerdict.UNREADABLE),
        (replace(FOUND, state=SealState.CHANGED, certificate_sha256="cd" * 32), SealVerdict.CHANGED),
    ],
)
def test_each_state_has_its_own_verdict(found: FoundSeal, verdict: SealVerdict) -> None:
    assert [seal.verdict for seal in compared((KNOWN,), (found,))] == [verdict]


def test_a_seal_that_is_gone_and_one_nobody_knows_are_told() -> None:
    stranger = FoundSeal(SealRole.OFFICER, SealState.INTACT, "某人", "ef" * 32)
    told = compared((KNOWN,), (stranger,))
    assert [(seal.role, seal.name, seal.verdict) for seal in told] == [
        (SealRole.DEVICE, "执法设备", SealVerdict.MISSING),
        (SealRole.OFFICER, "某人", OTHER),
    ]


def test_a_second_seal_of_one_role_does_not_pass_for_the_first() -> None:
    told = compared((KNOWN,), (FOUND, replace(FOUND, certificate_sha256="cd" * 32)))
    assert [seal.verdict for seal in told] == [GOOD, OTHER]


def test_an_unknown_notice_is_refused(stand: Stand) -> None:
    with pytest.raises(InputError):
        read_seals(stand.device, "none")


def test_the_officers_name_is_the_records(ready: Stand) -> None:
    with ready.device.reading() as unit:
        officer = unit.get(Officer, ready.officers[0].id)
    notice = issue(ready, with_seals(ready), "24")
    assert notice.seals[1].name.startswith(officer.name)

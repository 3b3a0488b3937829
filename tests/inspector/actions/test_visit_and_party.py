from dataclasses import replace
from datetime import date, timedelta

import pytest

from inspector.actions import (
    describe_scene,
    name_party,
    open_fair,
    open_inspection,
    read,
    record_visit,
)
from inspector.actions.issue_notice import issue_notice
from inspector.errors import InputError
from inspector.records import PageScan, PartyKind, PresenceKind, RightLookup
from tests.stand import Stand
from ui.demo import sample


def open_again(stand: Stand, officer_ids: tuple[str, ...]) -> None:
    open_inspection.open_inspection(
        stand.device, fair_id=stand.inspection.fair_id, officer_ids=officer_ids, by=stand.by, **sample.STAND
    )


def test_one_officer_cannot_open_an_inspection(stand: Stand) -> None:
    for officer_ids in [(), (stand.by,), (stand.by, stand.by)]:
        with pytest.raises(InputError) as refusal:
            open_again(stand, officer_ids)
        assert refusal.value.code == "inspection.two_officers"
        assert "第四十二条" in refusal.value.sentence("zh")


def test_a_certificate_that_has_run_out_cannot_open_an_inspection(stand: Stand) -> None:
    stand.clock.advance(timedelta(days=3650))
    with pytest.raises(InputError) as refusal:
        open_again(stand, tuple(officer.id for officer in stand.officers))
    assert refusal.value.code == "inspection.certificate"


def test_a_fair_closes_after_it_opens(stand: Stand) -> None:
    with pytest.raises(InputError) as refusal:
        open_fair.open_fair(
            stand.device,
            name="样本",
            venue="",
            address="",
            opens=date(2026, 11, 2),
            closes=date(2026, 11, 1),
            by=stand.by,
        )
    assert refusal.value.code == "fair.days_reversed"


def test_a_fair_lies_in_a_division_that_there_is_or_none_is_stated(stand: Stand) -> None:
    days = {"opens": date(2026, 11, 1), "closes": date(2026, 11, 2)}
    for code, kept in (("", ""), (" 360203", "360203"), ("440112", "440112")):
        fair = open_fair.open_fair(
            stand.device, name="样本", venue="", address="", division_code=code, by=stand.by, **days
        )
        assert fair.division_code == kept
    for code in ("景德镇", "36020", "060203"):
        with pytest.raises(InputError) as refusal:
            open_fair.open_fair(
                stand.device, name="样本", venue="", address="", division_code=code, by=stand.by, **days
            )
        assert refusal.value.code == "fair.division_wrong"


def test_a_lead_has_a_time_and_an_own_inspection_none(stand: Stand) -> None:
    came = stand.inspection.started - timedelta(hours=2)
    told = record_visit.state_source(
        stand.device, stand.inspection.id, source="3", received=came, by=stand.by
    )
    assert (told.source, told.lead_received) == ("3", came)
    own = record_visit.state_source(stand.device, stand.inspection.id, source="1", received=came, by=stand.by)
    assert (own.source, own.lead_received) == ("1", None)
    for source in ("", "7", "举报"):
        with pytest.raises(InputError) as refusal:
            record_visit.state_source(stand.device, stand.inspection.id, source=source, by=stand.by)
        assert refusal.value.code == "visit.source_unknown"


def test_what_a_register_said_goes_into_the_draft_of_the_findings(stand: Stand) -> None:
    stand.item()
    asked = stand.inspection.started
    whole = RightLookup("00000000", "中国商标网", asked, date(2030, 1, 31), covers_goods=True)
    told = describe_scene.note_lookups(
        stand.device, stand.inspection.id, (whole, RightLookup("1299950")), by=stand.by
    )
    assert told.lookups == (whole,), "one without a word is left out"
    drafted = describe_scene.draft_findings(read.dossier(stand.device, stand.inspection.id))
    assert "2026年11月20日经中国商标网查询，权利号00000000，有效期至2030年1月31日。" in drafted
    assert "货值共计1,632.00元" in drafted
    described = describe_scene.describe_findings(
        stand.device, stand.inspection.id, findings=drafted, by=stand.by
    )
    assert described.lookups == (whole,)
    found = read.examine(stand.device, stand.inspection.id)
    assert not [f for f in found if f.field == "inspection.findings" and f.id in {"F-12", "F-50"}]


def test_a_scan_of_a_signed_page_is_no_photo_taken_of_the_stand(stand: Stand) -> None:
    stand.visit()
    stand.seize(stand.item())
    issue_notice(stand.device, stand.inspection.id, "24", signatures=stand.signatures(), by=stand.by)
    for seed in (1, 2, 3):
        stand.photo(seed)
    dossier = read.dossier(stand.device, stand.inspection.id)
    scan = PageScan(1, dossier.photos[2].id, dossier.photos[2].sha256, 0, dossier.photos[2].arrived, stand.by)
    scanned = tuple(replace(notice, scans=(scan,)) for notice in dossier.notices)
    assert "现场拍摄照片3张" in describe_scene.draft_findings(dossier)
    assert "现场拍摄照片2张" in describe_scene.draft_findings(replace(dossier, notices=scanned))


def test_an_answer_is_never_left_blank(stand: Stand) -> None:
    for act in (record_visit.show_credentials, record_visit.tell_rights):
        with pytest.raises(InputError) as refusal:
            act(stand.device, stand.inspection.id, answer="  ", by=stand.by)
        assert refusal.value.code == "visit.answer_missing"


def test_absence_needs_how_they_were_told_and_a_recording(stand: Stand) -> None:
    with pytest.raises(InputError) as refusal:
        record_visit.record_presence(
            stand.device, stand.inspection.id, kind=PresenceKind.NOTIFIED_ABSENT, note="电话通知", by=stand.by
        )
    assert refusal.value.code == "visit.absence_unexplained"


def test_a_wrong_credit_code_is_refused_with_the_character_and_nothing_is_written(stand: Stand) -> None:
    before = stand.device.journal.length()
    with pytest.raises(InputError) as refusal:
        name_party.name_party(
            stand.device,
            stand.inspection.id,
            by=stand.by,
            **{**sample.PARTY, "credit_code": "91360200MA1XG6125E"},  # type: ignore[arg-type]
        )
    assert refusal.value.code == "party.code_invalid"
    assert stand.device.journal.length() == before


def test_a_person_s_id_number_is_checked(stand: Stand) -> None:
    with pytest.raises(InputError) as refusal:
        name_party.name_party(
            stand.device,
            stand.inspection.id,
            kind=PartyKind.PERSON,
            name="样本",
            address="样本路",
            phone="0",
            id_number="360222196602290016",
            by=stand.by,
        )
    assert refusal.value.code == "party.code_invalid"


def test_naming_the_party_again_corrects_the_same_party(stand: Stand) -> None:
    stand.visit()
    first = read.dossier(stand.device, stand.inspection.id).party
    name_party.name_party(
        stand.device,
        stand.inspection.id,
        by=stand.by,
        **{**sample.PARTY, "phone": "000-7654321"},  # type: ignore[arg-type]
    )
    second = read.dossier(stand.device, stand.inspection.id).party
    assert first is not None
    assert second is not None
    assert (second.id, second.phone) == (first.id, "000-7654321")

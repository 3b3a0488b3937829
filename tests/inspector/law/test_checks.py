"""Each check finds the defect it is for, and a complete lawful dossier blocks nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.law import blocking, examine, load
from inspector.records import (
    AllegedAct,
    Approval,
    BureauLevel,
    Closing,
    ClosingManner,
    CredentialsShown,
    Dossier,
    ExifClaims,
    MeasureKind,
    Paper,
    PartyKind,
    PhotoOrigin,
    PhotoTag,
    Presence,
    PresenceKind,
    RightKind,
    RightsTold,
    SeizureForm,
    SignatureRole,
    Statement,
    Witness,
)
from tests.inspector.law.dossiers import (
    BUREAU,
    ENDED,
    NOW,
    OFFICERS,
    PARTY,
    STARTED,
    absent,
    inspection,
    item,
    lawful,
    measure,
    notice,
    officer,
    paper,
    photo,
    registered,
    signature,
    with_inspection,
    with_measure,
    with_right,
)

PACK = load()
CERTIFICATES = tuple(known.cert_no for known in OFFICERS)
MINUTE = timedelta(minutes=1)
URGENT = Approval(urgent=True, urgent_reason="当事人正在转移货物")
MISREAD_MARK = AllegedAct(RightKind.TRADEMARK, "一二三", "样本权利人")
LATE_PHOTO = replace(
    photo(1, "item-1", PhotoTag.VIEW),
    origin=PhotoOrigin.IMPORTED,
    claims=ExifClaims(taken=datetime(2026, 11, 23, 12, 0)),  # noqa: DTZ001  cameras write no zone
)


AT_10_15 = {"started": "2026-11-23 10:15", "ended": "2026-11-23 10:40", "interviewee": "样本乙"}
EARLIER = paper("14", 1, started="2026-11-23 10:00", ended="2026-11-23 10:20", interviewee="样本甲")


def party(**changes: object) -> Dossier:
    return lawful(party=replace(PARTY, **changes))  # type: ignore[arg-type]  # real fields only


def elsewhere(**changes: object) -> Dossier:
    """The lawful dossier, and one of its officers at another stand."""
    other = inspection(
        id="other", booth="B07", place="样本会展中心B07", officer_ids=("officer-2", "officer-3")
    )
    return lawful(elsewhere=(replace(other, **changes),))  # type: ignore[arg-type]  # real fields only


def bureau(**changes: object) -> Dossier:
    return lawful(bureau=replace(BUREAU, **changes))  # type: ignore[arg-type]  # real fields only


def row(**changes: object) -> Dossier:
    return lawful(items=(item(1, **changes), item(2)))  # type: ignore[arg-type]  # real fields only


def officers(**changes: object) -> Dossier:
    return lawful(officers=(replace(OFFICERS[0], **changes), OFFICERS[1]))  # type: ignore[arg-type]  # real fields


# check, field, forms it must block ("" for none), dossier with the defect
DEFECTS: list[tuple[str, str, str, Dossier]] = [
    ("F-01", "inspection.officers", "9 21 24", lawful(officers=OFFICERS[:1])),
    ("F-01", "inspection.officers", "9 21 24", lawful(officers=(OFFICERS[0], OFFICERS[0]))),
    (
        "F-01",
        "inspection.officers",
        "9 21 24",
        lawful(officers=(OFFICERS[0], replace(officer(2), cert_no=OFFICERS[0].cert_no))),
    ),
    ("F-02", "officer:officer-1", "9 21 24", officers(cert_no="")),
    ("F-02", "officer:officer-1", "9 21 24", officers(valid_to=date(2026, 11, 22))),
    ("F-02", "officer:officer-1", "9 21 24", officers(valid_from=date(2026, 11, 24))),
    ("F-02", "officer:officer-1", "9 21 24", officers(unit="样本县市场监督管理局")),
    ("F-03", "inspection.rights", "", with_inspection(rights=RightsTold(STARTED, "申请", True))),
    ("F-04", "inspection.officers", "", elsewhere(started=STARTED - 5 * MINUTE, ended=STARTED + MINUTE)),
    ("F-04", "inspection.officers", "", elsewhere(started=STARTED + 5 * MINUTE, ended=None)),
    ("F-06", "bureau.name", "9 21 24", with_inspection(bureau_id="another")),
    ("F-09", "measure:measure.approval", "21 24", with_right(RightKind.UNFAIR_COMPETITION)),
    (
        "F-09",
        "measure:measure.approval",
        "21 24",
        with_right(
            RightKind.UNFAIR_COMPETITION,
            measures=(measure(approval=replace(URGENT, by_city_chief=True)),),
        ),
    ),
    ("F-10", "measure:measure.decided", "21 24", with_measure(decided=STARTED - timedelta(days=1))),
    ("F-11", "inspection.ended", "9", with_inspection(ended=None)),
    ("F-11", "inspection.ended", "9 21 24", with_inspection(ended=STARTED)),
    ("F-11", "inspection.ended", "9 21 24", with_inspection(ended=NOW + MINUTE)),
    ("F-11", "inspection.started", "9 21 24", with_inspection(started=NOW + MINUTE, ended=None)),
    ("F-11", "inspection.ended", "", with_inspection(ended=STARTED + timedelta(seconds=30))),
    ("F-12", "inspection.findings", "", with_inspection(findings="11时05分清点24只，已拍照")),
    ("F-13", "inspection.credentials", "9 21 24", with_inspection(credentials=None)),
    (
        "F-13",
        "inspection.credentials",
        "9 21 24",
        with_inspection(credentials=CredentialsShown(STARTED, CERTIFICATES, " ")),
    ),
    (
        "F-13",
        "inspection.credentials",
        "9 21 24",
        with_inspection(credentials=CredentialsShown(STARTED, CERTIFICATES[:1], "看清")),
    ),
    (
        "F-13",
        "inspection.credentials",
        "9 21 24",
        with_inspection(credentials=CredentialsShown(ENDED, CERTIFICATES, "看清")),
    ),
    ("F-14", "inspection.rights", "9 21 24", with_inspection(rights=None)),
    ("F-14", "inspection.rights", "9 21 24", with_inspection(rights=RightsTold(STARTED, ""))),
    ("F-14", "inspection.rights", "9 21 24", with_inspection(rights=RightsTold(ENDED, "听清"))),
    (
        "F-16",
        "inspection.presence",
        "9 21 24",
        absent(presence=Presence(PresenceKind.UNREACHABLE, note="电话无人接听")),
    ),
    ("F-16", "inspection.witness", "", replace(absent(witness=None), measures=())),
    ("F-17", "inspection.witness", "9 21 24", absent(witness=None)),
    ("F-17", "inspection.witness", "9 21 24", absent(witness=Witness("样本见证人", "", "1"))),
    ("F-17", "inspection.witness", "", absent(witness=Witness(OFFICERS[0].name, "1", "1"))),
    ("F-18", "inspection.statement", "9 21", with_inspection(statement=None)),
    ("F-18", "inspection.statement", "9 21", with_inspection(statement=Statement(" "))),
    ("F-19", "inspection.findings", "", with_inspection(findings="货架摆放杯24只")),
    ("F-19", "inspection.findings", "", with_inspection(findings="货架摆放杯若干，已拍照")),
    ("9-03", "inspection.place", "9 21", with_inspection(place="")),
    ("9-06", "party", "9 21 24", lawful(party=None)),
    ("9-06", "party.name", "9 21 24", party(name="")),
    ("9-08", "party.credit_code", "", party(credit_code="")),
    ("9-09", "party.address", "9 21", party(address="")),
    ("9-10", "party.representative", "", party(representative="")),
    ("9-11", "party.id_number", "", party(kind=PartyKind.PERSON, credit_code="", id_number="")),
    ("9-12", "party.phone", "9 21", party(phone="")),
    ("9-13", "inspection.presence", "9 21 24", with_inspection(presence=None)),
    ("9-13", "inspection.presence", "9 21 24", with_inspection(presence=Presence(PresenceKind.SITE_MANAGER))),
    (
        "9-13",
        "inspection.presence",
        "9 21 24",
        absent(presence=Presence(PresenceKind.NOTIFIED_ABSENT, recording="V-1")),
    ),
    ("9-14", "inspection.subject", "9", with_inspection(subject="")),
    ("9-16", "inspection.findings", "9", with_inspection(findings="")),
    ("9-17", "inspection.measure_told", "9 21", with_inspection(measure_told="")),
    ("9-19", "inspection.closing", "9", with_inspection(closing=None)),
    ("9-19", "inspection.closing", "9", with_inspection(closing=Closing(ClosingManner.READ_OUT, ""))),
    ("F-21", "party", "9 21 24", with_inspection(party_id="other")),
    ("F-22", "party.credit_code", "", party(credit_code="92130203MA2TH3BJ3G")),
    ("F-22", "party.id_number", "", party(id_number="130202198502300019")),
    ("F-24", "measure:measure.items", "21 24", with_right(RightKind.DESIGN_PATENT)),
    ("F-24", "measure:measure.items", "21 24", with_right(RightKind.COPYRIGHT)),
    ("F-24", "measure:measure.items", "21 24", with_right(RightKind.FALSE_ORIGIN)),
    (
        "F-24",
        "measure:measure.items",
        "21 24",
        with_right(RightKind.UNFAIR_COMPETITION, bureau=replace(BUREAU, level=BureauLevel.COUNTY)),
    ),
    (
        "F-24",
        "measure:measure.items",
        "",
        with_right(RightKind.FALSE_ORIGIN, measures=(measure(quality_grounds="铅溶出量快检超标"),)),
    ),
    ("F-24", "measure:measure.items", "", with_right(RightKind.SUBSTANDARD)),
    ("F-24", "measure:measure.items", "21 24", with_measure(act_day=date(2015, 1, 1))),
    (
        "F-24",
        "measure:measure.items",
        "19 24",
        with_right(RightKind.DESIGN_PATENT, measures=(measure(kind=MeasureKind.REGISTER),)),
    ),
    ("F-25", "measure:measure.act_day", "21 24", with_measure(act_day=date(2026, 11, 24))),
    (
        "F-25",
        "measure:measure.act_day",
        "",
        with_right(RightKind.UNFAIR_COMPETITION, measures=(measure(act_day=date(2025, 10, 14)),)),
    ),
    (
        "F-24",
        "measure:measure.items",
        "",
        with_right(
            RightKind.UNFAIR_COMPETITION,
            measures=(
                measure(
                    act_day=date(2025, 10, 14),
                    approval=Approval("样本市局负责人", STARTED, by_city_chief=True),
                ),
            ),
        ),
    ),
    ("F-26", "measure:measure.approval", "21 24", with_measure(approval=Approval())),
    (
        "F-26",
        "measure:measure.approval",
        "21 24",
        with_measure(approval=Approval("样本负责人", STARTED + 26 * MINUTE)),
    ),
    ("F-26", "measure:measure.approval", "21 24", with_measure(approval=Approval(urgent=True))),
    ("F-26", "measure:measure.approval", "", with_measure(approval=URGENT)),
    (
        "F-26",
        "measure:measure.approval",
        "21 24",
        with_measure(
            approval=replace(URGENT, approver="样本负责人", at=STARTED + timedelta(hours=24, minutes=26))
        ),
    ),
    (
        "F-26",
        "measure:measure.approval",
        "19 24",
        with_measure(kind=MeasureKind.REGISTER, approval=Approval()),
    ),
    ("F-27", "bureau.government", "21", bureau(government="")),
    ("F-27", "bureau.court", "21", bureau(court="")),
    ("F-27", "bureau.name", "21", bureau(name="")),
    ("F-28", "measure:measure.decided", "21 24", with_measure(decided=ENDED + MINUTE)),
    ("F-28", "measure:measure.decided", "21 24", with_measure(decided=STARTED - MINUTE)),
    ("F-28", "measure:measure.decided", "21", lawful(notices=(notice("24"),))),
    ("F-28", "measure:measure.decided", "24", lawful(notices=(notice("24", NOW), notice("21")))),
    (
        "F-28",
        "measure:measure.decided",
        "24",
        replace(with_inspection(ended=None), notices=(notice("24", NOW + timedelta(days=1)), notice("21"))),
    ),
    ("F-29", "measure:measure.items", "21 24", with_measure(item_ids=())),
    ("F-29", "measure:measure.items", "21 24", with_measure(item_ids=("item-1", "item-9"))),
    ("F-29", "item:item-1", "21 24", row(label_name="")),
    ("F-29", "item:item-1", "21 24", row(specification="")),
    ("F-29", "item:item-1", "21 24", row(unit="")),
    ("F-29", "item:item-1", "21 24", row(quantity=Decimal(0))),
    ("F-29", "item:item-1", "21 24", row(quantity=Decimal("1.5"))),
    ("F-29", "item:item-2", "21 24", lawful(items=(item(1), item(2, position=1)))),
    ("F-30", "measure:measure.days", "21", with_measure(days=31)),
    ("F-30", "measure:measure.days", "21", with_measure(days=0)),
    ("F-31", "item:item-1", "", lawful(photos=())),
    ("F-31", "item:item-1", "", lawful(photos=(LATE_PHOTO,))),
    (
        "F-32",
        "measure:measure.unrelated_or_necessities",
        "21 24",
        with_measure(unrelated_or_necessities=True),
    ),
    ("F-33", "measure:measure.not_sealed_by_others", "21 24", with_measure(not_sealed_by_others=False)),
    ("F-35", "measure:measure.decided", "", with_measure(decided=STARTED - timedelta(days=31))),
    ("F-35", "measure:measure.decided", "", with_measure(decided=STARTED - timedelta(days=28))),
    ("F-35", "measure:measure.decided", "", with_measure(days=2)),
    ("F-37", "measure:measure.reason", "19 24", registered(reason=" ")),
    ("21-11", "measure:measure.place", "19", registered(place="")),
    ("21-13", "measure:measure.keeping", "19", registered(keeping="")),
    ("F-37", "measure:measure.decided", "", registered(decided=STARTED - timedelta(days=12))),
    ("F-37", "measure:measure.decided", "", registered(decided=STARTED - timedelta(days=6))),
    ("F-36", "item:item-1", "", lawful(photos=(photo(1, "item-1", PhotoTag.VIEW),))),
    (
        "F-36",
        "item:item-1",
        "",
        lawful(items=(item(1, seal_number=""), item(2)), measures=(measure(form=SeizureForm.SEAL_UP),)),
    ),
    ("21-11", "measure:measure.place", "21", with_measure(place="")),
    ("21-13", "measure:measure.keeping", "21", with_measure(keeping="")),
    ("21-15", "bureau.contact", "21", bureau(phone="")),
    ("F-41", "photos", "", lawful(photos=(photo(1, None, None),))),
    ("F-41", "photos", "", lawful(photos=(replace(photo(1, "item-1", None), taken_by="officer-3"),))),
    ("F-42", "paper:paper-11-1.manner", "", lawful(papers=(paper("11", manner="复制"),))),
    ("F-49", "paper:paper-14-2.started", "", lawful(papers=(EARLIER, paper("14", 2, **AT_10_15)))),
    ("F-46", "inspection.evidence_note", "", lawful(photos=())),
    ("F-46", "item:item-1", "", row(alleged=AllegedAct(RightKind.TRADEMARK, "1299950"))),
    ("F-47", "inspection.evidence_note", "", with_right(RightKind.COUNTERFEIT_PATENT, photos=())),
    ("F-48", "inspection.evidence_note", "", with_right(RightKind.GI_MARK, photos=())),
    ("F-50", "item:item-1", "", row(unit_price=None, price_basis=None)),
    ("F-50", "item:item-1", "", row(price_basis=None)),
    ("F-51", "inspection.supplier_asked", "", with_inspection(supplier_asked="")),
    ("D-3", "item:item-1", "", with_right(RightKind.DESIGN_PATENT)),
    ("D-4", "item:item-1", "", row(alleged=MISREAD_MARK)),
]


def test_a_complete_lawful_seizure_has_nothing_found() -> None:
    assert examine(PACK, lawful(), NOW) == ()


def test_a_lawful_seizure_with_an_absent_party_has_nothing_found() -> None:
    assert examine(PACK, absent(), NOW) == ()


SEIZED = [
    RightKind.TRADEMARK,
    RightKind.COUNTERFEIT_PATENT,
    RightKind.GI_MARK,
    RightKind.UNFAIR_COMPETITION,
]
PRESERVED = [
    RightKind.TRADEMARK,
    RightKind.MARK_MISUSE,
    RightKind.COUNTERFEIT_PATENT,
    RightKind.GI_PRODUCT,
    RightKind.FALSE_ORIGIN,
]
PARTIES = {
    "sole trader": PARTY,
    "company": replace(PARTY, kind=PartyKind.COMPANY),
    "person": replace(PARTY, kind=PartyKind.PERSON, credit_code="", licence_kind=""),
}
APPROVALS = {
    "before": Approval("样本负责人", STARTED + 20 * MINUTE, by_city_chief=True),
    "made good": replace(URGENT, approver="样本负责人", at=ENDED + timedelta(hours=3)),
}


@pytest.mark.parametrize("is_absent", [False, True], ids=["present", "absent"])
@pytest.mark.parametrize("approval", APPROVALS)
@pytest.mark.parametrize("party", PARTIES)
@pytest.mark.parametrize(
    ("kind", "right"),
    [(MeasureKind.SEIZE, right) for right in SEIZED]
    + [(kind, right) for kind in (MeasureKind.REGISTER, MeasureKind.SAMPLE) for right in PRESERVED],
)
def test_a_clean_draft_is_never_blocked(
    kind: MeasureKind, right: RightKind, party: str, approval: str, is_absent: bool
) -> None:
    if right is RightKind.UNFAIR_COMPETITION and approval == "made good":
        approval = "before"  # the only lawful way
    number = "ZL201830123456.3" if right is RightKind.COUNTERFEIT_PATENT else "1299950"
    alleged = AllegedAct(right, number=number, holder="样本权利人", mark="样本牌")
    whole = absent() if is_absent else lawful()
    dossier = replace(
        whole,
        items=tuple(replace(each, alleged=alleged) for each in whole.items),
        party=PARTIES[party],
        measures=(measure(kind=kind, approval=APPROVALS[approval], reason="可能灭失"),),
    )
    findings = examine(PACK, dossier, NOW + timedelta(hours=1))
    assert [
        finding for finding in findings if finding.forms or (finding.severity == "V" and not finding.warning)
    ] == []


def test_an_inspection_without_measure_asks_for_no_decision() -> None:
    quiet = with_inspection(measure_told="", statement=None)
    findings = examine(PACK, replace(quiet, measures=(), bureau=replace(BUREAU, court="")), NOW)
    assert findings == ()


def test_an_inspection_under_way_blocks_only_what_cannot_be_printed_yet() -> None:
    under_way = with_inspection(ended=None, closing=None, findings="")
    findings = examine(PACK, under_way, NOW)
    assert {finding.id for finding in blocking(findings, "9")} == {"F-11", "9-16", "9-19"}
    assert blocking(findings, "21") == ()
    assert blocking(findings, "24") == ()


@pytest.mark.parametrize(
    ("check", "field", "forms", "dossier"),
    DEFECTS,
    ids=[f"{check}-{number}" for number, (check, *_) in enumerate(DEFECTS)],
)
def test_a_defect_is_found_and_blocks_what_it_must(
    check: str, field: str, forms: str, dossier: Dossier
) -> None:
    findings = examine(PACK, dossier, NOW)
    found = [f for f in findings if (f.id, f.field) == (check, field)]
    assert found, [(f.id, f.field) for f in findings]
    expected = set(forms.split())
    beside = set() if "19" in expected else {"19"}  # blocked as well, but not one of the three forms here
    assert expected in [set(f.forms) - beside for f in found]
    for finding in found:
        assert finding.article
        assert not re.search(r"[{}]", finding.message_zh + finding.message_en)


AT_SIGNING = {
    ("F-01", "unsigned"),
    ("F-15", "no-ink"),
    ("F-15", "no-party"),
    ("F-15", "not-party"),
    ("F-15", "not-witness"),
    ("F-15", "other-day"),
    ("F-15", "stranger"),
    ("F-16", "refusal-no-recording"),
    ("F-17", "unsigned"),
    ("F-71", "before"),
    ("F-71", "future"),
}


def test_every_case_of_every_check_has_a_seeded_defect() -> None:
    messages = {(f.id, f.message_zh) for *_, dossier in DEFECTS for f in examine(PACK, dossier, NOW)}
    unseen = {
        (check, name)
        for check, entry in PACK.checks.items()
        for name, case in entry.cases.items()
        if not any(found == check and matches(case.zh, message) for found, message in messages)
    }
    assert unseen == AT_SIGNING


def matches(template: str, message: str) -> bool:
    parts = (re.escape(part) for part in re.split(r"\{\w+\}", template))
    return re.fullmatch(".*".join(parts), message) is not None


def test_refusals_of_power_name_row_reason_and_article() -> None:
    (finding,) = [f for f in examine(PACK, with_right(RightKind.DESIGN_PATENT), NOW) if f.id == "F-24"]
    assert finding.severity == "V"
    assert finding.article == "《中华人民共和国专利法》第六十九条第二款"
    assert finding.message_zh.startswith("第1项不得扣押：")


def test_goods_that_no_measure_covers_are_advice_only() -> None:
    unlisted = item(3, RightKind.DESIGN_PATENT, unit="", alleged=AllegedAct(RightKind.DESIGN_PATENT))
    dossier = lawful(items=(item(1), item(2), unlisted))
    findings = examine(PACK, dossier, NOW)
    assert "F-29" in {finding.id for finding in findings}
    assert not any(blocking(findings, form) for form in ("9", "21", "24"))


def test_an_urgent_measure_has_24_hours_to_the_minute() -> None:
    urgent = with_measure(approval=URGENT)
    deadline = urgent.measures[0].decided + timedelta(hours=24)
    in_time = [f for f in examine(PACK, urgent, deadline) if f.id == "F-26"]
    too_late = [f for f in examine(PACK, urgent, deadline + timedelta(seconds=1)) if f.id == "F-26"]
    assert [f.warning for f in in_time] == [True]
    assert [f.warning for f in too_late] == [False]
    assert "11月24日09:55" in in_time[0].message_zh
    made_good = replace(URGENT, approver="样本负责人", at=deadline)
    assert examine(PACK, with_measure(approval=made_good), deadline + timedelta(days=1)) == ()


def test_a_certificate_photo_or_a_note_proves_the_right() -> None:
    noted = replace(with_inspection(evidence_note="权利人现场辨认并出具意见"), photos=())
    assert "F-46" not in {finding.id for finding in examine(PACK, noted, NOW)}


def test_a_copy_signed_by_its_provider_proves_something() -> None:
    sheet = paper("11", manner="复制")
    signed = (signature(SignatureRole.PARTY, "样本经营者"),)
    handed_over = replace(notice("11"), paper_id=sheet.id, signatures=signed)
    whole = lawful(papers=(sheet,))
    assert examine(PACK, replace(whole, notices=(*whole.notices, handed_over)), NOW) == ()
    refused = replace(
        handed_over, signatures=(replace(signed[0], strokes=(), refusal="拒签", recording="V-1"),)
    )
    assert examine(PACK, replace(whole, notices=(*whole.notices, refused)), NOW) != ()


def test_a_picture_taken_by_the_officers_is_no_copy_of_a_paper() -> None:
    assert examine(PACK, lawful(papers=(paper("11", manner="拍摄"), paper("11", 2))), NOW) == ()


@pytest.mark.parametrize(("form", "whole"), [("20", registered()), ("23", lawful())], ids=["20", "23"])
def test_goods_given_back_are_no_longer_overdue(form: str, whole: Dossier) -> None:
    later = NOW + timedelta(days=60)
    released = paper(form, scope="全部解除")
    handed_over = replace(notice(form), paper_id=released.id)

    def overdue(sheet: Paper) -> set[str]:
        dossier = replace(whole, papers=(sheet,), notices=(*whole.notices, handed_over))
        return {finding.id for finding in examine(PACK, dossier, later)} & {"F-35", "F-37"}

    assert overdue(released) == set()
    assert overdue(paper(form, scope="部分解除")) != set()


def test_questionings_one_after_the_other_are_in_order() -> None:
    after = AT_10_15 | {"started": "2026-11-23 10:20"}
    unreadable = paper("14", 3, started="上午", ended="10:15")
    assert examine(PACK, lawful(papers=(paper("14", 2, **after), unreadable, EARLIER)), NOW) == ()


def test_an_absent_party_without_a_seizure_blocks_nothing() -> None:
    findings = examine(PACK, replace(absent(witness=None), measures=()), NOW)
    assert [(finding.id, finding.warning) for finding in findings] == [("F-16", True)]


def test_quantities_may_be_stated_by_unit() -> None:
    mixed = replace(
        with_inspection(findings="货架摆放杯12只、整箱3箱，已拍照"),
        items=(item(1), item(2, unit="箱", quantity=Decimal(3))),
    )
    assert examine(PACK, mixed, NOW) == ()
    miscounted = replace(mixed, items=(item(1), item(2, unit="箱", quantity=Decimal(4))))
    (finding,) = examine(PACK, miscounted, NOW)
    assert "12只、4箱" in finding.message_zh


def test_the_end_is_compared_by_the_minute() -> None:
    decided = ENDED + timedelta(seconds=40)
    dossier = with_measure(decided=decided)
    assert examine(PACK, dossier, NOW) == ()


def test_what_blocks_comes_first_then_the_gravest() -> None:
    worst = replace(with_inspection(supplier_asked="", place="", credentials=None), photos=())
    findings = examine(PACK, worst, NOW)
    order = [(not f.forms, f.warning, "VEMD".index(f.severity)) for f in findings]
    assert order == sorted(order)
    assert findings[0].id == "F-13"


def test_messages_are_short_and_both_languages_take_the_same_facts() -> None:
    for check, entry in PACK.checks.items():
        for name, case in entry.cases.items():
            assert len(re.sub(r"\{\w+\}", "", case.zh)) <= 40, (check, name)
            assert set(re.findall(r"\{(\w+)\}", case.zh)) == set(re.findall(r"\{(\w+)\}", case.en)), check


@given(
    started=st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  strategy bounds are naive
    act_day=st.dates(date(2000, 1, 1), date(2040, 1, 1)),
    right=st.sampled_from(RightKind),
    kind=st.sampled_from(MeasureKind),
)
@settings(max_examples=80, deadline=None)
def test_no_day_and_no_right_leaves_a_dossier_unjudged(
    started: datetime, act_day: date, right: RightKind, kind: MeasureKind
) -> None:
    dossier = replace(
        with_inspection(started=started, ended=None),
        items=(item(1, right), item(2)),
        measures=(measure(act_day=act_day, kind=kind),),
    )
    for finding in examine(PACK, dossier, NOW):
        assert finding.article
        assert finding.message_zh


def test_stated_grounds_of_quality_leave_a_warning_to_ask_the_legal_unit() -> None:
    stated = with_right(RightKind.FALSE_ORIGIN, measures=(measure(quality_grounds="铅溶出量快检超标"),))
    (finding,) = [f for f in examine(PACK, stated, NOW) if f.id == "F-24"]
    assert finding.warning
    assert "法制机构" in finding.message_zh


def test_a_law_changed_since_the_act_is_told_once_and_blocks_nothing() -> None:
    started = datetime(2027, 1, 5, 1, 30, tzinfo=UTC)
    dossier = replace(
        with_inspection(started=started, ended=None),
        measures=(measure(act_day=date(2026, 11, 20), decided=started + MINUTE),),
        notices=(),
    )
    (finding,) = [f for f in examine(PACK, dossier, started + 2 * MINUTE) if f.id == "F-25"]
    assert (finding.warning, finding.forms) == (True, ())
    assert "待法制确认" in finding.message_zh

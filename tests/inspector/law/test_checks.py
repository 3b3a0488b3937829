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
    Dossier,
    MeasureKind,
    Paper,
    PartyKind,
    RightKind,
    SignatureRole,
)
from tests.inspector.law.dossiers import (
    BUREAU,
    ENDED,
    NOW,
    PARTY,
    STARTED,
    absent,
    item,
    lawful,
    measure,
    notice,
    paper,
    registered,
    sampling,
    signature,
    with_inspection,
    with_measure,
    with_right,
)

PACK = load()
MINUTE = timedelta(minutes=1)
URGENT = Approval(urgent=True, urgent_reason="当事人正在转移货物")


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
        measures=(
            sampling()
            if kind is MeasureKind.SAMPLE
            else measure(kind=kind, approval=APPROVALS[approval], reason="可能灭失"),
        ),
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


def test_what_several_rows_lack_is_one_line_that_names_them() -> None:
    rows = tuple(item(number, specification="") for number in range(1, 13))
    bare = lawful(items=rows, measures=())
    (finding,) = [each for each in examine(PACK, bare, NOW) if each.id == "F-29"]
    assert finding.message_zh == "第1、2、3、4、5、6、7、8、9、10、11、12项规格（型号）未填写；没有的写“无”。"
    assert finding.field == f"item:{rows[0].id}.specification"
    mended = replace(bare, items=(replace(rows[0], specification="ø12"), *rows[1:]))
    (finding,) = [each for each in examine(PACK, mended, NOW) if each.id == "F-29"]
    assert finding.field == f"item:{rows[1].id}.specification"


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


@pytest.mark.parametrize(("form", "whole"), [("20", registered()), ("23", lawful())], ids=["20", "23"])
def test_goods_given_back_are_no_longer_overdue(form: str, whole: Dossier) -> None:
    later = NOW + timedelta(days=60)
    released = paper(form, scope="全部解除")
    handed_over = replace(notice(form), paper_id=released.id)

    def overdue(sheet: Paper) -> set[str]:
        dossier = replace(whole, papers=(sheet,), notices=(*whole.notices, handed_over))
        return {finding.id for finding in examine(PACK, dossier, later)} & {"F-35", "F-38"}

    assert overdue(released) == set()
    assert overdue(paper(form, scope="部分解除")) != set()


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

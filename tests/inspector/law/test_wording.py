"""The sentences on a form carry what the law requires and nothing it has ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from inspector.law import for_notice, load
from inspector.records import AllegedAct, Dossier, Measure, MeasureKind, RightKind, SeizureForm
from tests.inspector.law.dossiers import BUREAU, OFFICERS, item, lawful, measure, with_inspection, with_right

PACK = load()
KEYS = {
    "basis",
    "closing_sentence_checked",
    "closing_sentence_read",
    "copies",
    "credentials_sentence",
    "keeping",
    "list_statement",
    "sample_sealed",
    "measure_told",
    "period",
    "remedies",
    "rights_sentence",
    "substantive",
    "suspicion",
}
NEW_YEAR = datetime(2026, 12, 31, 16, tzinfo=UTC)
"""Midnight in China, when the Trademark Law of 2026 comes into force."""
SECOND = timedelta(seconds=1)
UNTOLD = with_inspection(measure_told="")


def words(dossier: Dossier, chosen: Measure | None) -> dict[str, str]:
    result = for_notice(PACK, replace(dossier, measures=(chosen,) if chosen else ()), chosen)
    assert set(result) == KEYS
    assert not any("{" in text or "}" in text for text in result.values())
    return result


def test_credentials_name_bureau_officers_certificates_and_subject() -> None:
    sentence = words(lawful(), None)["credentials_sentence"]
    for part in (BUREAU.name, lawful().inspection.subject, *(known.cert_no for known in OFFICERS)):
        assert part in sentence
    assert sentence.endswith("？")


def test_rights_name_statement_defence_duty_and_recusal() -> None:
    sentence = words(lawful(), None)["rights_sentence"]
    for part in ("陈述", "申辩", "如实回答", "不得拒绝", "直接利害关系", "回避"):
        assert part in sentence


def test_without_a_measure_nothing_of_a_measure_is_said() -> None:
    quiet = words(UNTOLD, None)
    for key in ("suspicion", "basis", "measure_told", "remedies", "period", "keeping"):
        assert quiet[key] == ""


def test_remedies_name_one_government_and_one_court() -> None:
    remedies = words(lawful(), measure())["remedies"]
    assert f"六十日内向{BUREAU.government}申请行政复议" in remedies
    assert f"六个月内依法向{BUREAU.court}提起行政诉讼" in remedies
    assert "市场监督管理局" not in remedies


def test_a_seizure_is_worded_from_its_goods() -> None:
    result = words(UNTOLD, measure())
    assert result["suspicion"] == "涉嫌侵犯他人注册商标专用权（第1299950号注册商标）"
    assert result["basis"] == "《中华人民共和国商标法》（2019年修正）第六十二条第一款第（四）项"
    assert result["substantive"] == "《中华人民共和国商标法》（2019年修正）第五十七条"
    for part in (result["suspicion"], result["basis"], "扣押", "30日", "陈述和申辩", result["remedies"]):
        assert part in result["measure_told"]
    assert result["keeping"].startswith("常温、防震存放。")
    assert "不得使用或者损毁" in result["keeping"]


@pytest.mark.parametrize(
    ("act_day", "decided", "breach", "power"),
    [
        (date(2026, 12, 31), NEW_YEAR - SECOND, "2019年修正）第五十七条", "2019年修正）第六十二条"),
        (date(2026, 12, 31), NEW_YEAR, "2019年修正）第五十七条", "2026年修订）第七十六条"),
        (date(2026, 11, 20), NEW_YEAR, "2019年修正）第五十七条", "2026年修订）第七十六条"),
        (date(2027, 1, 1), NEW_YEAR, "2026年修订）第七十二条", "2026年修订）第七十六条"),
    ],
)
def test_the_breach_is_cited_by_the_day_of_the_act_and_the_power_by_that_of_the_measure(
    act_day: date, decided: datetime, breach: str, power: str
) -> None:
    result = words(UNTOLD, measure(act_day=act_day, decided=decided))
    assert breach in result["substantive"]
    assert power in result["basis"]
    assert power in result["measure_told"]
    assert result["basis"].count("条") == result["substantive"].count("条") == 1


def test_the_grounds_of_quality_are_printed_where_the_power_asks_for_them() -> None:
    grounds = measure(quality_grounds="铅溶出量快检超标。")
    told = words(replace(UNTOLD, items=(item(1, RightKind.FALSE_ORIGIN), item(2))), grounds)
    assert "严重质量问题：铅溶出量快检超标）" in told["suspicion"]
    assert "铅溶出量快检超标" in told["measure_told"]
    assert "产品质量法》（2018年修正）第十八条第（四）项" in told["basis"]
    assert "铅溶出量" not in words(UNTOLD, grounds)["suspicion"]


def test_a_right_that_does_not_allow_the_measure_adds_no_basis() -> None:
    result = words(with_right(RightKind.DESIGN_PATENT), measure(item_ids=("item-1",)))
    assert result["basis"] == ""
    assert "专利" in result["suspicion"]


def test_two_rights_are_both_named() -> None:
    fake = AllegedAct(RightKind.COUNTERFEIT_PATENT, number="ZL202230123456.2")
    result = words(lawful(items=(item(1), item(2, alleged=fake))), measure())
    assert "假冒专利（专利号ZL202230123456.2）" in result["suspicion"]
    assert "商标法" in result["basis"]
    assert "第六十九条第一款第（五）项" in result["basis"]


@pytest.mark.parametrize(
    ("decided", "days", "last"),
    [
        (datetime(2026, 9, 1, 2, tzinfo=UTC), 30, "2026年10月1日"),
        (datetime(2026, 11, 23, 2, tzinfo=UTC), 30, "2026年12月23日"),
        (datetime(2026, 8, 25, 17, tzinfo=UTC), 30, "2026年9月25日"),
        (datetime(2026, 11, 23, 2, tzinfo=UTC), 1, "2026年11月24日"),
    ],
)
def test_the_period_counts_from_the_next_day_in_china(decided: datetime, days: int, last: str) -> None:
    period = words(lawful(), measure(decided=decided, days=days))["period"]
    assert period.startswith(f"{days}日，自")
    assert f"次日起算，至{last}届满" in period
    assert "延长期限不超过三十日" in period
    assert "不计入" in period


def test_sealed_goods_stay_where_they_are() -> None:
    sealed = words(lawful(), measure(form=SeizureForm.SEAL_UP, keeping=""))
    assert sealed["keeping"].startswith("对被查封的财物")
    assert "查封" in sealed["measure_told"] or lawful().inspection.measure_told


def test_registration_lapses_by_itself_after_seven_working_days() -> None:
    registered = words(UNTOLD, measure(kind=MeasureKind.REGISTER))
    assert "七个工作日" in registered["period"]
    assert "自动解除" in registered["period"]
    assert registered["basis"] == "《中华人民共和国行政处罚法》（2021年修订）第五十六条"
    assert registered["remedies"] == ""


def test_what_was_told_is_printed_as_recorded() -> None:
    assert words(lawful(), measure())["measure_told"] == lawful().inspection.measure_told


def test_every_right_has_its_suspicion() -> None:
    for right in RightKind:
        dossier = replace(lawful(), items=(item(1, right),))
        result = words(dossier, measure(item_ids=("item-1",)))
        assert result["suspicion"].startswith("涉嫌")
        assert result["substantive"]

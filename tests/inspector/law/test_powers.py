"""Table A-2: each right, each measure, both levels, both trademark laws."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.law import Ruling, as_plain, load, rule, rule_over_time
from inspector.records import BureauLevel, MeasureKind, RightKind

PACK = load()
OLD_MARK, NEW_MARK = date(2026, 12, 31), date(2027, 1, 1)
SEIZE, REGISTER, SAMPLE = MeasureKind.SEIZE, MeasureKind.REGISTER, MeasureKind.SAMPLE
COUNTY, CITY = BureauLevel.COUNTY, BureauLevel.CITY

PENALTY = "《中华人民共和国行政处罚法》（2021年修订）第五十六条"
SAMPLING = "《市场监督管理行政处罚程序规定》（2022年修正）第三十一条第一款"
PATENT = "《中华人民共和国专利法》（2020年修正）第六十九条"
QUALITY = "《中华人民共和国产品质量法》（2018年修正）第十八条第（四）项"
COPYRIGHT = "《中华人民共和国著作权法》（2020年修正）第五十五条第一款"
COMPETITION = "《中华人民共和国反不正当竞争法》（2025年修订）第十六条"
MARK_2019 = "《中华人民共和国商标法》（2019年修正）"
MARK_2026 = "《中华人民共和国商标法》（2026年修订）"

# right: (seize by county, seize by city, register, sample)
ALLOWED = {
    RightKind.TRADEMARK: (True, True, True, True),
    RightKind.MARK_MISUSE: (False, False, True, True),
    RightKind.DESIGN_PATENT: (False, False, False, False),
    RightKind.COUNTERFEIT_PATENT: (True, True, True, True),
    RightKind.GI_MARK: (True, True, True, True),
    RightKind.GI_PRODUCT: (False, False, True, True),
    RightKind.FALSE_ORIGIN: (False, False, True, True),
    RightKind.UNFAIR_COMPETITION: (False, True, True, True),
    RightKind.COPYRIGHT: (False, False, False, False),
    RightKind.SUBSTANDARD: (True, True, True, True),
}
SEIZURE_BASIS = {
    RightKind.TRADEMARK: (f"{MARK_2019}第六十二条第一款第（四）项", f"{MARK_2026}第七十六条第一款第（四）项"),
    RightKind.MARK_MISUSE: (f"{MARK_2019}第五十二条", f"{MARK_2026}第六十二条"),
    RightKind.DESIGN_PATENT: (f"{PATENT}第二款",) * 2,
    RightKind.COUNTERFEIT_PATENT: (f"{PATENT}第一款第（五）项",) * 2,
    RightKind.GI_MARK: (f"{MARK_2019}第六十二条第一款第（四）项", f"{MARK_2026}第七十六条第一款第（四）项"),
    RightKind.GI_PRODUCT: (QUALITY,) * 2,
    RightKind.FALSE_ORIGIN: (QUALITY,) * 2,
    RightKind.UNFAIR_COMPETITION: (f"{COMPETITION}第一款第（四）项",) * 2,
    RightKind.COPYRIGHT: (COPYRIGHT,) * 2,
    RightKind.SUBSTANDARD: (QUALITY,) * 2,
}


def texts(ruling: Ruling) -> list[str]:
    return [citation.text for citation in ruling.basis]


@pytest.mark.parametrize(("right", "on"), list(product(RightKind, (OLD_MARK, NEW_MARK))))
def test_the_matrix_of_powers(right: RightKind, on: date) -> None:
    by_county, by_city, register, sample = ALLOWED[right]
    assert rule(PACK, right, SEIZE, on, COUNTY).allowed is by_county
    assert rule(PACK, right, SEIZE, on, CITY).allowed is by_city
    for level in BureauLevel:
        assert rule(PACK, right, REGISTER, on, level).allowed is register
        assert rule(PACK, right, SAMPLE, on, level).allowed is sample


@pytest.mark.parametrize(("right", "version"), list(product(RightKind, (0, 1))))
def test_a_seizure_cites_the_version_in_force_on_the_day(right: RightKind, version: int) -> None:
    ruling = rule(PACK, right, SEIZE, (OLD_MARK, NEW_MARK)[version], COUNTY)
    assert texts(ruling)[0] == SEIZURE_BASIS[right][version]


def test_registration_gains_a_trademark_basis_in_2027() -> None:
    assert texts(rule(PACK, RightKind.TRADEMARK, REGISTER, OLD_MARK, COUNTY)) == [PENALTY]
    assert texts(rule(PACK, RightKind.TRADEMARK, REGISTER, NEW_MARK, COUNTY)) == [
        PENALTY,
        f"{MARK_2026}第七十六条第一款第（五）项",
    ]
    assert texts(rule(PACK, RightKind.TRADEMARK, SAMPLE, NEW_MARK, COUNTY)) == [PENALTY, SAMPLING]


def test_unfair_competition_was_renumbered_in_october_2025() -> None:
    before = rule(PACK, RightKind.UNFAIR_COMPETITION, SEIZE, date(2025, 10, 14), CITY)
    after = rule(PACK, RightKind.UNFAIR_COMPETITION, SEIZE, date(2025, 10, 15), CITY)
    assert [citation.article for citation in before.basis] == ["13", "13"]
    assert [citation.article for citation in after.basis] == ["16", "16"]
    assert (before.confirmed, after.confirmed) == (False, True)


def test_confusion_needs_the_city_chief_beforehand() -> None:
    def seize(level: BureauLevel, *, approved: bool) -> Ruling:
        right = RightKind.UNFAIR_COMPETITION
        return rule(PACK, right, SEIZE, OLD_MARK, level, city_chief_approved=approved)

    assert not seize(COUNTY, approved=False).allowed
    assert seize(COUNTY, approved=True).allowed
    assert "事先" in seize(CITY, approved=False).warning_zh
    assert seize(CITY, approved=True).warning_zh == ""


@pytest.mark.parametrize("right", [RightKind.GI_PRODUCT, RightKind.FALSE_ORIGIN])
def test_false_signs_are_seized_only_for_a_serious_quality_problem(right: RightKind) -> None:
    ruling = rule(PACK, right, SEIZE, OLD_MARK, COUNTY, serious_quality=True)
    assert ruling.allowed
    assert not ruling.confirmed
    assert "法制" in ruling.warning_zh


def test_copyright_goes_to_its_own_authority() -> None:
    ruling = rule(PACK, RightKind.COPYRIGHT, SEIZE, OLD_MARK, CITY)
    assert "移送" in ruling.instead_zh
    assert texts(ruling)[1] == "《市场监督管理行政处罚程序规定》（2022年修正）第十七条第一款"


@given(
    right=st.sampled_from(RightKind),
    measure=st.sampled_from(MeasureKind),
    level=st.sampled_from(BureauLevel),
    on=st.dates(date(2000, 1, 1), date(2040, 12, 31)),
    approved=st.booleans(),
    serious=st.booleans(),
)
@settings(max_examples=400, deadline=None)
def test_every_day_has_an_answer_with_an_article_in_force(
    right: RightKind, measure: MeasureKind, level: BureauLevel, on: date, approved: bool, serious: bool
) -> None:
    ruling = rule(PACK, right, measure, on, level, city_chief_approved=approved, serious_quality=serious)
    assert ruling.basis
    assert all(int(citation.article) > 0 for citation in ruling.basis)
    assert ruling.reason_zh
    assert ruling.reason_en
    assert "{" not in ruling.reason_zh + ruling.reason_en + ruling.instead_zh + ruling.instead_en
    if ruling.allowed:
        for citation in ruling.basis:
            version = PACK.statutes[citation.law].version(citation.version)
            assert version is not None
            assert version.is_in_force(on)
    else:
        assert ruling.instead_zh
        assert ruling.instead_en
        assert "条" in ruling.reason_zh


def test_a_day_before_the_first_known_version_is_refused_without_a_wrong_citation() -> None:
    ruling = rule(PACK, RightKind.TRADEMARK, SEIZE, date(2012, 5, 1), CITY)
    assert not ruling.allowed
    assert texts(ruling) == ["《中华人民共和国行政处罚法》（2021年修订）第三十七条"]
    assert "商标法" in ruling.reason_zh


def test_the_command_line_shape() -> None:
    plain = as_plain(rule(PACK, RightKind.DESIGN_PATENT, SEIZE, OLD_MARK, CITY))
    assert plain["allowed"] is False
    assert plain["basis"] == [
        {
            "law": "中华人民共和国专利法",
            "version": "2020年修正",
            "article": "69",
            "item": "第二款",
            "text": "《中华人民共和国专利法》（2020年修正）第六十九条第二款",
        }
    ]
    assert "第六十九条第二款" in str(plain["reason"])
    assert plain["instead"]


@pytest.mark.parametrize(
    ("act_day", "measure_day", "cited", "is_confirmed"),
    [
        (OLD_MARK, OLD_MARK, MARK_2019, True),
        (OLD_MARK, NEW_MARK, MARK_2026, False),
        (NEW_MARK, NEW_MARK, MARK_2026, True),
    ],
)
def test_the_power_of_the_day_of_the_measure_is_used_and_a_change_waits_for_the_legal_unit(
    act_day: date, measure_day: date, cited: str, is_confirmed: bool
) -> None:
    days = {"act_day": act_day, "measure_day": measure_day}
    ruling = rule_over_time(PACK, RightKind.TRADEMARK, SEIZE, COUNTY, **days)
    assert (ruling.allowed, ruling.confirmed) == (True, is_confirmed)
    assert texts(ruling)[0].startswith(cited)


@pytest.mark.parametrize("unknown", [{"act_day": date(2012, 5, 1)}, {"measure_day": date(2012, 5, 1)}])
def test_both_versions_must_allow_the_measure(unknown: dict[str, date]) -> None:
    days = {"act_day": OLD_MARK, "measure_day": OLD_MARK, **unknown}
    assert not rule_over_time(PACK, RightKind.TRADEMARK, SEIZE, COUNTY, **days).allowed

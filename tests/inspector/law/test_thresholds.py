"""Lines of the law: reached at the very number, chosen by the day, and never silently certain."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from inspector.law import load
from inspector.law.thresholds import Threshold, ThresholdTable, wrong_in

PACK = load()
TODAY = date(2026, 11, 20)


def row(**other: object) -> Threshold:
    """Return a line without an article, so that nothing but `other` can be wrong with it."""
    plain = {"id": "sample", "first_day": date(2026, 1, 1), "basis": (), "source": "样本标准"}
    return msgspec.structs.replace(PACK.thresholds.threshold[-1], **{**plain, **other})


@pytest.mark.parametrize("line", PACK.thresholds.threshold, ids=lambda line: line.id)
def test_the_number_itself_reaches_the_line(line: Threshold) -> None:
    if line.at_least is not None:
        assert line.is_reached(line.amount)
        assert not line.is_reached(line.amount - Decimal("0.01"))
    else:
        assert line.is_kept(line.amount)
        assert not line.is_kept(line.amount + Decimal("0.01"))
        assert not line.is_kept(Decimal(0))


def test_the_line_of_the_day_is_the_one_that_counts() -> None:
    before = row(at_least=Decimal(100000), last_day=date(2026, 6, 30))
    after = row(at_least=Decimal(50000), first_day=date(2026, 7, 1))
    table = ThresholdTable((before, after))
    assert not list(wrong_in(table))
    assert table.on("sample", date(2026, 6, 30)) == before
    assert table.on("sample", date(2026, 7, 1)) == after
    assert table.on("sample", date(2025, 12, 31)) is None
    assert table.on("another", TODAY) is None


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ((row(at_least=Decimal(0)),), "above zero"),
        ((row(at_least=Decimal("NaN")),), "above zero"),
        ((row(at_most=Decimal(1)),), "either"),
        ((row(at_least=None),), "either"),
        ((row(told_by="F-66"),), "rights"),
        ((row(source=""),), "neither an article nor a source"),
        ((row(confirmed=True),), "must wait"),
        ((row(last_day=date(2025, 1, 1)),), "before it begins"),
        ((row(), row(first_day=date(2026, 7, 1))), "twice"),
    ],
)
def test_a_table_that_contradicts_itself_is_named(rows: tuple[Threshold, ...], why: str) -> None:
    assert any(why in said for said in wrong_in(ThresholdTable(rows)))


def test_the_step_of_the_fine_is_cited_by_the_law_of_its_day() -> None:
    for day, article in ((date(2026, 12, 31), "60"), (date(2027, 1, 1), "74")):
        line = PACK.thresholds.on("trademark-fine-step", day)
        assert line is not None
        assert [citation.article for citation in PACK.in_force(line.basis, day)] == [article]


def test_a_line_without_an_article_waits_for_the_legal_unit() -> None:
    assert all(line.basis or not line.confirmed for line in PACK.thresholds.threshold)

"""Checks of amounts: what the goods found add up to, and which lines of the law that reaches (F-50, F-66)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from inspector.law.checks.finding import Examination, Finding, rows_text
from inspector.law.thresholds import Threshold
from inspector.records import Item, PhotoTag, PriceBasis

_STATED = re.compile(
    r"(?:货值|经营额|总价|总值|合计金额)(?:金额)?(?:共计|合计|总计|共|为|约|是)*[：:]?[¥￥]?(\d[\d,，]*(?:\.\d+)?)(万)?元"
)
_LABELS = frozenset({"张", "枚"})
"""Units in which printed labels of a mark are listed."""
_TO_POLICE, _SHEET = "5", "11"
_TEN_THOUSAND = 10_000


def lines(case: Examination) -> Iterator[Finding]:
    """Judge prices and their sum, and tell what the sum reaches; none of this blocks a form."""
    yield from _prices(case)
    yield from _sum(case)
    yield from _reached(case, "F-50")
    if not any(paper.form == _TO_POLICE for paper in case.dossier.papers):
        yield from _reached(case, "F-66")


def _prices(case: Examination) -> Iterator[Finding]:
    items = case.dossier.items
    unpriced = [item for item in items if item.unit_price is None]
    if unpriced:
        yield case.finding("F-50", "no-price", f"item:{unpriced[0].id}", rows=rows_text(unpriced))
    baseless = [item for item in items if item.unit_price is not None and item.price_basis is None]
    if baseless:
        yield case.finding("F-50", "no-basis", f"item:{baseless[0].id}", rows=rows_text(baseless))
    tagged = {photo.item_id for photo in case.dossier.photos if photo.tag is PhotoTag.PRICE}
    has_sheet = any(paper.form == _SHEET for paper in case.dossier.papers)
    unproven = [item for item in items if not _is_proven(item, tagged, has_sheet=has_sheet)]
    if unproven:
        yield case.finding("F-50", "no-evidence", f"item:{unproven[0].id}", rows=rows_text(unproven))


def _is_proven(item: Item, tagged: set[str | None], *, has_sheet: bool) -> bool:
    """A price tag is photographed; any other price stands on a sheet of evidence. A photo of no row speaks for all."""
    has_tag = item.id in tagged or None in tagged
    is_marked = item.price_basis is PriceBasis.MARKED
    return item.price_basis is None or has_tag or (has_sheet and not is_marked)


def _sum(case: Examination) -> Iterator[Finding]:
    total = case.dossier.total_value
    for figure, in_ten_thousands in dict.fromkeys(_STATED.findall(case.dossier.inspection.findings)):
        stated = Decimal(re.sub("[,，]", "", figure)) * (_TEN_THOUSAND if in_ten_thousands else 1)
        if stated != total:
            yield case.finding(
                "F-50", "total", "inspection.findings", stated=f"{stated:,.2f}", total=f"{total:,.2f}"
            )


def _reached(case: Examination, check: str) -> Iterator[Finding]:
    """One finding for all lines of a check; what they mean for the case is for people to decide."""
    reached = [
        (line, goods, amount)
        for line in case.pack.thresholds.told_by(check, case.day)
        for goods in [_concerned(case.dossier.items, line)]
        for amount in [_amount(goods, line)]
        if line.is_reached(amount) and len({item.alleged.number for item in goods}) >= line.marks
    ]
    if not reached:
        return
    names = "；".join(line.zh for line, *_ in reached)
    cited = dict.fromkeys(
        citation for line, *_ in reached for citation in case.pack.in_force(line.basis, case.day)
    )
    unread = not all(line.confirmed and not line.note for line, *_ in reached)
    _, goods, amount = reached[0]
    yield case.finding(
        check,
        "reached",
        f"item:{goods[0].id}",
        basis=(*case.cited(check), *cited),
        rows=rows_text(goods) if len(goods) <= 3 else f"{goods[0].position}…{goods[-1].position}",
        amount=f"{amount:,.0f}",
        lines=names,
        state="（待法制确认）" if unread else "",
        facts_en={
            "lines": "; ".join(line.en for line, *_ in reached),
            "state": " (to be confirmed by the legal unit)" if unread else "",
        },
    )


def _concerned(items: Iterable[Item], line: Threshold) -> list[Item]:
    alike = (item for item in items if item.alleged.kind in line.rights)
    return [item for item in alike if line.of == "value" or item.unit.strip() in _LABELS]


def _amount(goods: Iterable[Item], line: Threshold) -> Decimal:
    if line.of == "labels":
        return sum((item.quantity for item in goods), Decimal(0))
    return sum((item.value for item in goods if item.value is not None), Decimal(0))

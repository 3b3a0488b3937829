"""Checks of the list of goods: rows complete, chosen goods still listed, seals photographed (F-29, F-36)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from inspector.law.checks.finding import Examination, Finding, rows_text
from inspector.law.checks.measures import measure_name
from inspector.records import Item, Measure, MeasureKind, PhotoTag, SeizureForm

_COUNTED = "unit-counted"
"""The list of units of which there are no halves."""
_CELL = {
    "no-name": "label_name",
    "no-specification": "specification",
    "no-unit": "unit",
    "quantity": "quantity",
    "fraction": "quantity",
}
"""Defect to the field of the row it is mended in."""


def listing(case: Examination) -> Iterator[Finding]:
    """Judge the rows, a line for each defect; those that no measure covers block nothing once there is a measure."""
    measures = case.dossier.measures
    for (defect, covering), items in _defects(case, measures).items():
        finding = _of_rows(case, defect, items)
        is_advice = bool(measures) and not covering
        yield replace(finding, forms=() if is_advice else finding.forms, measures=covering)
    counts = Counter(item.position for item in case.dossier.items)
    again = {item.position: item for item in case.dossier.items if counts[item.position] > 1}
    if again:
        yield _of_rows(case, "twice", list(again.values()))
    for measure in measures:
        for finding in _choice(case, measure):
            yield replace(finding, measures=(measure.id,))
        if measure.kind is MeasureKind.SEIZE:
            yield from _seals(case, measure)


def _defects(case: Examination, measures: Sequence[Measure]) -> dict[tuple[str, tuple[str, ...]], list[Item]]:
    """Return the rows of each defect, apart for those that other measures cover: they hold other papers up."""
    found: dict[tuple[str, tuple[str, ...]], list[Item]] = {}
    for item in case.dossier.items:
        covering = tuple(measure.id for measure in measures if item.id in measure.item_ids)
        for defect in _missing(case, item):
            found.setdefault((defect, covering), []).append(item)
    return found


def _missing(case: Examination, item: Item) -> Iterator[str]:
    """Yield what a row lacks, as the pack names it."""
    if not item.label_name.strip():
        yield "no-name"
    if not item.specification.strip():
        yield "no-specification"
    if not item.unit.strip():
        yield "no-unit"
    if item.quantity.is_nan() or item.quantity <= 0:
        yield "quantity"
    elif is_counted(case, item.unit.strip()) and item.quantity != item.quantity.to_integral_value():
        yield "fraction"


def _of_rows(case: Examination, defect: str, items: Sequence[Item]) -> Finding:
    """Word a defect of several rows in one line; it leads to the cell of the first of them."""
    cell = f"item:{items[0].id}" + (f".{_CELL[defect]}" if defect in _CELL else "")
    units = "、".join(dict.fromkeys(item.unit.strip() for item in items))
    return case.finding("F-29", defect, cell, rows=rows_text(items), unit=units)


def is_counted(case: Examination, unit: str) -> bool:
    """Tell whether there are no halves of a unit."""
    counted = case.pack.code_lists.find(_COUNTED)
    return counted is not None and bool(counted.name_of(unit))


def _choice(case: Examination, measure: Measure) -> Iterator[Finding]:
    field = f"measure:{measure.id}.items"
    zh, en = measure_name(measure)
    if not measure.item_ids:
        yield case.finding("F-29", "empty", field, measure=zh, facts_en={"measure": en})
    gone = [
        item
        for item in (case.dossier.measured_items(measure) if measure.has_list else ())
        if (sample := case.dossier.sample_of(item.id)) is not None
        and item.quantity.is_finite()
        and 0 < item.quantity <= sample.away
    ]
    if gone:
        yield case.finding("F-29", "all-sampled", field, rows=rows_text(gone))
    lost = set(measure.item_ids) - {item.id for item in case.dossier.items}
    if lost:
        yield case.finding(
            "F-29", "unknown-item", field, measure=zh, count=len(lost), facts_en={"measure": en}
        )


def _seals(case: Examination, measure: Measure) -> Iterator[Finding]:
    """A photo of a seal that belongs to no row speaks for all rows."""
    shown = {photo.item_id for photo in case.dossier.photos if photo.tag is PhotoTag.SEAL}
    items = case.dossier.measured_items(measure)
    unseen = [item for item in items if item.seal_number.strip() and not {item.id, None} & shown]
    if unseen:
        yield case.finding("F-36", "no-photo", f"item:{unseen[0].id}", rows=rows_text(unseen))
    unnumbered = [item for item in items if not item.seal_number.strip()]
    if unnumbered and measure.form is SeizureForm.SEAL_UP:
        yield case.finding("F-36", "no-number", f"item:{unnumbered[0].id}", rows=rows_text(unnumbered))

"""Checks of the list of goods: rows complete, chosen goods still listed, seals photographed (F-29, F-36)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from inspector.law.checks.finding import Examination, Finding, rows_text
from inspector.law.checks.measures import measure_name
from inspector.records import Item, Measure, MeasureKind, PhotoTag, SeizureForm

_COUNTED = "unit-counted"
"""The list of units of which there are no halves."""


def listing(case: Examination) -> Iterator[Finding]:
    """Judge the rows; those that no measure covers block nothing once there is a measure."""
    measures = case.dossier.measures
    for item in case.dossier.items:
        covering = tuple(measure.id for measure in measures if item.id in measure.item_ids)
        for finding in _row(case, item):
            is_advice = bool(measures) and not covering
            yield replace(finding, forms=() if is_advice else finding.forms, measures=covering)
    numbered: set[int] = set()
    for item in case.dossier.items:
        if item.position in numbered:
            yield case.finding("F-29", "twice", f"item:{item.id}", row=item.position)
        numbered.add(item.position)
    for measure in measures:
        for finding in _choice(case, measure):
            yield replace(finding, measures=(measure.id,))
        if measure.kind is MeasureKind.SEIZE:
            yield from _seals(case, measure)


def _row(case: Examination, item: Item) -> Iterator[Finding]:
    field, row = f"item:{item.id}", item.position
    if not item.label_name.strip():
        yield case.finding("F-29", "no-name", field, row=row)
    if not item.specification.strip():
        yield case.finding("F-29", "no-specification", field, row=row)
    if not item.unit.strip():
        yield case.finding("F-29", "no-unit", field, row=row)
    if item.quantity.is_nan() or item.quantity <= 0:
        yield case.finding("F-29", "quantity", field, row=row)
    elif is_counted(case, item.unit.strip()) and item.quantity != item.quantity.to_integral_value():
        yield case.finding("F-29", "fraction", field, row=row, unit=item.unit.strip())


def is_counted(case: Examination, unit: str) -> bool:
    """Tell whether there are no halves of a unit."""
    counted = case.pack.code_lists.find(_COUNTED)
    return counted is not None and bool(counted.name_of(unit))


def _choice(case: Examination, measure: Measure) -> Iterator[Finding]:
    field = f"measure:{measure.id}.items"
    zh, en = measure_name(measure)
    if not measure.item_ids:
        yield case.finding("F-29", "empty", field, measure=zh, facts_en={"measure": en})
    for item in case.dossier.measured_items(measure) if measure.has_list else ():
        sample = case.dossier.sample_of(item.id)
        if sample is not None and item.quantity.is_finite() and 0 < item.quantity <= sample.away:
            yield case.finding("F-29", "all-sampled", field, row=item.position)
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

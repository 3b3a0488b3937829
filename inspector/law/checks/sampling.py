"""Checks of samples: how many of how many, sealed, what for, kept where, time of testing told (F-34, F-39)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from inspector.law.checks.finding import Examination, Finding, rows_text
from inspector.law.checks.listing import is_counted
from inspector.law.running import course_of
from inspector.records import Item, Measure, MeasureKind, PhotoTag, RightKind, Sample

TESTING, COMPARING, IDENTIFYING = "检验检测", "比对", "权利人辨认鉴别"
"""What samples are for, as form 29 prints it."""


def sampling(case: Examination) -> Iterator[Finding]:
    """Judge every sampling; what is found blocks the sampling record of that sampling alone."""
    for measure in case.dossier.measures:
        if measure.kind is MeasureKind.SAMPLE:
            for finding in (*_samples(case, measure), *_how(case, measure), *_testing(case, measure)):
                yield replace(finding, measures=(measure.id,))


def _samples(case: Examination, measure: Measure) -> Iterator[Finding]:
    of_row = {sample.item_id: sample for sample in measure.samples}
    field = f"measure:{measure.id}.samples"
    for item in case.dossier.measured_items(measure):
        sample = of_row.get(item.id)
        if sample is None or sample.taken <= 0 or sample.reserve < 0:
            yield case.finding("F-39", "no-quantity", field, row=item.position)
            continue
        yield from _quantities(case, item, sample, field)
        if not sample.seal_number.strip():
            yield case.finding("F-39", "no-seal", field, row=item.position)
    used: dict[str, Item] = {}
    for item in case.dossier.measured_items(measure):
        sample = of_row.get(item.id)
        number = sample.seal_number.strip() if sample else ""
        if number and number in used:
            rows = rows_text((used[number], item))
            yield case.finding("F-39", "one-seal", field, rows=rows, seal=number)
        used.setdefault(number, item)
    shown = {photo.item_id for photo in case.dossier.photos if photo.tag is PhotoTag.SEAL}
    unseen = [item for item in case.dossier.measured_items(measure) if not {item.id, None} & shown]
    if unseen:
        yield case.finding("F-36", "no-photo", f"item:{unseen[0].id}", rows=rows_text(unseen))


def _quantities(case: Examination, item: Item, sample: Sample, field: str) -> Iterator[Finding]:
    """What is taken may be all there is, yet then it proves nothing of the rest: told, not forbidden."""
    row, away, base = item.position, f"{sample.away.normalize():f}", f"{sample.base.normalize():f}"
    parts = (sample.base, sample.taken, sample.reserve)
    if is_counted(case, item.unit.strip()) and any(part != part.to_integral_value() for part in parts):
        yield case.finding("F-39", "fraction", field, row=row, unit=item.unit.strip())
    if sample.away > sample.base:
        yield case.finding("F-39", "more-than-base", field, row=row, away=away, base=base)
    elif sample.away == sample.base:
        yield case.finding("F-39", "all-of-base", field, row=row, base=base)
    elif sample.away > item.quantity:
        listed = f"{item.quantity.normalize():f}"
        yield case.finding("F-39", "more-than-listed", field, row=row, away=away, listed=listed)


def _testing(case: Examination, measure: Measure) -> Iterator[Finding]:
    """Days of testing run in the seizure of the same goods unless they were told in writing (行政强制法 25③)."""
    if measure.purpose != TESTING:
        return
    for seizure in case.dossier.measures:
        rows = [i for i in case.dossier.measured_items(seizure) if i.id in measure.item_ids]
        if seizure.kind is MeasureKind.SEIZE and rows and not course_of(case.dossier, seizure).excluded:
            yield case.finding("F-34", "not-told", f"measure:{measure.id}.purpose", rows=rows_text(rows))


def _how(case: Examination, measure: Measure) -> Iterator[Finding]:
    path = f"measure:{measure.id}"
    for name in ("purpose", "method", "place", "keeping", "keeper"):
        if not getattr(measure, name).strip():
            yield case.finding("F-39", f"no-{name}", f"{path}.{name}")
    is_quality = any(
        item.alleged.kind is RightKind.SUBSTANDARD for item in case.dossier.measured_items(measure)
    )
    if is_quality and measure.purpose == TESTING and not measure.sampled_by.strip():
        yield case.finding("F-39", "no-body", f"{path}.sampled_by")

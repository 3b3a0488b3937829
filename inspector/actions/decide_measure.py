"""Decide a measure over goods: what the right-type gate allows, and nothing else (S6d)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from inspector.actions.amend import FROZEN_BY_GOODS, must_be_open
from inspector.actions.list_item import BELOW, QUANTITY_STEP
from inspector.actions.ports import Device, UnitOfWork
from inspector.actions.written import record_written, written
from inspector.clock import CHINA
from inspector.errors import InputError
from inspector.law.powers import Ruling, rule_over_time
from inspector.records import (
    Approval,
    Bureau,
    Item,
    Measure,
    MeasureKind,
    RightKind,
    Sample,
    SeizureForm,
)
from inspector.records.dossier import kind_form

PAPER_OF = {MeasureKind.SEIZE: "21", MeasureKind.REGISTER: "19", MeasureKind.SAMPLE: "29"}
"""The document each measure is handed over with."""
LIST = "24"


def papers_of(measure: Measure) -> tuple[str, ...]:
    """Return the forms one measure needs, in the order they are handed over."""
    paper = PAPER_OF[measure.kind]
    return (LIST, paper) if measure.has_list else (paper,)


def rule_measure(
    device: Device,
    *,
    right: RightKind,
    measure: MeasureKind,
    act_day: date,
    approval: Approval | None = None,
    quality_grounds: str = "",
) -> Ruling:
    """Tell what the law allows for one right now, after an act of `act_day`, without deciding anything.

    `quality_grounds`: the serious quality problem stated, if any (产品质量法 18(四)).
    """
    with device.reading() as unit:
        bureau = unit.all(Bureau)[-1]
    return rule_over_time(
        device.law,
        right,
        measure,
        bureau.level,
        act_day=act_day,
        measure_day=device.clock.now().wall.astimezone(CHINA).date(),
        city_chief_approved=approval is not None and approval.by_city_chief,
        serious_quality=bool(quality_grounds.strip()),
    )


def decide_measure(
    device: Device,
    inspection_id: str,
    *,
    kind: MeasureKind,
    form: SeizureForm,
    item_ids: tuple[str, ...],
    act_day: date,
    approval: Approval,
    days: int = 30,
    place: str,
    keeping: str,
    not_sealed_by_others: bool,
    unrelated_or_necessities: bool = False,
    quality_grounds: str | None = None,
    reason: str = "",
    is_kept_in_place: bool = False,
    samples: Iterable[Sample] = (),
    purpose: str = "",
    method: str = "",
    sampled_by: str = "",
    keeper: str = "",
    by: str,
) -> Measure:
    """Decide the measure now, or change the one of this kind decided before.

    A stand may have one measure of each kind, of seizures one of each form. Goods are seized or preserved by one
    of them only: rows that another one covers leave it, and one that loses its last row is taken back. Samples
    are drawn from goods whatever else happens to the rest.

    `quality_grounds` states the serious quality problem (产品质量法 18(四)); None keeps what was stated before.
    `reason` (证据可能灭失或者以后难以取得) and `is_kept_in_place` are of a preservation (行政处罚法 56); `samples`,
    `purpose`, `method`, `sampled_by` and `keeper` of a sampling (程序规定 31). A row without a sample of its own
    is drawn from its whole quantity.

    Raises:
        InputError: `measure.no_items`; `measure.approval_ahead` for an approval that is still to be given: what is
            not approved yet has to stay told of; `item.other_inspection` for goods of another stand;
            `measure.forbidden` with the articles if the gate refuses any item; `measure.sample_size` for figures
            no sample can have.
    """
    now = device.clock.now().wall
    if not item_ids:
        raise InputError("measure.no_items")
    if approval.at is not None and approval.at > now:
        raise InputError("measure.approval_ahead", time=f"{approval.at.astimezone(CHINA):%Y-%m-%d %H:%M}")
    with device.unit() as unit:
        must_be_open(unit, inspection_id, FROZEN_BY_GOODS)
        others = unit.all(Measure, inspection_id=inspection_id)
        former = next(
            (m for m in others if (m.kind, kind_form(m.kind, m.form)) == (kind, kind_form(kind, form))), None
        )
        decided = former.decided if former else now
        alike = former or next((other for other in others if other.kind is kind), None)
        kept = alike.quality_grounds if alike else ""
        grounds = kept if quality_grounds is None else written(quality_grounds)
        rows = [unit.get(Item, item_id) for item_id in item_ids]
        for item in rows:
            if item.inspection_id != inspection_id:
                raise InputError("item.other_inspection")
            ruling = rule_over_time(
                device.law,
                item.alleged.kind,
                kind,
                unit.all(Bureau)[-1].level,
                act_day=act_day,
                measure_day=decided.astimezone(CHINA).date(),
                city_chief_approved=approval.by_city_chief,
                serious_quality=bool(grounds),
            )
            if not ruling.allowed:
                raise InputError(
                    "measure.forbidden",
                    row=item.position,
                    why=ruling.reason_zh,
                    why_en=ruling.reason_en,
                    basis="、".join(citation.text for citation in ruling.basis),
                    instead=ruling.instead_zh,
                    instead_en=ruling.instead_en,
                )
        measure = Measure(
            id=former.id if former else device.ids.record(),
            inspection_id=inspection_id,
            kind=kind,
            form=form,
            item_ids=item_ids,
            decided=decided,
            approval=record_written(approval),
            act_day=act_day,
            days=days,
            place=written(place),
            keeping=written(keeping),
            not_sealed_by_others=not_sealed_by_others,
            unrelated_or_necessities=unrelated_or_necessities,
            quality_grounds=grounds,
            reason=written(reason),
            is_kept_in_place=is_kept_in_place,
            samples=_samples(rows, samples) if kind is MeasureKind.SAMPLE else (),
            purpose=written(purpose),
            method=written(method),
            sampled_by=written(sampled_by),
            keeper=written(keeper),
        )
        if measure.has_list:
            others = tuple(other for other in others if other.has_list and other is not former)
            _take_out(unit, others, frozenset(item_ids), by)
        unit.save(measure, change="measure.changed" if former else "measure.decided", by=by)
        unit.commit()
    return measure


def _samples(rows: list[Item], given: Iterable[Sample]) -> tuple[Sample, ...]:
    """Return a sample for each row in the order of the rows; what is said of other rows is left out."""
    of_row = {sample.item_id: record_written(sample) for sample in given}
    found = tuple(of_row.get(row.id, Sample(row.id, base=row.quantity, taken=Decimal(0))) for row in rows)
    for row, sample in zip(rows, found, strict=True):
        for amount in (sample.base, sample.taken, sample.reserve):
            if not (amount.is_finite() and 0 <= amount < BELOW and amount == amount.quantize(QUANTITY_STEP)):
                raise InputError("measure.sample_size", row=row.position)
    return found


def _take_out(unit: UnitOfWork, others: Iterable[Measure], item_ids: frozenset[str], by: str) -> None:
    """The same goods cannot be seized and preserved, nor stand on two lists: rows leave the other measures."""
    for other in others:
        left = tuple(item_id for item_id in other.item_ids if item_id not in item_ids)
        if not left:
            unit.remove(Measure, other.id, change="measure.withdrawn", by=by)
        elif left != other.item_ids:
            unit.save(replace(other, item_ids=left), change="measure.changed", by=by)


def withdraw_measure(device: Device, measure_id: str, *, by: str) -> None:
    """Take back a measure before its paper is issued."""
    with device.unit() as unit:
        measure = unit.get(Measure, measure_id)
        must_be_open(unit, measure.inspection_id, FROZEN_BY_GOODS)
        unit.remove(Measure, measure_id, change="measure.withdrawn", by=by)
        unit.commit()

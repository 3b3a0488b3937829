"""Decide a measure over goods: what the right-type gate allows, and nothing else (S6d)."""

from __future__ import annotations

from datetime import date

from inspector.actions.amend import FROZEN_BY_GOODS, must_be_open
from inspector.actions.ports import Device
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
    SeizureForm,
)

PAPER_OF = {MeasureKind.SEIZE: "21", MeasureKind.REGISTER: "19"}
"""The document each measure is handed over with; a measure without one cannot be issued here yet."""


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
    by: str,
) -> Measure:
    """Decide the measure now, or change the one of this kind decided before; one of another kind is taken back.

    `quality_grounds` states the serious quality problem (产品质量法 18(四)); None keeps what was stated before.
    `reason` (证据可能灭失或者以后难以取得) and `is_kept_in_place` are of a preservation (行政处罚法 56).

    Raises:
        InputError: `measure.no_items`; `item.other_inspection` for goods of another stand;
            `measure.forbidden` with the articles if the gate refuses any item;
            `measure.no_paper_yet` for measures whose document this version cannot print.
    """
    now = device.clock.now().wall
    if not item_ids:
        raise InputError("measure.no_items")
    if kind not in PAPER_OF:
        raise InputError("measure.no_paper_yet")
    with device.unit() as unit:
        must_be_open(unit, inspection_id, FROZEN_BY_GOODS)
        former = next((m for m in unit.all(Measure, inspection_id=inspection_id) if m.kind is kind), None)
        decided = former.decided if former else now
        kept = former.quality_grounds if former else ""
        grounds = kept if quality_grounds is None else written(quality_grounds)
        for item_id in item_ids:
            item = unit.get(Item, item_id)
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
        )
        for other in unit.all(Measure, inspection_id=inspection_id):
            if other.kind is not kind:  # the same goods cannot be under two measures, nor on two lists
                unit.remove(Measure, other.id, change="measure.withdrawn", by=by)
        unit.save(measure, change="measure.changed" if former else "measure.decided", by=by)
        unit.commit()
    return measure


def withdraw_measure(device: Device, measure_id: str, *, by: str) -> None:
    """Take back a measure before its paper is issued."""
    with device.unit() as unit:
        measure = unit.get(Measure, measure_id)
        must_be_open(unit, measure.inspection_id, FROZEN_BY_GOODS)
        unit.remove(Measure, measure_id, change="measure.withdrawn", by=by)
        unit.commit()

"""Changing a record of an open inspection: the one gate that keeps signed paper true."""

from __future__ import annotations

from dataclasses import replace

from inspector.actions.ports import Device, UnitOfWork
from inspector.errors import InputError
from inspector.records import Inspection, InspectionState, Notice, NoticeState

FROZEN_BY_VISIT = frozenset({"9"})
"""Forms that print how the visit went."""
FROZEN_BY_GOODS = frozenset({"9", "19", "21", "24", "29"})
"""Forms that print party, goods and measure."""


def must_be_open(unit: UnitOfWork, inspection_id: str, frozen_by: frozenset[str] = frozenset()) -> Inspection:
    """Return the inspection if it may still be changed.

    Raises:
        InputError: `inspection.sealed` after the stand was left; `inspection.signed` if an issued form in
            `frozen_by` prints what would change (程序规定 29: no change after the first signature);
            `inspection.settled` for goods, measures and party while later acts are recorded.
    """
    inspection = unit.get(Inspection, inspection_id)
    if inspection.state is InspectionState.SEALED:
        raise InputError("inspection.sealed", booth=inspection.booth)
    if inspection.follows and frozen_by >= FROZEN_BY_GOODS:
        raise InputError("inspection.settled", booth=inspection.booth)
    for notice in unit.all(Notice, inspection_id=inspection_id):
        if notice.state is NoticeState.ISSUED and notice.form in frozen_by:
            raise InputError("inspection.signed", form=notice.form, number=notice.number or "—")
    return inspection


def amend_inspection(
    device: Device,
    inspection_id: str,
    *,
    change: str,
    by: str,
    frozen_by: frozenset[str] = FROZEN_BY_VISIT,
    **fields: object,
) -> Inspection:
    """Replace fields of an open inspection and journal it as `change`."""
    with device.unit() as unit:
        inspection = replace(must_be_open(unit, inspection_id, frozen_by), **fields)  # type: ignore[arg-type]  # names checked by the dataclass
        unit.save(inspection, change=change, by=by)
        unit.commit()
    return inspection

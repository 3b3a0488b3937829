"""Write what the office also writes of a case: case number, storage place, status, handler."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from inspector.actions.office_edits import require_status
from inspector.actions.ports import Device, UnitOfWork
from inspector.actions.written import written
from inspector.errors import InputError
from inspector.records import (
    CaseField,
    CaseFieldName,
    CaseFile,
    Choice,
    Inspection,
    Officer,
    OfficeTask,
    Side,
    TaskState,
)
from inspector.records.plain import instant_text


def write_case(
    device: Device,
    inspection_id: str,
    fields: Mapping[CaseFieldName, str],
    *,
    seen: Mapping[CaseFieldName, str] | None = None,
    by: str,
) -> CaseFile:
    """Write administrative fields of a case; an empty value takes one away. A task open on a field is settled by it.

    `seen` is what stood there when the person began to write: what the office wrote meanwhile is never overwritten
    unread.

    Raises:
        InputError: `case.status_unknown`; `case.changed` if something else stands there by now; `store.unknown`
            without such an inspection.
    """
    fields = {name: written(value) for name, value in fields.items()}
    with device.unit() as unit:
        case_id = unit.get(Inspection, inspection_id).case_id
        known = unit.find(CaseFile, case_id) or CaseFile(case_id, case_id)
        for name, value in (seen or {}).items():
            if known.value(name) != value:
                raise InputError("case.changed", value=known.value(name))
        file = write_fields(device, unit, case_id, fields, by)
        at = instant_text(device.clock.now().wall)
        for task in unit.all(OfficeTask, inspection_id=case_id):
            is_on_it = task.record_kind == "CaseFile" and task.field in fields
            if task.state is TaskState.OPEN and is_on_it:
                side = Side(fields[CaseFieldName(task.field)], name_of(unit, by), at)
                settled = replace(task, state=TaskState.SETTLED, choice=Choice.ANEW, settled=side)
                unit.save(settled, change="task.settled", by=by)
        unit.commit()
    return file


def write_fields(
    device: Device, unit: UnitOfWork, case_id: str, fields: Mapping[CaseFieldName, str], by: str
) -> CaseFile:
    """Write fields of a case within an action; raises `InputError("case.status_unknown")`."""
    require_status(fields.get(CaseFieldName.STATUS, ""))
    file = unit.find(CaseFile, case_id) or CaseFile(case_id, case_id)
    now = device.clock.now().wall
    for name, value in fields.items():
        known = file.field(name)
        file = file.with_field(CaseField(name, value, name_of(unit, by), now, known.centre if known else ""))
    unit.save(file, change="case.written", by=by)
    return file


def name_of(unit: UnitOfWork, officer_id: str) -> str:
    """Return an officer's name, or the id of who is none."""
    officer = unit.find(Officer, officer_id)
    return officer.name if officer else officer_id

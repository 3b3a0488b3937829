"""A person decides what device and office said differently: keep ours, take theirs, or write it anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from inspector.actions.office_edits import fact_of, require_status, with_officer_fields
from inspector.actions.ports import Device, UnitOfWork
from inspector.actions.written import written
from inspector.errors import InputError
from inspector.records import (
    CaseField,
    CaseFieldName,
    CaseFile,
    Choice,
    Correction,
    Inspection,
    Officer,
    OfficeTask,
    Side,
    TaskKind,
    TaskState,
)
from inspector.records.plain import instant_text


def settle_task(
    device: Device, task_id: str, choice: Choice, *, value: str = "", note: str = "", by: str
) -> OfficeTask:
    """Settle one task; `value` is for writing anew, `note` says why.

    A conflict's outcome is written down as the device's own and goes to the centre with the next bundle. A fact of
    the stand is never changed: a correction supersedes it, with its reason.

    Raises:
        InputError: `task.settled` if somebody decided already; `task.value_missing`, `task.note_missing`,
            `case.status_unknown`.
    """
    note = written(note)
    with device.unit() as unit:
        task = unit.get(OfficeTask, task_id)
        if task.state is TaskState.SETTLED:
            raise InputError("task.settled")
        decided = {Choice.OURS: task.ours.value, Choice.THEIRS: task.theirs.value}.get(choice, written(value))
        if choice is Choice.ANEW and not decided:
            raise InputError("task.value_missing")
        now = device.clock.now().wall
        if task.kind is TaskKind.CORRECTION:
            _correct(device, unit, task, choice, decided, note, by)
        elif task.record_kind == "CaseFile":
            _write(device, unit, task.record_id, {CaseFieldName(task.field): decided}, by)
        else:
            officer = unit.get(Officer, task.record_id)
            unit.save(with_officer_fields(officer, {task.field: decided}), change="officer.corrected", by=by)
        side = Side(decided, _name(unit, by), instant_text(now))
        settled = replace(task, state=TaskState.SETTLED, choice=choice, settled=side, note=note)
        unit.save(settled, change="task.settled", by=by)
        unit.commit()
    return settled


def write_case(
    device: Device, inspection_id: str, fields: Mapping[CaseFieldName, str], *, by: str
) -> CaseFile:
    """Write administrative fields of a case; an empty value takes one away. A task open on a field is settled by it.

    Raises:
        InputError: `case.status_unknown`; `store.unknown` without such an inspection.
    """
    fields = {name: written(value) for name, value in fields.items()}
    with device.unit() as unit:
        case_id = unit.get(Inspection, inspection_id).case_id
        file = _write(device, unit, case_id, fields, by)
        at = instant_text(device.clock.now().wall)
        for task in unit.all(OfficeTask, inspection_id=case_id):
            is_on_it = task.record_kind == "CaseFile" and task.field in fields
            if task.state is TaskState.OPEN and is_on_it:
                side = Side(fields[CaseFieldName(task.field)], _name(unit, by), at)
                settled = replace(task, state=TaskState.SETTLED, choice=Choice.ANEW, settled=side)
                unit.save(settled, change="task.settled", by=by)
        unit.commit()
    return file


def open_tasks(unit: UnitOfWork) -> tuple[OfficeTask, ...]:
    """Return what waits for a person, oldest first."""
    return tuple(task for task in unit.all(OfficeTask) if task.state is TaskState.OPEN)


def _write(
    device: Device, unit: UnitOfWork, case_id: str, fields: Mapping[CaseFieldName, str], by: str
) -> CaseFile:
    require_status(fields.get(CaseFieldName.STATUS, ""))
    file = unit.find(CaseFile, case_id) or CaseFile(case_id, case_id)
    now = device.clock.now().wall
    for name, value in fields.items():
        known = file.field(name)
        file = file.with_field(CaseField(name, value, _name(unit, by), now, known.centre if known else ""))
    unit.save(file, change="case.written", by=by)
    return file


def _correct(
    device: Device, unit: UnitOfWork, task: OfficeTask, choice: Choice, decided: str, note: str, by: str
) -> None:
    if choice is Choice.OURS:
        if not note:
            raise InputError("task.note_missing")
        return
    reason = note or (task.reason if choice is Choice.THEIRS else "")
    if not reason:
        raise InputError("task.note_missing")
    was, inspection_id = fact_of(unit, task.record_kind, task.record_id, task.field)
    correction = Correction(
        id=device.ids.record(),
        inspection_id=inspection_id,
        record_kind=task.record_kind,
        record_id=task.record_id,
        field=task.field,
        was=was,
        now=decided,
        reason=reason,
        at=device.clock.now().wall,
        by=by,
        task_id=task.id,
    )
    unit.save(correction, change="fact.corrected", by=by)


def _name(unit: UnitOfWork, officer_id: str) -> str:
    officer = unit.find(Officer, officer_id)
    return officer.name if officer else officer_id

"""A person decides what device and office said differently: keep ours, take theirs, or write it anew; and may decide again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from inspector.actions.office_edits import fact_of, officer_fields, require_fitting, with_officer_fields
from inspector.actions.ports import Device, UnitOfWork
from inspector.actions.write_case import name_of, write_fields
from inspector.actions.written import written
from inspector.errors import InputError
from inspector.records import (
    CaseFieldName,
    CaseFile,
    Choice,
    Correction,
    Officer,
    OfficeTask,
    Side,
    TaskKind,
    TaskState,
)
from inspector.records.plain import instant_text


@dataclass(frozen=True)
class Decision:
    """What a person decided on one task."""

    task_id: str
    choice: Choice
    value: str = ""
    """What was written anew."""
    note: str = ""
    """Why."""
    seen: str = ""
    """The feed entry the person had read (`OfficeTask.entry`); empty: the latest."""


def settle_tasks(device: Device, decisions: Iterable[Decision], *, by: str) -> tuple[OfficeTask, ...]:
    """Settle tasks, all of them or none.

    A conflict's outcome is written down as the device's own and goes to the centre with the next bundle. A fact of
    the stand is never changed: a correction supersedes it, with its reason.

    Raises:
        InputError: `task.settled` if somebody decided already; `task.changed` if the office said something else
            meanwhile; `task.value_missing`, `task.value_wrong`, `task.note_missing`, `case.status_unknown`. All but
            the last name the `task`.
    """
    with device.unit() as unit:
        settled = tuple(_settle(device, unit, decision, by) for decision in decisions)
        unit.commit()
    return settled


def reopen_task(device: Device, task_id: str, *, by: str) -> OfficeTask:
    """Open a settled task once more, for another decision; what was decided stands until then.

    Raises:
        InputError: `task.open`; `task.superseded` if something else was written there since.
    """
    with device.unit() as unit:
        task = unit.get(OfficeTask, task_id)
        if task.settled is None:
            raise InputError("task.open", task=task_id)
        if not may_reopen(unit, task):
            raise InputError("task.superseded", task=task_id)
        again = replace(task, state=TaskState.OPEN, choice=None, settled=None, note="")
        unit.save(again, change="task.reopened", by=by)
        unit.commit()
    return again


def may_reopen(unit: UnitOfWork, task: OfficeTask) -> bool:
    """Tell whether what was decided still stands and the office has said nothing else, so that one may decide again."""
    if task.settled is None or task.ours.value == task.theirs.value:
        return False
    others = (each for each in unit.all(OfficeTask) if each.state is TaskState.OPEN)
    place = task.record_kind, task.record_id, task.field
    if any((each.record_kind, each.record_id, each.field) == place for each in others):
        return False
    if task.kind is TaskKind.CORRECTION:
        return fact_of(unit, *place)[0] == task.settled.value
    if task.record_kind == "CaseFile":
        field = unit.get(CaseFile, task.record_id).field(CaseFieldName(task.field))
        return field is not None and (field.value, field.centre) == (task.settled.value, task.theirs.value)
    return officer_fields(unit.get(Officer, task.record_id))[task.field] == task.settled.value


def open_tasks(unit: UnitOfWork) -> tuple[OfficeTask, ...]:
    """Return what waits for a person, oldest first."""
    return tuple(task for task in unit.all(OfficeTask) if task.state is TaskState.OPEN)


def _settle(device: Device, unit: UnitOfWork, decision: Decision, by: str) -> OfficeTask:
    task, note = unit.get(OfficeTask, decision.task_id), written(decision.note)
    if task.state is TaskState.SETTLED:
        raise InputError("task.settled", task=task.id)
    if decision.seen not in {"", task.entry}:
        raise InputError("task.changed", task=task.id)
    kept = {Choice.OURS: task.ours.value, Choice.THEIRS: task.theirs.value}
    decided = kept.get(decision.choice, written(decision.value))
    if decision.choice is Choice.ANEW and not decided:
        raise InputError("task.value_missing", task=task.id)
    if task.kind is TaskKind.CORRECTION:
        _correct(device, unit, task, decision.choice, decided, note, by)
    elif task.record_kind == "CaseFile":
        write_fields(device, unit, task.record_id, {CaseFieldName(task.field): decided}, by)
    else:
        _write_officer(unit, task, decided, by)
    side = Side(decided, name_of(unit, by), instant_text(device.clock.now().wall))
    settled = replace(task, state=TaskState.SETTLED, choice=decision.choice, settled=side, note=note)
    unit.save(settled, change="task.settled", by=by)
    return settled


def _write_officer(unit: UnitOfWork, task: OfficeTask, decided: str, by: str) -> None:
    officer = unit.get(Officer, task.record_id)
    try:
        after = with_officer_fields(officer, {task.field: decided})
    except ValueError as error:
        raise InputError("task.value_wrong", task=task.id) from error
    if after.valid_to < after.valid_from:
        raise InputError("task.value_wrong", task=task.id)
    unit.save(after, change="officer.corrected", by=by)


def _correct(
    device: Device, unit: UnitOfWork, task: OfficeTask, choice: Choice, decided: str, note: str, by: str
) -> None:
    reason = note or (task.reason if choice is Choice.THEIRS else "")
    if not reason:
        raise InputError("task.note_missing", task=task.id)
    was, inspection_id = fact_of(unit, task.record_kind, task.record_id, task.field)
    if decided == was:
        return  # the fact stays as it is said now
    require_fitting(unit, task.record_kind, task.record_id, task.field, decided, task=task.id)
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

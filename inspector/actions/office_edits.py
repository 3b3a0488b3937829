"""What the office wrote, merged into this device's records: nobody's value is lost in silence.

Each function works inside a transaction of the feed, so that an entry and all it brings are durable together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from inspector import codes
from inspector.actions.ports import UnitOfWork
from inspector.errors import BugError, InputError
from inspector.ids import Ids
from inspector.records import (
    CaseField,
    CaseFieldName,
    CaseFile,
    CaseStatus,
    Choice,
    Correction,
    Inspection,
    Item,
    Officer,
    OfficeTask,
    Party,
    PartyKind,
    Record,
    Side,
    TaskKind,
    TaskState,
)
from inspector.records.merging import FieldConflict, Prevails, merge
from inspector.records.plain import from_plain, instant_text, to_plain

BY = "centre"
"""Who the journal says it was: not a person of this device."""
CORRECTABLE: dict[str, tuple[type[Record], frozenset[str]]] = {
    "Inspection": (Inspection, frozenset({"hall", "booth", "place", "subject", "supplier_asked", "source"})),
    "Item": (
        Item,
        frozenset(
            {
                "label_name",
                "specification",
                "quantity",
                "unit",
                "unit_price",
                "seal_number",
                "keeping_place",
                "remark",
            }
        ),
    ),
    "Party": (
        Party,
        frozenset({"name", "credit_code", "address", "phone", "representative", "id_number"}),
    ),
}
"""Facts of the stand the office may ask to be corrected."""


@dataclass(frozen=True)
class OfficeWord:
    """Who at the office said it, when, and in which entry of the feed."""

    by: str
    at: str
    """UTC with milliseconds."""
    entry: str

    def side(self, value: str) -> Side:
        """Return the office's side of a field."""
        return Side(value, self.by, self.at)


def take_case_edit(
    unit: UnitOfWork,
    ids: Ids,
    inspection_id: str,
    fields: Mapping[CaseFieldName, str],
    over: Mapping[CaseFieldName, str],
    word: OfficeWord,
) -> CaseFile:
    """Merge what the office wrote on a case; an empty value takes one away.

    `over` is what the office saw of this device's when it wrote: who knew the device's value and wrote another
    is in no conflict with it. While a person has not decided, the office's value stands and the device's is kept
    in the task.

    Raises:
        InputError: `feed.case_unknown`, `case.status_unknown`.
    """
    inspection = unit.find(Inspection, inspection_id)
    if inspection is None:
        raise InputError("feed.case_unknown", case=inspection_id)
    require_status(fields.get(CaseFieldName.STATUS, ""))
    case_id = inspection.case_id
    file = unit.find(CaseFile, case_id) or CaseFile(case_id, case_id)
    known = {name: file.field(name) or CaseField(name, "", "", _instant(word.at)) for name in fields}
    base = _with_value(
        {name: each.value if over.get(name) == each.value else each.centre for name, each in known.items()}
    )
    ours = _with_value({name: each.value for name, each in known.items()})
    merged = merge(base, ours, _with_value(dict(fields)), prevails=Prevails.THEIRS)
    for name, told in fields.items():
        before, value = known[name], merged.values.get(name, "")
        after = replace(before, value=value, centre=told)
        if value != before.value:
            after = replace(after, by=word.by, at=_instant(word.at))
        file = file.with_field(after)
    unit.save(file, change="feed.case", by=BY)
    conflicts = {each.field: each for each in merged.conflicts}
    for name, before in known.items():
        own = Side(before.value, before.by, instant_text(before.at))
        place = _Place(case_id, "CaseFile", case_id, name)
        _keep_task(unit, ids, place, conflicts.get(name), own, word.side(fields[name]), word)
    return file


def take_officer(
    unit: UnitOfWork, ids: Ids, officer: Officer, base: Mapping[str, str], word: OfficeWord
) -> Officer:
    """Merge one line of the office's roster; the certificate number says who it is, `base` what the office last said."""
    known = next((each for each in unit.all(Officer) if each.cert_no == officer.cert_no), None)
    if known is None:
        unit.save(officer, change="feed.officer", by=BY)
        return officer
    ours, theirs = officer_fields(known), officer_fields(officer)
    merged = merge(base or ours, ours, theirs, prevails=Prevails.THEIRS)
    after = with_officer_fields(known, merged.values)
    if after != known:
        unit.save(after, change="feed.officer", by=BY)
    conflicts = {each.field: each for each in merged.conflicts}
    for name, value in ours.items():
        place = _Place("", "Officer", known.id, name)
        own, told = Side(value, known.name, ""), word.side(theirs.get(name, ""))
        _keep_task(unit, ids, place, conflicts.get(name), own, told, word)
    return after


def ask_correction(
    unit: UnitOfWork, ids: Ids, place: tuple[str, str, str], value: str, reason: str, word: OfficeWord
) -> None:
    """Put before a person what the office thinks wrong in a record of the stand; nothing is changed.

    `place` is the record's kind, its id and the field.

    Raises:
        InputError: `feed.not_correctable`; `feed.case_unknown` if the device has no such record.
    """
    kind, record_id, field = place
    said, inspection_id = fact_of(unit, kind, record_id, field)
    at = _Place(inspection_id, kind, record_id, field)
    conflict = FieldConflict(field, said, said, value)
    own, told = Side(said, "", ""), word.side(value)
    _keep_task(unit, ids, at, conflict, own, told, word, TaskKind.CORRECTION, reason)


def fact_of(unit: UnitOfWork, kind: str, record_id: str, field: str) -> tuple[str, str]:
    """Return what a record of the stand says now, corrections included, and the inspection it belongs to.

    Raises:
        InputError: `feed.not_correctable`, `feed.case_unknown`.
    """
    known, fields = CORRECTABLE.get(kind, (Item, frozenset[str]()))
    if field not in fields:
        raise InputError("feed.not_correctable", kind=kind, field=field)
    record = unit.find(known, record_id)
    if record is None:
        raise InputError("feed.case_unknown", case=record_id)
    corrections = [
        each.now
        for each in unit.all(Correction)
        if (each.record_kind, each.record_id, each.field) == (kind, record_id, field)
    ]
    written = to_plain(record)[field]
    said = corrections[-1] if corrections else ("" if written is None else str(written))
    return said, _inspection_of(unit, record)


def require_fitting(
    unit: UnitOfWork, kind: str, record_id: str, field: str, value: str, *, task: str
) -> None:
    """Make sure that a fact may be what a person wrote: a number where one belongs, a code that checks.

    Raises:
        InputError: `task.value_wrong` with the `task`.
    """
    known = CORRECTABLE[kind][0]
    record = unit.get(known, record_id)
    plain = None if not value and field == "unit_price" else value
    try:
        after = from_plain(known, to_plain(record) | {field: plain})
    except BugError as error:
        raise InputError("task.value_wrong", task=task) from error
    if isinstance(after, Item) and (after.quantity <= 0 or (after.unit_price or 0) < 0):
        raise InputError("task.value_wrong", task=task)
    if isinstance(after, Party) and value and not _checks(after, field):
        raise InputError("task.value_wrong", task=task)


def _checks(party: Party, field: str) -> bool:
    if field == "credit_code":
        return codes.check("credit-code", party.credit_code).valid
    if field == "id_number" and party.kind is PartyKind.PERSON:
        return codes.check("id-card", party.id_number).valid
    return True


def officer_fields(officer: Officer) -> dict[str, str]:
    """Return what may differ between two lines on one officer, as text."""
    plain = to_plain(officer)
    return {name: str(plain[name]) for name in ("name", "valid_from", "valid_to", "unit")}


def with_officer_fields(officer: Officer, fields: Mapping[str, str]) -> Officer:
    """Return the officer with these fields written."""
    days = {name: date.fromisoformat(fields[name]) for name in ("valid_from", "valid_to") if fields.get(name)}
    texts = {name: fields[name] for name in ("name", "unit") if fields.get(name)}
    return replace(officer, **texts, **days)  # type: ignore[arg-type]  # each under its own name


def require_status(value: str) -> None:
    """Make sure that a status is one that is known; `InputError("case.status_unknown")`."""
    if value and value not in set(CaseStatus):
        raise InputError("case.status_unknown", status=value)


@dataclass(frozen=True)
class _Place:
    inspection_id: str
    record_kind: str
    record_id: str
    field: str

    def is_of(self, task: OfficeTask) -> bool:
        at = task.record_kind, task.record_id, task.field
        return task.state is TaskState.OPEN and at == (self.record_kind, self.record_id, self.field)


def _keep_task(
    unit: UnitOfWork,
    ids: Ids,
    place: _Place,
    conflict: FieldConflict | None,
    own: Side,
    told: Side,
    word: OfficeWord,
    kind: TaskKind = TaskKind.CONFLICT,
    reason: str = "",
) -> None:
    """Open a task, or bring an open one up to date: the office may change its mind before anybody decided."""
    open_one = next((task for task in unit.all(OfficeTask) if place.is_of(task) and task.kind is kind), None)
    if open_one is not None and open_one.theirs.value == told.value:
        return
    if open_one is not None:
        after = replace(open_one, theirs=told, entry=word.entry, reason=reason)
        if told.value == open_one.ours.value:  # both say the same now
            after = replace(after, state=TaskState.SETTLED, choice=Choice.OURS, settled=told)
        unit.save(after, change="task.renewed", by=BY)
    elif conflict is not None:
        fresh = OfficeTask(
            id=ids.record(),
            inspection_id=place.inspection_id,
            kind=kind,
            record_kind=place.record_kind,
            record_id=place.record_id,
            field=place.field,
            base=conflict.base or "",
            ours=own,
            theirs=told,
            reason=reason,
            entry=word.entry,
        )
        unit.save(fresh, change="task.opened", by=BY)


def _with_value(fields: Mapping[CaseFieldName, str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value}


def _inspection_of(unit: UnitOfWork, record: Record) -> str:
    if isinstance(record, Inspection):
        return record.case_id
    if isinstance(record, Party):
        return next((each.case_id for each in unit.all(Inspection) if each.party_id == record.id), "")
    return str(getattr(record, "inspection_id", ""))


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)

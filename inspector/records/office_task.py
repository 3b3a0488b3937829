"""What device and office say differently, for a person to decide; and corrections of facts of the stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TaskKind(StrEnum):
    """Why a person is asked."""

    CONFLICT = "conflict"
    """Both sides wrote one administrative field differently."""
    CORRECTION = "correction"
    """The office asks for a fact of the stand to be corrected."""


class TaskState(StrEnum):
    """Open until a person decided."""

    OPEN = "open"
    SETTLED = "settled"


class Choice(StrEnum):
    """What a person decided."""

    OURS = "ours"
    """保留本机"""
    THEIRS = "theirs"
    """采用局里"""
    ANEW = "anew"
    """另写"""


@dataclass(frozen=True)
class Side:
    """What one side says, since when, and who."""

    value: str
    by: str
    at: str
    """UTC with milliseconds."""


@dataclass(frozen=True)
class OfficeTask:
    """One field that device and office say differently."""

    id: str
    inspection_id: str
    """Empty for what belongs to no case, e.g. an officer."""
    kind: TaskKind
    record_kind: str
    """Name of the record's kind, e.g. `CaseFile` or `Item`."""
    record_id: str
    field: str
    base: str
    """What both had last; empty if nothing."""
    ours: Side
    theirs: Side
    reason: str = ""
    """Why the office asks for a correction."""
    entry: str = ""
    """Id of the feed entry that brought it."""
    state: TaskState = TaskState.OPEN
    choice: Choice | None = None
    settled: Side | None = None
    """The value decided on, by whom and when."""
    note: str = ""
    """Why; required to correct a fact of the stand."""


@dataclass(frozen=True)
class Correction:
    """Supersedes one fact of the stand: the record and the signed papers keep what they said."""

    id: str
    inspection_id: str
    record_kind: str
    record_id: str
    field: str
    was: str
    now: str
    reason: str
    at: datetime
    by: str
    """Officer id."""
    task_id: str

    @property
    def place(self) -> tuple[str, str, str]:
        """Which fact it is of: kind of record, its id, field."""
        return self.record_kind, self.record_id, self.field


def standing_corrections(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Return of corrections, oldest first, those that hold: the last of each fact, unless the record says the same."""
    every = tuple(corrections)
    recorded = {each.place: each.was for each in reversed(every)}
    last = {each.place: each for each in every}
    return tuple(each for each in last.values() if each.now != recorded[each.place])

"""What the office says of a case after the stand: case number, where the goods lie, how far it has come."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class CaseFieldName(StrEnum):
    """Administrative fields: the office and the device may both write them, and they are merged one by one."""

    NUMBER = "number"
    """案号 or 立案编号"""
    STORAGE_PLACE = "storage_place"
    """Where seized goods lie now; the place printed at the stand stays on the paper."""
    STATUS = "status"
    """A `CaseStatus`."""
    HANDLER = "handler"
    """承办人"""


class CaseStatus(StrEnum):
    """How far the office has come with a case."""

    RECEIVED = "received"
    """已接收"""
    FILED = "filed"
    """已立案"""
    NOT_FILED = "not-filed"
    """不予立案"""
    TRANSFERRED = "transferred"
    """已移送"""
    DECIDED = "decided"
    """已作出决定"""
    CLOSED = "closed"
    """已结案"""


@dataclass(frozen=True)
class CaseField:
    """One field: the value in effect, who wrote it, and what the centre said last."""

    name: CaseFieldName
    value: str
    by: str
    """Name of the person, as people read it."""
    at: datetime
    centre: str = ""
    """What the device last had from the centre: the base of the next merge. Empty: nothing yet."""


@dataclass(frozen=True)
class CaseFile:
    """The administrative side of one case; facts of the stand are not in it."""

    id: str
    """Same as the visit's inspection."""
    inspection_id: str
    fields: tuple[CaseField, ...] = ()
    """In the order of `CaseFieldName`; a field nobody wrote is left out."""

    def field(self, name: CaseFieldName) -> CaseField | None:
        """Return one field, None if nobody wrote it."""
        return next((each for each in self.fields if each.name is name), None)

    def value(self, name: CaseFieldName) -> str:
        """Return the value in effect, empty if nobody wrote one."""
        found = self.field(name)
        return found.value if found else ""

    def with_field(self, field: CaseField) -> CaseFile:
        """Return the file with one field written."""
        others = {each.name: each for each in self.fields} | {field.name: field}
        return replace(self, fields=tuple(others[name] for name in CaseFieldName if name in others))

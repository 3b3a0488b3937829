"""What fields of cases, goods, parties and officers are called, and how their values read. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from inspector.clock import CHINA
from inspector.law import LawPack
from inspector.law.checks.origin import CASE_SOURCE
from inspector.records import CaseFieldName, CaseStatus
from ui.desktop.i18n import Language, spoken, tr

Options = tuple[tuple[str, str], ...]
"""(value, words) of a field with fixed words; empty where one types."""


def field_words(record_kind: str, field: str) -> str:
    """Return what a field is called."""
    return tr(f"ui.office.field.{record_kind}.{field}")


def value_words(record_kind: str, field: str, value: str, sources: Mapping[str, str]) -> str:
    """Return a value as people read it; nothing at all is said in words, too."""
    if not value:
        return tr("ui.office.empty")
    words = dict(options_of(record_kind, field, sources))
    return words.get(value, value)


def options_of(record_kind: str, field: str, sources: Mapping[str, str]) -> Options:
    """Return the words a field may take; nothing where it is typed. `sources` as `sources_of`."""
    if (record_kind, field) == ("CaseFile", CaseFieldName.STATUS):
        return tuple((each.value, tr(f"ui.office.status.{each.value}")) for each in CaseStatus)
    if (record_kind, field) == ("Inspection", "source"):
        return tuple(sources.items())
    return ()


def sources_of(law: LawPack) -> dict[str, str]:
    """Return where a case may come from, code by code, as the law pack words it."""
    found = law.code_lists.find(CASE_SOURCE)
    is_english = spoken() is Language.ENGLISH
    return (
        {each.code: each.en if is_english and each.en else each.zh for each in found.codes} if found else {}
    )


def moment(at: datetime | str) -> str:
    """Return day and minute in China, e.g. 11-23 10:02; nothing for an empty text."""
    if not at:
        return ""
    instant = datetime.fromisoformat(at) if isinstance(at, str) else at
    return f"{instant.astimezone(CHINA):%m-%d %H:%M}"


def day(at: str) -> str:
    """Return the day in China, e.g. 2026-11-23; nothing for an empty text."""
    return f"{datetime.fromisoformat(at).astimezone(CHINA):%Y-%m-%d}" if at else ""


def who_when(by: str, at: datetime | str) -> str:
    """Return who wrote it and when, as far as it is known."""
    return " · ".join(part for part in (by, moment(at)) if part)

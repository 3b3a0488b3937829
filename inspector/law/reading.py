"""Reads the tables of a law pack and refuses any that contradict themselves."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import msgspec

from inspector.errors import BugError
from inspector.law import code_lists, thresholds
from inspector.law.code_lists import CodeListTable
from inspector.law.deadlines.calendar import CalendarYear, WorkCalendar
from inspector.law.deadlines.rules import DeadlineTable, wrong_in
from inspector.law.statute import Reference, Statute
from inspector.law.thresholds import ThresholdTable
from inspector.records import MeasureKind, RightKind
from inspector.typed import converted

T = TypeVar("T")
Verdict = Literal["allowed", "forbidden", "city-approval", "serious-quality"]
Severity = Literal["V", "E", "M", "D"]
SEVERITIES = ("V", "E", "M", "D")
"""撤销风险、证据失效、法定义务、扣分: in the order a reviewer looks."""
CALENDAR = "calendar.toml"
TABLE_FILES = (
    "statutes.toml",
    "powers.toml",
    "phrases.toml",
    "checks.toml",
    "deadlines.toml",
    CALENDAR,
    "thresholds.toml",
    "code_lists.toml",
)
"""Every table of a pack, in the order in which it is read."""


class Power(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row of the powers table."""

    rights: tuple[RightKind, ...]
    measure: MeasureKind
    verdict: Verdict
    basis: tuple[Reference, ...]
    reason_zh: str
    reason_en: str
    refusal_zh: str = ""
    refusal_en: str = ""
    instead_zh: str = ""
    instead_en: str = ""
    warning_zh: str = ""
    warning_en: str = ""
    confirmed: bool = True
    note: str = ""

    @property
    def refuses(self) -> tuple[str, str]:
        """The wording of a refusal, Chinese and English, empty where the row never refuses."""
        if self.verdict == "forbidden":
            return self.reason_zh, self.reason_en
        return self.refusal_zh, self.refusal_en


class Suspicion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a decision names the suspected act of one right, and the rule it would break."""

    right: RightKind
    zh: str
    en: str
    basis: tuple[Reference, ...]


class Phrases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sentences that the forms print."""

    suspicion: tuple[Suspicion, ...]
    sentence: dict[str, str]
    """By name; placeholders in braces."""
    open: tuple[str, ...]
    """Sentences a bureau may word otherwise; all others carry a right, a duty, a period or a citation."""
    citation: dict[str, tuple[Reference, ...]]
    """By name: the articles that papers are written by and cite, in all versions the pack knows."""

    def suspected(self, right: RightKind) -> Suspicion:
        """Return the phrase of one right."""
        return next(phrase for phrase in self.suspicion if phrase.right is right)


class CheckCase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way in which a check can fail; unset values are the check's own."""

    zh: str
    en: str
    severity: Severity | None = None
    forms: tuple[str, ...] | None = None
    warning: bool = False


class CheckEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One check of case quality: how grave, by which article, what it blocks and what it says."""

    severity: Severity
    basis: tuple[Reference, ...]
    forms: tuple[str, ...]
    """Forms that cannot be issued while it fails; empty for advice."""
    cases: dict[str, CheckCase]
    source: str = ""
    """A standard, for checks that rest on no statute."""


class _Statutes(msgspec.Struct, forbid_unknown_fields=True):
    pack: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}\.[0-9]{1,2}\.[0-9]{1,3}$")]
    statute: tuple[Statute, ...]


class _Calendar(msgspec.Struct, forbid_unknown_fields=True):
    year: tuple[CalendarYear, ...]


class _Powers(msgspec.Struct, forbid_unknown_fields=True):
    time_of_act: Reference
    power: tuple[Power, ...]


@dataclass(frozen=True)
class Tables:
    """All tables of one pack."""

    version: str
    statutes: tuple[Statute, ...]
    powers: tuple[Power, ...]
    time_of_act: Reference
    phrases: Phrases
    checks: Mapping[str, CheckEntry]
    deadlines: DeadlineTable
    calendar: WorkCalendar
    thresholds: ThresholdTable
    code_lists: CodeListTable


def texts_of(folder: Traversable | Path) -> dict[str, str]:
    """Return the text of every table in a folder, by file name; `BugError("law.pack")` names what is missing."""
    texts = {}
    for name in TABLE_FILES:
        try:
            texts[name] = (folder / name).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise BugError("law.pack", file=name, why=str(error)) from error
    return texts


def read_tables(texts: Mapping[str, str]) -> Tables:
    """Read and cross-check the tables; `BugError("law.pack")` names the file and the fault."""
    for name in sorted(set(TABLE_FILES) ^ set(texts)):
        raise BugError(
            "law.pack", file=name, why="missing" if name in TABLE_FILES else "not a table of a pack"
        )
    statutes = _read(texts, "statutes.toml", _Statutes)
    powers = _read(texts, "powers.toml", _Powers)
    phrases = _read(texts, "phrases.toml", Phrases)
    checks = _read(texts, "checks.toml", dict[str, CheckEntry])
    known = {statute.id: statute for statute in statutes.statute}
    _insist("statutes.toml", _wrong_statutes(statutes.statute))
    _insist("powers.toml", _wrong_powers(powers.power, known))
    _insist("powers.toml", _wrong_references((powers.time_of_act,), known))
    _insist("phrases.toml", _wrong_phrases(phrases, known))
    cited = (reference for entry in checks.values() for reference in entry.basis)
    _insist("checks.toml", _wrong_references(cited, known))
    deadlines = _read(texts, "deadlines.toml", DeadlineTable)
    _insist("deadlines.toml", wrong_in(deadlines))
    counted = (reference for rule in deadlines.rule for reference in rule.basis)
    _insist("deadlines.toml", _wrong_references((*counted, deadlines.rolling), known))
    calendar = WorkCalendar(calendar_years(texts[CALENDAR]))
    lines = _read(texts, "thresholds.toml", ThresholdTable)
    _insist("thresholds.toml", thresholds.wrong_in(lines))
    drawn = (reference for row in lines.threshold for reference in row.basis)
    _insist("thresholds.toml", _wrong_references(drawn, known))
    lists = _read(texts, "code_lists.toml", CodeListTable)
    _insist("code_lists.toml", code_lists.wrong_in(lists))
    return Tables(
        statutes.pack,
        statutes.statute,
        powers.power,
        powers.time_of_act,
        phrases,
        checks,
        deadlines,
        calendar,
        lines,
        lists,
    )


def calendar_years(text: str) -> tuple[CalendarYear, ...]:
    """Return the years a calendar's table fixes, looked at as a whole; raises as `read_tables`."""
    try:
        years = _read({CALENDAR: text}, CALENDAR, _Calendar).year
        WorkCalendar(years)
    except ValueError as error:
        raise BugError("law.pack", file=CALENDAR, why=str(error)) from error
    return years


def _read(texts: Mapping[str, str], name: str, kind: type[T]) -> T:
    try:
        return converted(tomllib.loads(texts[name]), kind)
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        # not TOML, nested beyond reason, or not of the table's shape
        raise BugError("law.pack", file=name, why=str(error)) from error


def _insist(file: str, wrong: Iterable[str]) -> None:
    for why in wrong:
        raise BugError("law.pack", file=file, why=why)


def _wrong_statutes(statutes: tuple[Statute, ...]) -> Iterator[str]:
    """Versions must follow one another day by day: a gap or an overlap would cite the wrong law."""
    if len({statute.id for statute in statutes}) != len(statutes):
        yield "two statutes of one id"
    for statute in statutes:
        if not statute.versions:
            yield f"{statute.id} has no version"
        for earlier, later in zip(statute.versions, statute.versions[1:], strict=False):
            if earlier.last_day is None or later.first_day != earlier.last_day + timedelta(days=1):
                yield f"{statute.id}: {later.label} does not follow {earlier.label} day by day"


def _wrong_references(references: Iterable[Reference], known: Mapping[str, Statute]) -> Iterator[str]:
    for reference in references:
        statute = known.get(reference.law)
        version = statute.version(reference.version) if statute else None
        if version is None:
            yield f"no statute {reference.law} in version {reference.version}"
        elif reference.article < 1 or (version.articles and reference.article > version.articles):
            yield f"{reference.law} {reference.version} has no article {reference.article}"


def _wrong_powers(powers: tuple[Power, ...], known: Mapping[str, Statute]) -> Iterator[str]:
    seen: set[tuple[RightKind, MeasureKind]] = set()
    for power in powers:
        name = f"{'/'.join(power.rights)} {power.measure}"
        keys = {(right, power.measure) for right in power.rights}
        if keys & seen:
            yield f"{name} stands twice"
        seen |= keys
        if not power.basis:
            yield f"{name} has no basis"
        if power.verdict != "allowed":
            if not all("{basis}" in text for text in power.refuses):
                yield f"{name}: a refusal must name its article"
            if not (power.instead_zh and power.instead_en):
                yield f"{name}: a refusal must say what may be done instead"
        yield from _wrong_references(power.basis, known)


def _wrong_phrases(phrases: Phrases, known: Mapping[str, Statute]) -> Iterator[str]:
    named = [phrase.right for phrase in phrases.suspicion]
    if sorted(named) != sorted(RightKind):
        yield "one suspicion for each right"
    for phrase in phrases.suspicion:
        yield from _wrong_references(phrase.basis, known)
    for cited in phrases.citation.values():
        yield from _wrong_references(cited, known)
    yield from (f"open: no sentence {name}" for name in phrases.open if name not in phrases.sentence)

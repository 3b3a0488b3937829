"""What a check found, and the one way to word it from the law pack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from inspector.clock import CHINA
from inspector.law.pack import LawPack
from inspector.law.reading import SEVERITIES, Severity
from inspector.law.statute import Citation, cite, joined
from inspector.records import Dossier, Item, MeasureKind


@dataclass(frozen=True)
class Finding:
    """One defect of a record: how grave, by which article, and which field mends it."""

    id: str
    """Number of the check, e.g. F-24, or of a field of form 9 or 21, e.g. 9-13."""
    severity: Severity
    """V may void the measure, E may cost evidence, M breaks a duty, D costs points."""
    article: str
    message_zh: str
    message_en: str
    field: str
    """Machine path, e.g. "inspection.rights", "item:<id>", "measure:<id>.approval"."""
    forms: tuple[str, ...] = ()
    """Forms that cannot be issued while it stands; empty for advice."""
    warning: bool = False
    """Worth a look, or settled by somebody else; never blocks."""
    measures: tuple[str, ...] = ()
    """Of the papers of measures it blocks only those of these; empty: of all."""


@dataclass(frozen=True)
class Examination:
    """One dossier at one moment, before the eyes of every check."""

    pack: LawPack
    dossier: Dossier
    now: datetime

    @property
    def day(self) -> date:
        """The day of the inspection in China."""
        return local(self.dossier.inspection.started).date()

    @property
    def seizes(self) -> bool:
        """Whether anything is sealed up or taken away."""
        return any(measure.kind is MeasureKind.SEIZE for measure in self.dossier.measures)

    def cited(self, check: str) -> tuple[Citation, ...]:
        """Return the articles a check rests on, in the versions of the day of the inspection."""
        # a day before every version known still needs an article to look up: the nearest one we have
        references = self.pack.checks[check].basis
        nearest = tuple(cite(self.pack.statutes[place.law], place) for place in references[-1:])
        return self.pack.in_force(references, self.day) or nearest

    def finding(
        self,
        check: str,
        case: str,
        field: str,
        *,
        basis: tuple[Citation, ...] | None = None,
        facts_en: dict[str, object] | None = None,
        **facts: object,
    ) -> Finding:
        """Word one finding; `facts_en` replaces facts that read differently in English, as days and instants do anyhow."""
        entry = self.pack.checks[check]
        worded = entry.cases[case]
        forms = worded.forms if worded.forms is not None else entry.forms
        article = joined(basis if basis is not None else self.cited(check), short=True)
        return Finding(
            id=check,
            severity=worded.severity or entry.severity,
            article=article or entry.source,
            message_zh=worded.zh.format_map({name: _in_chinese(fact) for name, fact in facts.items()}),
            message_en=worded.en.format_map(
                {name: _in_english(fact) for name, fact in {**facts, **(facts_en or {})}.items()}
            ),
            field=field,
            forms=() if worded.warning else forms,
            warning=worded.warning,
        )


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort for reading: what blocks first, then by severity, warnings last."""
    return tuple(
        sorted(
            dict.fromkeys(findings),
            key=lambda finding: (not finding.forms, finding.warning, SEVERITIES.index(finding.severity)),
        )
    )


def local(instant: datetime) -> datetime:
    """Return the instant as clocks in China show it."""
    return instant.astimezone(CHINA)


def day_of(when: date | datetime) -> date:
    """Return the day in China."""
    return local(when).date() if isinstance(when, datetime) else when


def day_text(when: date | datetime) -> str:
    """Return month and day as people read them."""
    day = day_of(when)
    return f"{day.month}月{day.day}日"


def _in_chinese(fact: object) -> object:
    if isinstance(fact, datetime):
        return f"{day_text(fact)}{local(fact):%H:%M}"
    return day_text(fact) if isinstance(fact, date) else fact


def _in_english(fact: object) -> object:
    if isinstance(fact, datetime):
        return f"{local(fact):%Y-%m-%d %H:%M}"
    return fact.isoformat() if isinstance(fact, date) else fact


def rows_text(items: Iterable[Item]) -> str:
    """Return row numbers, e.g. 1、3、4."""
    return "、".join(str(item.position) for item in items)

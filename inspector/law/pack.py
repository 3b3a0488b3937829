"""The law pack: every statute, power, phrase and check that applies, with the days it is in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from msgspec import structs

from inspector.errors import BugError, InputError
from inspector.law.code_lists import CodeListTable
from inspector.law.deadlines.calendar import WorkCalendar
from inspector.law.deadlines.rules import DeadlineTable
from inspector.law.reading import CheckEntry, Phrases, Power, read_tables, texts_of
from inspector.law.statute import Citation, Reference, Statute, cite, joined
from inspector.law.thresholds import ThresholdTable
from inspector.records import MeasureKind, RightKind
from inspector.records.rewording import require_reworded


@dataclass(frozen=True)
class LawPack:
    """One version of the shipped or imported law data, checked as a whole."""

    version: str
    statutes: Mapping[str, Statute]
    powers: Mapping[tuple[RightKind, MeasureKind], Power]
    time_of_act: Reference
    """Which law applies is decided by the day of the act (行政处罚法 37)."""
    phrases: Phrases
    checks: Mapping[str, CheckEntry]
    deadlines: DeadlineTable
    calendar: WorkCalendar
    thresholds: ThresholdTable
    code_lists: CodeListTable

    @property
    def order(self) -> tuple[int, ...]:
        """Return the version as numbers: the newer pack is the greater."""
        return order_of(self.version)

    def in_force(self, references: tuple[Reference, ...], day: date) -> tuple[Citation, ...]:
        """Return those references whose version is in force on `day`, ready to print."""
        return tuple(
            cite(self.statutes[reference.law], reference)
            for reference in references
            if (version := self.statutes[reference.law].version_on(day))
            and version.label == reference.version
        )

    def cited(self, name: str, day: date) -> str:
        """Return the articles of `[citation]` in force on `day` as running text, e.g. 《…行政强制法》第二十五条.

        Empty if none is; `BugError("law.citation")` if the pack has no such citation.
        """
        if name not in self.phrases.citation:
            raise BugError("law.citation", name=name)
        return joined(self.in_force(self.phrases.citation[name], day), short=True)

    def reworded(self, own: Mapping[str, str]) -> LawPack:
        """Return the pack with a bureau's own wording of sentences that may be worded otherwise.

        Raises:
            InputError: `wording.unknown`, `wording.fixed` for a sentence the law fixes, `wording.places`,
                `wording.text`.
        """
        sentences, free = self.phrases.sentence, "、".join(self.phrases.open) or "—"
        for name, words in own.items():
            place = f"wording.{name[:40]}"
            if name not in sentences:
                raise InputError("wording.unknown", name=place, free=free)
            if name not in self.phrases.open:
                raise InputError("wording.fixed", name=place, free=free, sentence=sentences[name])
            require_reworded(place, sentences[name], words)
        return replace(self, phrases=structs.replace(self.phrases, sentence={**sentences, **own}))

    def missing_on(self, references: tuple[Reference, ...], day: date) -> tuple[Statute, ...]:
        """Return the statutes among the references of which the pack knows no version on `day`."""
        laws = dict.fromkeys(reference.law for reference in references)
        return tuple(self.statutes[law] for law in laws if self.statutes[law].version_on(day) is None)

    def is_confirmed(self, citations: tuple[Citation, ...]) -> bool:
        """Tell whether every cited version has been read in an official text."""
        versions = (self.statutes[citation.law].version(citation.version) for citation in citations)
        return all(version is not None and version.confirmed for version in versions)


def order_of(version: str) -> tuple[int, ...]:
    """Return a version as numbers, so that 2027.1.10 follows 2027.1.9."""
    return tuple(map(int, version.split(".")))


def load(folder: Traversable | Path | None = None) -> LawPack:
    """Read the pack from `folder`, or give the one that ships with the product, which is read once.

    Raises:
        BugError: `law.pack` with the file and what is wrong in it; a faulty pack is never used in part.
    """
    return _shipped() if folder is None else from_texts(texts_of(folder))


@cache
def _shipped() -> LawPack:
    return from_texts(texts_of(resources.files("resources") / "law"))


def from_texts(texts: Mapping[str, str]) -> LawPack:
    """Build the pack from the texts of its tables, by file name.

    Raises:
        BugError: `law.pack`, as `load`.
    """
    tables = read_tables(texts)
    statutes = {statute.id: statute for statute in tables.statutes}
    powers = {(right, power.measure): power for power in tables.powers for right in power.rights}
    missing = [
        f"{right}/{measure}"
        for right in RightKind
        for measure in MeasureKind
        if (right, measure) not in powers
    ]
    if missing:
        raise BugError("law.pack", file="powers.toml", why="no row for " + ", ".join(missing))
    return LawPack(
        tables.version,
        statutes,
        powers,
        tables.time_of_act,
        tables.phrases,
        tables.checks,
        tables.deadlines,
        tables.calendar,
        tables.thresholds,
        tables.code_lists,
    )

"""The table of deadlines as data: what begins a period, how long it is, what does not count, by which article."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from inspector.law.statute import Reference


class Unit(StrEnum):
    """What a length counts."""

    HOUR = "hour"
    """Through nights and holidays, exact to the minute."""
    WORKING_DAY = "working-day"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class DeadlineRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row of the table."""

    id: str
    """e.g. C-08; a second period of the same row is C-20.2."""
    from_zh: str
    from_en: str
    """What begins the period."""
    to_zh: str
    to_en: str
    """What has to be done in it, or may be done after it."""
    length: int
    unit: Unit
    extension: int = 0
    """The most it can be extended by, in the same unit."""
    extension_zh: str = ""
    excluded: tuple[str, ...] = ()
    """What does not count."""
    consequence_zh: str = ""
    basis: tuple[Reference, ...] = ()
    source: str = ""
    """Where it comes from if no article can be cited."""
    rolls: bool = True
    """Whether a last day on a statutory holiday moves to the first day after it."""
    waits: bool = False
    """The act may come only after the period."""
    lapses: bool = False
    """With the period the measure ends by itself."""
    confirmed: bool = True
    note: str = ""


class WithoutPeriod(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of the law that fixes no length, and why nothing can be counted."""

    id: str
    zh: str
    en: str
    why_zh: str
    why_en: str


class DeadlineTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All deadlines of one law pack."""

    rolling: Reference
    """The article by which the last day moves past a holiday."""
    rolls_over_weekends: bool
    """Whether an ordinary weekend moves it too; not settled, see the table."""
    rule: tuple[DeadlineRule, ...]
    without_period: tuple[WithoutPeriod, ...] = ()

    def find(self, rule_id: str) -> DeadlineRule | None:
        """Return the rule of that id, or None."""
        return next((rule for rule in self.rule if rule.id == rule_id), None)


def wrong_in(table: DeadlineTable) -> Iterator[str]:
    """Say what contradicts itself in a table; references are looked at by the pack's reader."""
    ids = [rule.id for rule in table.rule] + [row.id for row in table.without_period]
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        yield f"{name} stands twice"
    for rule in table.rule:
        if rule.length < 0 or rule.extension < 0:
            yield f"{rule.id} has a negative length"
        if not rule.basis and not rule.source:
            yield f"{rule.id} has neither an article nor a source"
        if not rule.basis and rule.confirmed:
            yield f"{rule.id} cites no article and must wait for confirmation"
        if rule.unit is Unit.HOUR and rule.excluded:
            yield f"{rule.id}: hours run through; nothing is excluded"

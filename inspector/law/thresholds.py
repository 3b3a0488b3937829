"""Amounts and numbers at which the law changes its answer, each with the days it is in force."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from inspector.law.statute import Reference


class Threshold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line that a value reaches or not; what follows is for people to decide."""

    id: str
    zh: str
    en: str
    """What is measured, and what reaching the line means."""
    at_least: Decimal
    """Reached when the value is this or more: 以上 includes the number itself."""
    unit: Literal["CNY", "piece"]
    first_day: date = msgspec.field(name="from")
    last_day: date | None = msgspec.field(default=None, name="to")
    """None while no later line is known."""
    basis: tuple[Reference, ...] = ()
    source: str = ""
    """Where it comes from if no article can be cited."""
    confirmed: bool = True
    note: str = ""

    def is_in_force(self, day: date) -> bool:
        """Tell whether this line applies on `day`."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)

    def is_reached(self, value: Decimal) -> bool:
        """Tell whether a value reaches the line."""
        return value >= self.at_least


class ThresholdTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All lines of one law pack; one id may have several, one after the other in time."""

    threshold: tuple[Threshold, ...]

    def on(self, threshold_id: str, day: date) -> Threshold | None:
        """Return the line of that id in force on `day`, or None."""
        return next((row for row in self.threshold if row.id == threshold_id and row.is_in_force(day)), None)


def wrong_in(table: ThresholdTable) -> Iterator[str]:
    """Say what contradicts itself in a table; references are looked at by the pack's reader."""
    last: dict[str, Threshold] = {}
    for row in table.threshold:
        if not row.at_least.is_finite() or row.at_least <= 0:
            yield f"{row.id} must be a number above zero"
        if not row.basis and not row.source:
            yield f"{row.id} has neither an article nor a source"
        if not row.basis and row.confirmed:
            yield f"{row.id} cites no article and must wait for confirmation"
        if row.last_day is not None and row.last_day < row.first_day:
            yield f"{row.id} ends before it begins"
        before = last.get(row.id)
        if before is not None and (before.last_day is None or row.first_day <= before.last_day):
            yield f"{row.id} stands twice on {row.first_day}"
        last[row.id] = row

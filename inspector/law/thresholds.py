"""Amounts and numbers at which the law changes its answer, each with the days it is in force.

A line is reached (`at_least`, 以上) or kept (`at_most`, 以下); both include the number itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from inspector.law.statute import Reference
from inspector.records import RightKind


class Threshold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line that a value reaches or keeps; what follows is for people to decide."""

    id: str
    zh: str
    en: str
    """What is measured, and what reaching the line means."""
    unit: Literal["CNY", "piece"]
    first_day: date = msgspec.field(name="from")
    last_day: date | None = msgspec.field(default=None, name="to")
    """None while no later line is known."""
    at_least: Decimal | None = None
    """Reached when the value is this or more."""
    at_most: Decimal | None = None
    """Kept while the value is this or less; a line has one of the two."""
    told_by: str = ""
    """Number of the check that tells when goods found at a stand reach the line; empty for the others."""
    of: Literal["value", "labels"] = "value"
    """What of them is compared: 货值 in yuan, or how many printed labels of a mark."""
    rights: tuple[RightKind, ...] = ()
    """Among the goods said to infringe these rights."""
    marks: int = 1
    """Only where at least so many registered marks are concerned."""
    basis: tuple[Reference, ...] = ()
    source: str = ""
    """Where it comes from if no article can be cited."""
    confirmed: bool = True
    note: str = ""

    def is_in_force(self, day: date) -> bool:
        """Tell whether this line applies on `day`."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)

    @property
    def amount(self) -> Decimal:
        """The number of the line, whichever way it is read."""
        return next(number for number in (self.at_least, self.at_most) if number is not None)

    def is_reached(self, value: Decimal) -> bool:
        """Tell whether a value reaches a line of `at_least`."""
        return self.at_least is not None and value >= self.at_least

    def is_kept(self, value: Decimal) -> bool:
        """Tell whether a value above zero keeps to a line of `at_most`."""
        return self.at_most is not None and 0 < value <= self.at_most


class ThresholdTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All lines of one law pack; one id may have several, one after the other in time."""

    threshold: tuple[Threshold, ...]

    def told_by(self, check: str, day: date) -> tuple[Threshold, ...]:
        """Return the lines in force on `day` that one check tells of."""
        return tuple(row for row in self.threshold if row.told_by == check and row.is_in_force(day))

    def on(self, threshold_id: str, day: date) -> Threshold | None:
        """Return the line of that id in force on `day`, or None."""
        return next((row for row in self.threshold if row.id == threshold_id and row.is_in_force(day)), None)


def wrong_in(table: ThresholdTable) -> Iterator[str]:
    """Say what contradicts itself in a table; references are looked at by the pack's reader."""
    last: dict[str, Threshold] = {}
    for row in table.threshold:
        numbers = [number for number in (row.at_least, row.at_most) if number is not None]
        if len(numbers) != 1:
            yield f"{row.id} must be either at_least or at_most"
        if any(not number.is_finite() or number <= 0 for number in numbers):
            yield f"{row.id} must be a number above zero"
        if row.told_by and (row.at_least is None or not row.rights):
            yield f"{row.id} is told of, so it needs at_least and rights"
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

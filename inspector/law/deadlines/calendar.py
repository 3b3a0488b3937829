"""The state calendar: statutory holidays, make-up working days, and the years it is known for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True)
class Span:
    """Days from the first to the last, both included."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last

    def days(self) -> Iterator[date]:
        """Yield each day."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + number * _DAY

    @classmethod
    def read(cls, text: str) -> Span:
        """Read `2026-10-01..2026-10-07`, or a single day.

        Raises:
            ValueError: if it is neither, or ends before it begins.
        """
        first, dots, last = text.partition("..")
        span = cls(date.fromisoformat(first.strip()), date.fromisoformat((last if dots else first).strip()))
        if span.last < span.first:
            raise ValueError(f"{text} ends before it begins")
        return span


class CalendarYear(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One year as the State Council's notice fixes it."""

    year: int
    source: str
    holidays: tuple[str, ...]
    """Spans."""
    made_up: tuple[str, ...]
    """Weekend days that are worked."""


class WorkCalendar:
    """Tells working days and statutory holidays; a year nobody has fixed yet counts Monday to Friday."""

    def __init__(self, years: tuple[CalendarYear, ...]) -> None:
        """Take the years.

        Raises:
            ValueError: if a year stands twice, a day lies outside its year, or is both holiday and worked.
        """
        self.years = tuple(sorted(years, key=lambda year: year.year))
        """The years it knows, as they were fixed."""
        self._known = frozenset(year.year for year in years)
        if len(self._known) != len(years):
            raise ValueError("a year stands twice")
        holidays: set[date] = set()
        made_up: set[date] = set()
        for year in years:
            off = {day for text in year.holidays for day in Span.read(text).days()}
            worked = {date.fromisoformat(text) for text in year.made_up}
            if any(day.year != year.year for day in off | worked):
                raise ValueError(f"a day of {year.year} lies outside that year")
            if off & worked:
                raise ValueError(f"{min(off & worked)} is both a holiday and worked")
            if any(day.weekday() < _SATURDAY for day in worked):
                raise ValueError(f"a made-up day of {year.year} is no weekend day")
            holidays |= off
            made_up |= worked
        self._holidays, self._made_up = frozenset(holidays), frozenset(made_up)

    def with_years(self, years: tuple[CalendarYear, ...]) -> WorkCalendar:
        """Return the calendar with some years added, or fixed anew; raises as the constructor."""
        anew = {year.year for year in years}
        return WorkCalendar((*(year for year in self.years if year.year not in anew), *years))

    def is_holiday(self, day: date) -> bool:
        """Tell whether the day is a statutory holiday; an ordinary weekend is none."""
        return day in self._holidays

    def is_working(self, day: date) -> bool:
        """Tell whether offices work on the day."""
        return day in self._made_up or (day.weekday() < _SATURDAY and day not in self._holidays)

    def knows(self, first: date, last: date) -> bool:
        """Tell whether every year from the first day to the last has been fixed."""
        return all(year in self._known for year in range(first.year, last.year + 1))

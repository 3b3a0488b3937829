"""Counting a period: the starting day is left out, what is excluded does not count, the last day may roll on.

市场监督管理行政处罚程序规定 80: the day or hour on which a period begins is not counted; a last day on a
statutory holiday moves to the first day after it. Working days where the statute says so (行政处罚法 85,
行政强制法 69), calendar days elsewhere.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from inspector.canonical import Json
from inspector.clock import CHINA
from inspector.errors import BugError, InputError
from inspector.law.deadlines.calendar import Span, WorkCalendar
from inspector.law.deadlines.rules import DeadlineRule, Unit
from inspector.law.pack import LawPack
from inspector.law.statute import Citation

_DAY = timedelta(days=1)
_LONGEST_EXCLUSION = timedelta(days=20 * 366)
"""Longer is a slip of the pen; the walk over the days has to end."""


@dataclass(frozen=True)
class Deadline:
    """When one period ends."""

    rule: DeadlineRule
    start: date | datetime
    """A moment for periods in hours, else a day."""
    due: date | datetime
    """The last day on which the act is in time, or the minute, after rolling."""
    alarm: date | datetime
    """The earlier one to act on: the last day before rolling, for whether it rolls is not settled everywhere."""
    is_provisional: bool
    """暂定: the calendar of a year it depends on is not known yet."""
    basis: tuple[Citation, ...]
    """Empty where no version of the statute is known for the first day, and for rules without an article."""

    def is_over(self, now: datetime) -> bool:
        """Tell whether it has passed at `now`."""
        if isinstance(self.due, datetime):
            return now > self.due
        return now.astimezone(CHINA).date() > self.due

    @property
    def is_confirmed(self) -> bool:
        """False where the rule or the version of its article waits for the legal unit."""
        return self.rule.confirmed and (bool(self.basis) or not self.rule.basis)


def deadline(
    pack: LawPack,
    rule_id: str,
    start: date | datetime,
    *,
    excluded: Sequence[Span] = (),
    extended: int = 0,
    fixed: int | None = None,
) -> Deadline:
    """Return when the period of a rule that begins with `start` ends.

    `start` is a day or a moment; a moment without an offset is China's time. `excluded` are days that do not
    count, `extended` is what was granted on top, in the rule's unit; `fixed` the shorter length a decision fixed.

    Raises:
        BugError: `law.deadline_fixed` if `fixed` is longer than the law allows.
        InputError: `law.no_such_deadline`, `law.no_period`; `law.deadline_moment` if hours are counted from a
            day; `law.nothing_excluded`, `law.deadline_excluded`; `law.deadline_extended` with the most that can
            be granted; `law.deadline_range` beyond the calendar's years 1 to 9999.
    """
    rule = _rule(pack, rule_id)
    if not 0 <= extended <= rule.extension:
        raise InputError("law.deadline_extended", rule=rule.id, most=rule.extension)
    length = rule.length if fixed is None else fixed
    if not 0 <= length <= rule.length:
        raise BugError("law.deadline_fixed", rule=rule.id, most=rule.length)
    if excluded and not rule.excluded:
        raise InputError("law.nothing_excluded", rule=rule.id)
    if any(span.last - span.first > _LONGEST_EXCLUSION for span in excluded):
        raise InputError("law.deadline_excluded")
    try:
        if rule.unit is Unit.HOUR:
            return _in_hours(pack, rule, start, length + extended)
        return _in_days(pack, rule, _day(start), length + extended, excluded)
    except OverflowError as error:
        raise InputError("law.deadline_range") from error


def as_plain(found: Deadline) -> dict[str, Json]:
    """Return a deadline as the command line prints it."""
    basis: list[Json] = [
        {
            "law": citation.name,
            "version": citation.version,
            "article": citation.article,
            "item": citation.item,
            "text": citation.text,
        }
        for citation in found.basis
    ]
    if found.rule.source:
        source = found.rule.source
        basis.append({"law": source, "version": "", "article": "", "item": "", "text": source})
    return {
        "rule": found.rule.id,
        "from": _text(found.start),
        "due": _text(found.due),
        "alarm": _text(found.alarm),
        "provisional": found.is_provisional,
        "basis": basis,
    }


def _rule(pack: LawPack, rule_id: str) -> DeadlineRule:
    rule = pack.deadlines.find(rule_id)
    if rule is not None:
        return rule
    for row in pack.deadlines.without_period:
        if row.id == rule_id:
            raise InputError("law.no_period", rule=rule_id, why=row.why_zh, why_en=row.why_en)
    raise InputError("law.no_such_deadline", rule=rule_id)


def _in_hours(pack: LawPack, rule: DeadlineRule, start: date | datetime, hours: int) -> Deadline:
    if not isinstance(start, datetime):
        raise InputError("law.deadline_moment", rule=rule.id)
    moment = start if start.tzinfo else start.replace(tzinfo=CHINA)
    due = moment + timedelta(hours=hours)
    basis = pack.in_force(rule.basis, moment.astimezone(CHINA).date())
    return Deadline(rule, moment, due, due, is_provisional=False, basis=basis)


def _in_days(
    pack: LawPack, rule: DeadlineRule, start: date, length: int, excluded: Sequence[Span]
) -> Deadline:
    calendar = pack.calendar
    if rule.unit in {Unit.MONTH, Unit.YEAR}:
        months = length * (12 if rule.unit is Unit.YEAR else 1)
        last = _put_off(start, _months_on(start, months), excluded)
    elif rule.unit is Unit.WORKING_DAY:
        last = _counted(start, length, lambda day: calendar.is_working(day) and not _lies_in(day, excluded))
    else:
        last = _counted(start, length, lambda day: not _lies_in(day, excluded))
    due = _rolled(last, calendar, is_weekend_too=pack.deadlines.rolls_over_weekends) if rule.rolls else last
    depends_from = start if rule.unit is Unit.WORKING_DAY else last
    return Deadline(
        rule,
        start,
        due,
        last,
        is_provisional=not calendar.knows(depends_from, due),
        basis=pack.in_force(rule.basis, start),
    )


def _counted(start: date, length: int, counts: Callable[[date], bool]) -> date:
    """Return the day on which `length` days that count have passed, the starting day left out."""
    day = start
    while length:
        day += _DAY
        length -= counts(day)
    return day


def _put_off(start: date, last: date, excluded: Sequence[Span]) -> date:
    """Return the last day moved on by every excluded day that falls within the period."""
    day, left = start, (last - start).days
    while left:
        day += _DAY
        left -= not _lies_in(day, excluded)
    return day


def _months_on(start: date, months: int) -> date:
    """Return the same day some months on, or the month's last if it has no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > date.max.year:
        raise OverflowError
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _rolled(last: date, calendar: WorkCalendar, *, is_weekend_too: bool) -> date:
    while calendar.is_holiday(last) or (is_weekend_too and not calendar.is_working(last)):
        last += _DAY
    return last


def _lies_in(day: date, spans: Sequence[Span]) -> bool:
    return any(day in span for span in spans)


def _day(start: date | datetime) -> date:
    if isinstance(start, datetime):
        return (start.astimezone(CHINA) if start.tzinfo else start).date()
    return start


def _text(when: date | datetime) -> str:
    return when.isoformat(timespec="minutes") if isinstance(when, datetime) else when.isoformat()

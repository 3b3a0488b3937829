"""What today says of measures that are about to end: the nearest first, each with the day to act by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from inspector.actions.read import Ending
from inspector.clock import CHINA
from inspector.records import MeasureKind
from ui.desktop.i18n import tr
from ui.desktop.screens.today.line import Line
from ui.desktop.theme import Tone

_WITHIN_DAYS = 7
_LONG_OVER_DAYS = 30
"""What ended longer ago is the centre's to follow."""
_MOST = 3


def ending_lines(endings: Sequence[Ending], now: datetime) -> tuple[Line, ...]:
    """Return a line for each measure that ends within a week or has ended; at most three, the nearest first."""
    today = now.astimezone(CHINA).date()
    near = [
        (left, ending)
        for ending in endings
        if -_LONG_OVER_DAYS <= (left := (_day(ending.end.alarm) - today).days) <= _WITHIN_DAYS
    ]
    near.sort(key=lambda pair: (not _runs_in_hours(pair[1]), pair[0]))  # hours run out before days do
    lines = [
        _approval_line(ending, now)
        if _runs_in_hours(ending)
        else _line(ending, left, is_over=ending.end.is_over(now))
        for left, ending in near[:_MOST]
    ]
    if len(near) > _MOST:
        lines.append(Line("clock", tr("ui.today.ending.more", count=len(near) - _MOST), Tone.WARN))
    return tuple(lines)


def _runs_in_hours(ending: Ending) -> bool:
    return isinstance(ending.end.due, datetime)


def _approval_line(ending: Ending, now: datetime) -> Line:
    """Say how many hours are left to make the approval good."""
    due = ending.end.due
    if not isinstance(due, datetime) or ending.end.is_over(now):
        return Line("octagon-alert", tr("ui.today.approval.over", booth=ending.booth), Tone.DANGER)
    hours = int((due - now).total_seconds() // 3600)
    at = f"{due.astimezone(CHINA):%H:%M}"
    words = tr("ui.today.approval", booth=ending.booth, at=at, hours=hours)
    return Line("triangle-alert", words, Tone.DANGER)


def _line(ending: Ending, left: int, *, is_over: bool) -> Line:
    kind = "register" if ending.measure.kind is MeasureKind.REGISTER else "seize"
    booth = ending.booth
    if is_over:
        words = tr(f"ui.today.ending.{kind}.over", booth=booth, day=_short(ending.end.due))
        return Line("octagon-alert", words, Tone.DANGER)
    if left <= 0:
        words = tr(f"ui.today.ending.{kind}.today", booth=booth)
        return Line("triangle-alert", words, Tone.DANGER)
    words = tr(f"ui.today.ending.{kind}", booth=booth, day=_short(ending.end.alarm), days=left)
    return Line("clock", words, Tone.WARN)


def _day(when: date | datetime) -> date:
    return when.astimezone(CHINA).date() if isinstance(when, datetime) else when


def _short(when: date | datetime) -> str:
    day = _day(when)
    return tr("ui.today.short_day", month=day.month, day=day.day)

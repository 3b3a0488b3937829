"""Checks of the inspection record itself: times, place, findings, statement, closing (F-11 to F-19)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time
from decimal import Decimal

from inspector.codes import as_read
from inspector.law.checks.finding import Examination, Finding, local
from inspector.law.checks.measures import measure_name
from inspector.records import Item

_TIMES = re.compile(r"(?<![\d:：])([01]?\d|2[0-3])[时:：]([0-5]\d)(?![\d:：])")
_BOOTH = re.compile(r"([A-Za-z0-9Ａ-Ｚａ-ｚ０-９][A-Za-z0-9Ａ-Ｚａ-ｚ０-９－-]{0,15})号?(?:展位|摊位)")
_PHOTO_NUMBERS = re.compile(
    r"照片(?:编号)?[为是]?(\d{1,6}(?:[至到、，,~～—–-](?:照片)?\d{1,6})*)(?![\d张幅])"
)
_ROWS_A_MINUTE = 5


def record(case: Examination) -> Iterator[Finding]:
    """Judge form 9 field by field."""
    inspection = case.dossier.inspection
    yield from _times(case)
    if not inspection.place.strip():
        yield case.finding("9-03", "missing", "inspection.place")
    if not inspection.subject.strip():
        yield case.finding("9-14", "missing", "inspection.subject")
    yield from _findings_text(case)
    if case.seizes:
        if not inspection.measure_told.strip():
            yield case.finding("9-17", "missing", "inspection.measure_told")
        else:
            yield from _told(case)
        if inspection.statement is None or not inspection.statement.text.strip():
            yield case.finding("F-18", "missing", "inspection.statement")
    if inspection.closing is None:
        yield case.finding("9-19", "missing", "inspection.closing")
    elif not inspection.closing.answer.strip():
        yield case.finding("9-19", "no-answer", "inspection.closing")


def _told(case: Examination) -> Iterator[Finding]:
    """Where several measures are taken the telling has to name each: one may have been added after it."""
    told, listed = case.dossier.inspection.measure_told, [m for m in case.dossier.measures if m.has_list]
    for measure in listed:
        zh, en = measure_name(measure)
        if len(listed) > 1 and zh not in told:
            yield case.finding(
                "9-17", "not-named", "inspection.measure_told", measure=zh, facts_en={"measure": en}
            )


def _times(case: Examination) -> Iterator[Finding]:
    started, ended = case.dossier.inspection.started, case.dossier.inspection.ended
    if started > case.now:
        yield case.finding("F-11", "future", "inspection.started", time=started)
    if ended is None:
        yield case.finding("F-11", "no-end", "inspection.ended")
        return
    if ended <= started:
        yield case.finding("F-11", "backwards", "inspection.ended")
        return
    if ended > case.now:
        yield case.finding("F-11", "future", "inspection.ended", time=ended)
    minutes, rows = int((ended - started).total_seconds() // 60), len(case.dossier.items)
    if rows > minutes * _ROWS_A_MINUTE:
        yield case.finding("F-11", "hasty", "inspection.ended", minutes=minutes, rows=rows)


def _findings_text(case: Examination) -> Iterator[Finding]:
    dossier = case.dossier
    text = dossier.inspection.findings
    field = "inspection.findings"
    if not text.strip():
        yield case.finding("9-16", "missing", field)
        return
    yield from _times_in_text(case, text)
    yield from _place_in_text(case, text)
    yield from _photos_in_text(case, text)
    if dossier.photos and not re.search("照片|拍照|拍摄", text):
        yield case.finding("F-19", "no-photos", field, count=len(dossier.photos))
    subtotals = _subtotals(dossier.items)
    counted = all(_states(text, amount) for amount in subtotals.values())
    if not counted and not _states(text, dossier.total_quantity):
        parts = "、".join(f"{amount:f}{unit}" for unit, amount in subtotals.items())
        yield case.finding("F-19", "no-quantity", field, total=parts)


def _place_in_text(case: Examination, text: str) -> Iterator[Finding]:
    """A text taken over from another stand still names that stand."""
    booth = _plain(case.dossier.inspection.booth)
    named = dict.fromkeys(_BOOTH.findall(text))
    if booth and named and not any(_plain(each).endswith(booth) for each in named):
        yield case.finding("F-12", "elsewhere", "inspection.findings", named="、".join(named))


def _plain(booth: str) -> str:
    return as_read(booth).replace("-", "").removesuffix("号").removesuffix("展位")


def _photos_in_text(case: Examination, text: str) -> Iterator[Finding]:
    count = len(case.dossier.photos)
    named = (int(number) for run in _PHOTO_NUMBERS.findall(text) for number in re.findall(r"\d+", run))
    beyond = next((number for number in named if not 1 <= number <= count), None)
    if beyond is not None:
        yield case.finding("F-19", "no-such-photo", "inspection.findings", number=beyond, count=count)


def _subtotals(items: tuple[Item, ...]) -> dict[str, Decimal]:
    """Add up by unit: pieces and boxes make no common sum."""
    subtotals: dict[str, Decimal] = {}
    for item in items:
        subtotals[item.unit] = subtotals.get(item.unit, Decimal(0)) + item.quantity
    return subtotals


def _states(text: str, amount: Decimal) -> bool:
    figure = re.escape(f"{amount.normalize():f}")
    return re.search(rf"(?<![\d.]){figure}(?!\.?\d)", text) is not None


def _times_in_text(case: Examination, text: str) -> Iterator[Finding]:
    started, ended = case.dossier.inspection.started, case.dossier.inspection.ended
    if ended is None or local(started).date() != local(ended).date():
        return
    first, last = _minute(started), _minute(ended)
    for hour, minute in dict.fromkeys(_TIMES.findall(text)):
        if not first <= time(int(hour), int(minute)) <= last:
            yield case.finding("F-12", "outside", "inspection.findings", time=f"{hour}:{minute}")


def _minute(instant: datetime) -> time:
    return local(instant).time().replace(second=0, microsecond=0)

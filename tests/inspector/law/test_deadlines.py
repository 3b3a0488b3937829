"""Deadlines: the vectors of the field, hundreds counted a second time by another table, and what is refused."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import chinese_calendar
import pytest
from chinese_calendar.constants import holidays as STATE_HOLIDAYS  # noqa: N812 - a table
from hypothesis import given
from hypothesis import strategies as st

from inspector.clock import CHINA
from inspector.errors import InputError
from inspector.law import LawPack, load
from inspector.law.deadlines.calendar import CalendarYear, Span, WorkCalendar
from inspector.law.deadlines.deadline import Deadline, as_plain, deadline
from inspector.law.deadlines.rules import Unit

PACK = load()
DAY = timedelta(days=1)
HOURS = [rule for rule in PACK.deadlines.rule if rule.unit is Unit.HOUR]
IN_DAYS = [rule for rule in PACK.deadlines.rule if rule.unit is not Unit.HOUR]


def on(rule: str, start: str, *excluded: str, extended: int = 0, pack: LawPack = PACK) -> Deadline:
    spans = [Span.read(text) for text in excluded]
    return deadline(pack, rule, date.fromisoformat(start), excluded=spans, extended=extended)


def refusal(rule: str, start: date, *excluded: Span, extended: int = 0) -> str:
    with pytest.raises(InputError) as told:
        deadline(PACK, rule, start, excluded=excluded, extended=extended)
    return told.value.code


@pytest.mark.parametrize(
    ("rule", "start", "due", "alarm"),
    [
        ("C-07", "2026-02-12", "2026-02-28", ""),
        ("C-07", "2026-04-30", "2026-05-13", ""),
        ("C-07", "2026-06-16", "2026-06-26", ""),
        ("C-07", "2026-09-18", "2026-09-29", ""),
        ("C-07", "2026-09-29", "2026-10-14", ""),
        ("C-01", "2026-02-12", "2026-03-11", ""),
        ("C-01", "2026-09-18", "2026-10-15", ""),
        ("C-01", "2026-11-23", "2026-12-14", ""),
        ("C-15", "2026-05-08", "2026-05-14", ""),
        ("C-15", "2026-09-29", "2026-10-12", ""),
        ("C-29", "2026-09-24", "2026-09-30", ""),
        ("C-29", "2026-09-30", "2026-10-10", ""),
        ("C-14", "2026-09-18", "2026-10-09", ""),
        ("C-08", "2026-09-01", "2026-10-08", "2026-10-01"),
        ("C-08", "2026-08-26", "2026-09-28", "2026-09-25"),
        ("C-08", "2026-11-23", "2026-12-23", ""),
        ("C-12", "2026-07-03", "2026-10-08", "2026-10-01"),
        ("C-12", "2026-09-18", "2026-12-17", ""),
    ],
)
def test_the_vectors_of_the_field(rule: str, start: str, due: str, alarm: str) -> None:
    found = on(rule, start)
    assert (str(found.due), str(found.alarm)) == (due, alarm or due)
    assert not found.is_provisional


def test_testing_that_was_fixed_in_writing_does_not_count_in_a_seizure() -> None:
    assert str(on("C-08", "2026-09-01", "2026-09-05..2026-09-14").due) == "2026-10-11"


def second_count(unit: Unit, start: date, length: int) -> tuple[date, date]:
    """Count by another table and another way: last day before rolling, and after it."""
    if unit is Unit.WORKING_DAY:
        worked = chinese_calendar.get_workdays(
            start + DAY, min(start + (6 * length + 30) * DAY, date(2026, 12, 31))
        )
        last = worked[length - 1] if length else start
    elif unit is Unit.DAY:
        last = date.fromordinal(start.toordinal() + length)
    else:
        years, months = (length, 0) if unit is Unit.YEAR else divmod(length, 12)
        month = start.month + months
        year, month = (start.year + years + 1, month - 12) if month > 12 else (start.year + years, month)
        last = next(
            found for day in range(start.day, 0, -1) if (found := _date_or_none(year, month, day)) is not None
        )
    due = last
    while due in STATE_HOLIDAYS:
        due = date.fromordinal(due.toordinal() + 1)
    return last, due


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


STARTS = [date(2024, 1, 2) + number * 11 * DAY for number in range(88)]


@pytest.mark.parametrize("rule", [rule.id for rule in IN_DAYS])
def test_thousands_of_vectors_counted_a_second_time(rule: str) -> None:
    found_rule = PACK.deadlines.find(rule)
    assert found_rule is not None
    checked = 0
    for start in STARTS:
        if found_rule.unit is Unit.WORKING_DAY and start > date(2026, 7, 1):
            continue  # the other table ends with 2026
        last, due = second_count(found_rule.unit, start, found_rule.length)
        found = deadline(PACK, rule, start)
        assert (found.alarm, found.due) == (last, due if found_rule.rolls else last), start
        checked += 1
    assert checked >= 80


def test_the_shipped_calendar_is_the_other_tables() -> None:
    day = date(2024, 1, 1)
    while day <= date(2026, 12, 31):
        assert PACK.calendar.is_working(day) == chinese_calendar.is_workday(day), day
        assert PACK.calendar.is_holiday(day) == (day in STATE_HOLIDAYS), day
        day += DAY


@pytest.mark.parametrize("rule", [rule.id for rule in HOURS])
def test_hours_run_through_nights_and_holidays_to_the_minute(rule: str) -> None:
    night = datetime(2026, 9, 30, 23, 47, tzinfo=CHINA)
    plain = as_plain(deadline(PACK, rule, night))
    assert plain["due"] == plain["alarm"] == "2026-10-01T23:47+08:00"
    assert plain["from"] == "2026-09-30T23:47+08:00"
    assert plain["provisional"] is False


def test_a_moment_keeps_its_offset_and_without_one_it_is_chinas() -> None:
    abroad = datetime(2026, 11, 20, 10, 30, tzinfo=timezone(timedelta(hours=-5)))
    assert as_plain(deadline(PACK, "C-04", abroad))["due"] == "2026-11-21T10:30-05:00"
    naive = datetime(2026, 11, 20, 10, 30)  # noqa: DTZ001 - as somebody types it
    assert as_plain(deadline(PACK, "C-04", naive))["due"] == "2026-11-21T10:30+08:00"
    late = datetime(2026, 11, 19, 20, 0, tzinfo=timezone(timedelta(0)))
    assert as_plain(deadline(PACK, "C-08", late))["from"] == "2026-11-20"  # already the next day in China


def test_beyond_the_known_calendar_a_date_is_provisional() -> None:
    assert on("C-07", "2026-12-25").is_provisional
    assert not on("C-07", "2026-12-21").is_provisional
    assert on("C-08", "2026-12-10").is_provisional
    assert not on("C-08", "2026-11-30").is_provisional
    assert on("C-38", "2026-11-30").is_provisional


def test_an_imported_year_settles_what_was_provisional() -> None:
    table = (CalendarYear(2027, "样本通知", ("2027-01-01..2027-01-03",), ()),)
    known = (CalendarYear(2026, "样本通知", (), ()), *table)
    assert WorkCalendar(known).knows(date(2026, 12, 25), date(2027, 1, 8))


@pytest.mark.parametrize(
    ("years", "why"),
    [
        ((CalendarYear(2026, "", (), ()), CalendarYear(2026, "", (), ())), "twice"),
        ((CalendarYear(2026, "", ("2027-01-01",), ()),), "outside"),
        ((CalendarYear(2026, "", ("2026-10-10",), ("2026-10-10",)),), "both"),
        ((CalendarYear(2026, "", (), ("2026-10-09",)),), "no weekend"),
        ((CalendarYear(2026, "", ("2026-10-07..2026-10-01",), ()),), "before"),
    ],
)
def test_a_calendar_that_contradicts_itself_is_refused(years: tuple[CalendarYear, ...], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        WorkCalendar(years)


def test_an_extension_is_limited_to_what_the_law_allows() -> None:
    assert str(on("C-08", "2026-09-01", extended=30).due) == "2026-10-31"
    assert str(on("C-12", "2026-09-18", extended=30).due) == "2027-01-16"
    assert refusal("C-08", date(2026, 9, 1), extended=31) == "law.deadline_extended"
    assert refusal("C-07", date(2026, 9, 1), extended=1) == "law.deadline_extended"
    assert refusal("C-08", date(2026, 9, 1), extended=-1) == "law.deadline_extended"


def test_what_cannot_be_counted_says_why() -> None:
    day = date(2026, 9, 1)
    assert refusal("C-06", day) == "law.no_period"
    assert refusal("C-99", day) == "law.no_such_deadline"
    assert refusal("C-04", day) == "law.deadline_moment"
    assert refusal("C-07", day, Span(day, day)) == "law.nothing_excluded"
    assert refusal("C-08", day, Span(date.min, date.max)) == "law.deadline_excluded"
    assert refusal("C-08", date(9999, 12, 20)) == "law.deadline_range"
    assert refusal("C-43", date(9990, 1, 1)) == "law.deadline_range"


def test_every_row_of_the_table_answers_or_says_why() -> None:
    rows = {rule.id.partition(".")[0] for rule in PACK.deadlines.rule}
    rows |= {row.id for row in PACK.deadlines.without_period}
    assert rows == {f"C-{number:02}" for number in range(1, 45)}
    for rule in PACK.deadlines.rule:
        found = deadline(PACK, rule.id, datetime(2026, 11, 20, 10, 30, tzinfo=CHINA))
        assert as_plain(found)["basis"], rule.id
        assert found.is_confirmed or rule.note or not found.basis, rule.id


def test_a_trade_mark_deadline_cites_the_law_of_its_day() -> None:
    (before,) = on("C-39", "2026-12-31").basis
    (after,) = on("C-39", "2027-01-01").basis
    assert (before.article, after.article) == ("60", "74")


def test_a_month_without_the_day_ends_on_its_last() -> None:
    assert str(on("C-42", "2026-12-31").alarm) == "2027-02-28"
    assert str(on("C-38", "2024-02-29").due) == "2026-02-28"


def test_a_period_is_over_only_when_its_last_day_or_minute_has_passed() -> None:
    day = on("C-07", "2026-09-18")
    assert not day.is_over(datetime(2026, 9, 29, 23, 59, tzinfo=CHINA))
    assert day.is_over(datetime(2026, 9, 30, 0, 0, tzinfo=CHINA))
    begun = datetime(2026, 9, 18, 9, 0, tzinfo=CHINA)
    hours = deadline(PACK, "C-04", begun)
    assert not hours.is_over(begun + timedelta(hours=24))
    assert hours.is_over(begun + timedelta(hours=24, minutes=1))


days = st.dates(date(2024, 1, 1), date(2030, 12, 31))
spans = st.lists(
    st.tuples(days, st.integers(0, 40)).map(lambda pair: Span(pair[0], pair[0] + pair[1] * DAY)), max_size=3
)


@given(st.sampled_from(["C-01", "C-08", "C-12"]), days, spans)
def test_what_is_excluded_only_ever_moves_the_end_on(rule: str, start: date, excluded: list[Span]) -> None:
    plain, moved = deadline(PACK, rule, start), deadline(PACK, rule, start, excluded=excluded)
    assert moved.due >= plain.due
    assert moved.due >= moved.alarm > start
    assert not any(moved.alarm in span for span in excluded)


@given(st.sampled_from([rule.id for rule in IN_DAYS]), days)
def test_a_later_start_never_ends_earlier_and_no_end_is_a_holiday(rule: str, start: date) -> None:
    found, next_day = deadline(PACK, rule, start), deadline(PACK, rule, start + DAY)
    assert next_day.due >= found.due
    assert not found.rule.rolls or not PACK.calendar.is_holiday(found.due)  # type: ignore[arg-type]  # a day
    if found.rule.unit is Unit.WORKING_DAY:
        assert found.due == found.alarm


@given(st.sampled_from([("C-08", 30), ("C-12", 90)]), days, spans, st.integers(0, 30))
def test_excluded_days_and_extensions_counted_a_second_time(
    row: tuple[str, int], start: date, excluded: list[Span], granted: int
) -> None:
    rule, length = row
    left_out = {day for span in excluded for day in span.days()}
    ahead = [date.fromordinal(start.toordinal() + number) for number in range(1, 400)]
    counted = [day for day in ahead if day not in left_out]
    found = deadline(PACK, rule, start, excluded=excluded, extended=granted)
    assert found.alarm == counted[length + granted - 1]
    assert found.due == next(
        day for day in ahead if day >= counted[length + granted - 1] and day not in STATE_HOLIDAYS
    )

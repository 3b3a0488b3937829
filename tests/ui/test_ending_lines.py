"""Today tells which measures end within a week, the nearest first, and what has ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from inspector.actions.read import Ending
from inspector.law import load
from inspector.law.running import Course, approval_end_of, end_of
from inspector.records import Approval, Measure, MeasureKind, SeizureForm
from ui.desktop.i18n import Language, speak
from ui.desktop.screens.today.ending import ending_lines
from ui.desktop.theme import Tone

PACK = load()
DECIDED = datetime(2026, 9, 18, 2, 0, tzinfo=UTC)
"""A Friday: seven working days end on 29 September, thirty days on 18 October."""


def ending(kind: MeasureKind, booth: str = "A12", decided: datetime = DECIDED) -> Ending:
    measure = Measure(
        "measure", "stand", kind, SeizureForm.TAKE_AWAY, ("item",), decided, Approval(), date(2026, 9, 18)
    )
    end = end_of(PACK, measure)
    assert end is not None
    return Ending(measure, booth, end, Course())


@pytest.mark.parametrize(
    ("kind", "days", "tone", "words"),
    [
        (MeasureKind.REGISTER, 3, None, ""),
        (MeasureKind.REGISTER, 4, Tone.WARN, "A12 先行登记保存最迟9月29日处理，还有 7 天"),
        (MeasureKind.REGISTER, 11, Tone.DANGER, "A12 先行登记保存今天届满，逾期自动解除"),
        (MeasureKind.REGISTER, 12, Tone.DANGER, "A12 先行登记保存已过9月29日，未处理的已自动解除"),
        (MeasureKind.SEIZE, 22, None, ""),
        (MeasureKind.SEIZE, 23, Tone.WARN, "A12 查封、扣押最迟10月18日处理，还有 7 天"),
        (MeasureKind.SEIZE, 30, Tone.DANGER, "A12 查封、扣押最迟今天处理或者延长"),
        (MeasureKind.SEIZE, 31, Tone.DANGER, "A12 查封、扣押已于10月18日届满，未处理的立即解除"),
        (MeasureKind.SEIZE, 61, None, ""),
    ],
)
def test_the_line_grows_louder(kind: MeasureKind, days: int, tone: Tone | None, words: str) -> None:
    lines = ending_lines([ending(kind)], DECIDED + timedelta(days=days))
    assert [(line.tone, line.text) for line in lines] == ([(tone, words)] if tone else [])


def test_a_seizure_that_ends_on_a_holiday_is_told_by_the_day_before_rolling() -> None:
    end = ending(MeasureKind.SEIZE, decided=datetime(2026, 9, 1, 2, 0, tzinfo=UTC))
    lines = ending_lines([end], datetime(2026, 10, 1, 2, 0, tzinfo=UTC))
    assert lines[0].text == "A12 查封、扣押最迟今天处理或者延长"
    (later,) = ending_lines([end], datetime(2026, 10, 5, 2, 0, tzinfo=UTC))
    assert later.tone is Tone.DANGER
    assert "最迟今天" in later.text


def test_the_nearest_come_first_and_the_rest_is_counted() -> None:
    decided = [DECIDED - timedelta(days=number) for number in range(5)]
    endings = [ending(MeasureKind.SEIZE, f"B{number}", at) for number, at in enumerate(decided)]
    lines = ending_lines(endings, DECIDED + timedelta(days=24))
    assert [line.text[:2] for line in lines] == ["B4", "B3", "B2", "另有"]
    assert "2 项" in lines[-1].text


def test_it_is_said_in_english_too() -> None:
    speak(Language.ENGLISH)
    (line,) = ending_lines([ending(MeasureKind.REGISTER)], DECIDED + timedelta(days=8))
    assert line.text == "A12: decide the preserved goods by 09-29, 3 days left"


@pytest.mark.parametrize("kind", [MeasureKind.REGISTER, MeasureKind.SEIZE])
def test_an_approval_to_be_made_good_is_told_in_hours_and_first(kind: MeasureKind) -> None:
    near = ending(kind)
    measure = replace(near.measure, approval=Approval(urgent=True, urgent_reason="当场发现"))
    end = approval_end_of(PACK, measure)
    assert end is not None
    lines = ending_lines(
        (near, Ending(measure, "B7", end, Course())), DECIDED + timedelta(hours=19, minutes=30)
    )
    assert lines[0].text == "B7 当场措施须在 10:00 前补办批准，还有 4 小时"
    late = ending_lines((Ending(measure, "B7", end, Course()),), DECIDED + timedelta(hours=25))
    assert late[0].text.endswith("超过 24 小时还没有补办批准")
    given = replace(measure, approval=replace(measure.approval, approver="孙样本", at=DECIDED))
    assert approval_end_of(PACK, given) is None
    assert approval_end_of(PACK, replace(measure, approval=Approval())) is None

"""Checks of periods that run on after the stand: a seizure's days, a preservation that ends by itself (F-35, F-37, F-38)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from inspector.law.checks.finding import Examination, Finding, local
from inspector.law.deadlines.deadline import Deadline, deadline
from inspector.law.pack import LawPack
from inspector.records import Measure, MeasureKind, Notice, NoticeState, Paper

_SOON = timedelta(days=3)
"""How long before the earlier of the two days it is told."""

_RELEASED_BY = {MeasureKind.REGISTER: "20", MeasureKind.SEIZE: "23"}
"""The notice by which each kind of measure is lifted."""
_WHOLLY = "全部解除"


def lapsing(case: Examination) -> Iterator[Finding]:
    """Tell what is about to end and what has ended; none of this blocks a form."""
    for measure in case.dossier.measures:
        ends = end_of(case.pack, measure)
        dossier = case.dossier
        if ends is None or is_released(measure, dossier.measures, dossier.papers, dossier.notices):
            continue
        check = "F-37" if measure.kind is MeasureKind.REGISTER else "F-35"
        field = f"measure:{measure.id}.decided"
        due, alarm = day_text(ends.due), day_text(ends.alarm)
        if ends.is_over(case.now):
            if measure.kind is MeasureKind.REGISTER and not measure.is_kept_in_place:
                yield case.finding("F-38", "held", field, due=due)  # taken along: it is held like a seizure
            else:
                yield case.finding(check, "over", field, due=due)
        elif local(case.now).date() >= _day(ends.alarm) - _SOON:
            yield case.finding(check, "soon", field, due=due, alarm=alarm)


def is_released(
    measure: Measure, measures: Sequence[Measure], papers: Sequence[Paper], notices: Sequence[Notice]
) -> bool:
    """Tell whether one inspection's papers lift a measure wholly.

    Only a notice for all goods counts, and only while there is no second measure it could speak of.
    """
    alike = [each for each in measures if each.kind is measure.kind]
    whole = {paper.id for paper in papers if paper.answers.get("scope") == _WHOLLY}
    return len(alike) == 1 and any(
        notice.form == _RELEASED_BY.get(measure.kind)
        and notice.state is NoticeState.ISSUED
        and notice.paper_id in whole
        for notice in notices
    )


def end_of(pack: LawPack, measure: Measure) -> Deadline | None:
    """Return when a measure ends by the law; None for a sample, and for a period the law does not allow (F-30)."""
    if measure.kind is MeasureKind.REGISTER:
        return deadline(pack, "C-07", measure.decided)
    if measure.kind is MeasureKind.SEIZE:
        rule = pack.deadlines.find("C-08")
        if rule is not None and 1 <= measure.days <= rule.length:
            return deadline(pack, "C-08", measure.decided, fixed=measure.days)
    return None


def day_text(when: date | datetime) -> str:
    """Return month and day as people read them."""
    day = _day(when)
    return f"{day.month}月{day.day}日"


def _day(when: date | datetime) -> date:
    return local(when).date() if isinstance(when, datetime) else when

"""Checks of periods that run on after the stand: a seizure's days, a preservation that ends by itself (F-35, F-37, F-38)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from inspector.law.checks.finding import Examination, Finding, day_of, local
from inspector.law.running import course_of, end_of
from inspector.records import MeasureKind

_SOON = timedelta(days=3)
"""How long before the earlier of the two days it is told."""


def lapsing(case: Examination) -> Iterator[Finding]:
    """Tell what is about to end and what has ended; none of this blocks a form."""
    for measure in case.dossier.measures:
        course = course_of(case.dossier, measure)
        ends = end_of(case.pack, measure, course)
        if ends is None or course.is_lifted:
            continue
        check = "F-37" if measure.kind is MeasureKind.REGISTER else "F-35"
        field = f"measure:{measure.id}.decided"
        due, alarm = day_of(ends.due), day_of(ends.alarm)
        if ends.is_over(case.now):
            if measure.kind is MeasureKind.REGISTER and not measure.is_kept_in_place:
                yield case.finding("F-38", "held", field, due=due)  # taken along: it is held like a seizure
            else:
                yield case.finding(check, "over", field, due=due)
        elif local(case.now).date() >= alarm - _SOON:
            yield case.finding(check, "soon", field, due=due, alarm=alarm)

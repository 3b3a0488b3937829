"""Checks of papers written besides the record: copies confirmed, questionings one by one (F-42, F-49)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import combinations

from inspector.law.checks.finding import Examination, Finding
from inspector.records import NoticeState, Paper, SignatureRole
from inspector.records.paper import moment_of

_SHEET, _QUESTIONING = "11", "14"
_NOT_COPIED = frozenset({"", "拍摄"})
"""Manners of the evidence sheet in which nobody of the party provides a paper."""


def written(case: Examination) -> Iterator[Finding]:
    """Judge what the papers leave open between them; each paper alone is judged when it is issued."""
    yield from _copies(case)
    yield from _questionings(case)


def _copies(case: Examination) -> Iterator[Finding]:
    """A copy proves something only when who provided it has signed that it agrees with the original."""
    signed = {
        notice.paper_id
        for notice in case.dossier.notices
        if notice.state is NoticeState.ISSUED
        and any(
            signature.role is SignatureRole.PARTY and signature.has_ink for signature in notice.signatures
        )
    }
    for paper in case.dossier.papers:
        manner = paper.answers.get("manner", "").strip()
        if paper.form == _SHEET and manner not in _NOT_COPIED and paper.id not in signed:
            name = paper.answers.get("name", "").strip() or "—"
            yield case.finding("F-42", "unsigned", f"paper:{paper.id}.manner", name=name)


def _questionings(case: Examination) -> Iterator[Finding]:
    """Persons are questioned one at a time: two records of one time tell that they were not."""
    records = [
        (paper, span)
        for paper in case.dossier.papers
        if paper.form == _QUESTIONING and (span := _span(paper)) is not None
    ]
    for (earlier, first), (later, second) in combinations(sorted(records, key=lambda record: record[1]), 2):
        if second[0] < first[1]:
            yield case.finding(
                "F-49", "together", f"paper:{later.id}.started", who=_who(later), other=_who(earlier)
            )


def _span(paper: Paper) -> tuple[datetime, datetime] | None:
    started, ended = (moment_of(paper.answers.get(name, "")) for name in ("started", "ended"))
    return (started, ended) if started and ended else None


def _who(paper: Paper) -> str:
    return paper.answers.get("interviewee", "").strip() or "—"

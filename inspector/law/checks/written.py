"""Checks of papers written besides the record: copies confirmed, signed text unchanged, questionings one by one (F-23, F-42 to F-49)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from inspector.law.checks.finding import Examination, Finding
from inspector.law.checks.serving import signed_by_party
from inspector.records import NoticeState, Paper
from inspector.records.paper import span_of

_SHEET, _QUESTIONING = "11", "14"
_RECORDS = frozenset({"9", "12", "14", "29"})
"""Records signed page by page: 现场笔录, 电子数据证据提取笔录, 询问笔录, 抽样记录."""
_NOT_COPIED = frozenset({"", "拍摄"})
"""Manners of the evidence sheet in which nobody of the party provides a paper."""


def written(case: Examination) -> Iterator[Finding]:
    """Judge what the papers leave open between them; each paper alone is judged when it is issued."""
    yield from _copies(case)
    yield from _questionings(case)
    yield from _frozen(case)


def _copies(case: Examination) -> Iterator[Finding]:
    """A copy proves something only when who provided it has signed that it agrees with the original."""
    issued = {each.paper_id: each for each in case.dossier.notices if each.state is NoticeState.ISSUED}
    for paper in case.dossier.papers:
        if paper.form != _SHEET:
            continue
        name = paper.answers.get("name", "").strip() or "—"
        sheet = issued.get(paper.id)
        if paper.answers.get("manner", "").strip() not in _NOT_COPIED:
            if sheet is None:
                yield case.finding("F-42", "unsigned", f"paper:{paper.id}.manner", name=name)
            elif not signed_by_party(sheet):
                yield case.finding("F-42", "refused", f"paper:{paper.id}.manner", name=name)
        if paper.answers.get("foreign") == "是" and not paper.answers.get("translator", "").strip():
            yield case.finding("F-45", "no-translation", f"paper:{paper.id}.translator", name=name)


def _frozen(case: Examination) -> Iterator[Finding]:
    """A record signed and then set aside is mended by one signed anew; its signatures are of one and the same text."""
    notices = case.dossier.notices
    standing = {(each.form, each.paper_id) for each in notices if each.state is NoticeState.ISSUED}
    for notice in notices:
        if notice.form not in _RECORDS:
            continue
        if notice.state is NoticeState.SUPERSEDED and (notice.form, notice.paper_id) not in standing:
            yield case.finding("F-23", "not-signed-anew", f"notice:{notice.id}", form=notice.form)
            standing.add((notice.form, notice.paper_id))
        texts = {signature.pages for signature in notice.signatures if signature.pages}
        if notice.state is NoticeState.ISSUED and len(texts) > 1:
            yield case.finding("F-23", "other-text", f"notice:{notice.id}", form=notice.form)


def _questionings(case: Examination) -> Iterator[Finding]:
    """Persons are questioned one at a time: two records of one time tell that they were not.

    A measure means a case, and a case hears its party, or says why not.
    """
    is_asked = any(paper.form == _QUESTIONING for paper in case.dossier.papers)
    inspection = case.dossier.inspection
    is_absent = inspection.presence is not None and inspection.presence.kind.is_absent
    if case.dossier.measures and not (is_asked or is_absent or inspection.questioning_note.strip()):
        yield case.finding("F-49", "nobody", "inspection.questioning_note")
    records = [
        (paper, span)
        for paper in case.dossier.papers
        if paper.form == _QUESTIONING and (span := span_of(paper)) is not None
    ]
    for (earlier, first), (later, second) in combinations(sorted(records, key=lambda record: record[1]), 2):
        if second[0] < first[1]:
            yield case.finding(
                "F-49", "together", f"paper:{later.id}.started", who=_who(later), other=_who(earlier)
            )


def _who(paper: Paper) -> str:
    return paper.answers.get("interviewee", "").strip() or "—"

"""Checks of where a case comes from and who is competent: place, lead, its period (F-05, F-20, F-52)."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.law.checks.finding import Examination, Finding, day_of
from inspector.law.deadlines.deadline import deadline

CASE_SOURCE, INSPECTED = "case-source", "1"
"""The list of sources, and its code for 监督检查, which no lead came before."""
TRANSFERRED = "4"
"""其他部门移送"""
_TRANSFER = "4"
"""案件移送函"""


def origin(case: Examination) -> Iterator[Finding]:
    """Judge what the record says of the lead and of the place; none of this blocks a form."""
    yield from _place(case)
    yield from _lead(case)


def _place(case: Examination) -> Iterator[Finding]:
    """The bureau of the place where the act happened is competent; another sends the case there (F-05)."""
    fair, bureau = case.dossier.fair, case.dossier.bureau
    code, own = fair.division_code.strip(), bureau.division_code.strip()
    if not code or not own or covers(own, code) or _is_begun(case, _TRANSFER):
        return
    divisions = case.pack.code_lists.find("division")
    name = divisions.name_of(code) if divisions else ""
    yield case.finding("F-05", "outside", "fair.division_code", place=f"{name}（{code}）" if name else code)


def covers(own: str, code: str) -> bool:
    """Tell whether a bureau of one division acts in another: 130200 covers 130202, 130000 both (GB/T 2260)."""
    return code.startswith(own.removesuffix("00").removesuffix("00"))


def _is_begun(case: Examination, form: str) -> bool:
    return any(paper.form == form for paper in case.dossier.papers)


def _lead(case: Examination) -> Iterator[Finding]:
    inspection = case.dossier.inspection
    source, received = inspection.source, inspection.lead_received
    if not source or source == INSPECTED:
        return
    field = "inspection.lead"
    if received is None:
        yield case.finding("F-20", "no-time", field, source=source_name(case, source))
    elif received > inspection.started:
        yield case.finding("F-20", "after", field, source=source_name(case, source), time=received)
    else:
        ends = deadline(case.pack, "C-01", received)
        if ends.is_over(case.now):
            yield case.finding("F-52", "late", field, due=day_of(ends.due))


def source_name(case: Examination, code: str) -> str:
    """Return what the code of a source stands for."""
    sources = case.pack.code_lists.find(CASE_SOURCE)
    return (sources.name_of(code) if sources else "") or code

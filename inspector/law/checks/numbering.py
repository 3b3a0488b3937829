"""Checks of document numbers: well formed, given once, no gap nobody accounts for (F-70)."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.law.checks.finding import Examination, Finding
from inspector.records.numbering import read_number


def numbering(case: Examination) -> Iterator[Finding]:
    """Judge the numbers of this record's papers, and the device's gaps as far as they were read."""
    seen: dict[str, str] = {}
    for notice in case.dossier.notices:
        if not notice.number:
            continue
        field = f"notice:{notice.id}"
        if read_number(notice.number) is None:
            yield case.finding("F-70", "form", field, number=notice.number)
        if notice.number in seen:
            yield case.finding("F-70", "twice", field, number=notice.number)
        seen[notice.number] = notice.id
    if case.dossier.number_gaps:
        yield case.finding("F-70", "gap", "bureau.numbers", numbers="、".join(case.dossier.number_gaps))

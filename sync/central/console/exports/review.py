"""The review sheet of a case as the centre finds it now, as PDF/A."""

from __future__ import annotations

from datetime import datetime

from inspector.law import Finding, LawPack
from inspector.records.review import ReviewRow, ReviewSheet
from sync.central.console.cases import Case


def review_pdf(case: Case, findings: tuple[Finding, ...], law: LawPack, printed: datetime) -> bytes:
    """Return the sheet; `SystemFault("notice.glyph_missing")` if no font has a character."""
    from inspector.notices import ReportlabPress

    rows = tuple(
        ReviewRow(each.id, each.severity, each.warning, each.message_zh, each.article, each.forms)
        for each in findings
    )
    sheet = ReviewSheet(rows, law.version, law.calendar.years[-1].year, len(law.checks))
    return ReportlabPress().review(case.dossier, sheet, printed=printed)

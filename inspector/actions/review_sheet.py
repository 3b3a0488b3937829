"""Print what the checks of case quality find now: for the bureau's own file, never for the party."""

from __future__ import annotations

from inspector.actions import read
from inspector.actions.ports import Device
from inspector.records.review import ReviewRow, ReviewSheet


def review_sheet(device: Device, inspection_id: str) -> bytes:
    """Return the review sheet of one inspection as it stands now, its files read as well; nothing is kept.

    Raises:
        SystemFault: `notice.glyph_missing`, `notice.font_unreadable`.
    """
    law, now = device.law, device.clock.now().wall
    rows = tuple(
        ReviewRow(each.id, each.severity, each.warning, each.message_zh, each.article, each.forms)
        for each in read.examine(device, inspection_id, thorough=True)
    )
    sheet = ReviewSheet(rows, law.version, law.calendar.years[-1].year, len(law.checks))
    return device.press.review(
        read.dossier(device, inspection_id), sheet, printed=now, is_sample=device.is_sample
    )

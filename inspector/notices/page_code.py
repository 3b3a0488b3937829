"""The page code on paper: a small square in the corner of each page."""

from __future__ import annotations

from inspector.notices.sheet import Sheets
from inspector.notices.typeset.pieces import MILLIMETRE
from inspector.records.page_code import PageCode, page_code_text

_SIDE_MM, _EDGE_MM = 16.0, 8.0
"""In the corner of the outer margin, outside text and binding."""


def print_page_code(sheets: Sheets, notice_id: str, page: int, pages: int, width: float) -> None:
    """Draw the code of one page (ISO/IEC 18004, level M: readable with a seventh of it smudged)."""
    import segno

    square = segno.make_qr(page_code_text(PageCode(notice_id, page, pages)), error="m")
    rows = tuple(tuple(row) for row in square.matrix)
    side = _SIDE_MM * MILLIMETRE
    sheets.squares(rows, width - side - _EDGE_MM * MILLIMETRE, _EDGE_MM * MILLIMETRE, side)

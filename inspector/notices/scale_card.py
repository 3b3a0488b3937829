"""The scale cards on one sheet of A4, with a ruler that shows whether the printer kept the size."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from inspector.notices.amounts import minute
from inspector.notices.faces import Fonts
from inspector.notices.layout import read_layout
from inspector.notices.press import one_at_a_time
from inspector.notices.ruler import draw_ruler
from inspector.notices.sheet import Imprint, Sheets
from inspector.notices.typeset.glyphs import Style
from inspector.notices.typeset.paragraph import text
from inspector.notices.typeset.pieces import MILLIMETRE
from inspector.records import ScaleCard

_RULER = 150
_LEFT, _TOP = 17.0, 18.0
"""Millimetres from the sheet's edges."""
_QUIET = 8.0
"""White a card needs around it, in millimetres; the cutting line runs outside."""
_WORDS = (
    "1. 用直尺量上面的标尺：应为150毫米，差0.5毫米以内才可使用。不符请在打印时选“实际大小”，重新打印。",
    "2. 用厚纸打印或贴在硬板上，沿细线剪下，保持平整。有水渍、折痕的不再使用。",
    "3. 拍摄时与被测处放在同一平面，整张拍入，尽量正对。高出卡面的地方会量大。",
)

Pattern = Sequence[Sequence[int]]


def scale_card_page(cards: Sequence[tuple[ScaleCard, Pattern]], *, printed: datetime, fonts: Fonts) -> bytes:
    """Return a PDF of one page with each card at its true size; the patterns are `imaging.scale.pattern`."""
    page = read_layout().page
    size = (page.width * MILLIMETRE, page.height * MILLIMETRE)
    imprint = Imprint("比例卡", "inspector", "比例卡", printed)
    title = Style(fonts.faces("hei"), 16, 22, align="left")
    body = Style(fonts.faces("song"), 10, 15, align="left")
    small = Style(fonts.faces("song"), 8, 10, align="left")
    x = _LEFT * MILLIMETRE
    with one_at_a_time:
        sheets = Sheets(size, imprint, fonts.faces("song")[0])
        y = size[1] - _TOP * MILLIMETRE
        text("比例卡", title).draw(sheets, x, y, 100 * MILLIMETRE)
        made = text(f"{minute(printed)}制作", Style(small.faces, 8, 10, align="right"))
        made.draw(sheets, x, y - 10, 160 * MILLIMETRE)
        y -= 18 * MILLIMETRE
        draw_ruler(sheets, x, y, _RULER, small)
        y -= 5 * MILLIMETRE
        for words in _WORDS:
            paragraph = text(words, body)
            paragraph.draw(sheets, x, y, 160 * MILLIMETRE)
            y -= paragraph.height(160 * MILLIMETRE) + 2
        y -= 4 * MILLIMETRE
        for card, pattern in cards:
            y = _draw(sheets, card, pattern, x, y, small)
        sheets.next_page()
        return sheets.finish()


def _draw(sheets: Sheets, card: ScaleCard, pattern: Pattern, x: float, top: float, style: Style) -> float:
    """Draw one card below `top` and return where the next may begin."""
    width, height = card.width_mm * MILLIMETRE, card.height_mm * MILLIMETRE
    quiet = _QUIET * MILLIMETRE
    left, upper = x + quiet, top - quiet
    module = card.square_mm / 8 * MILLIMETRE
    for row, cells in enumerate(pattern):
        middle = upper - (row + 0.5) * module
        for start, end in _runs(cells):
            sheets.rule(left + start * module, middle, left + end * module, middle, module * 1.02)
    low, right = upper - height - quiet, x + width + 2 * quiet
    for edge in ((x, top, right, top), (x, low, right, low), (x, top, x, low), (right, top, right, low)):
        sheets.rule(*edge, 0.2)
    told = f"比例卡 {card.name}　{card.width_mm:g} × {card.height_mm:g} 毫米　方格 {card.square_mm:g} 毫米"
    text(told, style).draw(sheets, left, low + quiet * 0.7, width)
    return low - 6 * MILLIMETRE


def _runs(cells: Sequence[int]) -> list[tuple[int, int]]:
    """Return where each run of black begins and ends."""
    runs: list[tuple[int, int]] = []
    for place, is_black in enumerate(cells):
        if is_black and runs and runs[-1][1] == place:
            runs[-1] = (runs[-1][0], place + 1)
        elif is_black:
            runs.append((place, place + 1))
    return runs

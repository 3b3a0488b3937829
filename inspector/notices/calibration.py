"""The calibration page: shows whether a printer keeps size and place, front and back, and what it can resolve."""

from __future__ import annotations

from datetime import datetime

from inspector.notices.amounts import minute
from inspector.notices.faces import Fonts
from inspector.notices.layout import read_layout
from inspector.notices.press import one_at_a_time
from inspector.notices.ruler import draw_ruler
from inspector.notices.sheet import Imprint, Sheets
from inspector.notices.squares import draw_squares
from inspector.notices.typeset.glyphs import Style
from inspector.notices.typeset.paragraph import text
from inspector.notices.typeset.pieces import MILLIMETRE

_FROM_EDGE = 10
"""Millimetres from the sheet's edges to the crosses."""
_ARM = 4
_SQUARES = (0.6, 0.5, 0.4, 0.3)
"""Millimetres a square of the QR codes measures."""
_CODE_SIDE = 21
"""Squares of the smallest QR code."""
_WORDS = (
    "1. 用直尺量横、竖两条标尺：应为150毫米和190毫米，差0.5毫米以内。偏小多半是选了“适合纸张”，请改为“实际大小”。",
    "2. 四角十字的中心离纸边应各为10毫米，差2毫米以内；缺了十字说明打印机印不到那里，正文不受影响。",
    "3. 外框是文书的版心：156 × 225毫米，上边距37毫米，左边距28毫米。",
    "4. 双面打印时对着光看：背面的十字应与正面重合，差2毫米以内；上下颠倒请改为“长边翻转”。",
    "5. 用手机扫下面的二维码：能扫出最小的哪一个，标签就可以用到那样细。",
)


def calibration_page(*, printed: datetime, fonts: Fonts) -> bytes:
    """Return a PDF of two pages, front and back of one sheet."""
    page = read_layout().page
    size = (page.width * MILLIMETRE, page.height * MILLIMETRE)
    imprint = Imprint("打印校准页", "inspector", "打印校准页", printed)
    body = Style(fonts.faces("fang"), 12, 20)
    small = Style(fonts.faces("song"), 8, 10, align="left")
    title = Style(fonts.faces("bold"), 22, 34, align="center")
    left, top = page.left * MILLIMETRE, (page.height - page.top) * MILLIMETRE
    width, height = page.text_width * MILLIMETRE, page.text_height * MILLIMETRE
    with one_at_a_time:
        sheets = Sheets(size, imprint, fonts.faces("song")[0])
        for side in ("正面", "背面"):
            _crosses(sheets, *size)
            for y in (top, top - height):
                sheets.rule(left, y, left + width, y, 0.4)
            for x in (left, left + width):
                sheets.rule(x, top, x, top - height, 0.4)
            text(f"打印校准页（{side}）", title).draw(sheets, left, top - 12, width)
            if side == "正面":
                _front(sheets, left, top, body, small)
                made = f"{minute(printed)}制作"
                text(made, small).draw(
                    sheets, left + 16 * MILLIMETRE, top - height + 16, width - 17 * MILLIMETRE
                )
            sheets.next_page()
        return sheets.finish()


def _front(sheets: Sheets, left: float, top: float, body: Style, small: Style) -> None:
    draw_ruler(sheets, left + 3 * MILLIMETRE, top - 30 * MILLIMETRE, 150, small)
    _upright(sheets, left + 3 * MILLIMETRE, top - 30 * MILLIMETRE, 190, small)
    x, y = left + 16 * MILLIMETRE, top - 38 * MILLIMETRE
    for words in _WORDS:
        paragraph = text(words, body)
        paragraph.draw(sheets, x, y, 134 * MILLIMETRE)
        y -= paragraph.height(134 * MILLIMETRE) + 4
    y -= 8
    for square in _SQUARES:
        side = square * _CODE_SIDE * MILLIMETRE
        draw_squares(sheets, f"{square:g}", x, y, side)
        text(f"{square:g}毫米", small).draw(sheets, x, y - 14 * MILLIMETRE, 30 * MILLIMETRE)
        x += 26 * MILLIMETRE
    y -= 22 * MILLIMETRE
    for points, name in ((22.0, "二号"), (16.0, "三号"), (14.0, "四号"), (10.5, "五号"), (8.0, "最小")):
        sample = text(
            f"{name}：样本市市场监督管理局 2026", Style(body.faces, points, points * 1.5, align="left")
        )
        sample.draw(sheets, left + 16 * MILLIMETRE, y, 134 * MILLIMETRE)
        y -= points * 1.5


def _upright(sheets: Sheets, x: float, top: float, length: int, style: Style) -> None:
    sheets.rule(x, top, x, top - length * MILLIMETRE, 0.4)
    for mark in range(0, length + 1, 5):
        y = top - mark * MILLIMETRE
        sheets.rule(x, y, x + (1.2 if mark % 10 else 2.4) * MILLIMETRE, y, 0.4)
        if mark and mark % 50 == 0:
            text(str(mark), style).draw(sheets, x + 3 * MILLIMETRE, y + style.leading / 2, 40)


def _crosses(sheets: Sheets, width: float, height: float) -> None:
    edge, arm = _FROM_EDGE * MILLIMETRE, _ARM * MILLIMETRE
    for x in (edge, width - edge):
        for y in (edge, height - edge):
            sheets.rule(x - arm, y, x + arm, y, 0.4)
            sheets.rule(x, y - arm, x, y + arm, 0.4)

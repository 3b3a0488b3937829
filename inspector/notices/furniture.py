"""What stands on every page besides the text: page number, whose clock the times are from, the mark of a sample."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from inspector.clock import CHINA
from inspector.notices.amounts import day
from inspector.notices.faces import Fonts
from inspector.notices.layout import Layout
from inspector.notices.styles import style_of
from inspector.notices.typeset.paragraph import text
from inspector.notices.typeset.pieces import MILLIMETRE, Pen

_SAMPLE = "样本 SAMPLE　仅供演示，不具法律效力"


class Furniture:
    """Draws the same things on each page of one document; what does not change is set once."""

    def __init__(
        self,
        layout: Layout,
        fonts: Fonts,
        printed: datetime,
        *,
        is_sample: bool,
        note: str = "电子件附电子印记",
    ) -> None:
        """`note` stands under every page after whose clock the times are from."""
        page = layout.page
        self._left, self._width = page.left * MILLIMETRE, page.text_width * MILLIMETRE
        self._below = (page.height - page.top - page.text_height - page.page_number_below) * MILLIMETRE
        self._head = (page.height - page.top / 2) * MILLIMETRE
        self._number = style_of(layout, fonts, "page_number")
        self._clock = text(f"{_whose_clock(printed)}；{note}", style_of(layout, fonts, "clock"))
        self._sample = text(_SAMPLE, style_of(layout, fonts, "sample")) if is_sample else None

    def draw(self, pen: Pen, page: int, pages: int) -> None:
        """Draw what belongs on page `page` of `pages`."""
        self._draw_number(pen, page, pages)
        self._clock.draw(pen, self._left, self._below - self._number.leading, self._width)
        if self._sample:
            self._sample.draw(pen, self._left, self._head, self._width)

    def _draw_number(self, pen: Pen, page: int, pages: int) -> None:
        """Set the number on the outer side, one character in, where it is seen while leafing (GB/T 9704)."""
        outer = replace(self._number, align="right" if page % 2 else "left")
        words = text(f"第{page}页　共{pages}页", outer)
        top = self._below + outer.leading / 2
        words.draw(pen, self._left + outer.size, top, self._width - 2 * outer.size)


def _whose_clock(printed: datetime) -> str:
    """Return whose clock the times on the page are from, and when it was printed by that clock."""
    at = printed.astimezone(CHINA)
    return f"时间取自执法设备时钟（北京时间）：{day(at)}{at:%H:%M:%S}制作"

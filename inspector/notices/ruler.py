"""The self-check ruler: whether a printer keeps the size is seen by holding a ruler against the paper."""

from __future__ import annotations

from inspector.notices.typeset.glyphs import Style
from inspector.notices.typeset.paragraph import text
from inspector.notices.typeset.pieces import MILLIMETRE, Pen


def draw_ruler(pen: Pen, x: float, y: float, length: float, style: Style) -> None:
    """Draw a ruler of `length` millimetres from (x, y), a mark every 5, longer every 10, a figure every 50."""
    pen.rule(x, y, x + length * MILLIMETRE, y, 0.4)
    for mark in range(0, int(length) + 1, 5):
        at = x + mark * MILLIMETRE
        pen.rule(at, y, at, y + (1.2 if mark % 10 else 2.4) * MILLIMETRE, 0.4)
        if mark % 50 == 0:
            text(str(mark), style).draw(pen, at + 1, y + 3.2 * MILLIMETRE, 40)


def ruler_words(length: float) -> str:
    """Return what is written beside the ruler."""
    return f"用直尺量：应为{length:g}毫米；不符请在打印时选“实际大小”。"

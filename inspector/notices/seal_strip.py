"""The strip that is cut out and pasted over what is sealed: organ, 封条, number, day, and room for the seal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from inspector.notices import blocks
from inspector.notices.setting import Setting
from inspector.notices.typeset.paragraph import Paragraph, text
from inspector.notices.typeset.pieces import MILLIMETRE, Pen, Piece, frame

_HEIGHT = 88 * MILLIMETRE
_INSET = 5.0
_PADDING = 16.0
_SEAL = 42 * MILLIMETRE
"""Diameter of the seal, pressed over the day at the right."""


def seal_strip(setting: Setting, block: blocks.SealStrip) -> Iterator[Piece]:
    """Yield the strip in a double frame as wide as the text, and how it is used below."""
    values, width = setting.values, setting.width
    organ = text(values["bureau.name"], setting.style("bureau"))
    word = text(block.word, setting.style("strip"))
    plain = replace(setting.flush, size=14, leading=24)
    number = text(f"{block.number_label}{values[block.number]}", plain)
    centred = replace(plain, align="center")
    hint, day = text(block.hint, centred), text(values[block.day], centred)
    warning = text(values[block.warning], replace(setting.style("cell"), align="justify"))
    inner = width - 2 * (_INSET + _PADDING)

    def draw(pen: Pen, x: float, top: float) -> None:
        frame(pen, x, top, width, _HEIGHT, 1.4)
        frame(pen, x + _INSET, top - _INSET, width - 2 * _INSET, _HEIGHT - 2 * _INSET, 0.5)
        left, y = x + _INSET + _PADDING, top - _INSET - 10
        for line in (organ, word):
            line.draw(pen, left, y, inner)
            y -= line.height(inner)
        foot = top - _HEIGHT + _INSET + 10 + warning.height(inner)
        warning.draw(pen, left, foot, inner)
        number.draw(pen, left, foot + day.style.leading + 6, inner - _SEAL)
        _stacked(pen, (hint, day), x + width - _INSET - _PADDING - _SEAL, foot + 6, _SEAL)

    yield Piece(_HEIGHT, draw, keep=True)
    use = text(block.use, replace(setting.style("caption"), align="center"))
    yield Piece(use.height(width) + 8, lambda pen, x, top: use.draw(pen, x, top - 4, width))


def _stacked(pen: Pen, lines: tuple[Paragraph, ...], x: float, foot: float, width: float) -> None:
    """Draw lines one under the other so that the last ends at `foot`."""
    y = foot + sum(line.height(width) for line in lines)
    for line in lines:
        line.draw(pen, x, y, width)
        y -= line.height(width)

"""Pieces: what a page is stacked from, and the pen that draws them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from inspector.notices.typeset.lines import Line

MILLIMETRE = 72 / 25.4
"""Points."""
Stroke = tuple[tuple[float, float], ...]


class Pen(Protocol):
    """Draws on the current page; origin at the bottom left of the sheet, in points."""

    def line(self, line: Line, x: float, baseline: float, size: float) -> None:
        """Draw one line of text."""
        ...

    def rule(self, x1: float, y1: float, x2: float, y2: float, weight: float = 0.5) -> None:
        """Draw a straight black rule."""
        ...

    def ink(self, strokes: tuple[Stroke, ...], weight: float) -> None:
        """Draw handwriting: each stroke a smooth curve through its points."""
        ...

    def picture(self, jpeg: bytes, x: float, y: float, width: float, height: float) -> None:
        """Draw a picture into the box whose bottom left corner is (x, y)."""
        ...


Draw = Callable[[Pen, float, float], None]
"""Called with the pen, the left edge and the top of the piece."""


@dataclass(frozen=True)
class Piece:
    """The smallest part that never parts across two pages."""

    height: float
    draw: Draw
    keep: bool = False
    """True if the next piece must stand on the same page."""
    repeat: tuple[Piece, ...] = ()
    """Drawn again first if this piece begins a page: the head of a table."""
    new_page: bool = False


def frame(pen: Pen, x: float, top: float, width: float, height: float, weight: float = 0.5) -> None:
    """Draw a rectangle of rules whose upper left corner is (x, top)."""
    right, bottom = x + width, top - height
    pen.rule(x, top, right, top, weight)
    pen.rule(x, bottom, right, bottom, weight)
    pen.rule(x, top, x, bottom, weight)
    pen.rule(right, top, right, bottom, weight)


def space(height: float, *, keep: bool = False) -> Piece:
    """Return an empty piece."""
    return Piece(height, _nothing, keep=keep)


def _nothing(pen: Pen, x: float, top: float) -> None:
    """Draw nothing."""

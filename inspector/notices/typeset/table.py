"""Tables: rows of cells with a frame, the head repeated on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inspector.notices.typeset.glyphs import Style
from inspector.notices.typeset.lines import Line
from inspector.notices.typeset.paragraph import Paragraph, draw_line
from inspector.notices.typeset.pieces import Pen, Piece

_FRAME = 0.8
_INNER = 0.4
_PADDING = 4.0


@dataclass(frozen=True)
class Cell:
    """One cell over `span` columns."""

    content: Paragraph
    span: int = 1


Row = Sequence[Cell]


def table_pieces(
    head: Row, rows: Sequence[Row], widths: Sequence[float], *, least: float, tallest: float
) -> list[Piece]:
    """Return a piece for each row; a row taller than `tallest` points is parted between its lines.

    `widths` in points; `least` is the least height of a row, so that short rows stay calm.
    """
    heads = _row_pieces(head, widths, least, tallest, ())
    first = [Piece(piece.height, piece.draw, keep=True) for piece in heads]
    repeat = tuple(heads)
    body = [piece for row in rows for piece in _row_pieces(row, widths, least, tallest, repeat)]
    return [*first, *body]


def _row_pieces(
    row: Row, widths: Sequence[float], least: float, tallest: float, repeat: tuple[Piece, ...]
) -> list[Piece]:
    edges, column = [0.0], 0
    for cell in row:
        column += cell.span
        edges.append(sum(widths[:column]))
    leading = max(cell.content.style.leading for cell in row)
    limit = max(1, int((tallest - 2 * _PADDING) // leading))
    lines = [
        cell.content.set(right - left - 2 * _PADDING)
        for cell, left, right in zip(row, edges, edges[1:], strict=False)
    ]
    styles = [cell.content.style for cell in row]
    most = max(map(len, lines))
    pieces: list[Piece] = []
    for start in range(0, most, limit):
        height = max(least, min(limit, most - start) * leading + 2 * _PADDING)
        part = _RowPart(styles, [content[start : start + limit] for content in lines], edges, height)
        pieces.append(Piece(height, part.draw, repeat=repeat))
    return pieces


@dataclass(frozen=True)
class _RowPart:
    """As much of a row as stands on one page."""

    styles: Sequence[Style]
    lines: Sequence[Sequence[Line]]
    edges: Sequence[float]
    height: float

    def draw(self, pen: Pen, x: float, top: float) -> None:
        for style, lines, edge in zip(self.styles, self.lines, self.edges, strict=False):
            y = top - (self.height - len(lines) * style.leading) / 2
            for line in lines:
                draw_line(pen, line, style, x + edge + _PADDING, y)
                y -= style.leading
        bottom, last = top - self.height, len(self.edges) - 1
        for position, edge in enumerate(self.edges):
            pen.rule(x + edge, top, x + edge, bottom, _FRAME if position in (0, last) else _INNER)
        pen.rule(x, top, x + self.edges[-1], top, _INNER)
        pen.rule(x, bottom, x + self.edges[-1], bottom, _INNER)

"""Tables: rows of cells with a frame, the head repeated on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inspector.notices.typeset.paragraph import Paragraph, draw_line
from inspector.notices.typeset.pieces import Draw, Pen, Piece

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
    measures = [edges[n + 1] - edges[n] - 2 * _PADDING for n in range(len(row))]
    most = max(len(cell.content.set(measure)) for cell, measure in zip(row, measures, strict=True))
    pieces: list[Piece] = []
    for start in range(0, most, limit):
        count = min(limit, most - start)
        height = max(least, count * leading + 2 * _PADDING)
        pieces.append(Piece(height, _drawing(row, edges, measures, start, limit, height), repeat=repeat))
    return pieces


def _drawing(
    row: Row, edges: list[float], measures: list[float], start: int, limit: int, height: float
) -> Draw:
    def draw(pen: Pen, x: float, top: float) -> None:
        bottom = top - height
        for position, cell in enumerate(row):
            style = cell.content.style
            lines = cell.content.set(measures[position])[start : start + limit]
            y = top - (height - len(lines) * style.leading) / 2
            for line in lines:
                draw_line(pen, line, style, x + edges[position] + _PADDING, y)
                y -= style.leading
        for position, edge in enumerate(edges):
            outer = position in (0, len(edges) - 1)
            pen.rule(x + edge, top, x + edge, bottom, _FRAME if outer else _INNER)
        pen.rule(x, top, x + edges[-1], top, _INNER)
        pen.rule(x, bottom, x + edges[-1], bottom, _INNER)

    return draw

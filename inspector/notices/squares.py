"""A QR code (ISO/IEC 18004) drawn with the typesetter's pen, sharp at any size."""

from __future__ import annotations

from itertools import groupby

from inspector.notices.typeset.pieces import Pen

_OVERLAP = 0.02
"""Of a square: rows touch, so that no hairline shows between them."""


def draw_squares(pen: Pen, code: str, x: float, top: float, side: float) -> None:
    """Draw `code` from its top left corner, `side` points wide; it reads with 15 % of it smudged."""
    import segno

    rows = segno.make_qr(code, error="m").matrix
    square = side / len(rows)
    for row, line in enumerate(rows):
        middle = top - (row + 0.5) * square
        column = 0
        for is_dark, run in groupby(line):
            length = len(list(run))
            if is_dark:
                left = x + column * square
                pen.rule(left, middle, left + length * square, middle, square * (1 + _OVERLAP))
            column += length

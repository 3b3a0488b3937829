"""Stacking pieces on pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from inspector.notices.typeset.pieces import Pen, Piece


@dataclass
class Page:
    """The pieces of one page, top down."""

    pieces: list[Piece] = field(default_factory=list)

    @property
    def height(self) -> float:
        """Return the height taken, in points."""
        return sum(piece.height for piece in self.pieces)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw everything from `top` down."""
        for piece in self.pieces:
            piece.draw(pen, x, top)
            top -= piece.height


def make_pages(pieces: Sequence[Piece], room: float) -> list[Page]:
    """Stack the pieces on pages of `room` points; what keeps together stays so if a page can hold it."""
    pages = [Page()]
    for group in _groups(pieces):
        height = sum(piece.height for piece in group)
        whole = height + sum(piece.height for piece in group[0].repeat) <= room
        if group[0].new_page and pages[-1].pieces:
            pages.append(Page())
        if whole and pages[-1].pieces and pages[-1].height + height > room:
            pages.append(Page())
        for piece in group:
            if not whole and pages[-1].pieces and pages[-1].height + piece.height > room:
                pages.append(Page())
            if not pages[-1].pieces and len(pages) > 1:
                pages[-1].pieces += piece.repeat
            pages[-1].pieces.append(piece)
    return pages


def _groups(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    group: list[Piece] = []
    for piece in pieces:
        group.append(piece)
        if not piece.keep:
            yield group
            group = []
    if group:
        yield group

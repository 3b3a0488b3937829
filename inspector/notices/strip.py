"""The strip at the foot of every page of a record: party, witness and officers sign each page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from inspector.notices.signing import SigningPlace, signed_by
from inspector.notices.typeset.glyphs import Style
from inspector.notices.typeset.pieces import Pen
from inspector.records import Signature

_ABOVE = 8.0
_GUTTER = 12.0
_LEAST_ROOM = 60.0
"""Points, 21 mm: a name signed by hand; beside a long label there is less."""


@dataclass(frozen=True)
class Strip:
    """Signatures of one page; `width` in points."""

    signatures: tuple[Signature, ...]
    style: Style
    width: float
    party: str = "当事人："
    officer: str = "检查人员："

    @property
    def height(self) -> float:
        """Return the height with the space above, in points."""
        return _ABOVE + sum(max(p.height(w) for p, w in row) for row in self._rows)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw the strip from `top` down."""
        pen.rule(x, top - _ABOVE / 2, x + self.width, top - _ABOVE / 2)
        y = top - _ABOVE
        for row in self._rows:
            left = x
            for place, width in row:
                place.draw(pen, left, y, width)
                left += width + _GUTTER
            y -= max(place.height(width) for place, width in row)

    @cached_property
    def _rows(self) -> list[list[tuple[SigningPlace, float]]]:
        party = SigningPlace(self.party, signed_by(self.signatures, "party"), self.style)
        witness = SigningPlace("见证人：", signed_by(self.signatures, "witness"), self.style)
        officers = SigningPlace(self.officer, signed_by(self.signatures, "officer"), self.style, least=2)
        half = (self.width - _GUTTER) / 2
        if party.refusals or witness.refusals or party.room(half) < _LEAST_ROOM:
            return [[(party, self.width)], [(witness, self.width)], [(officers, self.width)]]
        return [[(party, half), (witness, half)], [(officers, self.width)]]

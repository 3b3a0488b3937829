"""Signatures on paper: ink as vector curves, a refusal in words, or a line to sign on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inspector.notices.amounts import day
from inspector.notices.typeset.glyphs import Style
from inspector.notices.typeset.paragraph import rule_below, text
from inspector.notices.typeset.pieces import Pen, Piece, Stroke
from inspector.records import Signature, SignatureRole

_BLANK_DAY = "　　　年　月　日"
_INK_WEIGHT = 1.1
_HEIGHT = 34.0
_REFUSED_SIZE = 0.8


@dataclass(frozen=True)
class SigningPlace:
    """One label with the place beside it where those of one role sign."""

    label: str
    signatures: tuple[Signature, ...]
    style: Style
    least: int = 1
    """How many signatures there is room for even if fewer are there."""

    @property
    def refusals(self) -> str:
        """Return the note of a refusal, or the empty string."""
        notes = [
            f"拒绝签名。原因：{signature.refusal.rstrip('。')}。"
            + (f"录音录像编号：{signature.recording}。" if signature.recording else "")
            for signature in self.signatures
            if signature.is_refused
        ]
        return "".join(notes)

    def height(self, width: float) -> float:
        """Return the height in points."""
        if not self.refusals:
            return _HEIGHT
        note = text(self.refusals, self._note_style())
        return max(_HEIGHT, note.height(self._room(width)) + 6)

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw label, ink or note, and date."""
        height = self.height(width)
        line_top = top - height + self.style.leading + (height - _HEIGHT) / 2
        line_top = min(line_top, top - (height - self.style.leading) / 2) if self.refusals else line_top
        label_width, date_width, room = self._label_width(), self._date_width(), self._room(width)
        text(self.label, self.style).draw(pen, x, line_top, label_width + 1)
        date = day(self.signatures[0].at) if self.signatures else _BLANK_DAY
        text(date, replace(self.style, align="right")).draw(pen, x + width - date_width, line_top, date_width)
        left, rule = x + label_width, rule_below(self.style, line_top)
        if self.refusals:
            note = text(self.refusals, self._note_style())
            note.draw(pen, left, top - (height - note.height(room)) / 2, room)
            return
        pen.rule(left, rule, left + room, rule)
        count = max(self.least, len(self.signatures))
        each = room / count
        for position, signature in enumerate(self.signatures):
            box = (left + position * each + 3, rule + 1, each - 6, height - 8)
            pen.ink(fit(signature.strokes, *box), _INK_WEIGHT)

    def piece(self, width: float, *, keep: bool) -> Piece:
        """Return the place as a row of its own."""
        return Piece(self.height(width), lambda pen, x, top: self.draw(pen, x, top, width), keep=keep)

    def _note_style(self) -> Style:
        size = self.style.size * _REFUSED_SIZE
        return replace(self.style, size=size, leading=size * 1.35, align="left")

    def _label_width(self) -> float:
        return text(self.label, self.style).set(10_000)[0].width

    def _date_width(self) -> float:
        return text("2026年12月30日", self.style).set(10_000)[0].width + 4

    def _room(self, width: float) -> float:
        return width - self._label_width() - self._date_width() - 4


def signed_by(signatures: Sequence[Signature], role: str) -> tuple[Signature, ...]:
    """Return the signatures given in a role."""
    return tuple(signature for signature in signatures if signature.role is SignatureRole(role))


def fit(
    strokes: Sequence[Sequence[tuple[int, int, int]]], x: float, y: float, width: float, height: float
) -> list[Stroke]:
    """Return the strokes scaled into a box of points, in proportion and centred; the pad's y runs down."""
    points = [point for stroke in strokes for point in stroke]
    if not points:
        return []
    left, right = min(p[0] for p in points), max(p[0] for p in points)
    upper, lower = min(p[1] for p in points), max(p[1] for p in points)
    scale = min(width / max(right - left, 1), height / max(lower - upper, 1))
    dx = x + (width - scale * (right - left)) / 2
    dy = y + (height - scale * (lower - upper)) / 2
    return [
        tuple((dx + scale * (px - left), dy + scale * (lower - py)) for px, py, _ in stroke)
        for stroke in strokes
        if stroke
    ]

"""Signatures on paper: ink as vector curves, a refusal in words, or a line to sign on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from inspector.notices.amounts import day
from inspector.notices.typeset.glyphs import Style
from inspector.notices.typeset.paragraph import Paragraph, rule_below, text
from inspector.notices.typeset.pieces import Pen, Piece, Stroke
from inspector.records import Signature, SignatureRole

_BLANK_DAY = "　　　年　月　日"
_INK_WEIGHT = 1.1
_HEIGHT = 34.0
_REFUSED_SIZE = 0.8
_ENDLESS = 10_000.0
"""Points no label is as long as."""


@dataclass(frozen=True)
class SigningPlace:
    """One label with the place beside it where those of one role sign."""

    label: str
    signatures: tuple[Signature, ...]
    style: Style
    least: int = 1
    """How many signatures there is room for even if fewer are there."""

    @cached_property
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
        return max(_HEIGHT, self._note.height(self.room(width)) + 6)

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw label, ink or note, and date."""
        height = self.height(width)
        line_top = top - height + self.style.leading + (height - _HEIGHT) / 2
        line_top = min(line_top, top - (height - self.style.leading) / 2) if self.refusals else line_top
        label_width, date_width, room = self._label_width, self._date_width, self.room(width)
        self._label.draw(pen, x, line_top, label_width + 1)
        self._date.draw(pen, x + width - date_width, line_top, date_width)
        left, rule = x + label_width, rule_below(self.style, line_top)
        if self.refusals:
            self._note.draw(pen, left, top - (height - self._note.height(room)) / 2, room)
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

    @cached_property
    def _label(self) -> Paragraph:
        return text(self.label, self.style)

    @cached_property
    def _date(self) -> Paragraph:
        first = self.signatures[0] if self.signatures else None
        date = day(first.at) if first and not first.on_paper else _BLANK_DAY
        return text(date, replace(self.style, align="right"))

    @cached_property
    def _note(self) -> Paragraph:
        size = self.style.size * _REFUSED_SIZE
        return text(self.refusals, replace(self.style, size=size, leading=size * 1.35, align="left"))

    @cached_property
    def _label_width(self) -> float:
        return self._label.set(_ENDLESS)[0].width

    @cached_property
    def _date_width(self) -> float:
        return text("2026年12月30日", self.style).set(_ENDLESS)[0].width + 4

    def room(self, width: float) -> float:
        """Return how much of the width is left to sign on, in points."""
        return width - self._label_width - self._date_width - 4


def signed_by(signatures: Sequence[Signature], role: str) -> tuple[Signature, ...]:
    """Return the signatures given in a role."""
    return tuple(signature for signature in signatures if signature.role is SignatureRole(role))


def fit(
    strokes: Sequence[Sequence[tuple[int, int, int]]], x: float, y: float, width: float, height: float
) -> tuple[Stroke, ...]:
    """Return the strokes scaled into a box of points, in proportion and centred; the pad's y runs down."""
    points = [point for stroke in strokes for point in stroke]
    if not points:
        return ()
    left, right = min(p[0] for p in points), max(p[0] for p in points)
    upper, lower = min(p[1] for p in points), max(p[1] for p in points)
    scale = min(width / max(right - left, 1), height / max(lower - upper, 1))
    dx = x + (width - scale * (right - left)) / 2
    dy = y + (height - scale * (lower - upper)) / 2
    return tuple(
        tuple((dx + scale * (px - left), dy + scale * (lower - py)) for px, py, _ in stroke)
        for stroke in strokes
        if stroke
    )

"""Fields of a form: a label and a ruled place, several in a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inspector.notices.typeset.glyphs import Style
from inspector.notices.typeset.paragraph import Paragraph, rule_below, text
from inspector.notices.typeset.pieces import Pen, Piece

_GUTTER = 8.0


@dataclass(frozen=True)
class _Field:
    label: Paragraph
    value: Paragraph
    left: float
    label_width: float
    value_width: float

    @property
    def lines(self) -> int:
        return max(1, len(self.value.set(self.value_width)))


def field_rows(
    entries: Sequence[tuple[str, str, float]], style: Style, width: float, *, keep: bool = False
) -> list[Piece]:
    """Return one row, or a row for each entry where a value is too long for its share."""
    rows = [field_row(entries, style, width)]
    if len(entries) > 1 and rows[0].height > style.leading:
        rows = [field_row([entry], style, width) for entry in entries]
    return [replace(row, keep=keep) for row in rows]


def field_row(entries: Sequence[tuple[str, str, float]], style: Style, width: float) -> Piece:
    """Return a row of (label, value, share of the width); a long value goes on below, ruled as well."""
    free = width - _GUTTER * (len(entries) - 1)
    whole = sum(share for _, _, share in entries)
    fields: list[_Field] = []
    left = 0.0
    for label_text, value_text, share in entries:
        room = free * share / whole
        label = text(label_text, style)
        label_width = label.set(10_000)[0].width
        fields.append(_Field(label, text(value_text, style), left, label_width, room - label_width - 2))
        left += room + _GUTTER
    most = max(field.lines for field in fields)

    def draw(pen: Pen, x: float, top: float) -> None:
        for field in fields:
            field.label.draw(pen, x + field.left, top, field.label_width + 1)
            value_left = x + field.left + field.label_width
            field.value.draw(pen, value_left + 2, top, field.value_width)
            for line in range(field.lines):
                y = rule_below(style, top - line * style.leading)
                pen.rule(value_left, y, value_left + field.value_width + 2, y)

    return Piece(most * style.leading, draw)

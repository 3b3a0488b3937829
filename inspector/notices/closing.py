"""How a document ends: who signs, the organ with its seal and the day, how many copies there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from inspector.notices import blocks
from inspector.notices.setting import Setting
from inspector.notices.signing import SigningPlace, signed_by
from inspector.notices.typeset.paragraph import Paragraph, text
from inspector.notices.typeset.pieces import Pen, Piece, space

_DAY_FROM_MARGIN = 4
"""Characters the day stands from the right margin (GB/T 9704, 7.3.5.1)."""


def signatures(setting: Setting, block: blocks.Signatures) -> Iterator[Piece]:
    """Set the places where people sign."""
    yield space(6, keep=True)
    for row in block.rows:
        signed = signed_by(setting.signatures, row.role)
        least = 2 if row.role == "officer" else 1
        place = SigningPlace(row.label, signed, setting.style("small"), least=least)
        yield place.piece(setting.width, keep=True)


def seal(setting: Setting, block: blocks.Seal) -> Iterator[Piece]:
    """Set organ, place of the seal and day one under the other.

    With the line before them they take the 42 mm of a seal, whose upper edge then stands within a line of the text.
    """
    plain = replace(setting.body, indent=0)
    lines = (setting.values[block.name], block.hint, setting.values[block.day])
    organ_width, _, day_width = (_widest(text(words, plain), setting.width) for words in lines)
    middle = setting.width - _DAY_FROM_MARGIN * plain.size - day_width / 2
    middle = min(middle, setting.width - organ_width / 2)  # a long name ends at the margin
    room = min(setting.width, max(organ_width, day_width) + 2)
    left = max(0.0, middle - room / 2)
    yield space(plain.leading, keep=True)
    for words in lines:
        line = text(words, replace(plain, align="center"))

        def draw(pen: Pen, x: float, top: float, line: Paragraph = line) -> None:
            line.draw(pen, x + left, top, room)

        yield Piece(line.height(room), draw, keep=True)


def _widest(paragraph: Paragraph, measure: float) -> float:
    return max(line.width for line in paragraph.set(measure))


def copies(setting: Setting, block: blocks.Copies) -> Iterator[Piece]:
    """Set how many copies there are and who gets them, below a rule."""
    if not setting.values[block.value]:
        return
    note = text(setting.values[block.value], setting.style("small"))

    def draw(pen: Pen, x: float, top: float) -> None:
        pen.rule(x, top - 12, x + setting.width, top - 12)
        note.draw(pen, x, top - 16, setting.width)

    yield Piece(note.height(setting.width) + 18, draw)

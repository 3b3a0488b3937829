"""What is drawn over a photo: plain marks on a canvas, never pixels; and whether they can stand there.

Everything is whole pixels of the original stood upright, from its top left corner, so that a mark lies on
the same spot of the cup on every screen, on paper and in a copy. How thick a line is and how large letters
are follows from the canvas: a photo of 100 megapixels needs other lines than one of two.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

import msgspec

from inspector.errors import InputError
from inspector.typed import decoder_of

MOST_MARKS = 200
"""On one layer; beyond it nobody sees the goods any more."""
TEXT_LIMIT = 120
"""Characters of one text on a picture: three lines of forty."""
LONGEST_SIDE = 65_500
"""Pixels; no JPEG is longer (ITU-T T.81, B.2.2, leaves 65,535)."""
SMALLEST = 4
"""Pixels a mark has to reach: less is a slip of the finger."""


class Shape(StrEnum):
    """What an officer can put on a photo."""

    ARROW = "arrow"
    ELLIPSE = "ellipse"
    BOX = "box"
    TEXT = "text"
    CROP = "crop"
    """Only this part of the picture is shown in a copy."""
    BLUR = "blur"
    """Somebody or something that is nobody's business: made unrecognisable in a copy."""


class Colour(StrEnum):
    """Few and far apart, each with a light or dark edge around it when drawn."""

    RED = "red"
    YELLOW = "yellow"
    BLUE = "blue"
    BLACK = "black"
    WHITE = "white"


class Weight(StrEnum):
    """How heavy a line and how large letters are, by the canvas."""

    FINE = "fine"
    PLAIN = "plain"
    BOLD = "bold"


_LINE_SHARE = {Weight.FINE: 600, Weight.PLAIN: 320, Weight.BOLD: 180}
_LETTER_SHARE = {Weight.FINE: 56, Weight.PLAIN: 36, Weight.BOLD: 24}


@dataclass(frozen=True)
class Mark:
    """One thing drawn. Box, ellipse, crop and blur fill the box of the two points; an arrow points at the second."""

    number: int
    """From 1, its own on the layer for ever."""
    shape: Shape
    x: int
    y: int
    to_x: int
    """As `x` for a text, which is written down and right of its point."""
    to_y: int
    text: str = ""
    colour: Colour = Colour.RED
    weight: Weight = Weight.PLAIN

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Return left, top, right and bottom, whichever way it was drawn."""
        return min(self.x, self.to_x), min(self.y, self.to_y), max(self.x, self.to_x), max(self.y, self.to_y)

    def numbered(self, number: int) -> Self:
        """Return the same mark under another number."""
        return replace(self, number=number)


@dataclass(frozen=True)
class Drawing:
    """Marks on one canvas, the lowest first."""

    width: int
    """Of the original stood upright, pixels."""
    height: int
    marks: tuple[Mark, ...]

    def line_width(self, weight: Weight) -> int:
        """Return how thick a line of this weight is, pixels of the canvas."""
        return max(2, round(max(self.width, self.height) / _LINE_SHARE[weight]))

    def letter_height(self, weight: Weight) -> int:
        """Return how high letters of this weight are, pixels of the canvas."""
        return max(12, round(max(self.width, self.height) / _LETTER_SHARE[weight]))

    @property
    def crop(self) -> tuple[int, int, int, int]:
        """Return the part a copy shows, left, top, right and bottom: what every crop leaves, or all."""
        left, top, right, bottom = 0, 0, self.width, self.height
        for mark in self.marks:
            if mark.shape is Shape.CROP:
                left, top = max(left, mark.box[0]), max(top, mark.box[1])
                right, bottom = min(right, mark.box[2]), min(bottom, mark.box[3])
        return left, top, right, bottom


def drawing_from(content: bytes) -> Drawing:
    """Read a drawing written as JSON, field by field and nothing besides.

    Raises:
        InputError: `layer.form` with `why` if it is no drawing; else as `require_drawable`.
    """
    try:
        drawing = decoder_of(Drawing).decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise InputError("layer.form", why=str(error)[:160]) from error
    require_drawable(drawing)
    return drawing


def drawing_json(drawing: Drawing) -> bytes:
    """Write a drawing as JSON, to be read by `drawing_from`."""
    return msgspec.json.encode(drawing)


def require_drawable(drawing: Drawing) -> None:
    """Make sure every mark can stand on its canvas.

    Raises:
        InputError: `layer.canvas` for a size no photo has; `layer.too_many_marks`; `layer.number` for one
            that is below 1 or taken; `layer.outside`, `layer.too_small`, `layer.text_missing`,
            `layer.text_long`, `layer.text_unseen`, `layer.text_misplaced`, each with `mark`;
            `layer.crop_empty` if the crops have nothing in common.
    """
    if not (0 < drawing.width <= LONGEST_SIDE and 0 < drawing.height <= LONGEST_SIDE):
        raise InputError("layer.canvas", width=drawing.width, height=drawing.height)
    if len(drawing.marks) > MOST_MARKS:
        raise InputError("layer.too_many_marks", limit=MOST_MARKS)
    _require_own_numbers(drawing.marks)
    for mark in drawing.marks:
        _require_place(drawing, mark)
        _require_text(mark)
    left, top, right, bottom = drawing.crop
    if right - left < SMALLEST or bottom - top < SMALLEST:
        raise InputError("layer.crop_empty")


def _require_own_numbers(marks: Iterable[Mark]) -> None:
    taken: set[int] = set()
    for mark in marks:
        if mark.number < 1 or mark.number in taken:
            raise InputError("layer.number", mark=mark.number)
        taken.add(mark.number)


def _require_place(drawing: Drawing, mark: Mark) -> None:
    left, top, right, bottom = mark.box
    if left < 0 or top < 0 or right > drawing.width or bottom > drawing.height:
        raise InputError("layer.outside", mark=mark.number)
    wide, high = right - left, bottom - top
    if mark.shape is Shape.TEXT:
        if wide or high:
            raise InputError("layer.text_misplaced", mark=mark.number)
    elif mark.shape is Shape.ARROW:
        if max(wide, high) < SMALLEST:
            raise InputError("layer.too_small", mark=mark.number)
    elif min(wide, high) < SMALLEST:
        raise InputError("layer.too_small", mark=mark.number)


def _require_text(mark: Mark) -> None:
    if mark.shape is not Shape.TEXT:
        if mark.text:
            raise InputError("layer.text_misplaced", mark=mark.number)
        return
    if not mark.text.strip():
        raise InputError("layer.text_missing", mark=mark.number)
    if len(mark.text) > TEXT_LIMIT:
        raise InputError("layer.text_long", mark=mark.number, limit=TEXT_LIMIT)
    if any(unicodedata.category(character)[0] == "C" and character != "\n" for character in mark.text):
        raise InputError("layer.text_unseen", mark=mark.number)

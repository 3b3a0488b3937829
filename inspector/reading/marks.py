"""The words of a mark on a foot: characters in a grid, read in the order the words themselves suggest.

A mark of two columns and three rows is read down the right column and then down the left; a detector that
joins neighbours into rows gives 清大 / 熙康 / 製年 for 大清康熙年製. So characters are taken one by one and
every order in use is tried; all of them are shown, the likeliest first.
"""

from __future__ import annotations

import statistics
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib import resources

from inspector.reading.lines import Line, level
from inspector.records import SeenInPhoto
from inspector.records.seen import Corners

_SURE_ALONE = 0.75
_MOST_CHARACTERS = 24
"""More is a paragraph, not a mark."""


class Order(StrEnum):
    """How the characters of a mark follow one another."""

    COLUMNS_FROM_RIGHT = "columns-from-right"
    """竖排，自右至左"""
    ROWS_FROM_LEFT = "rows-from-left"
    """横排，自左至右"""
    ROWS_FROM_RIGHT = "rows-from-right"
    """横排，自右至左"""
    COLUMNS_FROM_LEFT = "columns-from-left"
    """竖排，自左至右"""


@dataclass(frozen=True)
class MarkReading:
    """One way to read a mark."""

    text: str
    order: Order
    sure: float
    corners: tuple[Corners, ...]


@dataclass(frozen=True)
class _Cell:
    character: str
    x: float
    y: float
    size: float


def read_mark(seen: SeenInPhoto) -> tuple[MarkReading, ...]:
    """Return the readings of the characters in a picture, likeliest first; the same text only once.

    The engine reads characters that lie on their side as well as upright ones and does not tell which, so the
    grid is held in all four quarter turns; another than the picture's own counts only if its words say so.
    """
    turns = [_held_by(replace(seen, quarter_turns=(seen.quarter_turns + turn) % 4)) for turn in range(4)]
    return max(turns, key=lambda readings: _words_in(readings[0].text) if readings else 0)


def _held_by(seen: SeenInPhoto) -> tuple[MarkReading, ...]:
    """Return the readings of one way to hold the picture."""
    lines = _apart(level(seen))
    cells = [cell for line in lines for cell in _cells(line)]
    if not cells:
        return ()
    sure = min(line.sure for line in lines)
    corners = tuple(line.seen.corners for line in lines)
    if len(cells) > _MOST_CHARACTERS or not any(_is_chinese(cell.character) for cell in cells):
        text = " ".join(line.text for line in lines)
        return (MarkReading(text, Order.ROWS_FROM_LEFT, sure, corners),)
    usual = _usual_orders(lines, cells)
    texts = {order: _in_order(cells, order) for order in usual}
    ranked = sorted(usual, key=lambda order: (-_words_in(texts[order]), usual.index(order)))
    found: dict[str, MarkReading] = {}
    for order in ranked:
        found.setdefault(texts[order], MarkReading(texts[order], order, sure, corners))
    return tuple(found.values())


def known_share(reading: MarkReading) -> float:
    """Return which share of the characters belongs to words that stand on ceramics."""
    known = {
        place + offset
        for word in known_words()
        for place in range(len(reading.text))
        if reading.text.startswith(word, place)
        for offset in range(len(word))
    }
    return len(known) / max(1, len(reading.text.replace(" ", "")))


def _apart(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Leave out what a detector laid over other runs and is not sure of."""

    def covers(line: Line, other: Line) -> bool:
        x, y = other.middle
        return line.left < x < line.right and line.top < y < line.bottom

    return tuple(
        line
        for line in lines
        if line.text
        and (line.sure >= _SURE_ALONE or not any(covers(line, other) for other in lines if other is not line))
    )


def _usual_orders(lines: Sequence[Line], cells: Sequence[_Cell]) -> list[Order]:
    """Return the orders by how usual they are for this shape, before any word is known."""
    columns, rows = len(_grouped(cells, by_column=True)), len(_grouped(cells, by_column=False))
    upright = sum(len(line.text) for line in lines if line.is_upright)
    is_block = columns in {2, 3} and rows >= 2 and max(columns, rows) <= 4
    first, second = Order.ROWS_FROM_LEFT, Order.COLUMNS_FROM_RIGHT
    if upright * 2 > len(cells) or (is_block and columns <= rows) or columns == 1:
        first, second = second, first
    if rows == 1:  # single characters side by side are columns as well, but nobody would say so
        return [first, Order.ROWS_FROM_RIGHT, second, Order.COLUMNS_FROM_LEFT]
    return [first, second, Order.ROWS_FROM_RIGHT, Order.COLUMNS_FROM_LEFT]


def _cells(line: Line) -> list[_Cell]:
    """Part a run into its characters, evenly along its longer way; a Latin word stays whole."""
    text = "".join(line.text.split())
    if not text:
        return []
    if not any(_is_chinese(character) for character in text):
        return [_Cell(line.text, *line.middle, min(line.height, line.right - line.left))]
    across = not line.is_upright
    start, end = (line.left, line.right) if across else (line.top, line.bottom)
    step = (end - start) / len(text)
    middle = line.middle
    return [
        _Cell(
            character,
            start + (place + 0.5) * step if across else middle[0],
            middle[1] if across else start + (place + 0.5) * step,
            min(step, line.height if across else line.right - line.left),
        )
        for place, character in enumerate(text)
    ]


def _in_order(cells: Sequence[_Cell], order: Order) -> str:
    by_column = order in {Order.COLUMNS_FROM_RIGHT, Order.COLUMNS_FROM_LEFT}
    groups = _grouped(cells, by_column=by_column)
    if order is Order.COLUMNS_FROM_RIGHT:
        groups.reverse()
    read = []
    for group in groups:
        group.sort(key=lambda cell: cell.y if by_column else cell.x, reverse=order is Order.ROWS_FROM_RIGHT)
        read.append("".join(_spaced(group)))
    return "".join(read) if all(_is_chinese(part[0]) for part in read if part) else " ".join(read)


def _spaced(group: Sequence[_Cell]) -> list[str]:
    """Latin words are parted by a space from what stands beside them."""
    parts: list[str] = []
    for cell in group:
        if parts and not (_is_chinese(cell.character[0]) or _is_chinese(parts[-1][-1])):
            parts.append(" ")
        parts.append(cell.character)
    return parts


def _grouped(cells: Sequence[_Cell], *, by_column: bool) -> list[list[_Cell]]:
    """Return the columns from the left or the rows from the top: a new one begins where the gap is half a character."""
    size = statistics.median(cell.size for cell in cells)

    def place(cell: _Cell) -> float:
        return cell.x if by_column else cell.y

    groups: list[list[_Cell]] = []
    for cell in sorted(cells, key=place):
        if groups and place(cell) - statistics.fmean(map(place, groups[-1])) < 0.6 * size:
            groups[-1].append(cell)
        else:
            groups.append([cell])
    return groups


def _words_in(text: str) -> int:
    """Return how many characters of a text belong to known words, longer words counting more."""
    return sum(len(word) ** 2 for word in known_words() if word in text)


@cache
def known_words() -> tuple[str, ...]:
    """Return the words that stand on ceramics and in the names of those who make them."""
    content = (resources.files("resources") / "reading" / "marks.toml").read_text("utf-8")
    return tuple(dict.fromkeys(word for words in tomllib.loads(content).values() for word in words))


def _is_chinese(character: str) -> bool:
    return "㐀" <= character <= "鿿" or character >= "\U00020000"

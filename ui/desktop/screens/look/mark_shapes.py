"""Marks under the hand: made by a drag, found under a finger, moved, stretched. Pure, in pixels of the photo."""

from __future__ import annotations

import math
from dataclasses import replace

from inspector.records import Colour, Drawing, Mark, Shape, Weight
from inspector.records.drawing import SMALLEST

Point = tuple[float, float]


def dragged(
    shape: Shape, begin: Point, end: Point, size: tuple[int, int], number: int, colour: Colour, weight: Weight
) -> Mark | None:
    """Return the mark a drag makes; None if it was too short for one."""
    x, y = _inside(begin, size)
    to_x, to_y = _inside(end, size)
    if shape is Shape.TEXT:
        return Mark(number, shape, x, y, x, y, colour=colour, weight=weight)
    wide, high = abs(to_x - x), abs(to_y - y)
    is_long = max(wide, high) >= SMALLEST if shape is Shape.ARROW else min(wide, high) >= SMALLEST
    return Mark(number, shape, x, y, to_x, to_y, colour=colour, weight=weight) if is_long else None


def in_the_middle(
    shape: Shape,
    middle: Point,
    seen: tuple[float, float],
    size: tuple[int, int],
    number: int,
    colour: Colour,
    weight: Weight,
) -> Mark | None:
    """Return a mark put down with a key: a quarter of what is seen, in its middle."""
    half = max(SMALLEST, seen[0] / 8), max(SMALLEST, seen[1] / 8)
    begin, end = (middle[0] - half[0], middle[1] - half[1]), (middle[0] + half[0], middle[1] + half[1])
    return dragged(shape, middle if shape is Shape.TEXT else begin, end, size, number, colour, weight)


def moved(mark: Mark, dx: float, dy: float, size: tuple[int, int]) -> Mark:
    """Return the mark moved by so many pixels, as far as the photo reaches."""
    left, top, right, bottom = mark.box
    across = round(min(max(dx, -left), size[0] - right))
    down = round(min(max(dy, -top), size[1] - bottom))
    return replace(mark, x=mark.x + across, y=mark.y + down, to_x=mark.to_x + across, to_y=mark.to_y + down)


def stretched(mark: Mark, handle: int, to: Point, size: tuple[int, int]) -> Mark:
    """Return the mark with one of its handles put elsewhere; too small a mark stays as it was."""
    x, y = _inside(to, size)
    if mark.shape is Shape.TEXT:
        made = replace(mark, x=x, y=y, to_x=x, to_y=y)
    elif handle == 0:
        made = replace(mark, x=x, y=y)
    elif handle == 1:
        made = replace(mark, to_x=x, to_y=y)
    elif handle == 2:
        made = replace(mark, to_x=x, y=y)
    else:
        made = replace(mark, x=x, to_y=y)
    left, top, right, bottom = made.box
    wide, high = right - left, bottom - top
    if mark.shape is Shape.TEXT:
        return made
    is_large = max(wide, high) >= SMALLEST if mark.shape is Shape.ARROW else min(wide, high) >= SMALLEST
    return made if is_large else mark


def handles(mark: Mark) -> list[Point]:
    """Return the points a mark is stretched by: an arrow's two ends, a text's place, a box's four corners."""
    if mark.shape is Shape.TEXT:
        return [(mark.x, mark.y)]
    ends: list[Point] = [(mark.x, mark.y), (mark.to_x, mark.to_y)]
    return ends if mark.shape is Shape.ARROW else [*ends, (mark.to_x, mark.y), (mark.x, mark.to_y)]


def mark_at(drawing: Drawing, spot: Point, reach: float) -> Mark | None:
    """Return the topmost mark under a finger that reaches so many pixels around."""
    return next((mark for mark in reversed(drawing.marks) if _is_hit(drawing, mark, spot, reach)), None)


def handle_at(mark: Mark, spot: Point, reach: float) -> int | None:
    """Return which handle of a mark is under the finger."""
    near = [(math.dist(spot, at), number) for number, at in enumerate(handles(mark))]
    distance, number = min(near)
    return number if distance <= reach else None


def text_box(drawing: Drawing, mark: Mark) -> tuple[float, float, float, float]:
    """Return about where a text is written: left, top, right, bottom."""
    high = drawing.letter_height(mark.weight)
    lines = mark.text.split("\n") or [""]
    wide = max(sum(1.0 if ord(ch) > 0x2E7F else 0.6 for ch in line) for line in lines) * high
    return mark.x, mark.y, mark.x + max(wide, high), mark.y + high * 1.4 * len(lines)


def _is_hit(drawing: Drawing, mark: Mark, spot: Point, reach: float) -> bool:
    x, y = spot
    if mark.shape is Shape.ARROW:
        return _from_line(spot, (mark.x, mark.y), (mark.to_x, mark.to_y)) <= reach
    left, top, right, bottom = text_box(drawing, mark) if mark.shape is Shape.TEXT else mark.box
    is_inside = left - reach <= x <= right + reach and top - reach <= y <= bottom + reach
    if mark.shape in {Shape.TEXT, Shape.BLUR}:
        return is_inside
    is_deep = left + reach < x < right - reach and top + reach < y < bottom - reach
    return is_inside and not is_deep  # what is framed belongs to the photo, the frame to the mark


def _from_line(spot: Point, begin: Point, end: Point) -> float:
    length = math.dist(begin, end) or 1.0
    along = (
        (spot[0] - begin[0]) * (end[0] - begin[0]) + (spot[1] - begin[1]) * (end[1] - begin[1])
    ) / length**2
    share = min(max(along, 0.0), 1.0)
    return math.dist(spot, (begin[0] + (end[0] - begin[0]) * share, begin[1] + (end[1] - begin[1]) * share))


def _inside(spot: Point, size: tuple[int, int]) -> tuple[int, int]:
    return round(min(max(spot[0], 0), size[0])), round(min(max(spot[1], 0), size[1]))

"""Where words beside lengths on a picture stand so that none covers another or seems to belong to it. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF

_GAP = 4.0
"""Points left free between two labels."""
_ROUNDS = 6
"""How often a label looks farther away before it gives up."""
_TURNS = (90, 270, 0, 180, 45, 135, 315, 225)
"""Degrees clockwise from the right in which a label is sought: below first, where it is expected."""
_ON_LABEL, _ON_OTHER_LINE, _ON_OWN_LINE, _FARTHER = 1000.0, 30.0, 4.0, 3.0
"""What a place costs: to cover a label, another length, its own one; to stand a round farther away."""
_STEP = 6.0


@dataclass(frozen=True)
class Wanted:
    """A label of a size for the length between two points."""

    start: QPointF
    end: QPointF
    size: QSizeF


@dataclass(frozen=True)
class LabelPlace:
    """Where a label stands, and from where to where a line leads to it; no line where it stands beside its length."""

    box: QRectF
    leader: tuple[QPointF, QPointF] | None


def label_places(wanted: Sequence[Wanted], room: QRectF, *, off: float) -> tuple[LabelPlace, ...]:
    """Place labels beside their lengths, `off` points away and inside `room`, the first ones first."""
    dots = [_along(each) for each in wanted]
    placed: list[LabelPlace] = []
    for number, each in enumerate(wanted):
        others = [dot for other, line in enumerate(dots) if other != number for dot in line]

        def cost(
            tried: tuple[float, LabelPlace],
            own: Sequence[QPointF] = dots[number],
            others: Sequence[QPointF] = others,
        ) -> float:
            farther, place = tried
            return (
                farther
                + _ON_LABEL * _covered(place.box, [before.box for before in placed])
                + _ON_OTHER_LINE * any(place.box.contains(dot) for dot in others)
                + _ON_OWN_LINE * any(place.box.contains(dot) for dot in own)
            )

        placed.append(min(_tried(each, room, off), key=cost)[1])
    return tuple(placed)


def _tried(each: Wanted, room: QRectF, off: float) -> Iterator[tuple[float, LabelPlace]]:
    """Yield places about the middle of a length and its ends, the expected ones first, with what going there costs."""
    middle = (each.start + each.end) / 2
    for round_ in range(_ROUNDS):
        for anchor in (middle, each.end, each.start):
            for degrees in _TURNS:
                box = _inside(_box(anchor, each.size, degrees, off, round_), room)
                yield round_ * _FARTHER + (anchor is not middle), LabelPlace(box, _leader(anchor, box, off))


def _box(anchor: QPointF, size: QSizeF, degrees: int, off: float, round_: int) -> QRectF:
    across, down = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    far = off + round_ * (size.height() + _GAP)
    middle = anchor + QPointF(across * (size.width() / 2 + far), down * (size.height() / 2 + far))
    return QRectF(middle - QPointF(size.width() / 2, size.height() / 2), size)


def _along(each: Wanted) -> list[QPointF]:
    """Return points of a length close enough that no label slips between two of them."""
    way = each.end - each.start
    steps = max(1, math.ceil(math.hypot(way.x(), way.y()) / _STEP))
    return [each.start + way * (step / steps) for step in range(steps + 1)]


def _inside(box: QRectF, room: QRectF) -> QRectF:
    moved = QRectF(box)
    moved.moveLeft(max(min(box.left(), room.right() - box.width()), room.left()))
    moved.moveTop(max(min(box.top(), room.bottom() - box.height()), room.top()))
    return moved


def _covered(box: QRectF, others: Sequence[QRectF]) -> float:
    """Return how much of a label others take away, 1 for all of it."""
    wide = box.adjusted(-_GAP, -_GAP, _GAP, _GAP)
    common = [wide.intersected(other) for other in others if wide.intersects(other)]
    return sum(max(0.01, each.width() * each.height() / (box.width() * box.height())) for each in common)


def _leader(point: QPointF, box: QRectF, off: float) -> tuple[QPointF, QPointF] | None:
    near = QPointF(min(max(point.x(), box.left()), box.right()), min(max(point.y(), box.top()), box.bottom()))
    far = math.hypot(near.x() - point.x(), near.y() - point.y())
    return (point, near) if far > off + 1 else None

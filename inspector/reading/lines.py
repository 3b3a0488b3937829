"""Lines of text as they stand on a page: turned level, in units of their own height."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable
from dataclasses import dataclass

from inspector.records import SeenInPhoto, SeenText


@dataclass(frozen=True)
class Line:
    """One run of characters on the level page; all measures in pixels."""

    text: str
    sure: float
    left: float
    top: float
    right: float
    bottom: float
    seen: SeenText

    @property
    def height(self) -> float:
        """Return its height."""
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """Return its middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def is_upright(self) -> bool:
        """Tell whether it is a column: characters one below the other."""
        return len(self.text) > 1 and self.height > 1.5 * (self.right - self.left)


def level(seen: SeenInPhoto) -> tuple[Line, ...]:
    """Return the lines as they would lie if the page had been photographed level, from the top down."""
    solid = [[_held(seen, x, y) for x, y in text.corners] for text in seen.texts]
    slants = [_slant(corners) for corners in solid if _is_long(corners)] or [_slant(each) for each in solid]
    slant = statistics.median(slants) if slants else 0.0
    lines = [_turned(text, corners, -slant) for text, corners in zip(seen.texts, solid, strict=True)]
    return tuple(sorted(lines, key=lambda line: (line.top, line.left)))


def sure_of(lines: Iterable[Line]) -> float:
    """Return how sure the least sure of several lines is."""
    return min((line.sure for line in lines), default=0.0)


def _held(seen: SeenInPhoto, x: float, y: float) -> tuple[float, float]:
    """Return where a place of the photo was when the picture was held to be read."""
    across, down = x * seen.width, y * seen.height
    return (
        (across, down),
        (seen.height - down, across),
        (seen.width - across, seen.height - down),
        (down, seen.width - across),
    )[seen.quarter_turns]


def _slant(corners: list[tuple[float, float]]) -> float:
    """Return how far the long sides are from level or upright, within half a right angle."""
    first, second, third = corners[:3]
    start, end = (first, second) if math.dist(first, second) >= math.dist(second, third) else (second, third)
    angle = math.atan2(end[1] - start[1], end[0] - start[0])
    return (angle + math.pi / 4) % (math.pi / 2) - math.pi / 4


def _is_long(corners: list[tuple[float, float]]) -> bool:
    sides = sorted((math.dist(corners[0], corners[1]), math.dist(corners[1], corners[2])))
    return sides[1] > 2 * sides[0]


def _turned(text: SeenText, corners: list[tuple[float, float]], angle: float) -> Line:
    cos, sin = math.cos(angle), math.sin(angle)
    turned = [(x * cos - y * sin, x * sin + y * cos) for x, y in corners]
    xs, ys = sorted(x for x, _ in turned), sorted(y for _, y in turned)
    return Line(
        text.text.strip(),
        text.sure,
        left=(xs[0] + xs[1]) / 2,
        top=(ys[0] + ys[1]) / 2,
        right=(xs[2] + xs[3]) / 2,
        bottom=(ys[2] + ys[3]) / 2,
        seen=text,
    )

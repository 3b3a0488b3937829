"""The scale card and what is measured with it: a length in a photo, with how far it may be off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True)
class ScaleCard:
    """A ChArUco board as it is printed: squares of one size with a numbered marker in each white one."""

    name: str
    columns: int
    rows: int
    square_mm: float
    first_marker: int
    """Number of its first marker; the cards share none, so that a photo tells which one lies there."""

    @property
    def width_mm(self) -> float:
        """Return the length of the long side."""
        return self.columns * self.square_mm

    @property
    def height_mm(self) -> float:
        """Return the length of the short side."""
        return self.rows * self.square_mm

    @property
    def markers(self) -> range:
        """Return the numbers of its markers."""
        return range(self.first_marker, self.first_marker + self.columns * self.rows // 2)


SCALE_CARDS = (ScaleCard("S", 8, 5, 10.0, 0), ScaleCard("L", 8, 6, 20.0, 20))
"""S, 80 × 50 mm, lies beside a backstamp or a cup; L, 160 × 120 mm, beside a vase or a carton."""

MODULES_A_SQUARE = 8
"""A marker of 4 × 4 bits has six modules a side with its border, and a module of white around it."""


@dataclass(frozen=True)
class Point:
    """A place in the upright picture, as shares of its width and height from the top left corner."""

    x: Decimal
    y: Decimal

    @classmethod
    def at(cls, x: float, y: float) -> Point:
        """Return the place to five digits, a fortieth of a pixel of the picture that is measured."""
        return cls(Decimal(f"{x:.5f}"), Decimal(f"{y:.5f}"))


@dataclass(frozen=True)
class Length:
    """A distance in the plane of the card; the true one lies within the uncertainty in 95 of 100 cases."""

    mm: Decimal
    uncertainty_mm: Decimal
    """Expanded, coverage factor 2 (JCGM 100:2008, 6.2)."""
    card: str
    """Name of the card it was measured by."""
    tilt: int
    """Degrees between the camera's line of sight and the upright on the card."""


@dataclass(frozen=True)
class Dimension:
    """A length written down over a photo; a layer of its own, the original stays as it was taken."""

    id: str
    inspection_id: str
    photo_id: str
    photo_sha256: str
    """Of the original it was measured in."""
    start: Point
    end: Point
    length: Length
    label: str
    """What was measured, in the officer's words, e.g. 口径."""
    at: datetime
    by: str
    """Id of the officer who set the points and saw that they lie in the card's plane."""

    @property
    def stated(self) -> str:
        """What papers and the list say of it, e.g. 口径 (82.4±0.9) mm, written as JCGM 100:2008, 7.2.4 has it."""
        return f"{self.label} ({self.length.mm}±{self.length.uncertainty_mm}) mm"

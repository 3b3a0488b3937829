"""What a machine read in a photo: a proposal for people, never a record."""

from __future__ import annotations

from dataclasses import dataclass

Corners = tuple[tuple[float, float], ...]
"""Four corners clockwise from the top left of what was read, as shares of the picture's width and height."""


@dataclass(frozen=True)
class SeenText:
    """One run of characters."""

    text: str
    sure: float
    """0 to 1, as the reader says; it is sure of itself more often than it is right."""
    corners: Corners


@dataclass(frozen=True)
class SeenCode:
    """One bar code or square code."""

    text: str
    kind: str
    """Name of its symbology, e.g. "QRCode", "EAN13"."""
    corners: Corners


@dataclass(frozen=True)
class Look:
    """How a picture is held before the reader: a cup is seldom upright, and large characters read better small."""

    quarter_turns: int = 0
    """Clockwise, 0 to 3."""
    scale: float = 1.0


@dataclass(frozen=True)
class SeenInPhoto:
    """Everything read in one photo, or in a part of it."""

    texts: tuple[SeenText, ...]
    codes: tuple[SeenCode, ...]
    width: int
    """Pixels of the upright picture that was read; corners are shares of it."""
    height: int
    quarter_turns: int = 0
    """By which it was turned clockwise to be read."""

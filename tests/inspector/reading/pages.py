"""Pages of read text, written down by hand: where each run stands is what the rules go by."""

from __future__ import annotations

import math

from inspector.records import SeenCode, SeenInPhoto, SeenText

SIDE = 1000


def run(text: str, left: float, top: float, right: float, bottom: float, sure: float = 0.99) -> SeenText:
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return SeenText(text, sure, tuple((x / SIDE, y / SIDE) for x, y in corners))


def page(*texts: SeenText, codes: tuple[SeenCode, ...] = (), slant: float = 0.0) -> SeenInPhoto:
    """Return the page, photographed turned by `slant` degrees."""
    cos, sin = math.cos(math.radians(slant)), math.sin(math.radians(slant))

    def turned(x: float, y: float) -> tuple[float, float]:
        return 0.5 + (x - 0.5) * cos - (y - 0.5) * sin, 0.5 + (x - 0.5) * sin + (y - 0.5) * cos

    moved = tuple(
        SeenText(text.text, text.sure, tuple(turned(*corner) for corner in text.corners)) for text in texts
    )
    return SeenInPhoto(moved, codes, SIDE, SIDE)


def square(text: str) -> SeenCode:
    return SeenCode(text, "QRCode", ((0.8, 0.1), (0.9, 0.1), (0.9, 0.2), (0.8, 0.2)))

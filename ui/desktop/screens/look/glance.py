"""What part of a photo is looked at, how large: zoom, pan, fit, and moving two photos alike. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

LARGEST = 8.0
"""Points for one pixel of the photo."""
STEP = 1.25
"""One press of a zoom key, one notch of a wheel."""
TILE = 512


@dataclass(frozen=True)
class Glance:
    """The pixel of the photo in the middle of the room, and how many points one pixel takes."""

    x: float
    y: float
    scale: float

    def to_screen(self, x: float, y: float, room: tuple[float, float]) -> tuple[float, float]:
        """Return where a pixel is seen, in points."""
        return (x - self.x) * self.scale + room[0] / 2, (y - self.y) * self.scale + room[1] / 2

    def to_photo(self, x: float, y: float, room: tuple[float, float]) -> tuple[float, float]:
        """Return which pixel is seen at a point."""
        return (x - room[0] / 2) / self.scale + self.x, (y - room[1] / 2) / self.scale + self.y


def fitting(size: tuple[int, int], room: tuple[float, float]) -> Glance:
    """Return the glance that shows the whole photo; a small one is not blown up."""
    scale = min(room[0] / size[0], room[1] / size[1], 1.0)
    return Glance(size[0] / 2, size[1] / 2, max(scale, 1e-4))


def zoomed(
    glance: Glance, by: float, at: tuple[float, float], size: tuple[int, int], room: tuple[float, float]
) -> Glance:
    """Return the glance zoomed about a point of the screen, which stays where it is."""
    smallest = fitting(size, room).scale / 2
    scale = min(max(glance.scale * by, smallest), LARGEST)
    x, y = glance.to_photo(*at, room)
    made = Glance(
        x - (at[0] - room[0] / 2) / scale,
        y - (at[1] - room[1] / 2) / scale,
        scale,
    )
    return held_inside(made, size)


def panned(glance: Glance, dx: float, dy: float, size: tuple[int, int]) -> Glance:
    """Return the glance with the photo moved by so many points."""
    return held_inside(replace(glance, x=glance.x - dx / glance.scale, y=glance.y - dy / glance.scale), size)


def held_inside(glance: Glance, size: tuple[int, int]) -> Glance:
    """Return the glance with the middle of the room on the photo, so that it cannot be lost."""
    return replace(glance, x=min(max(glance.x, 0), size[0]), y=min(max(glance.y, 0), size[1]))


def moved_alike(other: Glance, before: Glance, after: Glance) -> Glance:
    """Return how another photo is looked at after one was moved from `before` to `after`.

    Both get the same movement of the screen, so that what lay side by side stays so, whatever the sizes.
    """
    scale = min(max(other.scale * after.scale / before.scale, 1e-4), LARGEST * 4)
    share = after.scale / scale
    return Glance(other.x + (after.x - before.x) * share, other.y + (after.y - before.y) * share, scale)


def factor_for(glance: Glance, density: float, size: tuple[int, int]) -> int:
    """Return the level to read: the coarsest that still has a pixel for each of the screen's."""
    wanted = 1 / (glance.scale * density)
    coarsest = max(1, max(size) // TILE)
    return int(2 ** max(0, min(math.floor(math.log2(max(wanted, 1))), math.floor(math.log2(coarsest)))))


def tiles_in_view(
    glance: Glance, factor: int, size: tuple[int, int], room: tuple[float, float]
) -> list[tuple[int, int, int]]:
    """Return (factor, column, row) of each tile in view, the ones nearest to the middle first."""
    left, top = glance.to_photo(0, 0, room)
    right, bottom = glance.to_photo(room[0], room[1], room)
    side = TILE * factor
    columns = range(max(0, int(left // side)), min(-(-size[0] // side), int(right // side) + 1))
    rows = range(max(0, int(top // side)), min(-(-size[1] // side), int(bottom // side) + 1))
    found = [(factor, column, row) for column in columns for row in rows]
    return sorted(
        found,
        key=lambda tile: (
            math.hypot((tile[1] + 0.5) * side - glance.x, (tile[2] + 0.5) * side - glance.y),
            tile,
        ),
    )

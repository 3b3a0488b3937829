"""Read a photo for the officer: a licence, codes, the words of a mark; proposals beside the picture, no record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from inspector.actions import read
from inspector.actions.ports import Device
from inspector.progress import Progress
from inspector.reading.licence import LicenceRead, read_licence
from inspector.reading.marks import MarkReading, known_share, read_mark
from inspector.records import Look, Photo, Point, SeenInPhoto

LOOKS = (Look(), Look(0, 0.4), Look(0, 0.25), Look(1, 0.4), Look(2, 0.4))
"""How a picture is held, one after the other, until the words make sense: large characters are found small."""

_SIZES = 3
"""The first looks, at several sizes; the others turn the picture."""
_LICENCE_FIELDS = 2
_KNOWN = 0.5
"""Share of a mark's characters in known words that ends the search before the picture is turned."""


@dataclass(frozen=True)
class PhotoRead:
    """What was read in a photo or a part of it; `licence` or `marks` may be empty, both only if nothing was read."""

    seen: SeenInPhoto
    licence: LicenceRead
    marks: tuple[MarkReading, ...]


def read_photo(
    device: Device,
    photo_id: str,
    *,
    part: tuple[Point, Point] | None = None,
    progress: Progress | None = None,
) -> PhotoRead:
    """Read a photo, or the part of it between two opposite corners.

    Raises:
        SystemFault: `reading.failed`, `imaging.no_worker`.
        InputError: `photo.cannot_decode`.
    """
    with device.reading() as unit:
        photo = unit.get(Photo, photo_id)
    original = read.original(device, photo_id)
    return searched(
        lambda look: device.photos.read_text(original, photo.claims.orientation, part, look),
        LOOKS,
        progress or Progress(),
    )


def searched(
    read_text: Callable[[Look], SeenInPhoto], looks: tuple[Look, ...], progress: Progress | None = None
) -> PhotoRead:
    """Look again and again until what is read makes sense, and return the best."""
    progress = progress or Progress()
    best: PhotoRead | None = None
    for number, look in enumerate(looks):
        progress.step(number, len(looks))
        seen = read_text(look)
        if best is not None:  # codes are found at the first look or not at all
            seen = SeenInPhoto(seen.texts, best.seen.codes, seen.width, seen.height, seen.quarter_turns)
        found = PhotoRead(seen, read_licence(seen), read_mark(seen))
        if len(found.licence.proposals) >= _LICENCE_FIELDS:
            best = PhotoRead(seen, found.licence, ())
            break
        if best is None or _worth(found) > _worth(best):
            best = found
        if best.marks and known_share(best.marks[0]) >= (1.0 if number < _SIZES - 1 else _KNOWN):
            break
        if number == 0 and seen.codes and not seen.texts:
            break  # a bar code alone
    progress.step(len(looks), len(looks))
    assert best is not None  # there is at least one look
    return best


def _worth(found: PhotoRead) -> tuple[float, float]:
    """Rank by characters in known words, then by how much was read how surely."""
    if not found.marks:
        return 0.0, 0.0
    first = found.marks[0]
    sure = sum(len(text.text) * max(0.0, text.sure - 0.5) for text in found.seen.texts)
    return known_share(first) * len(first.text), sure

"""How much of the disk a stand takes, and how many stands and days are left: worked out of this device's own past.

Pure: sizes in bytes, nothing is read here. For the check before a start, for today's screen and for leaving.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from inspector.clock import CHINA
from inspector.records import Photo

_USUAL_PHOTOS = 40
"""A stand of twelve items, before this device has a past of its own."""
_FEWEST_PHOTOS = 12
_USUAL_PHOTO_BYTES = 6_000_000
_SMALLEST_PHOTO_BYTES = 500_000
_NOTICE_SET_BYTES = 12_000_000
"""Record, decision and list with pictures and seals, and what signing them writes."""
_RECORDS_BYTES = 8_000_000
"""What database, its log and small pictures grow by, and what SQLite needs beside them."""
_STANDS_LOOKED_AT = 20
_PHOTOS_LOOKED_AT = 400


@dataclass(frozen=True)
class StandNeeds:
    """What one more stand takes."""

    photos: int
    photo_bytes: int
    database_bytes: int
    """Size of database and log now: a snapshot takes as much."""

    @property
    def stand_bytes(self) -> int:
        """What stays on the disk for each stand: photos and notices, once in the vault and once in a bundle."""
        return 2 * (self.photos * self.photo_bytes + _NOTICE_SET_BYTES) + _RECORDS_BYTES

    @property
    def start_bytes(self) -> int:
        """What must be free to begin: a stand and one snapshot."""
        return self.stand_bytes + self.database_bytes

    @property
    def least_bytes(self) -> int:
        """What must be free for a lawful end: a dozen photos and one set of notices, no bundle, no snapshot."""
        return _FEWEST_PHOTOS * self.photo_bytes + _NOTICE_SET_BYTES + _RECORDS_BYTES


@dataclass(frozen=True)
class Room:
    """What is left, in what an officer counts."""

    stands: int
    days: int | None
    """None before this device has worked a day."""
    photos: int
    is_enough_to_start: bool
    is_enough_to_finish: bool
    """There is room for a dozen photos and a set of notices."""


def usual_stand(photos: Sequence[Photo], database_bytes: int) -> StandNeeds:
    """Return what a stand takes here: four of five of the last twenty stands took no more photos."""
    counted = Counter(photo.inspection_id for photo in photos)
    counts = sorted(list(counted.values())[-_STANDS_LOOKED_AT:])
    usual = counts[(len(counts) * 4 - 1) // 5] if counts else _USUAL_PHOTOS
    sizes = [photo.size for photo in photos[-_PHOTOS_LOOKED_AT:]]
    size = sum(sizes) // len(sizes) if sizes else _USUAL_PHOTO_BYTES
    return StandNeeds(max(usual, _FEWEST_PHOTOS), max(size, _SMALLEST_PHOTO_BYTES), database_bytes)


def stands_a_day(photos: Sequence[Photo]) -> float:
    """Return how many stands a working day had here; 0 before the first."""
    days = {photo.arrived.astimezone(CHINA).date() for photo in photos}
    return len({photo.inspection_id for photo in photos}) / len(days) if days else 0


def room_left(free: int, needs: StandNeeds, a_day: float) -> Room:
    """Return what `free` bytes are good for, at `a_day` stands; the reserve counts as free."""
    stands = max(0, free - needs.database_bytes) // needs.stand_bytes
    return Room(
        stands=stands,
        days=int(stands / a_day) if a_day else None,
        photos=free // needs.photo_bytes,
        is_enough_to_start=free >= needs.start_bytes,
        is_enough_to_finish=free >= needs.least_bytes,
    )

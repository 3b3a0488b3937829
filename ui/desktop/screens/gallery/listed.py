"""What the gallery lists: every photo with its stand, row, officer and how far it has come; and the filter. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from inspector.records import Inspection, InspectionState, Item, Officer, Photo, PhotoLine, PhotoTag

if TYPE_CHECKING:
    from inspector.law.shots import MissingShot
    from sync.outbox import PhotoState

ANY = ""
"""A filter's value that lets everything through."""
LOOSE = "loose"
"""Photos that belong to no row."""


class Way(StrEnum):
    """How far a photo has come, to filter by."""

    UNSENT = "unsent"
    """No receipt names it yet."""
    SEALED = "sealed"
    SENT = "sent"
    CONFIRMED = "confirmed"
    DAMAGED = "damaged"


_STATES = {
    Way.UNSENT: frozenset({"sealed", "written", "sent", "damaged"}),
    Way.SEALED: frozenset({"sealed", "written"}),
    Way.SENT: frozenset({"sent"}),
    Way.CONFIRMED: frozenset({"confirmed"}),
    Way.DAMAGED: frozenset({"damaged"}),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """One photo of the gallery."""

    photo: PhotoLine
    number: int
    """Among the photos of its stand, from 1, as printed."""


@dataclass(frozen=True)
class Wanted:
    """What the officer wants to see."""

    inspection_id: str = ANY
    item: str = ANY
    """An item's id, or `LOOSE`."""
    tag: str = ANY
    officer_id: str = ANY
    way: str = ANY
    drawn_only: bool = False

    @property
    def is_all(self) -> bool:
        """Tell whether nothing is filtered out."""
        return self == Wanted()


@dataclass(frozen=True)
class GalleryNow:
    """All photos at one moment, oldest first, and what is said of them."""

    listed: tuple[Listed, ...]
    inspections: Mapping[str, Inspection]
    items: Mapping[str, Item]
    officers: Mapping[str, Officer]
    states: Mapping[str, PhotoState] = field(default_factory=dict)
    """By photo; read after the photos, so that the first screen does not wait for it."""
    drawn: Mapping[str, int] = field(default_factory=dict)
    """How many marks a photo has, where it has any."""

    def items_of(self, inspection_id: str) -> tuple[Item, ...]:
        """Return the rows of one stand, by position."""
        mine = (item for item in self.items.values() if item.inspection_id == inspection_id)
        return tuple(sorted(mine, key=lambda item: item.position))

    def is_sealed(self, inspection_id: str) -> bool:
        """Tell whether a stand was left, so that nothing can be assigned there any more."""
        inspection = self.inspections.get(inspection_id)
        return inspection is None or inspection.state is InspectionState.SEALED

    def with_changed(self, photos: Iterable[Photo]) -> GalleryNow:
        """Return the same with some photos as they are now."""
        changed = {photo.id: PhotoLine.of(photo) for photo in photos}
        return replace(
            self,
            listed=tuple(
                replace(each, photo=changed[each.photo.id]) if each.photo.id in changed else each
                for each in self.listed
            ),
        )


def listed(photos: Iterable[PhotoLine]) -> tuple[Listed, ...]:
    """Number the photos of each stand in the order they came."""
    counts: dict[str, int] = {}
    numbered = []
    for photo in photos:
        number = counts[photo.inspection_id] = counts.get(photo.inspection_id, 0) + 1
        numbered.append(Listed(photo, number))
    return tuple(numbered)


def chosen(now: GalleryNow, wanted: Wanted) -> Sequence[Listed]:
    """Return the photos that pass the filter, newest first."""
    if wanted.is_all:
        return now.listed[::-1]
    states = _STATES[Way(wanted.way)] if wanted.way else None
    tag = PhotoTag(wanted.tag) if wanted.tag else None
    return [
        each
        for each in reversed(now.listed)
        if (not wanted.inspection_id or each.photo.inspection_id == wanted.inspection_id)
        and _is_of_item(each.photo, wanted.item)
        and (tag is None or each.photo.tag is tag)
        and (not wanted.officer_id or each.photo.taken_by == wanted.officer_id)
        and (states is None or str(now.states.get(each.photo.id, "sealed")) in states)
        and (not wanted.drawn_only or each.photo.id in now.drawn)
    ]


def chosen_missing(missing: Iterable[MissingShot], wanted: Wanted) -> Sequence[MissingShot]:
    """Return the empty frames that pass the filter: nobody took them, nothing is drawn on them, none was sent."""
    if wanted.officer_id or wanted.way or wanted.drawn_only:
        return ()
    return [
        each
        for each in missing
        if (not wanted.tag or each.tag == wanted.tag)
        and (not wanted.item or each.item_id == (None if wanted.item == LOOSE else wanted.item))
    ]


def _is_of_item(photo: PhotoLine, item: str) -> bool:
    if not item:
        return True
    return photo.item_id is None if item == LOOSE else photo.item_id == item


def counts_by_item(now: GalleryNow, inspection_id: str) -> dict[str | None, int]:
    """Count the photos of each row of one stand; under None those of no row."""
    counts: dict[str | None, int] = {}
    for each in now.listed:
        if each.photo.inspection_id == inspection_id:
            counts[each.photo.item_id] = counts.get(each.photo.item_id, 0) + 1
    return counts

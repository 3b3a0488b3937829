"""What the gallery reads from the device, off the window's thread: the photos at once, what is said of them after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from inspector.actions import draw_on_photo, read
from inspector.actions.ports import Device
from inspector.law.shots import MissingShot, missing_shots
from inspector.records import Inspection, Item, Officer, Recording
from ui.desktop.screens.gallery.listed import GalleryNow, listed

if TYPE_CHECKING:
    from sync.outbox import PhotoState


@dataclass(frozen=True)
class Said:
    """What is said of the photos besides the record."""

    states: Mapping[str, PhotoState]
    drawn: Mapping[str, int]
    recordings: int
    """How many there are besides the photos."""


def read_photos(device: Device) -> GalleryNow:
    """Return every photo with its stand, row and officer."""
    with device.reading() as unit:
        return GalleryNow(
            listed=listed(unit.photo_lines()),
            inspections={each.id: each for each in unit.all(Inspection)},
            items={each.id: each for each in unit.all(Item)},
            officers={each.id: each for each in unit.all(Officer)},
        )


def read_said(device: Device) -> Said:
    """Return how far each photo has come, how much is drawn over it, and how many recordings there are."""
    from sync.outbox import photo_states

    with device.reading() as unit:
        states = photo_states(unit)
        recordings = len(unit.all(Recording))
    return Said(states, draw_on_photo.marked_photos(device), recordings)


def read_missing(device: Device, inspection_id: str) -> tuple[MissingShot, ...]:
    """Return the photos the shot list of one stand still asks for."""
    return missing_shots(read.dossier(device, inspection_id))

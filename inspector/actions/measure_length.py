"""Measure a length in a photo by the scale card in it: written down beside the photo, which is not touched.

As a layer of marks, a length may be written down after the stand was left: it is a note about the evidence.
"""

from __future__ import annotations

from inspector.actions import read
from inspector.actions.ports import Device, SeenScale
from inspector.actions.written import written
from inspector.errors import InputError
from inspector.records import Dimension, Photo, Point


def look_for_scale(device: Device, photo_id: str) -> SeenScale:
    """Return the scale card in a photo, for measuring while points are moved; raises as `PhotoReader.scale`."""
    with device.reading() as unit:
        photo = unit.get(Photo, photo_id)
    return device.photos.scale(read.original(device, photo_id), photo.claims.orientation)


def straightened(device: Device, photo_id: str) -> bytes:
    """Return a JPEG of the card's plane as seen from straight above; a picture for the eye, nothing is measured in it."""
    with device.reading() as unit:
        photo = unit.get(Photo, photo_id)
    return device.photos.straightened(read.original(device, photo_id), photo.claims.orientation)


def scale_card_sheet(device: Device) -> bytes:
    """Return the PDF with the cards to print."""
    return device.press.scale_cards(device.photos.scale_cards(), printed=device.clock.now().wall)


def measure_length(
    device: Device, photo_id: str, *, start: Point, end: Point, label: str, lies_in_plane: bool, by: str
) -> Dimension:
    """Write down the distance of two points, measured anew in the sealed original.

    `lies_in_plane`: the officer saw that both points lie in the plane of the card; no picture can tell.

    Raises:
        InputError: `scale.not_in_plane` without that; `scale.label_missing`; those of `SeenScale.length` and
            `PhotoReader.scale`.
    """
    label = written(label)
    if not lies_in_plane:
        raise InputError("scale.not_in_plane")
    if not label:
        raise InputError("scale.label_missing")
    length = look_for_scale(device, photo_id).length(start, end)
    with device.unit() as unit:
        photo = unit.get(Photo, photo_id)
        dimension = Dimension(
            id=device.ids.record(),
            inspection_id=photo.inspection_id,
            photo_id=photo.id,
            photo_sha256=photo.sha256,
            start=start,
            end=end,
            length=length,
            label=label,
            at=device.clock.now().wall,
            by=by,
        )
        unit.save(dimension, change="dimension.measured", by=by)
        unit.commit()
    return dimension


def take_off(device: Device, dimension_id: str, *, by: str) -> Dimension:
    """Take a length off the photo; the journal keeps it. Returns it for `put_back`."""
    with device.unit() as unit:
        dimension = unit.get(Dimension, dimension_id)
        unit.remove(Dimension, dimension_id, change="dimension.taken_off", by=by)
        unit.commit()
    return dimension


def put_back(device: Device, dimension: Dimension, *, by: str) -> Dimension:
    """Put back a length that was taken off, as it was measured."""
    with device.unit() as unit:
        photo = unit.get(Photo, dimension.photo_id)
        if photo.sha256 != dimension.photo_sha256:
            raise InputError("scale.other_photo")
        unit.save(dimension, change="dimension.put_back", by=by)
        unit.commit()
    return dimension

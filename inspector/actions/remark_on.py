"""Say at the stand what makes a photo worth a second look, while it can still be taken again."""

from __future__ import annotations

from inspector.actions import read
from inspector.actions.ports import Device
from inspector.records import Photo, PhotoRemark


def remark_on(device: Device, photo: Photo) -> tuple[PhotoRemark, ...]:
    """Return the remarks on a sealed photo; a hint that is not recorded and blocks nothing.

    Raises:
        InputError: `photo.cannot_decode`: the original is kept all the same.
    """
    return device.photos.remarks(read.original(device, photo.id), photo.claims.orientation)

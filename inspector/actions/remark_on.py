"""Say at the stand what makes a photo worth a second look, while it can still be taken again."""

from __future__ import annotations

from inspector.actions import read
from inspector.actions.ports import Device
from inspector.records import Photo, PhotoRemark, PhotoTag

_MEASURABLE = frozenset({PhotoTag.SCALE, PhotoTag.VIEW, PhotoTag.BACKSTAMP})


def remark_on(device: Device, photo: Photo) -> tuple[PhotoRemark, ...]:
    """Return the remarks on a sealed photo; a hint that is not recorded and blocks nothing.

    Raises:
        InputError: `photo.cannot_decode`: the original is kept all the same.
    """
    original, orientation = read.original(device, photo.id), photo.claims.orientation
    remarks = device.photos.remarks(original, orientation)
    if photo.tag not in _MEASURABLE or not _is_asked_for(device, photo):
        return remarks
    return remarks if device.photos.shows_scale(original, orientation) else (*remarks, PhotoRemark.NO_SCALE)


def _is_asked_for(device: Device, photo: Photo) -> bool:
    """A photo taken for its scale card must show it; of other views one of the stand is enough."""
    if photo.tag is PhotoTag.SCALE:
        return True
    with device.reading() as unit:
        photos = unit.all(Photo, inspection_id=photo.inspection_id)
    return all(other.tag is not PhotoTag.SCALE for other in photos)

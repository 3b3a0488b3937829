"""Make small pictures after the photos are safe: off the critical path, and again if they are lost."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass

from inspector.actions import read
from inspector.actions.ports import Device
from inspector.actions.sealing import sealed_for
from inspector.errors import InputError
from inspector.progress import Progress
from inspector.records import Photo


@dataclass(frozen=True)
class ThumbnailResult:
    """Which photos have a small picture now, and which cannot be decoded (their originals are kept)."""

    made: tuple[str, ...]
    undecodable: tuple[str, ...]


def make_thumbnails(
    device: Device, photo_ids: Iterable[str], *, again: bool = False, progress: Progress | None = None
) -> ThumbnailResult:
    """Make the missing small pictures of these photos, `again` those too that are there; cancelling leaves the ones made."""
    progress = progress or Progress()
    wanted = list(photo_ids)
    made: list[str] = []
    undecodable: list[str] = []
    for number, photo_id in enumerate(wanted):
        progress.step(number, len(wanted))
        with device.reading() as unit:
            photo = unit.get(Photo, photo_id)
            if not again and unit.thumbnail(photo_id) is not None:
                continue
        try:
            jpeg = device.photos.thumbnail(read.original(device, photo_id), photo.claims.orientation)
        except InputError:
            undecodable.append(photo_id)
            continue
        with sealed_for(device, io.BytesIO(jpeg)) as sealed, device.unit() as unit:
            unit.keep_thumbnail(photo_id, sealed)
            unit.commit()
        made.append(photo_id)
    progress.step(len(wanted), len(wanted))
    return ThumbnailResult(tuple(made), tuple(undecodable))

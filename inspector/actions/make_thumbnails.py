"""Make small pictures after photos and films are safe: off the critical path, and again if they are lost."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass

from inspector.actions import read
from inspector.actions.ports import Device
from inspector.actions.sealing import sealed_for
from inspector.errors import InputError
from inspector.progress import Progress
from inspector.records import Photo, Recording


@dataclass(frozen=True)
class ThumbnailResult:
    """Which photos have a small picture now, and which cannot be decoded (their originals are kept)."""

    made: tuple[str, ...]
    undecodable: tuple[str, ...]


def make_thumbnails(
    device: Device, photo_ids: Iterable[str], *, again: bool = False, progress: Progress | None = None
) -> ThumbnailResult:
    """Make the missing small pictures of these photos and recordings, `again` those too that are there; cancelling leaves the ones made."""
    progress = progress or Progress()
    wanted = list(photo_ids)
    made: list[str] = []
    undecodable: list[str] = []
    for number, photo_id in enumerate(wanted):
        progress.step(number, len(wanted))
        with device.reading() as unit:
            original = unit.find(Photo, photo_id) or unit.get(Recording, photo_id)
            if not again and unit.thumbnail(photo_id) is not None:
                continue
        try:
            jpeg = _small_picture(device, original)
        except InputError:
            undecodable.append(photo_id)
            continue
        with sealed_for(device, io.BytesIO(jpeg)) as sealed, device.unit() as unit:
            unit.keep_thumbnail(photo_id, sealed)
            unit.commit()
        made.append(photo_id)
    progress.step(len(wanted), len(wanted))
    return ThumbnailResult(tuple(made), tuple(undecodable))


def _small_picture(device: Device, original: Photo | Recording) -> bytes:
    """Return a photo made small, or a picture from a film's beginning; sound has none."""
    if isinstance(original, Photo):
        return device.photos.thumbnail(read.original(device, original.id), original.claims.orientation)
    if not original.is_film:
        raise InputError("recording.cannot_play", why="sound only")
    with device.reading() as unit:
        sealed = unit.sealed_object(original.id)
    return device.recordings.poster(device.vault.plain_file(sealed), original.media_type)

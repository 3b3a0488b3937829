"""Take in film or sound: streamed from where it lies into the vault, and there only once all of it is.

A recording may be as long as a day. No more than a few segments of it are in memory, its bytes are counted as
they go, and it can wait or be stopped between any two of them. Only a whole file has a hash, so a card pulled
out midway leaves nothing: it is begun again. What was known of photos (`take_photo`) holds here, too: headers
first, bytes durable before the record, one transaction.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from inspector.actions.amend import must_be_open
from inspector.actions.ports import Device
from inspector.actions.sealing import sealed_again, sealed_for
from inspector.actions.take_photo import file_label, opens
from inspector.errors import InputError
from inspector.progress import Progress
from inspector.records import PhotoOrigin, Recording, SealedObject

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MOST_BYTES = 16 << 30
"""A day of a body camera; a bundle carries an object of up to 32 GiB (FORMAT.md 4.8)."""
_MB = 1 << 20


def take_recording(
    device: Device,
    inspection_id: str,
    *,
    content: BinaryIO,
    file_name: str,
    by: str,
    origin: PhotoOrigin = PhotoOrigin.IMPORTED,
    progress: Progress | None = None,
) -> Recording:
    """Seal one recording and return it once it is durable; `content` must be seekable.

    Progress is told in megabytes. The same bytes as a recording whose sealed file is damaged mend that one.

    Raises:
        InputError: `recording.none` if it is no film and no sound; `recording.too_large`; `space.recording` if there
            is no room for it beside what is kept for the stand; `recording.already_sealed`; `inspection.sealed`.
        SystemFault: `vault.disk_full`, `vault.io`: nothing was acknowledged, the source is untouched.
        Cancelled: somebody stopped it; nothing of it is here.
    """
    arrived = device.clock.now().wall
    label = file_label(file_name)
    facts = device.recordings.examine(content)
    if facts is None:
        raise InputError("recording.none", file=label)
    size = content.seek(0, io.SEEK_END)
    if size > MOST_BYTES:
        raise InputError("recording.too_large", file=label, gb=-(-size >> 30), limit_gb=MOST_BYTES >> 30)
    with device.reading() as unit:
        must_be_open(unit, inspection_id)
    device.room_for(size)
    content.seek(0)
    metered = io.BufferedReader(Metered(content, size, label, progress or Progress()))
    with sealed_for(device, metered, spares_reserve=True) as sealed:
        known = _known(device, sealed, label)
        with device.unit() as unit:
            if known is not None:
                unit.replace_object(sealed_again(device, known.id, sealed))
                unit.note("recording.resealed", known.id, {"sha256": known.sha256}, by=by)
                unit.commit()
                device.vault.discard(sealed.id)
                return known
            must_be_open(unit, inspection_id)
            recording = Recording(
                id=sealed.id,
                inspection_id=inspection_id,
                file_name=label,
                sha256=sealed.sha256,
                size=sealed.size,
                media_type=facts.media_type,
                origin=origin,
                arrived=arrived,
                taken_by=by,
                claims=facts.claims,
            )
            unit.keep_object(sealed)
            unit.save(recording, change="recording.imported", by=by)
            unit.commit()
    return recording


def _known(device: Device, sealed: SealedObject, label: str) -> Recording | None:
    """Return the recording with these bytes if its own file is damaged; refuse them if it is whole.

    Looked at before the one writer is taken: reading hours of film must not keep the shutter waiting.
    """
    with device.reading() as unit:
        known = unit.recording_with(sealed.sha256)
        known_object = unit.sealed_object(known.id) if known is not None else None
    if known is None or known_object is None:
        return None
    if opens(device, known_object):
        raise InputError("recording.already_sealed", file=label, known=known.file_name)
    return known


class Metered(io.RawIOBase):
    """A stream that counts what is read of it: each step can wait, or be the last."""

    def __init__(self, source: BinaryIO, size: int, what: str, progress: Progress) -> None:
        super().__init__()
        self._source = source
        self._size = size
        self._what = what
        self._progress = progress
        self._read = 0

    def readable(self) -> bool:
        """It is there to be read, from the beginning to the end."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Read on; raises `Cancelled`, and what the source raises."""
        self._progress.step(self._read // _MB, -(-self._size // _MB), f"{self._what} · MB")
        count: int = self._source.readinto(buffer)  # type: ignore[attr-defined]
        self._read += count
        return count

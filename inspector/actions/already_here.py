"""Whether a file's very bytes are sealed on this device already, told without reading what cannot be."""

from __future__ import annotations

import hashlib
from pathlib import Path

from inspector.actions.card_files import OpenCardFile
from inspector.actions.ports import Device
from inspector.actions.take_photo import opens
from inspector.progress import Cancelled, Progress
from inspector.records import Photo, Recording

_PIECE = 1 << 20


class AlreadyHere:
    """Knows the sizes of all sealed photos and recordings: only a file of such a size is read to compare its hash.

    The hashes compared with lie in the encrypted records; nothing about a card is kept.
    """

    def __init__(self, device: Device) -> None:
        self._device = device
        self._sizes: set[int] = set()
        self._read_at = -1
        self.look_again()

    def look_again(self) -> bool:
        """Read the sizes anew if anything was recorded since; tell whether it was."""
        length = self._device.journal.length()
        if length == self._read_at:
            return False
        with self._device.reading() as unit:
            photos, recordings = unit.all(Photo), unit.all(Recording)
        self._sizes = {photo.size for photo in photos} | {each.size for each in recordings}
        self._read_at = length
        return True

    def add(self, sealed: Photo | Recording) -> None:
        """Know one more: it was sealed just now."""
        self._sizes.add(sealed.size)

    def of(self, file: Path, size: int, progress: Progress | None = None) -> Photo | Recording | None:
        """Return what is sealed with the bytes of this file; None also where its own sealed file is damaged.

        Raises:
            InputError: `photo.unreadable`, `photo.changing`, `photo.link`, `photo.not_a_file`.
            Cancelled: somebody stopped it between two pieces.
        """
        if size not in self._sizes:
            return None
        digest = hashlib.sha256()
        with OpenCardFile(file) as content:
            piece = memoryview(bytearray(_PIECE))
            while count := content.readinto(piece):
                digest.update(piece[:count])
                if progress is not None and progress.is_cancelled:
                    raise Cancelled
        with self._device.reading() as unit:
            sha256 = digest.hexdigest()
            known = unit.photo_with(sha256) or unit.recording_with(sha256)
            if known is None or not opens(self._device, unit.sealed_object(known.id)):
                return None
        return known

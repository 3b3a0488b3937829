"""Whether a file's very bytes are sealed on this device already, told without reading what cannot be."""

from __future__ import annotations

import hashlib
from pathlib import Path

from inspector.actions.card_files import OpenCardFile
from inspector.actions.ports import Device
from inspector.actions.take_photo import opens
from inspector.records import Photo

_PIECE = 1 << 20


class AlreadyHere:
    """Knows the sizes of all sealed photos: only a file of such a size is read to compare its hash.

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
            self._sizes = {photo.size for photo in unit.all(Photo)}
        self._read_at = length
        return True

    def add(self, photo: Photo) -> None:
        """Know one more: it was sealed just now."""
        self._sizes.add(photo.size)

    def of(self, file: Path, size: int) -> Photo | None:
        """Return the sealed photo with the bytes of this file; None also where that photo's own file is damaged.

        Raises:
            InputError: `photo.unreadable`, `photo.changing`, `photo.link`, `photo.not_a_file`.
        """
        if size not in self._sizes:
            return None
        digest = hashlib.sha256()
        with OpenCardFile(file) as content:
            piece = memoryview(bytearray(_PIECE))
            while count := content.readinto(piece):
                digest.update(piece[:count])
        with self._device.reading() as unit:
            known = unit.photo_with(digest.hexdigest())
            if known is None or not opens(self._device, unit.sealed_object(known.id)):
                return None
        return known

"""Seal bytes for one transaction: if it certainly did not come about, the sealed file goes again."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from inspector.actions.ports import Device
from inspector.errors import InputError, InspectorError
from inspector.records import SealedObject

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_NOTHING_WRITTEN = {"store.disk_full", "store.busy"}


@contextmanager
def sealed_for(device: Device, content: BinaryIO, *, spares_reserve: bool = False) -> Iterator[SealedObject]:
    """Yield the sealed object; the block must commit a unit that keeps it.

    After a refusal, or a fault that leaves no doubt, the file is discarded, so that a full disk gets its room
    back. After any other fault the commit may have reached the disk: the file stays, and the next start looks.
    """
    sealed = device.vault.put(device.ids.object(), content, spares_reserve=spares_reserve)
    try:
        yield sealed
    except InspectorError as error:
        if isinstance(error, InputError) or error.code in _NOTHING_WRITTEN:
            device.vault.discard(sealed.id)
        raise


def sealed_again(device: Device, damaged_id: str, sealed: SealedObject) -> SealedObject:
    """Put the bytes just sealed in the place of a damaged file, which is kept aside; return what opens it now.

    Cut off before the commit, what is damaged is as damaged as it was, and the next try mends it.
    """
    device.vault.set_aside(damaged_id)
    return device.vault.put(damaged_id, io.BufferedReader(_Unsealed(device.vault.chunks(sealed))))


class _Unsealed(io.RawIOBase):
    """Plain pieces out of the vault as a stream, one of them in memory."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces = pieces
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        """It is there to be read, from the beginning to the end."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Read on, at most to the end of a piece."""
        if not self._rest:
            self._rest = memoryview(next(self._pieces, b""))
        with memoryview(buffer) as room:
            count = min(len(room), len(self._rest))
            room[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

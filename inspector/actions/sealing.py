"""Seal bytes for one transaction: if it certainly did not come about, the sealed file goes again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from inspector.actions.ports import Device
from inspector.errors import InputError, InspectorError
from inspector.records import SealedObject

_NOTHING_WRITTEN = {"store.disk_full", "store.busy"}


@contextmanager
def sealed_for(device: Device, content: BinaryIO) -> Iterator[SealedObject]:
    """Yield the sealed object; the block must commit a unit that keeps it.

    After a refusal, or a fault that leaves no doubt, the file is discarded, so that a full disk gets its room
    back. After any other fault the commit may have reached the disk: the file stays, and the next start looks.
    """
    sealed = device.vault.put(device.ids.object(), content)
    try:
        yield sealed
    except InspectorError as error:
        if isinstance(error, InputError) or error.code in _NOTHING_WRITTEN:
            device.vault.discard(sealed.id)
        raise

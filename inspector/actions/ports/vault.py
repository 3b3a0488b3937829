"""The sealed files, as the actions need them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import BinaryIO, Protocol

from inspector.records import SealedObject


class PlainFile(Protocol):
    """A sealed file opened for reading anywhere in it; what is read is authenticated first."""

    @property
    def size(self) -> int:
        """Return the plain bytes there are."""
        ...

    def read_at(self, offset: int, count: int) -> bytearray:
        """Return up to `count` bytes from there; who asked wipes them. `SystemFault("vault.altered")`."""
        ...

    def close(self) -> None:
        """Wipe what is held and let go of the key; may be called again, from any thread."""
        ...


class Vault(Protocol):
    """Sealed files: nothing plain ever touches the disk."""

    def put(self, object_id: str, source: BinaryIO, *, spares_reserve: bool = False) -> SealedObject:
        """Seal the stream to its end: hash, encrypt, fsync, rename, fsync the folder; then return.

        What `spares_reserve` never takes the room that is kept for the stand in work.
        """
        ...

    def plain_file(self, sealed: SealedObject) -> PlainFile:
        """Open a sealed file for reading anywhere in it, as a player does; close what is returned."""
        ...

    def read(self, sealed: SealedObject) -> bytes:
        """Return the plain bytes, every segment and the hash verified; `SystemFault("vault.altered")`."""
        ...

    def chunks(self, sealed: SealedObject) -> Iterator[bytes]:
        """Yield verified plain segments of at most 256 KiB."""
        ...

    def ciphertext(self, sealed: SealedObject) -> AbstractContextManager[BinaryIO]:
        """Open the sealed file as it lies on disk, for bundling."""
        ...

    def object_key(self, sealed: SealedObject) -> bytes:
        """Return the unwrapped AES-256 key of one object, for the bundle's encrypted manifest."""
        ...

    def discard(self, object_id: str) -> None:
        """Remove a file whose transaction did not come about; never one that was acknowledged."""
        ...

    def forget(self, object_ids: Iterable[str]) -> None:
        """Remove the sealed files of originals whose keys were destroyed."""
        ...

    def set_aside(self, object_id: str) -> None:
        """Keep a damaged file elsewhere, so that the same bytes can be put again under its id."""
        ...

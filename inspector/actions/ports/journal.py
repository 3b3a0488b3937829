"""The journal and the key that signs it, as the actions need them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol


class Journal(Protocol):
    """The hash chain of everything that happened on this device."""

    def length(self) -> int:
        """Return the number of entries."""
        ...

    def entries(self, first: int, last: int) -> Iterator[bytes]:
        """Yield the canonical bytes of entries `first` to `last`, both included, counted from 1."""
        ...

    def entries_of_change(self, change: str) -> Iterator[bytes]:
        """Yield the entries that tell of one kind of change, oldest first."""
        ...

    def root(self, size: int) -> bytes:
        """Return the Merkle tree hash over the first `size` entries."""
        ...

    def inclusion_proof(self, seq: int, size: int) -> tuple[bytes, ...]:
        """Return the audit path of entry `seq` in the tree over the first `size` entries."""
        ...

    def checkpoint(self, size: int | None = None) -> str:
        """Return a signed note over the first `size` entries, over all if none is said (FORMAT.md, section 3)."""
        ...


class Signer(Protocol):
    """The device's own Ed25519 key; the private part stays inside."""

    @property
    def public_key(self) -> bytes:
        """Return the 32 raw bytes of the public key."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature."""
        ...

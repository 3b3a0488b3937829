"""Sealed objects: what the vault holds and how its bytes can be recognised."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SealedObject:
    """One file of the vault; photos, issued PDFs and thumbnails alike."""

    id: str
    """128 random bits, 32 hex digits."""
    sha256: str
    """Of the plain bytes."""
    size: int
    """Plain bytes."""
    cipher_sha256: str
    """Of the whole vault file, header included."""
    cipher_size: int
    """Bytes of the vault file."""
    wrapped_key: bytes
    """The object's own AES-256 key under the vault key (AES-KW, RFC 3394); never journalled. Empty once released."""

    @property
    def is_released(self) -> bool:
        """Tell whether the key was destroyed: the original is at the centre, which gave a receipt for it."""
        return not self.wrapped_key

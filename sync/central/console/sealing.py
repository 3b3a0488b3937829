"""Sealing under keys derived from the centre's storage key: what the console keeps never lies plain in the database."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from inspector.errors import SystemFault
from sync.central.keys import CentralKeys

_NONCE = 12


def derived(keys: CentralKeys, purpose: str) -> bytes:
    """Return a key of its own for one purpose (HKDF-SHA256, RFC 5869)."""
    return HKDF(SHA256(), 32, None, f"inspector {purpose}".encode()).derive(keys.storage)


class Seal:
    """Seals and opens small bodies, each bound to its place (AES-256-GCM)."""

    def __init__(self, keys: CentralKeys) -> None:
        self._aead = AESGCM(derived(keys, "console catalogue"))

    def close(self, body: bytes, place: str) -> bytes:
        """Return the body as it may stand in the database at `place`."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._aead.encrypt(nonce, body, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """Return what was closed for this place; `SystemFault("central.damaged")` if it is not that."""
        try:
            return self._aead.decrypt(sealed[:_NONCE], sealed[_NONCE:], place.encode())
        except InvalidTag as error:
            raise SystemFault("central.damaged", what="console") from error

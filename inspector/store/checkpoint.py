"""Checkpoints as FORMAT.md section 3: a signed note over the whole journal."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime
from typing import Protocol

from inspector.records.plain import instant_text


class Signer(Protocol):
    """The device's own Ed25519 key."""

    @property
    def public_key(self) -> bytes:
        """Return the 32 raw bytes of the public key."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature."""
        ...


def signed_note(device: str, size: int, root: bytes, wall: datetime, signer: Signer) -> str:
    """Return the note over `size` entries with the tree hash `root`."""
    name = f"inspector/device/{device}"
    text = f"{name}\n{size}\n{base64.b64encode(root).decode()}\ntime {instant_text(wall)}\n"
    key_hash = hashlib.sha256(name.encode() + b"\x0a\x01" + signer.public_key).digest()[:4]
    signature = base64.b64encode(key_hash + signer.sign(text.encode())).decode()
    return f"{text}\n— {name} {signature}\n"

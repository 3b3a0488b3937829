"""The centre's own keys: one to sign receipts, one to open bundles, one for its storage.

They lie in the data folder, readable by its owner only. Whoever can read that account can read the
cases: protect the machine and its disk. Sealing them under a passphrase is left for a later version.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from inspector.durable import write_file
from inspector.errors import SystemFault
from inspector.ids import RandomBytes

_NAMES = ("receipt", "recipient", "storage")


@dataclass(frozen=True)
class CentralKeys:
    """The private keys of one centre."""

    signing: Ed25519PrivateKey = field(repr=False)
    opening: X25519PrivateKey = field(repr=False)
    storage: bytes = field(repr=False)

    @property
    def receipt_public(self) -> bytes:
        """Return the raw key whose receipts devices believe."""
        return self.signing.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    @property
    def recipient_public(self) -> bytes:
        """Return the raw key bundles are sealed for."""
        return self.opening.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def wrap(self, secret: bytes) -> bytes:
        """Return a secret as it may stand in the database (AES-KW, RFC 3394)."""
        return aes_key_wrap(self.storage, secret)

    def unwrap(self, wrapped: bytes) -> bytes:
        """Return a secret kept by `wrap`; `SystemFault("central.damaged")` under another storage key."""
        try:
            return aes_key_unwrap(self.storage, wrapped)
        except InvalidUnwrap as error:
            raise SystemFault("central.damaged", what="storage.key") from error


def make_keys(folder: Path, random: RandomBytes = secrets.token_bytes) -> None:
    """Make what is missing of the three keys; never replaces one."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in _NAMES:
        path = folder / f"{name}.key"
        if not path.exists():
            write_file(path, random(32).hex().encode() + b"\n")


def load_keys(folder: Path) -> CentralKeys:
    """Read the keys; `SystemFault("central.damaged")` naming the file that cannot be used."""
    raw = {}
    for name in _NAMES:
        path = folder / f"{name}.key"
        try:
            raw[name] = bytes.fromhex(path.read_text("ascii").strip())
        except (OSError, ValueError) as error:
            raise SystemFault("central.damaged", what=path.name) from error
        if len(raw[name]) != 32:
            raise SystemFault("central.damaged", what=path.name)
    return CentralKeys(
        Ed25519PrivateKey.from_private_bytes(raw["receipt"]),
        X25519PrivateKey.from_private_bytes(raw["recipient"]),
        raw["storage"],
    )

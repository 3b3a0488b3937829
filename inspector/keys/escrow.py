"""The bureau's escrow key: made offline, its private half exists only as shares held by custodians.

A device knows the public half from a file and seals its master key to it (HPKE, RFC 9180). Opening needs
`k` custodians; nobody alone, and no device, holds what opens another.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import date

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from inspector.canonical import canonical
from inspector.errors import InputError
from inspector.ids import RandomBytes
from inspector.keys.shares import combined, split

_KIND = "inspector-escrow"
_LARGEST_FILE = 4096


@dataclass(frozen=True)
class EscrowPublic:
    """The public file of a bureau's escrow key, imported by each device."""

    bureau: str
    public_key: bytes
    """X25519, 32 raw bytes."""
    threshold: int
    count: int
    made: date

    @property
    def fingerprint(self) -> str:
        """Return eight groups of four hex digits for people to compare, from SHA-256 of the public key."""
        digest = hashlib.sha256(self.public_key).hexdigest()[:32]
        return " ".join(digest[at : at + 4] for at in range(0, 32, 4))

    def as_file(self) -> bytes:
        """Return the bytes of the file; nothing in it is secret."""
        return canonical(
            {
                "bureau": self.bureau,
                "count": self.count,
                "kind": _KIND,
                "made": self.made.isoformat(),
                "public_key": self.public_key.hex(),
                "threshold": self.threshold,
                "v": 1,
            }
        )


def new_escrow(
    bureau: str, threshold: int, count: int, made: date, random: RandomBytes = secrets.token_bytes
) -> tuple[EscrowPublic, tuple[str, ...]]:
    """Make an escrow key and return its public part and the custodians' shares; the private half is kept nowhere.

    Raises:
        InputError: `keys.share_numbers` unless 2 ≤ threshold ≤ count ≤ 16.
    """
    seed = random(32)
    shares = split(seed, threshold, count)
    public = _public(X25519PrivateKey.from_private_bytes(seed))
    return EscrowPublic(bureau, public, threshold, count, made), shares


def read_escrow_file(content: bytes) -> EscrowPublic:
    """Read the public file.

    Raises:
        InputError: `keys.escrow_file` for anything else.
    """
    try:
        if len(content) > _LARGEST_FILE:
            raise ValueError("size")
        told = json.loads(content)
        if (told["kind"], told["v"]) != (_KIND, 1):
            raise ValueError("kind")
        public = bytes.fromhex(told["public_key"])
        # a point of low order gives everybody the same secret: the exchange refuses it, here and not when sealing
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(public))
        threshold, count = told["threshold"], told["count"]
        if not (isinstance(threshold, int) and isinstance(count, int) and 2 <= threshold <= count):
            raise ValueError("numbers")
        bureau = str(told["bureau"])
        bureau.encode()  # half a character could not be written again
        return EscrowPublic(bureau, public, threshold, count, date.fromisoformat(told["made"]))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError("keys.escrow_file") from error


def sealed_to_escrow(master: bytearray, recipient: bytes, context: bytes) -> bytes:
    """Return the master key sealed to the escrow key; `context` names device and slot."""
    key = X25519PublicKey.from_public_bytes(recipient)
    return _suite().encrypt(bytes(master), key, _info(context))


def opened_by_shares(sealed: bytes, shares: tuple[str, ...], recipient: bytes, context: bytes) -> bytearray:
    """Return the master key that `sealed` holds.

    Raises:
        InputError: `keys.shares_few`, `keys.shares_differ`; `keys.escrow_other` if the shares are of another
            escrow key than the one this device was sealed to.
    """
    seed = combined(shares)
    private = X25519PrivateKey.from_private_bytes(bytes(seed))
    seed[:] = bytes(len(seed))
    if _public(private) != recipient:
        raise InputError("keys.escrow_other")
    try:
        return bytearray(_suite().decrypt(sealed, private, _info(context)))
    except (InvalidTag, ValueError) as error:
        raise InputError("keys.escrow_other") from error


def _public(private: X25519PrivateKey) -> bytes:
    return private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _suite() -> Suite:
    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def _info(context: bytes) -> bytes:
    return b"inspector/1 escrow slot\0" + context

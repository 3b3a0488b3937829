"""The bundle key and its envelopes: HPKE (RFC 9180) to each recipient (FORMAT.md 4.4)."""

from __future__ import annotations

import hashlib
from base64 import b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from inspector.errors import InputError
from sync.bundle.layout import altered

KEY_SIZE = 32
_KEM_X25519 = 1
_SEALED = 80
_BODY = 1 + 8 + _SEALED
_ENVELOPE = 2 + _BODY


def key_id(public_key: bytes) -> str:
    """Return the id of a recipient's or signer's raw public key, 16 hex digits."""
    return hashlib.sha256(public_key).digest()[:8].hex()


def bureau_id(root: bytes) -> str:
    """Return the id of the bureau with a raw root key: nobody else can have it."""
    return hashlib.sha256(root).digest()[:16].hex()


def seal_key(bundle_key: bytes, recipient: bytes, bundle: str, device: str) -> bytes:
    """Return the envelope of `bundle_key` for one recipient's raw X25519 key."""
    sealed = _suite().encrypt(bundle_key, X25519PublicKey.from_public_bytes(recipient), _info(bundle, device))
    body = bytes([_KEM_X25519]) + bytes.fromhex(key_id(recipient)) + sealed
    return len(body).to_bytes(2, "big") + body


def open_key(
    envelopes: bytes, recipients: tuple[str, ...], private: X25519PrivateKey, bundle: str, device: str
) -> bytes:
    """Return the bundle key from the envelope addressed to `private`.

    Raises:
        InputError: `bundle.key_unknown` if none is for this key; `bundle.altered` at `envelopes`.
    """
    if len(envelopes) != _ENVELOPE * len(recipients):
        raise altered("envelopes", "length")
    ours = key_id(private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
    found = None
    for number, recipient in enumerate(recipients):
        envelope = envelopes[number * _ENVELOPE : (number + 1) * _ENVELOPE]
        expected = _BODY.to_bytes(2, "big") + bytes([_KEM_X25519]) + bytes.fromhex(recipient)
        if not envelope.startswith(expected):
            raise altered("envelopes", "recipient")
        if recipient == ours:
            found = envelope[len(expected) :]
    if found is None:
        raise InputError("bundle.key_unknown", keys=", ".join(recipients))
    try:
        bundle_key = _suite().decrypt(found, private, _info(bundle, device))
    except (InvalidTag, ValueError) as error:
        raise altered("envelopes", "sealed key") from error
    if len(bundle_key) != KEY_SIZE:
        raise altered("envelopes", "sealed key")
    return bundle_key


def region_key(bundle_key: bytes, region: str, bundle: str) -> bytes:
    """Return the key of "manifest" or "entries"."""
    info = f"ipb/1 {region}\0".encode() + bytes.fromhex(bundle)
    return HKDF(hashes.SHA256(), KEY_SIZE, None, info).derive(bundle_key)


def fingerprint(public_key: bytes) -> str:
    """Return SHA-256 of a raw public key, for people to compare."""
    return hashlib.sha256(public_key).hexdigest()


def base64_text(raw: bytes) -> str:
    """Return standard padded base64."""
    return b64encode(raw).decode()


def _suite() -> Suite:
    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def _info(bundle: str, device: str) -> bytes:
    return b"ipb/1 key\0" + bytes.fromhex(bundle) + bytes.fromhex(device)

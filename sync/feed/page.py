"""Asking for the feed and the page that answers, sealed for the device alone (FORMAT.md 13.2, 13.3)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from msgspec import ValidationError

from inspector.actions.ports import Signer
from inspector.canonical import Json, canonical
from inspector.errors import InputError
from inspector.typed import converted
from sync.bundle.envelope import base64_text, key_id
from sync.feed.entry import CarriedEntry
from sync.statement import Statement, make_statement, read_statement, verified
from sync.strict_json import base64_bytes, parse_canonical

REQUEST = "feed-request"
HEAD = "feed-head"
UNASKED = "0" * 32
"""The nonce of a page nobody asked for: it is carried."""
PAGE_LIMIT = 16 << 20
EPOCH_LIMIT = 2**31 - 1
"""The highest epoch a request may name; what a database keeps in four bytes."""
_MAGIC = b"IPF1"
_HEX = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Request:
    """What a device says when it asks; signed by it, so that it also tells the centre what has arrived."""

    bureau: str
    device: str
    epoch: int
    """Of the last entry the device has, 1 for none."""
    after: int
    """Number of that entry."""
    head: str
    """Hash of that entry."""
    feed_key: str
    """X25519, base64: the answer is sealed for it."""
    nonce: str
    """32 hex digits; the answer repeats it."""


@dataclass(frozen=True)
class PageHead:
    """What the centre signs with every page: how long the feed is, so that nothing can be cut off."""

    bureau: str
    device: str
    epoch: int
    length: int
    """Entries of this epoch."""
    head: str
    """Hash of the last entry there is."""
    nonce: str
    at: str


@dataclass(frozen=True)
class Page:
    """A page as opened; nothing in it is believed yet."""

    head: Statement
    entries: tuple[CarriedEntry, ...]


def feed_key(device: str, signer: Signer) -> X25519PrivateKey:
    """Return the key pages are sealed for: made of a signature only this device can give, the same each time.

    Nothing has to be kept for it, and it comes back with the device's own key from every backup.
    """
    secret = signer.sign(b"ipb/1 feed key\0" + bytes.fromhex(device))
    return X25519PrivateKey.from_private_bytes(HKDF(hashes.SHA256(), 32, None, b"ipb/1 feed").derive(secret))


def feed_public(device: str, signer: Signer) -> str:
    """Return the public half, base64."""
    return base64_text(_raw(feed_key(device, signer)))


def make_request(request: Request, signer: Signer) -> bytes:
    """Sign a request."""
    return make_statement(REQUEST, {"v": 1, **asdict(request)}, signer.sign).encoded()


def read_request(raw: bytes, public_key: bytes) -> Request:
    """Return a request the device's raw key signed; `InputError("feed.not_a_request")`."""
    try:
        request = converted(verified(read_statement(raw), REQUEST, public_key), Request)
    except (InputError, ValidationError) as error:
        raise InputError("feed.not_a_request") from error
    is_sound = request.after >= 0 and 1 <= request.epoch <= EPOCH_LIMIT
    is_sound = is_sound and base64_bytes(request.feed_key, 32) is not None
    if not is_sound or not _HEX.fullmatch(request.nonce):
        raise InputError("feed.not_a_request")
    return request


def seal_page(page: Page, device: str, public_key: bytes) -> bytes:
    """Return the page as it travels, readable for one device only."""
    plain: dict[str, Json] = {
        "v": 1,
        "head": {"signature": page.head.signature, "text": page.head.text},
        "entries": [entry.plain() for entry in page.entries],
    }
    sealed = _suite().encrypt(canonical(plain), X25519PublicKey.from_public_bytes(public_key), _info(device))
    return _MAGIC + bytes.fromhex(key_id(public_key)) + sealed


def open_page(raw: bytes, device: str, signer: Signer) -> Page:
    """Open a page sealed for this device.

    Raises:
        InputError: `feed.form`; `feed.not_ours` if it was sealed for another device.
    """
    private = feed_key(device, signer)
    if raw[:4] != _MAGIC or not 12 < len(raw) <= PAGE_LIMIT + (1 << 10):
        raise InputError("feed.form")
    if raw[4:12].hex() != key_id(_raw(private)):
        raise InputError("feed.not_ours")
    try:
        plain = parse_canonical(_suite().decrypt(raw[12:], private, _info(device)))
    except (InvalidTag, ValueError) as error:
        raise InputError("feed.form") from error
    try:
        return converted(plain, Page)
    except ValidationError as error:
        raise InputError("feed.form") from error


def make_head(head: PageHead, sign: Callable[[bytes], bytes]) -> Statement:
    """Sign how long a feed is."""
    return make_statement(HEAD, {"v": 1, **asdict(head)}, sign)


def read_head(statement: Statement, key: bytes) -> PageHead:
    """Return the signed length; `InputError("feed.signature")`, `feed.form`."""
    try:
        return converted(verified(statement, HEAD, key), PageHead)
    except InputError as error:
        raise InputError("feed.signature", seq=0) from error
    except ValidationError as error:
        raise InputError("feed.form") from error


def _raw(private: X25519PrivateKey) -> bytes:
    return private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _suite() -> Suite:
    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def _info(device: str) -> bytes:
    return b"ipb/1 feed page\0" + bytes.fromhex(device)

"""One entry of a feed: a signed head that names its predecessor and the hash of its body (FORMAT.md 13.1)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum

from msgspec import ValidationError

from inspector.canonical import Json, canonical
from inspector.errors import InputError
from inspector.typed import converted
from sync.statement import Statement, content_of, make_statement, verified
from sync.strict_json import parse_canonical

ENTRY = "feed"
NO_ENTRY = "0" * 64
"""What the first entry names as its predecessor."""
BODY_LIMIT = 4 << 20
_ID = re.compile(r"[0-9a-f]{32}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Kind(StrEnum):
    """What an entry brings; a device sets aside a kind it does not know."""

    CASE = "case"
    CORRECTION = "correction"
    OFFICER = "officer"
    NUMBERS = "numbers"
    ROSTER = "roster"
    LAW = "law-pack"
    CALENDAR = "work-calendar"
    RECIPIENTS = "recipients"
    RECEIPT_KEY = "receipt-key"
    ROOT = "root"
    CERTIFICATE = "certificate"
    REVOKED = "revoked"
    RESTART = "restart"


@dataclass(frozen=True)
class Head:
    """What is signed of an entry."""

    bureau: str
    device: str
    epoch: int
    """Raised each time the feed begins anew (`restart.py`); `seq` counts from 1 in each."""
    seq: int
    prev: str
    kind: str
    subject: str
    """What it is about, e.g. a case or a certificate's number; empty where the kind says all."""
    body_sha256: str
    by: str
    """Who at the office, as people read it."""
    at: str
    """The centre's time, UTC with milliseconds."""


@dataclass(frozen=True)
class CarriedEntry:
    """An entry as it travels: nothing of it is believed before `head_of` has seen it."""

    text: str
    signature: str
    body: str

    @property
    def id(self) -> str:
        """Return the hash the next entry names."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def statement(self) -> Statement:
        """Return the signed head."""
        return Statement(self.text, self.signature)

    def plain(self) -> dict[str, Json]:
        """Return it as JSON values."""
        return {"body": self.body, "signature": self.signature, "text": self.text}


def make_entry(head: Head, body: bytes, sign: Callable[[bytes], bytes]) -> CarriedEntry:
    """Sign a head for the canonical bytes of a body."""
    content: dict[str, Json] = {"v": 1, **asdict(head), "body_sha256": hashlib.sha256(body).hexdigest()}
    statement = make_statement(ENTRY, content, sign)
    return CarriedEntry(statement.text, statement.signature, body.decode())


def head_of(entry: CarriedEntry) -> Head:
    """Return the head as it says, unverified.

    Raises:
        InputError: `feed.form`; `feed.altered` if the body is not the one it names.
    """
    try:
        plain = content_of(entry.statement)
        head = converted(plain, Head)
    except (InputError, ValidationError) as error:
        raise InputError("feed.form") from error
    ids = _ID.fullmatch(head.bureau), _ID.fullmatch(head.device)
    hashes = _SHA256.fullmatch(head.prev), _SHA256.fullmatch(head.body_sha256)
    if not all((*ids, *hashes)) or head.seq < 1 or head.epoch < 1:
        raise InputError("feed.form")
    if hashlib.sha256(entry.body.encode()).hexdigest() != head.body_sha256:
        raise InputError("feed.altered", seq=head.seq)
    return head


def require_signed(entry: CarriedEntry, key: bytes, seq: int) -> None:
    """Make sure that the raw Ed25519 `key` signed the head; `InputError("feed.signature")`."""
    try:
        verified(entry.statement, ENTRY, key)
    except InputError as error:
        raise InputError("feed.signature", seq=seq) from error


def body_of(entry: CarriedEntry) -> dict[str, Json]:
    """Return the body's values; `InputError("feed.body")` if it is no canonical object."""
    plain = parse_canonical(entry.body.encode())
    if not isinstance(plain, dict):
        raise InputError("feed.body")
    return plain


def encoded_body(plain: dict[str, Json]) -> bytes:
    """Return a body's bytes; `InputError("feed.body_large")`."""
    raw = canonical(plain)
    if len(raw) > BODY_LIMIT:
        raise InputError("feed.body_large", limit=BODY_LIMIT >> 20)
    return raw

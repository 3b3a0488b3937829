"""The bureau's root and what it certifies: receipt and recipient keys, devices, officers (FORMAT.md 14)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum

from msgspec import ValidationError

from inspector.canonical import Json
from inspector.errors import InputError
from inspector.typed import converted
from sync.statement import Statement, make_statement, read_statement, verified
from sync.strict_json import base64_bytes

CERTIFICATE = "certificate"


class Role(StrEnum):
    """What a certified key may do."""

    RECEIPT = "receipt"
    """Sign receipts, refusals, answers and the feed."""
    RECIPIENT = "recipient"
    """Have bundles sealed for it."""
    DEVICE = "device"
    OFFICER = "officer"


@dataclass(frozen=True)
class Certificate:
    """What the root says of a key."""

    bureau: str
    number: str
    """32 hex digits, for the list of revocations."""
    role: Role
    subject: str
    """Device id, officer's certificate number, or empty for a key of the centre."""
    name: str
    """As people read it."""
    public_key: str
    """Base64 of the 32 raw bytes: X25519 for a recipient, else Ed25519."""
    since: str
    """UTC with milliseconds."""
    until: str
    """Planned end; empty: none."""

    @property
    def public(self) -> bytes:
        """Return the raw key."""
        return base64_bytes(self.public_key, 32) or b""


def certify(certificate: Certificate, sign: Callable[[bytes], bytes]) -> Statement:
    """Sign a certificate with the root's private key."""
    return make_statement(CERTIFICATE, {"v": 1, **asdict(certificate)}, sign)


def read_certificate(raw: bytes, root: bytes) -> Certificate:
    """Return a certificate only if the raw Ed25519 `root` signed it; `InputError("trust.certificate")`."""
    try:
        found = converted(verified(read_statement(raw), CERTIFICATE, root), Certificate)
    except (InputError, ValidationError) as error:
        raise InputError("trust.certificate") from error
    if base64_bytes(found.public_key, 32) is None:
        raise InputError("trust.certificate")
    return found


def require_certified(raw: str, root: bytes, *, bureau: str, role: Role, key: str) -> Certificate:
    """Return the certificate that the root gave this very key for a role; `InputError("trust.certificate")`."""
    found = read_certificate(raw.encode(), root)
    if (found.bureau, found.role, found.public_key) != (bureau, role, key):
        raise InputError("trust.certificate")
    return found


def as_plain(statement: Statement) -> Json:
    """Return a certificate as it stands inside another statement or a body."""
    return statement.encoded().decode()

"""Signed statements: one form for receipts, refusals, enrolment and key lists (FORMAT.md section 5)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from inspector.canonical import Json, canonical
from inspector.errors import InputError
from sync.strict_json import base64_bytes, parse_canonical

STATEMENT_LIMIT = 16 << 20


@dataclass(frozen=True)
class Statement:
    """A text and its signature, both as they travel."""

    text: str
    """Canonical JSON as signed."""
    signature: str
    """Ed25519, base64."""

    def encoded(self) -> bytes:
        """Return the file or body."""
        return canonical({"signature": self.signature, "text": self.text})


def make_statement(kind: str, content: dict[str, Json], sign: Callable[[bytes], bytes]) -> Statement:
    """Sign `content` as a statement of `kind`, one of those FORMAT.md section 5 names."""
    text = canonical(content)
    return Statement(text.decode(), b64encode(sign(_message(kind, text))).decode())


def read_statement(raw: bytes) -> Statement:
    """Parse a file or body; nothing is verified yet.

    Raises:
        InputError: `statement.form`.
    """
    plain = parse_canonical(raw) if len(raw) <= STATEMENT_LIMIT else None
    text = plain.get("text") if isinstance(plain, dict) else None
    signature = plain.get("signature") if isinstance(plain, dict) else None
    if not isinstance(text, str) or not isinstance(signature, str) or base64_bytes(signature, 64) is None:
        raise InputError("statement.form")
    return Statement(text, signature)


def content_of(statement: Statement) -> dict[str, Json]:
    """Return what the statement says, unverified: enough to find the key that must have signed it.

    Raises:
        InputError: `statement.form`.
    """
    content = parse_canonical(statement.text.encode())
    if not isinstance(content, dict) or content.get("v") != 1:
        raise InputError("statement.form")
    return content


def verified(statement: Statement, kind: str, public_key: bytes) -> dict[str, Json]:
    """Return what the statement says once its signature holds under the raw `public_key`.

    Raises:
        InputError: `statement.signature`, `statement.form`.
    """
    signature = base64_bytes(statement.signature, 64) or b""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(
            signature, _message(kind, statement.text.encode())
        )
    except (InvalidSignature, ValueError) as error:
        raise InputError("statement.signature") from error
    return content_of(statement)


def is_signed(statement: Statement, kind: str, public_key: bytes) -> bool:
    """Tell whether the raw `public_key` signed the statement as one of `kind`."""
    try:
        verified(statement, kind, public_key)
    except InputError:
        return False
    return True


def _message(kind: str, text: bytes) -> bytes:
    return f"ipb/1 {kind}\0".encode() + text

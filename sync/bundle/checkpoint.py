"""Checkpoints: the signed note over the journal, read, verified and cosigned (FORMAT.md section 3)."""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass, replace

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from inspector.errors import InputError
from sync.bundle.envelope import key_id

NO_HASH = "0" * 64
"""Stands where there is nothing before."""
_SIGNATURE = "— "
_ED25519 = b"\x01"


@dataclass(frozen=True)
class Checkpoint:
    """One signed statement of how long the journal was and what was in it."""

    note: str
    """To the byte, with its signature lines."""
    device: str
    size: int
    root: bytes
    """RFC 6962 tree hash, 32 bytes."""

    @property
    def text(self) -> str:
        """Return what the signatures cover."""
        return self.note[: self.note.index("\n\n") + 1]


def read_checkpoint(note: str, signer: bytes) -> Checkpoint:
    """Parse a note and verify the device's own signature, which must be its only line.

    Raises:
        InputError: `bundle.altered` at `checkpoint`.
    """
    text, gap, lines = note.partition("\n\n")
    rows = text.split("\n")
    if not gap or len(rows) != 4 or not rows[3].startswith("time "):
        raise _altered("form")
    name, size, root = rows[0], rows[1], _base64(rows[2])
    prefix, _, device = name.rpartition("/")
    if prefix != "inspector/device" or not size.isascii() or not size.isdigit() or len(size) > 16:
        raise _altered("form")
    if str(int(size)) != size or len(root) != 32:
        raise _altered("form")
    if lines != signature_line(name, signer, _signature_in(lines)):
        raise _altered("form")
    try:
        Ed25519PublicKey.from_public_bytes(signer).verify(_signature_in(lines), f"{text}\n".encode())
    except (InvalidSignature, ValueError) as error:
        raise _altered("signature") from error
    return Checkpoint(note, device, int(size), root)


def read_cosigned(note: str, signer: bytes, centre: bytes) -> Checkpoint:
    """Parse a note that carries the device's line and then the centre's, and verify both.

    `centre` is the raw receipt key. The note keeps both lines.

    Raises:
        InputError: `bundle.altered` at `checkpoint`.
    """
    start = note.rstrip("\n").rfind("\n") + 1
    ours, line = note[:start], note[start:]
    checkpoint = read_checkpoint(ours, signer)
    if line != signature_line(centre_name(centre), centre, _signature_in(line)):
        raise _altered("form")
    try:
        key = Ed25519PublicKey.from_public_bytes(centre)
        key.verify(_signature_in(line), checkpoint.text.encode())
    except (InvalidSignature, ValueError) as error:
        raise _altered("signature") from error
    return replace(checkpoint, note=note)


def centre_name(receipt_key: bytes) -> str:
    """Return the name a centre signs notes with."""
    return f"inspector/centre/{key_id(receipt_key)}"


def cosigned(checkpoint: Checkpoint, name: str, public_key: bytes, sign: Callable[[bytes], bytes]) -> str:
    """Return the note with one more signature line over the same text."""
    return checkpoint.note + signature_line(name, public_key, sign(checkpoint.text.encode()))


def signature_line(name: str, public_key: bytes, signature: bytes) -> str:
    """Return one line of a C2SP signed note."""
    key_hash = hashlib.sha256(name.encode() + b"\n" + _ED25519 + public_key).digest()[:4]
    return f"{_SIGNATURE}{name} {b64encode(key_hash + signature).decode()}\n"


def _signature_in(lines: str) -> bytes:
    return _base64(lines.rstrip("\n").rpartition(" ")[2])[4:]


def _base64(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError as error:
        raise _altered("form") from error


def _altered(why: str) -> InputError:
    return InputError("bundle.altered", place="checkpoint", why=why)

"""The key file: what lies on disk beside the data, in two copies, readable by anyone and useful to nobody.

Canonical JSON `{"body", "mac", "sum"}`: `sum` finds damage before a key is known, `mac` (HMAC-SHA256
under a key derived from the master key) finds changes once it is. Both copies are rewritten with a
higher generation, one after the other, so that one whole copy exists at every moment.
"""

from __future__ import annotations

import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass
from pathlib import Path

import msgspec

from inspector.canonical import Json, canonical
from inspector.durable import write_file
from inspector.errors import SystemFault
from inspector.records.plain import to_plain

COPIES = ("keys-a.json", "keys-b.json")
VERSION = 1


@dataclass(frozen=True)
class Slot:
    """The master key wrapped under one secret; hex texts."""

    kind: str
    """`passphrase` (Argon2id) or `recovery` (HKDF: the code is random already)."""
    salt: str
    memory_kib: int
    passes: int
    lanes: int
    """All three 0 for a recovery slot."""
    nonce: str
    wrapped: str


@dataclass(frozen=True)
class SealedSigningKey:
    """The device's Ed25519 key, its private half under a key derived from the master key; hex texts."""

    public: str
    nonce: str
    sealed: str


@dataclass(frozen=True)
class KeyFile:
    """What the two copies say."""

    v: int
    device: str
    """32 hex digits."""
    generation: int
    slots: tuple[Slot, ...]
    signing_key: SealedSigningKey


@dataclass(frozen=True)
class Copy:
    """One readable copy; `mac` is to be checked once the master key is known."""

    name: str
    file: KeyFile
    mac: bytes

    def is_authentic(self, mac_key: bytearray) -> bool:
        """Tell whether the copy was written by a holder of the master key."""
        return hmac.compare_digest(_mac(_body(self.file), mac_key), self.mac)


@dataclass(frozen=True)
class Copies:
    """The readable copies, newest first, and the names of those that are missing or damaged."""

    readable: tuple[Copy, ...]
    damaged: tuple[str, ...]


def write_copies(folder: Path, file: KeyFile, mac_key: bytearray) -> None:
    """Write both copies, one after the other, each whole or not at all.

    Raises:
        SystemFault: `keys.io` if the disk refuses.
    """
    body = _body(file)
    content: Json = {
        "body": to_plain(file),
        "mac": _mac(body, mac_key).hex(),
        "sum": hashlib.sha256(body).hexdigest(),
    }
    try:
        for name in COPIES:
            write_file(folder / name, canonical(content))
    except OSError as error:
        raise SystemFault("keys.io", why=error.strerror) from error


def read_copies(folder: Path) -> Copies:
    """Read what is there.

    Raises:
        SystemFault: `keys.missing` if there is no copy at all, `keys.damaged` if none can be read.
    """
    if not any((folder / name).exists() for name in COPIES):
        raise SystemFault("keys.missing")
    readable = []
    damaged = []
    for name in COPIES:
        copy = _read(folder / name)
        if copy is None:
            damaged.append(name)
        else:
            readable.append(copy)
    if not readable:
        raise SystemFault("keys.damaged")
    readable.sort(key=lambda copy: -copy.file.generation)
    return Copies(tuple(readable), tuple(damaged))


def _read(path: Path) -> Copy | None:
    """Return the copy, or None if it is missing or damaged: the caller tells of it."""
    try:
        content = json.loads(path.read_bytes())
        file = msgspec.convert(content["body"], KeyFile)
        if hashlib.sha256(_body(file)).hexdigest() != content["sum"] or file.v != VERSION:
            return None
        for text in _hex_texts(file):
            binascii.unhexlify(text)
        return Copy(path.name, file, bytes.fromhex(content["mac"]))
    except (OSError, ValueError, KeyError, TypeError, msgspec.ValidationError):
        return None


def _hex_texts(file: KeyFile) -> list[str]:
    key = file.signing_key
    slots = [text for slot in file.slots for text in (slot.salt, slot.nonce, slot.wrapped)]
    return [file.device, key.public, key.nonce, key.sealed, *slots]


def _body(file: KeyFile) -> bytes:
    return canonical(to_plain(file))


def _mac(body: bytes, mac_key: bytearray) -> bytes:
    return hmac.digest(mac_key, body, "sha256")

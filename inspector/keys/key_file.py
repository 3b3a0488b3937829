"""The key file: what lies on disk beside the data, in two copies, readable by anyone and useful to nobody.

Canonical JSON `{"body", "mac", "sum"}`: `sum` finds damage before a key is known, `mac` (HMAC-SHA256
under a key derived from the master key) finds changes once it is. Both copies are rewritten with a
higher generation, one after the other, so that one whole copy exists at every moment.
"""

from __future__ import annotations

import binascii
import errno
import hashlib
import hmac
import json
from dataclasses import dataclass
from pathlib import Path

import msgspec

from inspector.canonical import Json, canonical
from inspector.durable import write_file
from inspector.errors import BugError, SystemFault
from inspector.keys.key_file_v1 import KeyFileV1
from inspector.records.plain import to_plain
from inspector.typed import converted

COPIES = ("keys-a.json", "keys-b.json")
VERSION = 2
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
_UNBOUND = 1
"""A slot written by version 1: its additional data named neither slot nor officer."""


@dataclass(frozen=True)
class SealedKey:
    """A private key under a key that only its holder can derive, with what is public of it; hex texts."""

    public: str
    """Ed25519: the raw public key; P-256: the certificate (DER)."""
    nonce: str
    sealed: str


@dataclass(frozen=True)
class Slot:
    """The master key wrapped under one secret; hex texts."""

    id: str
    """32 random hex digits."""
    kind: str
    """`officer` (Argon2id), `recovery` (HKDF: the code is random already) or `escrow` (HPKE to a bureau's key)."""
    officer: str
    """Record id of the officer whose passphrase it is; empty for the others, and until version 1 is renewed."""
    salt: str
    memory_kib: int
    passes: int
    lanes: int
    """All three 0 unless a passphrase is stretched."""
    nonce: str
    wrapped: str
    recipient: str = ""
    """Escrow only: the bureau's public key."""
    seal: SealedKey | None = None
    """Officer only: the officer's own signing key, under a key that comes from the passphrase alone."""
    bound: int = VERSION
    """Which version's additional data the wrapping names."""


@dataclass(frozen=True)
class KeyFile:
    """What the two copies say."""

    v: int
    device: str
    """32 hex digits."""
    epoch: int
    """Counts the master keys this device has had, from 1."""
    generation: int
    slots: tuple[Slot, ...]
    signing_key: SealedKey
    device_seal: SealedKey | None = None
    """The device's P-256 key for seals on paper; a file of version 1 has none until it is opened."""
    retired: SealedKey | None = None
    """While a change of the master key is under way: the former one, under the new."""


@dataclass(frozen=True)
class Copy:
    """One readable copy; `mac` is to be checked once the master key is known."""

    name: str
    file: KeyFile
    body: bytes
    """As it lies on disk, in the version it was written in."""
    mac: bytes

    def is_authentic(self, mac_key: bytearray) -> bool:
        """Tell whether the copy was written by a holder of the master key."""
        return hmac.compare_digest(_mac(self.body, mac_key), self.mac)


@dataclass(frozen=True)
class Copies:
    """The readable copies, newest first, and the names of those that are missing or damaged."""

    readable: tuple[Copy, ...]
    damaged: tuple[str, ...]


def write_copies(folder: Path, file: KeyFile, mac_key: bytearray) -> None:
    """Write both copies, one after the other, each whole or not at all.

    Raises:
        SystemFault: `keys.disk_full`, `keys.io` if the disk refuses.
    """
    body = canonical(to_plain(file))
    content: Json = {
        "body": to_plain(file),
        "mac": _mac(body, mac_key).hex(),
        "sum": hashlib.sha256(body).hexdigest(),
    }
    try:
        for name in COPIES:
            write_file(folder / name, canonical(content))
    except OSError as error:
        code = "keys.disk_full" if error.errno in _NO_ROOM else "keys.io"
        raise SystemFault(code, why=error.strerror) from error


def read_copies(folder: Path) -> Copies:
    """Read what is there.

    Raises:
        SystemFault: `keys.missing` if there is no copy at all, `keys.damaged` if none can be read,
            `keys.newer` if a later version of the program wrote one.
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
        raw = path.read_bytes()
        content = json.loads(raw)
        body = canonical(content["body"])
        if hashlib.sha256(body).hexdigest() != content["sum"]:
            return None
        version = content["body"]["v"]
        if version > VERSION:
            raise SystemFault("keys.newer", found=version, known=VERSION)
        file = _file_of(content["body"], version)
        for text in _hex_texts(file):
            binascii.unhexlify(text)
        mac = bytes.fromhex(content["mac"])
        if canonical(content) != raw or mac.hex() != content["mac"]:
            return None  # another spelling of the same: a changed bit is told
        return Copy(path.name, file, body, mac)
    except (OSError, ValueError, KeyError, TypeError, RecursionError, msgspec.ValidationError):
        return None
    except BugError:
        return None  # what has no canonical form was never written by this program


def _file_of(body: Json, version: int) -> KeyFile:
    if version == VERSION:
        return converted(body, KeyFile)
    old = converted(body, KeyFileV1)
    slots = tuple(
        Slot(
            id=slot.salt,
            kind=slot.kind_now,
            officer="",
            salt=slot.salt,
            memory_kib=slot.memory_kib,
            passes=slot.passes,
            lanes=slot.lanes,
            nonce=slot.nonce,
            wrapped=slot.wrapped,
            bound=_UNBOUND,
        )
        for slot in old.slots
    )
    key = old.signing_key
    return KeyFile(
        VERSION, old.device, 1, old.generation, slots, SealedKey(key.public, key.nonce, key.sealed)
    )


def _hex_texts(file: KeyFile) -> list[str]:
    keys = [file.signing_key, file.device_seal, file.retired, *(slot.seal for slot in file.slots)]
    sealed = [text for key in keys if key for text in (key.public, key.nonce, key.sealed)]
    slots = [
        text for slot in file.slots for text in (slot.id, slot.salt, slot.nonce, slot.wrapped, slot.recipient)
    ]
    return [file.device, *sealed, *slots]


def _mac(body: bytes, mac_key: bytearray) -> bytes:
    return hmac.digest(mac_key, body, "sha256")

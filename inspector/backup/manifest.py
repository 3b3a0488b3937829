"""The list of a backup: every file with size and hash, signed by the device; read as strictly as a stranger's."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from inspector.backup.medium import medium_faults
from inspector.canonical import Json, canonical
from inspector.errors import InputError, SystemFault
from inspector.records.plain import to_plain
from inspector.typed import converted

VERSION = 1
Signing = Callable[[bytes], bytes]
_SIGNED = b"inspector/1 backup manifest\n"
_LARGEST_BYTES = 256 << 20
_PATH = re.compile(
    r"records/[0-9]{1,9}/(store\.db|store\.db\.key-check|journal\.log|keys/[a-z0-9-]{1,40}\.json)"
    r"|vault/[0-9a-f]{2}/[0-9a-f]{32}(\.[0-9]{1,9})?\.ipv"
)
"""The only places a manifest may name: no list from a stranger's stick leads outside."""


@dataclass(frozen=True)
class BackupFile:
    """One file of a backup."""

    path: str
    """Below the device's folder, with `/`."""
    size: int
    sha256: str
    object: str = ""
    """Id of the vault object; empty for records and keys."""


@dataclass(frozen=True)
class Manifest:
    """What one backup consists of."""

    v: int
    device: str
    generation: int
    """Counts the backups on this medium."""
    made: datetime
    entries: int
    """Journal entries in the records."""
    checkpoint: str
    """Signed note of the journal when the backup was made."""
    missing: tuple[str, ...]
    """Ids of objects the device could not read any more, nor the medium."""
    files: tuple[BackupFile, ...]

    def objects(self) -> dict[str, BackupFile]:
        """Return the sealed files by object id."""
        return {file.object: file for file in self.files if file.object}

    def record(self, name: str) -> BackupFile:
        """Return a file of the records by its name; `SystemFault("backup.list_damaged")` if it is not listed."""
        for file in self.files:
            if not file.object and file.path.split("/", 2)[2] == name:
                return file
        raise SystemFault("backup.list_damaged")


@dataclass(frozen=True)
class SignedManifest:
    """A manifest as it lies on the medium."""

    manifest: Manifest
    signature: bytes


def manifest_bytes(manifest: Manifest, sign: Signing) -> bytes:
    """Return what is written to the medium."""
    signature = sign(_SIGNED + canonical(to_plain(manifest)))
    content: Json = {"body": to_plain(manifest), "signature": signature.hex()}
    return canonical(content)


def read_manifest(path: Path) -> SignedManifest:
    """Read a list; its signature is judged once the device's key is known.

    Raises:
        InputError: `backup.newer`.
        SystemFault: `backup.list_damaged`, `backup.medium_failed`.
    """
    with medium_faults():
        if path.stat().st_size > _LARGEST_BYTES:
            raise SystemFault("backup.list_damaged")
        content = path.read_bytes()
    try:
        told = json.loads(content)
        version = told["body"]["v"]
        if isinstance(version, int) and version > VERSION:
            raise InputError("backup.newer")
        manifest = converted(told["body"], Manifest)
        signature = bytes.fromhex(told["signature"])
        if canonical(told) != content or signature.hex() != told["signature"]:
            raise SystemFault("backup.list_damaged")  # one spelling: another was made by nobody but chance
    except (ValueError, KeyError, TypeError, RecursionError, msgspec.ValidationError) as error:
        raise SystemFault("backup.list_damaged") from error
    is_sane = manifest.v == VERSION and all(
        _PATH.fullmatch(file.path) and file.size >= 0 and file.path.startswith("vault/") == bool(file.object)
        and (not file.object or file.path.split("/")[2].startswith(file.object + "."))
        for file in manifest.files
    )  # fmt: skip
    if not is_sane:
        raise SystemFault("backup.list_damaged")
    return SignedManifest(manifest, signature)


def is_signed_by(signed: SignedManifest, public_key: bytes) -> bool:
    """Tell whether the device with this key made the list."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(
            signed.signature, _SIGNED + canonical(to_plain(signed.manifest))
        )
    except InvalidSignature:
        return False
    return True

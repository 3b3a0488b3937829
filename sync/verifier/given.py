"""What somebody hands the verifier beside the files: lists and keys to trust."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from . import signers
from .certificate import Certificate, read_given
from .verdict import CannotTellError


@dataclass(frozen=True)
class Given:
    """Lists and keys given on the command line; nothing here is taken from the files being judged."""

    signers_file: Path | None = None
    centre_keys: tuple[bytes, ...] = ()
    """Raw Ed25519 receipt keys."""
    authorities: tuple[Certificate, ...] = ()
    """Certificates of timestamp authorities."""
    roots: tuple[bytes, ...] = ()
    """Raw Ed25519 roots of bureaus."""

    def signers_for(self, path: Path) -> Path | None:
        """Return the list given, else the nearest one beside a file."""
        return self.signers_file or signers.find(path)


def key_id(public_key: bytes) -> str:
    """Return the short name of a receipt key: FORMAT.md 4.4."""
    return hashlib.sha256(public_key).hexdigest()[:16]


def centre_key(text: str) -> bytes:
    """Read a centre's receipt key: hex, base64, or a file that holds one (text, invitation or key list).

    Raises:
        CannotTellError: it is none of these.
    """
    found = _key_or_file(text, "receipt_key")
    if found is None:
        raise CannotTellError(
            f"“{text}”不是中心端公钥（64 位十六进制、Base64，或含有它的文件）。",
            f"“{text}” is no key of a centre (64 hex digits, base64, or a file with one).",
        )
    return found


def root_key(text: str) -> bytes:
    """Read a bureau's root: hex, base64, or a file that holds one (text or invitation).

    Raises:
        CannotTellError: it is none of these.
    """
    found = _key_or_file(text, "root_key")
    if found is None:
        raise CannotTellError(
            f"“{text}”不是单位根公钥（64 位十六进制、Base64，或含有它的文件）。",
            f"“{text}” is no root of a bureau (64 hex digits, base64, or a file with one).",
        )
    return found


def authorities(path: Path) -> tuple[Certificate, ...]:
    """Read the certificates of timestamp authorities from a PEM or DER file.

    Raises:
        CannotTellError: there is none in it.
    """
    try:
        return tuple(read_given(path.read_bytes()))
    except (OSError, ValueError) as error:
        raise CannotTellError(
            f"“{path}”不是证书文件（PEM 或 DER）。", f"“{path}” is no certificate (PEM or DER)."
        ) from error


def _key_or_file(text: str, name: str) -> bytes | None:
    found = _key(text.strip())
    if found is None:
        try:
            found = _key_in(Path(text).read_text("utf-8"), name)
        except (OSError, ValueError, RecursionError):
            return None
    return found


def _key_in(content: str, name: str) -> bytes | None:
    found = _key(content.strip())
    if found is None and content.lstrip().startswith("{"):
        said = json.loads(content)
        if isinstance(said, dict) and isinstance(said.get("text"), str):
            said = json.loads(said["text"])
        found = _key(str(said.get(name, ""))) if isinstance(said, dict) else None
    return found


def _key(text: str) -> bytes | None:
    if re.fullmatch(r"[0-9a-fA-F]{64}", text):
        return bytes.fromhex(text)
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return raw if len(raw) == 32 else None

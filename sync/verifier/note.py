"""Checkpoints: the signed notes of FORMAT.md section 3, with one or more signature lines."""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

from .canonical import exact_base64
from .ed25519 import is_valid
from .verdict import AlteredError


class Line(NamedTuple):
    """One signature line, not yet judged."""

    name: str
    key_hash: bytes
    signature: bytes


class Note(NamedTuple):
    """A checkpoint as read: its text, what it says, who signed."""

    text: str
    """What is signed: four lines, each ended."""
    device: str
    size: int
    root: bytes
    time: str
    lines: list[Line]

    def is_signed_by(self, name: str, public_key: bytes) -> bool:
        """Tell whether a line of this name holds under an Ed25519 key; a wrong one beside it counts as none."""
        key_hash = hashlib.sha256(name.encode() + b"\x0a\x01" + public_key).digest()[:4]
        found = [line for line in self.lines if (line.name, line.key_hash) == (name, key_hash)]
        return bool(found) and all(is_valid(public_key, self.text.encode(), each.signature) for each in found)


def read(checkpoint: str) -> Note:
    """Read a checkpoint.

    Raises:
        AlteredError: "checkpoint", if it has not exactly the form of section 3.
    """
    text, gap, tail = checkpoint.partition("\n\n")
    rows = text.split("\n")
    if not gap or len(rows) != 4 or not tail.endswith("\n"):
        raise AlteredError("checkpoint")
    named = re.fullmatch(r"inspector/device/([0-9a-f]{32})", rows[0])
    size = re.fullmatch(r"[1-9][0-9]{0,15}", rows[1])
    root = exact_base64(rows[2])
    if not named or not size or root is None or len(root) != 32 or not rows[3].startswith("time "):
        raise AlteredError("checkpoint")
    lines = [_line(row) for row in tail[:-1].split("\n")]
    return Note(text + "\n", named[1], int(size[0]), root, rows[3][5:], lines)


def _line(row: str) -> Line:
    found = re.fullmatch(r"— ([^ \n]+) ([^ \n]+)", row)
    blob = exact_base64(found[2]) if found else None
    if found is None or blob is None or len(blob) != 68:
        raise AlteredError("checkpoint")
    return Line(found[1], blob[:4], blob[4:])

"""Where each byte of a bundle lies: HEAD, regions, parts, and how much of each there may be (FORMAT.md 4)."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.errors import InputError

MAGIC = b"IPB1"
VERSION = 1
SUITE = 1
HEAD_SIZE = 64
SIGNATURE_SIZE = 64
TRAILER_SIZE = SIGNATURE_SIZE + 4 + len(MAGIC)
"""SIGNATURE, LENGTH and TAIL behind FOOT."""
USUAL_PART = 1 << 24
"""Bytes of a whole part: any photo is one, and no more than this is sent twice after a cut (ADR 0184)."""

FOOT_LIMIT = 16 << 20
OBJECT_LIMIT = 32 << 30
OBJECTS_LIMIT = 50_000
PARTS_LIMIT = 200_000
RECIPIENTS_LIMIT = 16
BUNDLE_LIMIT = 1 << 40
SMALLEST_OBJECT = 56
"""An empty object file: header and one tag."""


@dataclass(frozen=True)
class Region:
    """A run of bytes with a meaning: one object file, or one of the three regions behind them."""

    name: str
    """One of "object", "manifest", "entries", "envelopes"."""
    object_id: str
    offset: int
    size: int


@dataclass(frozen=True)
class Part:
    """The unit of hashing, of sending and of naming a damaged place."""

    number: int
    region: Region
    offset: int
    size: int
    sha256: str

    @property
    def place(self) -> str:
        """Return the place for people, e.g. "part 3 (object 0a1b…)"."""
        what = f"object {self.region.object_id}" if self.region.object_id else self.region.name
        return f"part {self.number} ({what})"


def head_bytes(bundle: str, device: str, created_ms: int, part_size: int) -> bytes:
    """Return HEAD; a reader compares it, a writer begins with it."""
    return (
        MAGIC
        + bytes([VERSION, SUITE, 0, 0])
        + bytes.fromhex(bundle)
        + bytes.fromhex(device)
        + created_ms.to_bytes(8, "big")
        + part_size.to_bytes(4, "big")
        + bytes(12)
    )


def altered(place: str, why: str = "") -> InputError:
    """Return the error for bytes that are not what the device signed."""
    return InputError("bundle.altered", place=place, why=why)

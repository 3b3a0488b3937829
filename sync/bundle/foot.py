"""FOOT: the public, signed description of a bundle, in its only byte form (FORMAT.md 4.2)."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from inspector.canonical import Json, canonical
from sync.bundle.checkpoint import NO_HASH
from sync.bundle.layout import (
    BUNDLE_LIMIT,
    HEAD_SIZE,
    OBJECT_LIMIT,
    OBJECTS_LIMIT,
    PARTS_LIMIT,
    RECIPIENTS_LIMIT,
    SMALLEST_OBJECT,
    SUITE,
    USUAL_PART,
    VERSION,
    Part,
    Region,
    altered,
    head_bytes,
)
from sync.strict_json import base64_bytes, is_whole_number, parse_canonical

_HEX_32 = re.compile(r"[0-9a-f]{32}")
_HEX_64 = re.compile(r"[0-9a-f]{64}")
_HEX_16 = re.compile(r"[0-9a-f]{16}")
_FOOT_DOMAIN = b"ipb/1 foot\0"


@dataclass(frozen=True)
class KnownObject:
    """One object file as FOOT names it."""

    id: str
    size: int
    """Bytes of the object file."""


@dataclass(frozen=True)
class Foot:
    """The public description of a bundle, checked for shape; `checkpoint` is not checked yet."""

    bundle: str
    device: str
    epoch: int
    sequence: int
    previous: str
    created_ms: int
    first: int
    last: int
    checkpoint: str
    signer: bytes
    part_size: int
    objects: tuple[KnownObject, ...]
    manifest: int
    entries: int
    envelopes: int
    recipients: tuple[str, ...]
    parts: tuple[str, ...]

    def head(self) -> bytes:
        """Return the 64 bytes the file must begin with."""
        return head_bytes(self.bundle, self.device, self.created_ms, self.part_size)

    @property
    def opens_epoch(self) -> bool:
        """Tell whether this is the first bundle of a device that was enrolled anew."""
        return self.epoch > 1 and self.sequence == 1

    def encoded(self) -> bytes:
        """Return FOOT's only byte form."""
        foot: dict[str, Json] = {
            "v": VERSION,
            "min_reader": VERSION,
            "critical": [],
            "suite": SUITE,
            "bundle": self.bundle,
            "device": self.device,
            "epoch": self.epoch,
            "sequence": self.sequence,
            "previous": self.previous,
            "created_ms": self.created_ms,
            "first": self.first,
            "last": self.last,
            "checkpoint": self.checkpoint,
            "signer": b64encode(self.signer).decode(),
            "part_size": self.part_size,
            "objects": [[known.id, known.size] for known in self.objects],
            "manifest": self.manifest,
            "entries": self.entries,
            "envelopes": self.envelopes,
            "recipients": list(self.recipients),
            "parts": list(self.parts),
        }
        return canonical(foot)

    def regions(self) -> Iterator[Region]:
        """Yield every region in file order."""
        offset = HEAD_SIZE
        for known in self.objects:
            yield Region("object", known.id, offset, known.size)
            offset += known.size
        for name, size in (
            ("manifest", self.manifest),
            ("entries", self.entries),
            ("envelopes", self.envelopes),
        ):
            yield Region(name, "", offset, size)
            offset += size

    def region(self, name: str) -> Region:
        """Return the one region of that name ("manifest", "entries" or "envelopes")."""
        return next(region for region in self.regions() if region.name == name)

    def all_parts(self) -> Iterator[Part]:
        """Yield every part in file order, each inside one region."""
        number = 0
        for region in self.regions():
            for begin in range(0, region.size, self.part_size):
                size = min(self.part_size, region.size - begin)
                yield Part(number, region, region.offset + begin, size, self.parts[number])
                number += 1

    def part(self, number: int) -> Part:
        """Return one part by its number; IndexError where there is none."""
        if not 0 <= number < len(self.parts):
            raise IndexError(number)
        first = 0
        for region in self.regions():
            count = -(-region.size // self.part_size)
            if number < first + count:
                begin = (number - first) * self.part_size
                size = min(self.part_size, region.size - begin)
                return Part(number, region, region.offset + begin, size, self.parts[number])
            first += count
        raise IndexError(number)

    @property
    def offset(self) -> int:
        """Return where FOOT itself begins."""
        return HEAD_SIZE + sum(k.size for k in self.objects) + self.manifest + self.entries + self.envelopes


def signed_by_device(foot: bytes) -> bytes:
    """Return the message the device signs for `foot`."""
    return _FOOT_DOMAIN + foot


def foot_hash(foot: bytes) -> str:
    """Return the hash that names a bundle's exact bytes."""
    return hashlib.sha256(foot).hexdigest()


def plain_foot(foot: bytes) -> dict[str, Json]:
    """Parse FOOT's JSON strictly; `bundle.altered` at `foot` if it is not its own canonical form."""
    plain = parse_canonical(foot)
    if not isinstance(plain, dict):
        raise altered("foot")
    return plain


def foot_from(plain: dict[str, Json]) -> Foot:
    """Check the shape and every limit of FOOT before anything is read by it.

    Raises:
        InputError: `bundle.altered` at `foot`, with `why` naming the key.
    """
    objects = tuple(_object(item) for item in _items(plain, "objects", OBJECTS_LIMIT))
    foot = Foot(
        bundle=_hex(plain, "bundle", _HEX_32),
        device=_hex(plain, "device", _HEX_32),
        epoch=_number(plain, "epoch", 1),
        sequence=_number(plain, "sequence", 1),
        previous=_hex(plain, "previous", _HEX_64),
        created_ms=_number(plain, "created_ms", 0),
        first=_number(plain, "first", 1),
        last=_number(plain, "last", 1),
        checkpoint=_text(plain, "checkpoint"),
        signer=base64_bytes(plain.get("signer"), 32) or _wrong("signer"),
        part_size=_number(plain, "part_size", 1 << 12, USUAL_PART),
        objects=objects,
        manifest=_number(plain, "manifest", SMALLEST_OBJECT, OBJECT_LIMIT),
        entries=_number(plain, "entries", SMALLEST_OBJECT, OBJECT_LIMIT),
        envelopes=_number(plain, "envelopes", 1, 1 << 20),
        recipients=tuple(_each_hex(plain, "recipients", RECIPIENTS_LIMIT, _HEX_16)),
        parts=tuple(_each_hex(plain, "parts", PARTS_LIMIT, _HEX_64)),
    )
    said = plain.get("v"), plain.get("suite")
    # true is 1 to Python, and nothing else
    if said != (VERSION, SUITE) or not all(is_whole_number(each, 1, VERSION) for each in said):
        _wrong("v")
    if foot.part_size & (foot.part_size - 1):
        _wrong("part_size")
    if foot.first > foot.last:
        _wrong("last")
    # a new epoch goes on from an accepted bundle of one before, or from nothing
    if not foot.opens_epoch and (foot.sequence == 1) != (foot.previous == NO_HASH):
        _wrong("previous")
    if len({known.id for known in objects}) != len(objects):
        _wrong("objects")
    if not foot.recipients or len(set(foot.recipients)) != len(foot.recipients):
        _wrong("recipients")
    if foot.offset > BUNDLE_LIMIT:
        _wrong("objects")
    if sum(-(-region.size // foot.part_size) for region in foot.regions()) != len(foot.parts):
        _wrong("parts")
    return foot


def _wrong(key: str) -> NoReturn:
    raise altered("foot", key)


def _object(item: Json) -> KnownObject:
    if not isinstance(item, list) or len(item) != 2:
        raise altered("foot", "objects")
    object_id, size = item
    if not isinstance(object_id, str) or not _HEX_32.fullmatch(object_id):
        raise altered("foot", "objects")
    if not is_whole_number(size, SMALLEST_OBJECT, OBJECT_LIMIT):
        raise altered("foot", "objects")
    return KnownObject(object_id, size)


def _items(plain: dict[str, Json], key: str, limit: int) -> list[Json]:
    value = plain.get(key)
    if not isinstance(value, list) or len(value) > limit:
        raise altered("foot", key)
    return value


def _each_hex(plain: dict[str, Json], key: str, limit: int, form: re.Pattern[str]) -> Iterator[str]:
    for item in _items(plain, key, limit):
        if not isinstance(item, str) or not form.fullmatch(item):
            raise altered("foot", key)
        yield item


def _text(plain: dict[str, Json], key: str) -> str:
    value = plain.get(key)
    if not isinstance(value, str):
        raise altered("foot", key)
    return value


def _hex(plain: dict[str, Json], key: str, form: re.Pattern[str]) -> str:
    value = _text(plain, key)
    if not form.fullmatch(value):
        raise altered("foot", key)
    return value


def _number(plain: dict[str, Json], key: str, least: int, most: int = 2**53) -> int:
    value = plain.get(key)
    if not is_whole_number(value, least, most):
        raise altered("foot", key)
    return value

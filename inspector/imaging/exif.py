"""What a photo claims about itself: time, place, orientation and camera out of its EXIF block.

Read by hand, and every value for itself: a damaged entry loses that claim only. There is no recursion
and no pointer is followed twice, so that a crafted block ends as quickly as an honest one.
Tags after CIPA DC-008 (Exif 3.0), 4.6; rationals and types after TIFF 6.0, section 2.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from inspector.imaging.limits import EXIF_ENTRIES, NAME_CHARACTERS
from inspector.records import ExifClaims

_MAKE, _MODEL, _ORIENTATION, _EXIF_IFD, _GPS_IFD = 0x010F, 0x0110, 0x0112, 0x8769, 0x8825
_TAKEN, _TAKEN_OFFSET = 0x9003, 0x9011
_LATITUDE_REF, _LATITUDE, _LONGITUDE_REF, _LONGITUDE = 1, 2, 3, 4
_BYTE, _ASCII, _SHORT, _LONG, _RATIONAL, _UNDEFINED, _SIGNED_RATIONAL, _IFD, _UTF8 = (
    1,
    2,
    3,
    4,
    5,
    7,
    10,
    13,
    129,
)
_BYTES_OF_TYPE = {
    _BYTE: 1,
    _ASCII: 1,
    _SHORT: 2,
    _LONG: 4,
    _RATIONAL: 8,
    _UNDEFINED: 1,
    _SIGNED_RATIONAL: 8,
    _UTF8: 1,
}
_TEXT_BYTES = 256
_TIME = re.compile(r"(\d{4})[:/-](\d\d)[:/-](\d\d)[ T](\d\d):(\d\d):(\d\d)", re.ASCII)
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)", re.ASCII)
_MICRODEGREE = Decimal("0.000001")


@dataclass(frozen=True)
class _Directory:
    """One IFD: its entries by tag, each as type, count and the four bytes of value or offset."""

    block: bytes
    order: str
    """Byte order as `struct` writes it: "<" or ">"."""
    entries: dict[int, tuple[int, int, bytes]]

    def value(self, tag: int, kinds: tuple[int, ...], limit: int) -> bytes:
        """Return the raw bytes of an entry of one of these types, at most `limit`; empty if there is none."""
        kind, count, field = self.entries.get(tag, (0, 0, b""))
        if kind not in kinds:
            return b""
        length = min(count * _BYTES_OF_TYPE[kind], limit)
        if count * _BYTES_OF_TYPE[kind] <= 4:
            return field[:length]
        offset = self.offset(field)
        return self.block[offset : offset + length]

    def offset(self, field: bytes) -> int:
        """Read four bytes as a place in the block."""
        return int.from_bytes(field, "little" if self.order == "<" else "big")

    def text(self, tag: int) -> str:
        """Return text up to its NUL, in the first encoding that fits; cameras sold in China write GBK too."""
        raw = self.value(tag, (_ASCII, _UTF8, _UNDEFINED, _BYTE), _TEXT_BYTES).split(b"\0")[0]
        for encoding in ("utf-8", "gb18030"):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError:
                continue
        return raw.decode("ascii", "replace")

    def whole(self, tag: int) -> int | None:
        """Return the first whole number of an entry."""
        raw = self.value(tag, (_SHORT,), 2) or self.value(tag, (_LONG,), 4)
        return int.from_bytes(raw, "little" if self.order == "<" else "big") if raw else None

    def rationals(self, tag: int, count: int) -> list[Decimal]:
        """Return `count` quotients; none at all if one is missing, negative or divides by zero.

        Some phones write their coordinates as signed rationals, although the sign stands in the reference.
        """
        raw = self.value(tag, (_RATIONAL, _SIGNED_RATIONAL), count * 8)
        if len(raw) < count * 8:
            return []
        whole = "ii" if self.entries[tag][0] == _SIGNED_RATIONAL else "II"
        pairs = list(struct.iter_unpack(self.order + whole, raw))
        if any(above < 0 or below <= 0 for above, below in pairs):
            return []
        return [Decimal(above) / Decimal(below) for above, below in pairs]

    def directory(self, tag: int) -> _Directory:
        """Return the directory an entry points to; empty if it points nowhere."""
        kind, _, field = self.entries.get(tag, (0, 0, b""))
        return _directory(self.block, self.order, self.offset(field) if kind in (_LONG, _IFD) else 0)


def claims_in(block: bytes, width: int, height: int) -> ExifClaims:
    """Return what a TIFF block of EXIF claims; malformed parts are left out, nothing is ever raised.

    `width` and `height` are those of the picture's own header, in pixels as stored.
    """
    first = _first_directory(block)
    taken = _taken(first.directory(_EXIF_IFD))
    latitude, longitude = _place(first.directory(_GPS_IFD))
    orientation = first.whole(_ORIENTATION) or 1
    return ExifClaims(
        taken=taken,
        latitude=latitude,
        longitude=longitude,
        orientation=orientation if 1 <= orientation <= 8 else 1,
        make=_printable(first.text(_MAKE)),
        model=_printable(first.text(_MODEL)),
        width=width,
        height=height,
    )


def _first_directory(block: bytes) -> _Directory:
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(block[:4])
    if order is None or len(block) < 8:
        return _Directory(block, "<", {})
    return _directory(block, order, int.from_bytes(block[4:8], "little" if order == "<" else "big"))


def _directory(block: bytes, order: str, at: int) -> _Directory:
    if not 8 <= at <= len(block) - 2:
        return _Directory(block, order, {})
    count = min(struct.unpack_from(order + "H", block, at)[0], EXIF_ENTRIES, (len(block) - at - 2) // 12)
    rows = struct.iter_unpack(order + "HHI4s", block[at + 2 : at + 2 + count * 12])
    entries: dict[int, tuple[int, int, bytes]] = {}
    for tag, kind, length, field in rows:
        entries.setdefault(tag, (kind, length, field))
    return _Directory(block, order, entries)


def _taken(directory: _Directory) -> datetime | None:
    """Read DateTimeOriginal, aware only if the camera wrote its offset: no zone is ever guessed."""
    written = _TIME.match(directory.text(_TAKEN).strip())
    if written is None:
        return None
    try:
        taken = datetime.fromisoformat("{}-{}-{}T{}:{}:{}".format(*written.groups()))
    except ValueError:
        return None
    offset = _OFFSET.fullmatch(directory.text(_TAKEN_OFFSET).strip())
    if offset is None:
        return taken
    shift = timedelta(hours=int(offset[2]), minutes=int(offset[3])) * (-1 if offset[1] == "-" else 1)
    return taken.replace(tzinfo=timezone(shift)) if abs(shift) <= timedelta(hours=14) else taken


def _place(directory: _Directory) -> tuple[Decimal | None, Decimal | None]:
    """Read latitude and longitude, both or neither: half a place, or one without its hemisphere, is none."""
    latitude = _degrees(directory, _LATITUDE, _LATITUDE_REF, signs={"N": 1, "S": -1}, limit=90)
    longitude = _degrees(directory, _LONGITUDE, _LONGITUDE_REF, signs={"E": 1, "W": -1}, limit=180)
    return (latitude, longitude) if latitude is not None and longitude is not None else (None, None)


def _degrees(
    directory: _Directory, tag: int, ref_tag: int, *, signs: dict[str, int], limit: int
) -> Decimal | None:
    sign = signs.get(directory.text(ref_tag).strip().upper()[:1])
    parts = directory.rationals(tag, 3)
    if sign is None or not parts:
        return None
    angle = parts[0] + parts[1] / 60 + parts[2] / 3600
    return (sign * angle).quantize(_MICRODEGREE) if angle <= limit else None


def _printable(text: str) -> str:
    kept = "".join(ch if unicodedata.category(ch)[0] != "C" else " " for ch in text)
    return " ".join(kept.split())[:NAME_CHARACTERS].strip()

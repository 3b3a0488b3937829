"""HEIC/HEIF headers: size of the primary picture and its EXIF item (ISO/IEC 14496-12 and 23008-12)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from inspector.imaging.headers.header import DamagedHeader, Header
from inspector.imaging.headers.window import Window

_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_OTHER_CODECS = frozenset({b"avif", b"avis"})
_BOXES_BEFORE_META = 64
_EXIF_BYTES = 1024 * 1024


def begins(first: bytes) -> bool:
    """Tell whether the file is HEIF with the HEVC codec; AVIF is another kind."""
    if first[4:8] != b"ftyp":
        return False
    end = min(int.from_bytes(first[:4], "big"), len(first))
    brands = {first[8:12]} | {first[at : at + 4] for at in range(16, end - 3, 4)}
    return bool(brands & _BRANDS) and not brands & _OTHER_CODECS and first[8:12] in _BRANDS


@dataclass
class _Meta:
    """What the boxes inside `meta` say."""

    primary: int | None = None
    exif_item: int | None = None
    sizes: list[tuple[int, int] | None] = field(default_factory=list)
    """One for each property in `ipco`; None where the property is no size."""
    properties: dict[int, list[int]] = field(default_factory=dict)
    """Item -> numbers of its properties, counted from 1."""
    extents: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Item -> offset in the file and length, for items of one extent."""


def read(window: Window) -> Header:
    """Read the `meta` box, then the EXIF item it points to."""
    meta = _Meta()
    try:
        _read_boxes(_meta_box(window), meta)
    except (IndexError, ValueError) as error:
        raise DamagedHeader("meta box") from error
    width, height = _primary_size(meta)
    return Header("image/heic", width, height, _exif(window, meta))


def _meta_box(window: Window) -> bytes:
    for _ in range(_BOXES_BEFORE_META):
        head = window.take(8)
        length, name = int.from_bytes(head[:4], "big"), head[4:]
        body = length - 8
        if length == 1:
            body = int.from_bytes(window.take(8), "big") - 16
        if body < 0:
            break
        if name == b"meta":
            return window.take(body)
        window.skip(body)
    raise DamagedHeader("no meta box")


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        if length < 8 or at + length > len(content):
            raise ValueError("box longer than what holds it")
        yield content[at + 4 : at + 8], content[at + 8 : at + length]
        at += length


def _read_boxes(content: bytes, meta: _Meta) -> None:
    for name, body in _boxes(content[4:]):  # behind version and flags
        if name == b"pitm":
            meta.primary = int.from_bytes(body[4 : 6 if body[0] == 0 else 8], "big")
        elif name == b"iinf":
            _read_items(body, meta)
        elif name == b"iprp":
            for inner, properties in _boxes(body):
                if inner == b"ipco":
                    meta.sizes = [_size(kind, value) for kind, value in _boxes(properties)]
                elif inner == b"ipma":
                    _read_associations(properties, meta)
        elif name == b"iloc":
            _read_locations(body, meta)


def _size(kind: bytes, value: bytes) -> tuple[int, int] | None:
    if kind != b"ispe":
        return None
    return int.from_bytes(value[4:8], "big"), int.from_bytes(value[8:12], "big")


def _read_items(body: bytes, meta: _Meta) -> None:
    for name, entry in _boxes(body[6 if body[0] == 0 else 8 :]):
        if name != b"infe" or entry[0] not in (2, 3):
            continue
        wide = 2 if entry[0] == 2 else 4
        if entry[4 + wide + 2 : 4 + wide + 6] == b"Exif" and meta.exif_item is None:
            meta.exif_item = int.from_bytes(entry[4 : 4 + wide], "big")


class _Cursor:
    """Reads unsigned numbers one after the other; `ValueError` behind the end."""

    def __init__(self, content: bytes, at: int) -> None:
        self._content = content
        self._at = at

    def number(self, count: int) -> int:
        end = self._at + count
        if end > len(self._content):
            raise ValueError("breaks off")
        value = int.from_bytes(self._content[self._at : end], "big")
        self._at = end
        return value


def _read_associations(body: bytes, meta: _Meta) -> None:
    item_bytes = 2 if body[0] == 0 else 4
    wide = bool(body[3] & 1)
    cursor = _Cursor(body, 4)
    for _ in range(cursor.number(4)):
        item = cursor.number(item_bytes)
        mask = 0x7FFF if wide else 0x7F
        meta.properties[item] = [cursor.number(2 if wide else 1) & mask for _ in range(cursor.number(1))]


def _read_locations(body: bytes, meta: _Meta) -> None:
    version = body[0]
    offset_bytes, length_bytes = body[4] >> 4, body[4] & 15
    base_bytes, index_bytes = body[5] >> 4, body[5] & 15 if version else 0
    cursor = _Cursor(body, 6)
    for _ in range(cursor.number(2 if version < 2 else 4)):
        item = cursor.number(2 if version < 2 else 4)
        in_file = (cursor.number(2) & 15) == 0 if version else True
        cursor.number(2)  # data reference: 0, this file
        base = cursor.number(base_bytes)
        spans = []
        for _ in range(cursor.number(2)):
            cursor.number(index_bytes)
            spans.append((base + cursor.number(offset_bytes), cursor.number(length_bytes)))
        if in_file and len(spans) == 1:
            meta.extents[item] = spans[0]


def _primary_size(meta: _Meta) -> tuple[int, int]:
    """Return the size of the primary item, or the largest one; a tiled picture states the whole."""
    own = [
        meta.sizes[number - 1]
        for number in meta.properties.get(meta.primary or 0, ())
        if 0 < number <= len(meta.sizes)
    ]
    stated = [size for size in own if size] or [size for size in meta.sizes if size]
    if not stated:
        raise DamagedHeader("no size")
    width, height = max(stated, key=lambda size: size[0] * size[1])
    if not width or not height:
        raise DamagedHeader("no size")
    return width, height


def _exif(window: Window, meta: _Meta) -> bytes:
    """Return the EXIF item; its first four bytes say where the TIFF block starts behind them."""
    offset, length = meta.extents.get(meta.exif_item or 0, (0, 0))
    if not 4 < length <= _EXIF_BYTES:
        return b""
    try:
        window.go_to(offset)
        item = window.take(length)
    except DamagedHeader:
        return b""
    return item[4 + int.from_bytes(item[:4], "big") :]

"""PNG headers: IHDR with its checksum, the eXIf chunk, and that picture data exist (W3C PNG, 5 and 11)."""

from __future__ import annotations

import zlib

from inspector.imaging.headers.header import DamagedHeader, Header
from inspector.imaging.headers.window import Window

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHECKSUM_BYTES = 4
_LATE_CHUNKS = 64
"""eXIf may stand behind the picture data; further than this we do not look for it."""
_EXIF_BYTES = 1024 * 1024


def begins(first: bytes) -> bool:
    """Tell whether the file begins like a PNG."""
    return first.startswith(_SIGNATURE)


def read(window: Window) -> Header:
    """Read IHDR, then walk the chunks for EXIF and the first picture data."""
    window.skip(len(_SIGNATURE))
    width, height = _size(window)
    exif = b""
    data_chunks = 0
    while window.position < window.size and data_chunks < _LATE_CHUNKS:
        try:
            length, name = _chunk_head(window)
            if name == b"IDAT":
                data_chunks += 1
            if name == b"IEND":
                break
            if name == b"eXIf" and not exif and length <= _EXIF_BYTES:
                exif = window.take(length)
            else:
                window.skip(length)
            window.skip(_CHECKSUM_BYTES)
        except DamagedHeader:
            if data_chunks:
                break  # broken off in the picture itself: the header was whole
            raise
    if not data_chunks:
        raise DamagedHeader("no picture data")
    return Header("image/png", width, height, exif)


def _size(window: Window) -> tuple[int, int]:
    length, name = _chunk_head(window)
    if name != b"IHDR" or length != 13:
        raise DamagedHeader("no IHDR")
    body = window.take(length)
    if zlib.crc32(name + body).to_bytes(4, "big") != window.take(_CHECKSUM_BYTES):
        raise DamagedHeader("checksum of IHDR")
    width, height = int.from_bytes(body[:4], "big"), int.from_bytes(body[4:8], "big")
    if not width or not height:
        raise DamagedHeader("no size")
    return width, height


def _chunk_head(window: Window) -> tuple[int, bytes]:
    head = window.take(8)
    return int.from_bytes(head[:4], "big"), head[4:]

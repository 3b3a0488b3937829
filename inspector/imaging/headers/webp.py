"""WebP headers: the RIFF chunks VP8, VP8L, VP8X and EXIF (RFC 9649)."""

from __future__ import annotations

from inspector.imaging.headers.header import DamagedHeader, Header
from inspector.imaging.headers.window import Window

_EXIF_BYTES = 1024 * 1024
_VP8_START = b"\x9d\x01\x2a"
_VP8L_START = 0x2F


def begins(first: bytes) -> bool:
    """Tell whether the file begins like a WebP."""
    return first[:4] == b"RIFF" and first[8:12] == b"WEBP"


def read(window: Window) -> Header:
    """Read the size from the first chunk; EXIF stands behind the picture where VP8X announces it."""
    window.skip(12)
    name, length = _chunk_head(window)
    size = _size(name, window.peek(10))
    exif = b""
    if name == b"VP8X":
        has_exif = bool(window.peek(1)[0] & 0x08)
        if has_exif:
            window.skip(length + length % 2)
            exif = _find_exif(window)
    return Header("image/webp", *size, exif)


def _size(name: bytes, start: bytes) -> tuple[int, int]:
    if len(start) < 10:
        raise DamagedHeader("breaks off")
    if name == b"VP8X":
        width, height = int.from_bytes(start[4:7], "little") + 1, int.from_bytes(start[7:10], "little") + 1
    elif name == b"VP8L" and start[0] == _VP8L_START:
        bits = int.from_bytes(start[1:5], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif name == b"VP8 " and start[3:6] == _VP8_START:
        width, height = (int.from_bytes(start[at : at + 2], "little") & 0x3FFF for at in (6, 8))
    else:
        raise DamagedHeader("no picture chunk")
    if not width or not height:
        raise DamagedHeader("no size")
    return width, height


def _find_exif(window: Window) -> bytes:
    try:
        while window.position < window.size:
            name, length = _chunk_head(window)
            if name == b"EXIF" and length <= _EXIF_BYTES:
                block = window.take(length)
                return block[6:] if block.startswith(b"Exif\0") else block
            window.skip(length + length % 2)
    except DamagedHeader:
        return b""  # the size was read; what the file claims about itself is simply not there
    return b""


def _chunk_head(window: Window) -> tuple[bytes, int]:
    head = window.take(8)
    return head[:4], int.from_bytes(head[4:], "little")

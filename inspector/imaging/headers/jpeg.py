"""JPEG headers: markers up to the first scan (ITU-T T.81, annex B), EXIF from APP1 (CIPA DC-008, 4.5.4)."""

from __future__ import annotations

import io

from inspector.imaging.headers.header import DamagedHeader, Header
from inspector.imaging.headers.window import Window

_SOI = b"\xff\xd8"
_APP1, _SOS, _EOI = 0xE1, 0xDA, 0xD9
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""SOF0 to SOF15 without DHT, JPG and DAC, which share the range."""
_BARE = frozenset(range(0xD0, 0xD8)) | {0x01}
"""RST0 to RST7 and TEM stand alone, without a length."""
_NO_MARKER = frozenset({0x00, 0xFF})
_EXIF = b"Exif\0"


def begins(first: bytes) -> bool:
    """Tell whether the file begins like a JPEG."""
    return first.startswith(_SOI)


def read(window: Window) -> Header:
    """Walk the segments to the start of the scan; a file without frame or scan holds no picture."""
    window.skip(len(_SOI))
    size: tuple[int, int] | None = None
    exif = b""
    while (marker := _next_marker(window)) != _SOS:
        if marker == _EOI:
            break
        if marker in _BARE:
            continue
        length = int.from_bytes(window.take(2), "big") - 2
        if length < 0:
            raise DamagedHeader("segment shorter than its own length")
        if marker in _FRAMES and size is None:
            size = _frame_size(window, length)
        elif marker == _APP1 and not exif:
            exif = _exif_of(window.take(length))
        else:
            window.skip(length)
    if marker != _SOS or size is None:
        raise DamagedHeader("no frame or no scan")
    return Header("image/jpeg", size[0], size[1], exif)


def size_of(jpeg: bytes) -> tuple[int, int]:
    """Return width and height of a JPEG in memory; `DamagedHeader` if it is none."""
    if not begins(jpeg):
        raise DamagedHeader("no JPEG")
    header = read(Window(io.BytesIO(jpeg)))
    return header.width, header.height


def _next_marker(window: Window) -> int:
    """Return the next marker code; as every viewer does, pass over stray and fill bytes before it."""
    code = window.take(2)
    while code[0] != 0xFF or code[1] in _NO_MARKER:
        code = code[1:] + window.take(1)
    return code[1]


def _frame_size(window: Window, length: int) -> tuple[int, int]:
    frame = window.take(length)
    if len(frame) < 6:
        raise DamagedHeader("frame too short")
    height, width = int.from_bytes(frame[1:3], "big"), int.from_bytes(frame[3:5], "big")
    if not width or not height:  # T.81 lets a height follow later (DNL); no camera does that
        raise DamagedHeader("no size")
    return width, height


def _exif_of(segment: bytes) -> bytes:
    """Return the TIFF block; two bytes follow the name, the second of which some writers leave wrong."""
    return segment[len(_EXIF) + 1 :] if segment.startswith(_EXIF) else b""

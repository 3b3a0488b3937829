"""What a picture file says in its first bytes: kind, size in pixels, EXIF block; nothing is decoded.

Own readers in Python on purpose: bytes from a stranger's card meet no C library before they are sealed
and the decoding worker has its limits (docs/adr/0030).
"""

from __future__ import annotations

from inspector.imaging.headers import heif, jpeg, png, webp
from inspector.imaging.headers.header import DamagedHeader, Header
from inspector.imaging.headers.window import Window

__all__ = ["FIRST_BYTES", "DamagedHeader", "Header", "read_header"]

FIRST_BYTES = 64
"""Enough to tell every kind by its signature."""

_KINDS = (
    (jpeg.begins, jpeg.read),
    (png.begins, png.read),
    (webp.begins, webp.read),
    (heif.begins, heif.read),
)


def read_header(window: Window) -> Header | None:
    """Return what the header says, None if it is none of the kinds cameras and phones write.

    Raises:
        DamagedHeader: it is one of these kinds, but the header cannot be read to the end.
    """
    first = window.peek(FIRST_BYTES)
    return next((read(window) for begins, read in _KINDS if begins(first)), None)

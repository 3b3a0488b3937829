"""Square codes on a scanned page: found and read, whichever way the sheet lay."""

from __future__ import annotations

import math
from typing import Any

from inspector.imaging.cv import opencv
from inspector.records import FoundCode

_SCALES = (1.0, 0.6, 1.6)
"""A code may be too fine or, in a photo of one corner, too coarse at the first look."""


def codes_in(jpeg: bytes) -> tuple[FoundCode, ...]:
    """Return every code that can be read, none twice; `jpeg` comes from the decoding worker."""
    import numpy

    cv = opencv()
    page = cv.imdecode(numpy.frombuffer(jpeg, numpy.uint8), cv.IMREAD_GRAYSCALE)
    if page is None:
        return ()
    for scale in _SCALES:
        found = _read(page if scale == 1.0 else cv.resize(page, None, fx=scale, fy=scale))
        if found:
            return found
    return ()


def _read(page: Any) -> tuple[FoundCode, ...]:
    import zxingcpp

    codes = zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]))
    read = {
        code.text: FoundCode(code.text, _turned(code.position)) for code in codes if code.valid and code.text
    }
    return tuple(read.values())


def _turned(corners: Any) -> int:
    """Return how far the upper edge, from the first corner to the second, is turned clockwise."""
    start, end = corners.top_left, corners.top_right
    return round(math.degrees(math.atan2(end.y - start.y, end.x - start.x))) % 360

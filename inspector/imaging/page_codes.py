"""Square codes on a scanned page: found and read, whichever way the sheet lay."""

from __future__ import annotations

import math
from typing import Any

from inspector.imaging.cv import opencv
from inspector.records import FoundCode

_SCALES = (1.0, 0.6, 1.6, 0.8, 1.3)
"""A code may be too fine or, in a photo of one corner, too coarse at the first look."""


def codes_in(jpeg: bytes) -> tuple[FoundCode, ...]:
    """Return every code that can be read, none twice; `jpeg` comes from the decoding worker."""
    import numpy

    cv = opencv()
    page = cv.imdecode(numpy.frombuffer(jpeg, numpy.uint8), cv.IMREAD_GRAYSCALE)
    if page is None:
        return ()
    for scale in _SCALES:
        looked_at = page if scale == 1.0 else cv.resize(page, None, fx=scale, fy=scale)
        for seen in (looked_at, cv.threshold(looked_at, 0, 255, cv.THRESH_OTSU)[1]):
            found = _read(cv, seen)
            if found:
                return found
    return ()


def _read(cv: Any, page: Any) -> tuple[FoundCode, ...]:
    for detector in (cv.QRCodeDetector(), cv.QRCodeDetectorAruco()):  # each reads sheets the other misses
        is_found, texts, corners, _ = detector.detectAndDecodeMulti(page)
        pairs = zip(texts, corners, strict=True) if is_found else ()
        read = {text: FoundCode(text, _turned(four)) for text, four in pairs if text}
        if read:
            return tuple(read.values())
    return ()


def _turned(corners: Any) -> int:
    """Return how far the upper edge, from the first corner to the second, is turned clockwise."""
    (x1, y1), (x2, y2) = corners[0], corners[1]
    return round(math.degrees(math.atan2(float(y2 - y1), float(x2 - x1)))) % 360

"""Hints while the stand is still there: blurred, dark, glaring. A warning, never a refusal.

Measured on a small derived JPEG of our own making. The figures are relative to the picture itself,
because white porcelain has little texture and every camera sharpens in its own way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inspector.imaging.cv import opencv
from inspector.records import PhotoRemark

BLUR_LIMIT = 0.5
"""Blur above which we warn. At 960 pixels, 29 sharp photos and rendered pictures gave 0.13 to 0.34,
the same under a Gaussian of 2 pixels 0.44 to 0.70, of 4 pixels 0.74 to 0.88."""
DARK_LIMIT = 70
"""Grey level of 255 that 95 in 100 pixels stay below in a picture too dark to read."""
BRIGHT_LIMIT = 190
"""Grey level that 95 in 100 pixels stay above in a picture that is washed out. Of 500 photos and scans only an
empty page and a blank label do; white porcelain and a well lit page keep dark parts (159 at most)."""
CLIPPED = 250
GLARE_SHARE = (0.002, 0.20)
"""Share of the picture one reflection covers; more is a white wall or a white page."""
_TILES = 8
_SHARPEST_SHARE = 0.10
_SMOOTHING = 9

Pixels = NDArray[Any]


@dataclass(frozen=True)
class Quality:
    """What the eye should look at again before leaving the stand."""

    blur: float
    """0 sharp to 1 blurred, of the sharpest tenth of the picture."""
    glare: bool
    dark: bool
    bright: bool

    @property
    def remarks(self) -> tuple[PhotoRemark, ...]:
        """Return each thing worth a second look; none if all is well."""
        found = (
            (self.blur > BLUR_LIMIT, PhotoRemark.BLUR),
            (self.glare, PhotoRemark.GLARE),
            (self.dark, PhotoRemark.DARK),
            (self.bright, PhotoRemark.BRIGHT),
        )
        return tuple(remark for is_so, remark in found if is_so)


def judge(jpeg: bytes) -> Quality:
    """Judge a derived picture (a thumbnail, preview or print copy); `ValueError` if it is no picture."""
    cv2 = opencv()
    colour = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
    if colour is None:
        raise ValueError("not a picture")
    grey = cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY)
    darkest, brightest = np.percentile(grey, (5, 95))
    return Quality(
        _blur(grey), _has_glare(colour), bool(brightest < DARK_LIMIT), bool(darkest > BRIGHT_LIMIT)
    )


def _blur(grey: Pixels) -> float:
    """Measure how little is lost by smoothing (Crete et al. 2007), on the tiles with most detail.

    A sharp picture loses much of its neighbour differences when smoothed, a blurred one hardly any.
    """
    cv2 = opencv()
    exact = grey.astype(np.float32)
    smoothed = cv2.blur(exact, (_SMOOTHING, _SMOOTHING))
    scores: list[tuple[float, float]] = []
    for across in (0, 1):
        detail = np.abs(np.diff(exact, axis=across))
        lost = np.maximum(0.0, detail - np.abs(np.diff(smoothed, axis=across)))
        for rows_of_detail, rows_of_lost in zip(
            np.array_split(detail, _TILES), np.array_split(lost, _TILES), strict=True
        ):
            tiles = zip(
                np.array_split(rows_of_detail, _TILES, axis=1),
                np.array_split(rows_of_lost, _TILES, axis=1),
                strict=True,
            )
            scores.extend((float(d.sum()), float(gone.sum())) for d, gone in tiles)
    scores.sort(reverse=True)
    best = scores[: max(1, int(len(scores) * _SHARPEST_SHARE))]
    total = sum(detail for detail, _ in best)
    return 1.0 - sum(gone for _, gone in best) / total if total else 1.0


def _has_glare(colour: Pixels) -> bool:
    """Tell whether a burnt-out patch lies inside the picture; what touches the edge is background."""
    cv2 = opencv()
    burnt = (colour.min(axis=2) >= CLIPPED).astype(np.uint8)
    height, width = burnt.shape
    count, _, stats, _ = cv2.connectedComponentsWithStats(burnt)
    least, most = (share * height * width for share in GLARE_SHARE)
    for left, top, wide, high, area in stats[1:count]:
        touches_edge = left == 0 or top == 0 or left + wide == width or top + high == height
        if least <= area <= most and not touches_edge:
            return True
    return False

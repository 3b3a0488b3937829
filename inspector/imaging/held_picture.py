"""One photo held open in the worker, handed out in tiles of the size it is looked at. Runs in the worker only.

From afar a JPEG is decoded at an eighth, a quarter or a half, for a fraction of the work; at full size row by
row, no further down than what is shown (`jpeg_bands.py`). Other kinds are decoded whole. Whoever looks is
given only the tiles in view: a photo of 100 megapixels fills this limited process at most, never the window's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from inspector.imaging.jpeg_bands import JpegBands
from inspector.imaging.limits import TILE_SIDE
from inspector.imaging.upright import (
    lying_box,
    on_white_in_srgb,
    open_original,
    plain_modes,
    stood_up,
    swaps_sides,
)

if TYPE_CHECKING:
    from PIL import Image

_DRAFTS = (8, 4, 2)
"""By how much a JPEG decoder can shrink while it decodes."""


class HeldPicture:
    """Levels of one picture, each made when it is first looked at: level f shows f by f pixels as one."""

    def __init__(self, original: bytes, orientation: int) -> None:
        self._original = original
        self._orientation = orientation
        self._levels: dict[int, Image.Image] = {}
        self._bands: JpegBands | None = None
        with open_original(original) as opened:
            self._is_jpeg = opened.format == "JPEG"
            width, height = opened.size
            self._profile: bytes | None = opened.info.get("icc_profile")
        self.size = (height, width) if swaps_sides(original, orientation) else (width, height)
        """Upright, in pixels of the original."""

    def tile(self, factor: int, column: int, row: int) -> tuple[int, int, bytes]:
        """Return width, height and RGB of one tile of a level; less than a whole one at the edges."""
        if factor < 1:
            raise ValueError("no such level")
        width, height = (-(-side // factor) for side in self.size)
        left, top = column * TILE_SIDE, row * TILE_SIDE
        right, bottom = min(left + TILE_SIDE, width), min(top + TILE_SIDE, height)
        if left >= right or top >= bottom:
            raise ValueError("no such tile")
        bands = self._jpeg_bands() if factor == 1 and 1 not in self._levels else None
        if bands is not None:
            return right - left, bottom - top, self._from_bands(bands, (left, top, right, bottom)).tobytes()
        return right - left, bottom - top, self._level(factor).crop((left, top, right, bottom)).tobytes()

    def _jpeg_bands(self) -> JpegBands | None:
        """Return the rows of a JPEG; None where the whole picture has to be decoded."""
        if self._bands is None and self._is_jpeg:
            self._bands = JpegBands(self._original, self._profile)
        return self._bands if self._bands is not None and self._bands.is_plain else None

    def _from_bands(self, bands: JpegBands, box: tuple[int, int, int, int]) -> Image.Image:
        """Return a part of the upright picture, taken from where it lies in the file."""
        lying = lying_box(box, self.size, self._orientation)
        return stood_up(bands.part(*lying), self._original, self._orientation)

    def _level(self, factor: int) -> Image.Image:
        found = self._levels.get(factor)
        if found is None:
            found = self._levels[factor] = self._made(factor)
        return found

    def _made(self, factor: int) -> Image.Image:
        if factor == 1:
            return self._decoded(1)
        finer = [known for known in self._levels if factor % known == 0]
        if finer:
            nearest = max(finer)
            return self._levels[nearest].reduce(factor // nearest)
        if self._is_jpeg and factor in _DRAFTS:
            return self._decoded(factor)
        nearest = _DRAFTS[0] if self._is_jpeg else 1
        return self._level(nearest).reduce(factor // nearest)

    def _decoded(self, factor: int) -> Image.Image:
        with open_original(self._original) as opened:
            if factor > 1:
                opened.draft("RGB", (-(-opened.width // factor), -(-opened.height // factor)))
            opened.load()
            picture = on_white_in_srgb(plain_modes(opened), opened.info.get("icc_profile"))
        upright = stood_up(picture, self._original, self._orientation)
        expected = -(-self.size[0] // factor), -(-self.size[1] // factor)
        return upright if upright.size == expected else upright.resize(expected)

"""A JPEG at full size, row by row: decoded down to what is shown and no further. Runs in the decoding worker only.

A JPEG can only be read from its top: libvips reads on from where it stopped, and begins anew for what lies above.
So bands of rows are kept, also the last two passed on the way down: whoever looks asks for the middle first.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from inspector.imaging.upright import on_white_in_srgb

if TYPE_CHECKING:
    from PIL import Image

_ROWS = 512
"""Of one band."""
_BANDS_KEPT = 8
"""A large screen shows five at full size; of 12,000 pixels' width eight are 150 MB."""
_PASSED_KEPT = 2
_MODES = {1: "L", 3: "RGB"}


class JpegBands:
    """The rows of one JPEG as they lie in the file, in sRGB."""

    def __init__(self, original: bytes, profile: bytes | None) -> None:
        self._original = original
        self._profile = profile
        self._source = self._opened()
        self._mode = _MODES.get(self._source.bands, "")
        self._next = 0
        """The band that is decoded next, in passing."""
        self._bands: OrderedDict[int, Image.Image] = OrderedDict()

    @property
    def is_plain(self) -> bool:
        """Tell whether these are grey or colour rows; printers' CMYK is left to Pillow, which knows its turns."""
        return bool(self._mode)

    def part(self, left: int, top: int, right: int, bottom: int) -> Image.Image:
        """Return a part of the picture; raises what the decoder raises."""
        from PIL import Image

        made = Image.new("RGB", (right - left, bottom - top))
        for number in range(top // _ROWS, (bottom - 1) // _ROWS + 1):
            band = self._band(number)
            start = number * _ROWS
            first, last = max(top, start), min(bottom, start + band.height)
            made.paste(band.crop((left, first - start, right, last - start)), (0, first - top))
        return made

    def _band(self, number: int) -> Image.Image:
        found = self._bands.get(number)
        if found is not None:
            self._bands.move_to_end(number)
            return found
        if number < self._next:
            self._source, self._next = self._opened(), 0
        for passed in range(max(self._next, number - _PASSED_KEPT), number + 1):
            found = self._bands[passed] = self._decoded(passed)
            self._bands.move_to_end(passed)
            self._next = passed + 1
        while len(self._bands) > _BANDS_KEPT:
            self._bands.popitem(last=False)
        assert found is not None
        return found

    def _decoded(self, number: int) -> Image.Image:
        from PIL import Image

        width, top = self._source.width, number * _ROWS
        rows = self._source.crop(0, top, width, min(_ROWS, self._source.height - top))
        band = Image.frombytes(self._mode, (width, rows.height), rows.write_to_memory())
        return on_white_in_srgb(band, self._profile)

    def _opened(self) -> Any:
        os.environ["VIPS_CONCURRENCY"] = "1"  # a thread for each core would fill the address space we may use
        import pyvips

        pyvips.cache_set_max(0)
        return pyvips.Image.jpegload_buffer(self._original, access="sequential", fail_on="truncated")

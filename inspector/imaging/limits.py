"""What a photo may cost at most, and why; every figure the room refuses by."""

from __future__ import annotations

from dataclasses import dataclass

MAX_FILE_BYTES = 60 * 1024 * 1024
"""A 100-megapixel JPEG of a medium-format camera is about 50 MB; a stand is photographed with phones."""

MAX_PIXELS = 100_000_000
"""As RGB this is 300 MB while it is decoded: what an office laptop has to spare for one picture."""

HEADER_BYTES = 2 * 1024 * 1024
"""Read of one file's header at most; real headers with EXIF, XMP and ICC stay below 1 MB."""

HEADER_STEPS = 4096
"""Segments, chunks or boxes walked over at most: a crafted file of a million empty ones ends here."""

EXIF_ENTRIES = 1000
"""Entries read of one EXIF directory; cameras write fewer than a hundred."""

NAME_CHARACTERS = 64
"""Make and model are labels on a screen and on paper."""

THUMBNAIL_SIDE = 320
"""Pixels; two gallery cells on a high-resolution screen."""

PREVIEW_SIDE = 960
"""Pixels of the live view's longer side: what a laptop shows, and what the hints were measured on."""

JPEG_QUALITY = 85
"""For derived pictures only; originals are never encoded again."""


@dataclass(frozen=True)
class PrintFineness:
    """How finely a picture of some size on paper is copied."""

    up_to: float
    """Millimetres of the longer side."""
    dots_per_inch: int
    quality: int
    """Of the JPEG."""


PRINT_FINENESS = (PrintFineness(100.0, 200, 75), PrintFineness(300.0, 250, 85))
"""A picture in an album tells which photo it is: 600 pixels and some 15 KB, so that 500 of them fit a file that can
be mailed. One with a page of its own is looked at for what it shows. Office printers set 150 to 200 pixels an inch."""

DECODE_SECONDS = 10.0
"""For one picture in the worker; 100 megapixels took at most 2.5 s on two shared cores."""

DECODE_MEMORY_BYTES = 1536 * 1024 * 1024
"""Address space of the worker: libraries (about 400 MB mapped), one full picture and its turned copy."""

SCAN_SIDE = 2600
"""Pixels of a scanned page's longer side: a module of the page code is then five pixels wide."""

TILE_SIDE = 512
"""Pixels of one piece of a photo as the window holds it: 0.8 MB, and a screen needs a dozen."""

COPY_SECONDS = 60.0
"""For one annotated copy: decoding, drawing and encoding 100 megapixels took 9 s on two shared cores."""

COPY_BYTES = 120 * 1024 * 1024
"""Of an annotated copy at most: 100 megapixels of noise at its quality."""

COPY_QUALITY = 92
"""JPEG quality of an annotated copy: somebody will look at it closely."""

READ_SECONDS = 60.0
"""For one look of the reading worker; a licence of 1.5 megapixels took 5 s on two busy shared cores."""

READ_MEMORY_BYTES = 4 * 1024 * 1024 * 1024
"""Address space of the reading worker; a licence mapped 1.7 GB and used 0.7."""

READ_JPEG_BYTES = 32 * 1024 * 1024
"""A picture of `SCAN_SIDE` at its quality is a tenth of this."""

PLAY_SECONDS = 20.0
"""For one thing asked of the playing worker: a film of 10 GB whose index lies at its end opens within it."""

PLAY_MEMORY_BYTES = 2 * 1024 * 1024 * 1024
"""Address space of the playing worker: libraries map 0.6 GB, the decoder of a film in 4K some 0.5 GB."""

PLAY_SIDE = 1920
"""Pixels of a picture's longer side at most as it comes out of the playing worker."""

PLAY_READ_BYTES = 1024 * 1024
"""What the playing worker may ask of the sealed file at once."""

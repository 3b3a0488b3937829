"""What is read out of a photo, measured in it and drawn on a copy, as the actions need it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO, Protocol

from inspector.records import (
    CopyWords,
    Drawing,
    FoundCode,
    Length,
    Look,
    PhotoFacts,
    PhotoRemark,
    Point,
    ScaleCard,
    SeenInPhoto,
)

Modules = Sequence[Sequence[int]]
"""Rows of squares, 1 for black."""


class LookedAt(Protocol):
    """One photo held open in a process of its own; tiles of 512 pixels are all that comes out of it."""

    @property
    def size(self) -> tuple[int, int]:
        """Return width and height of the upright original."""
        ...

    def tile(self, factor: int, column: int, row: int) -> tuple[int, int, bytes]:
        """Return width, height and RGB of one tile of the picture shrunk `factor` times (a power of two)."""
        ...

    def close(self) -> None:
        """Let go of the photo and end its process; may be called again, from any thread."""
        ...


class PhotoReader(Protocol):
    """Looks at photo files without trusting them."""

    def examine(self, source: BinaryIO, file_name: str) -> PhotoFacts:
        """Tell what the file is, from its headers; leaves the stream anywhere.

        Raises:
            InputError: `photo.empty`, `photo.not_an_image`, `photo.too_large`, `photo.too_many_pixels`,
                `photo.damaged_header`, each with `file`.
        """
        ...

    def thumbnail(self, original: bytes, orientation: int) -> bytes:
        """Return an upright JPEG of at most 320×320; decodes in a limited worker process.

        Raises:
            InputError: `photo.cannot_decode` if the picture is damaged; the original is kept all the same.
        """
        ...

    def print_copy(self, original: bytes, orientation: int, longer_side: float) -> bytes:
        """Return an upright JPEG as fine as its `longer_side` on paper, in millimetres, asks; raises as `thumbnail`."""
        ...

    def shows_scale(self, original: bytes, orientation: int) -> bool:
        """Tell whether a scale card is in the photo at all; raises as `thumbnail`."""
        ...

    def working_copy(self, original: bytes, orientation: int) -> bytes:
        """Return the upright JPEG that is read and measured, of at most 2600 pixels a side; raises as `thumbnail`."""
        ...

    def end_reading(self) -> None:
        """End the process that reads characters; the next reading starts another."""
        ...

    def scale_cards(self) -> tuple[tuple[ScaleCard, Modules], ...]:
        """Return the cards that are looked for, each with the pattern to print."""
        ...

    def straightened(self, original: bytes, orientation: int) -> bytes:
        """Return a JPEG of the card's plane as seen from straight above, for the eye; raises as `scale`."""
        ...

    def scale(self, original: bytes, orientation: int) -> SeenScale:
        """Return the scale card in the photo.

        Raises:
            InputError: `scale.no_card`, `scale.card_hidden`, `scale.two_planes`; else as `thumbnail`.
        """
        ...

    def remarks(self, original: bytes, orientation: int) -> tuple[PhotoRemark, ...]:
        """Return what makes the picture worth a second look, e.g. blur; raises as `thumbnail`."""
        ...

    def read_text(
        self,
        original: bytes,
        orientation: int,
        part: tuple[Point, Point] | None = None,
        look: Look | None = None,
    ) -> SeenInPhoto:
        """Return characters and codes in the photo or in a part of it, read in a limited worker process.

        Raises:
            SystemFault: `reading.failed`; else as `thumbnail`.
        """
        ...

    def pictures_in_pdf(self, source: BinaryIO, file_name: str) -> tuple[bytes, ...]:
        """Return the JPEG of each page of a scanner's PDF, as it lies there; nothing for any other file.

        Raises:
            InputError: `scan.pdf_large`, `scan.pdf_unreadable`, `scan.pdf_page`.
        """
        ...

    def page_codes(self, original: bytes, orientation: int) -> tuple[FoundCode, ...]:
        """Return the square codes printed on a scanned page, however it lies; raises as `thumbnail`."""
        ...

    def annotated_copy(self, original: bytes, orientation: int, drawing: Drawing, words: CopyWords) -> bytes:
        """Return a JPEG with the marks burnt in that says it is a copy; `layer.*`, else raises as `thumbnail`."""
        ...

    def look(self, original: bytes, orientation: int) -> LookedAt:
        """Hold a photo open, to be read in tiles; close what is returned; raises as `thumbnail`."""
        ...


class SeenScale(Protocol):
    """A scale card as it lies in one photo."""

    @property
    def tilt(self) -> int:
        """Return the degrees by which the card was photographed aslant."""
        ...

    @property
    def outline(self) -> tuple[Point, ...]:
        """Return the card's four corners in the picture."""
        ...

    def require_flat(self) -> None:
        """Refuse a card by which nothing can be measured: `scale.too_small`, `too_steep`, `bent`."""
        ...

    def length(self, start: Point, end: Point) -> Length:
        """Return the distance of two points in the card's plane.

        Raises:
            InputError: `scale.too_small`, `scale.too_steep`, `scale.bent`, `scale.behind`, `scale.too_far`,
                `scale.too_uncertain`.
        """
        ...

"""The guarded photo reader: headers by own eyes at once, pixels only in a limited worker afterwards."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from inspector.errors import InputError, SystemFault
from inspector.imaging.annotated_copy import CopyOrder
from inspector.imaging.decoding import DecodingWorker
from inspector.imaging.exif import claims_in
from inspector.imaging.headers import FIRST_BYTES, DamagedHeader, read_header
from inspector.imaging.headers.window import Window
from inspector.imaging.held_photo import HeldPhoto
from inspector.imaging.limits import (
    MAX_FILE_BYTES,
    MAX_PIXELS,
    PREVIEW_SIDE,
    PRINT_FINENESS,
    SCAN_SIDE,
    THUMBNAIL_SIDE,
)
from inspector.imaging.page_codes import codes_in
from inspector.imaging.strangers import seems
from inspector.records import (
    SCALE_CARDS,
    CopyWords,
    Drawing,
    FoundCode,
    Look,
    PhotoFacts,
    PhotoRemark,
    Point,
    ScaleCard,
    SeenInPhoto,
)
from inspector.records.drawing import require_drawable

_MILLIMETRES_PER_INCH = 25.4
if TYPE_CHECKING:
    from inspector.imaging.scale import SeenCard
    from inspector.imaging.text_reading import TextWorker


class GuardedPhotoReader:
    """Looks at photo files without trusting them; one for a device, shared by all its threads."""

    def __init__(self) -> None:
        self._worker = DecodingWorker()
        self._looked_at: set[HeldPhoto] = set()
        self._turn = threading.Lock()
        self._is_closed = False
        self._text_worker: TextWorker | None = None

    def examine(self, source: BinaryIO, file_name: str) -> PhotoFacts:
        """Tell what the file is from its headers alone; leaves the seekable stream anywhere.

        JPEG, HEIC, PNG and WebP are photos, by their content and never by their name. A picture broken
        off behind its header is accepted: evidence is kept as it is, even if it cannot be shown.

        Raises:
            InputError: `photo.empty`, `photo.too_large`, `photo.not_an_image`,
                `photo.damaged_header`, `photo.too_many_pixels`, each with `file`.
        """
        window = Window(source)
        if window.size == 0:
            raise InputError("photo.empty", file=file_name)
        kind = seems(window.peek(FIRST_BYTES))
        if window.size > MAX_FILE_BYTES:
            raise InputError(
                "photo.too_large",
                file=file_name,
                mb=-(-window.size // 2**20),
                limit_mb=MAX_FILE_BYTES // 2**20,
            )
        try:
            header = read_header(window)
        except DamagedHeader as error:
            raise InputError("photo.damaged_header", file=file_name, why=str(error)) from None
        if header is None:
            raise InputError("photo.not_an_image", file=file_name, seems_zh=kind.zh, seems_en=kind.en)
        if header.width * header.height > MAX_PIXELS:
            raise InputError(
                "photo.too_many_pixels",
                file=file_name,
                width=header.width,
                height=header.height,
                limit_million=MAX_PIXELS // 1_000_000,
            )
        return PhotoFacts(header.media_type, claims_in(header.exif, header.width, header.height))

    def thumbnail(self, original: bytes, orientation: int) -> bytes:
        """Return an upright JPEG of at most 320×320; decodes in a limited worker process.

        Raises:
            InputError: `photo.cannot_decode` if the picture is damaged; the original is kept all the same.
            SystemFault: `imaging.no_worker`, `imaging.closed`.
        """
        return self._worker.shrink(original, orientation, THUMBNAIL_SIDE)

    def print_copy(self, original: bytes, orientation: int, longer_side: float) -> bytes:
        """Return an upright JPEG as fine as its `longer_side` on paper, in millimetres, asks; raises as `thumbnail`.

        A picture is never enlarged.
        """
        fineness = next((each for each in PRINT_FINENESS if longer_side <= each.up_to), PRINT_FINENESS[-1])
        side = round(min(longer_side, fineness.up_to) / _MILLIMETRES_PER_INCH * fineness.dots_per_inch)
        return self._worker.shrink(original, orientation, side, fineness.quality)

    def remarks(self, original: bytes, orientation: int) -> tuple[PhotoRemark, ...]:
        """Return what makes the picture worth a second look; raises as `thumbnail`."""
        from inspector.imaging.quality import judge  # NumPy comes with it

        return judge(self._worker.shrink(original, orientation, PREVIEW_SIDE)).remarks

    def pictures_in_pdf(self, source: BinaryIO, file_name: str) -> tuple[bytes, ...]:
        """Return the JPEG of each page of a scanner's PDF, as it lies there; nothing for any other file.

        Raises:
            InputError: `scan.pdf_large`, `scan.pdf_unreadable`, `scan.pdf_page`.
        """
        from inspector.imaging.scanned_pdf import is_pdf, pictures_in_pdf

        return pictures_in_pdf(source, file_name) if is_pdf(source) else ()

    def page_codes(self, original: bytes, orientation: int) -> tuple[FoundCode, ...]:
        """Return the square codes on a scanned page, however it lies; raises as `thumbnail`.

        Only the worker's own JPEG is looked at: no byte of a stranger's file reaches OpenCV.
        """
        return codes_in(self._worker.shrink(original, orientation, SCAN_SIDE))

    def shows_scale(self, original: bytes, orientation: int) -> bool:
        """Tell whether a scale card is in the photo at all; raises as `thumbnail`."""
        from inspector.imaging.scale import shows_card

        return shows_card(self.working_copy(original, orientation))

    def working_copy(self, original: bytes, orientation: int) -> bytes:
        """Return the upright JPEG that is read and measured, of at most 2600 pixels a side; raises as `thumbnail`."""
        return self._worker.shrink(original, orientation, SCAN_SIDE)

    def scale_cards(self) -> tuple[tuple[ScaleCard, Sequence[Sequence[int]]], ...]:
        """Return the cards that are looked for, each with the pattern to print."""
        from inspector.imaging.scale import pattern

        return tuple((card, pattern(card)) for card in SCALE_CARDS)

    def straightened(self, original: bytes, orientation: int) -> bytes:
        """Return a JPEG of the card's plane as seen from straight above, for the eye; raises as `scale`."""
        from inspector.imaging.scale import find_card, rectified

        jpeg = self.working_copy(original, orientation)
        return rectified(jpeg, find_card(jpeg))

    def scale(self, original: bytes, orientation: int) -> SeenCard:
        """Return the scale card in the photo; raises as `find_card` and `thumbnail`."""
        from inspector.imaging.scale import find_card  # NumPy and OpenCV come with the first card

        return find_card(self.working_copy(original, orientation))

    def read_text(
        self,
        original: bytes,
        orientation: int,
        part: tuple[Point, Point] | None = None,
        look: Look | None = None,
    ) -> SeenInPhoto:
        """Return characters and codes in the photo or in a part of it; proposals, never more.

        Raises:
            SystemFault: `reading.failed`, `imaging.no_worker`, `imaging.closed`.
            InputError: as `thumbnail`.
        """
        from inspector.imaging.text_reading import TextWorker, read_picture

        jpeg = self.working_copy(original, orientation)
        with self._turn:
            if self._is_closed:
                raise SystemFault("imaging.closed")
            worker = self._text_worker = self._text_worker or TextWorker()
        return read_picture(worker, jpeg, part, look or Look())

    def end_reading(self) -> None:
        """End the reading worker, which holds most of a gigabyte; the next reading starts another."""
        with self._turn:
            worker, self._text_worker = self._text_worker, None
        if worker is not None:
            worker.close()

    def annotated_copy(self, original: bytes, orientation: int, drawing: Drawing, words: CopyWords) -> bytes:
        """Return a JPEG of the original with its marks burnt in, that says it is a copy and of what.

        Raises:
            InputError: `layer.*` if the drawing cannot stand on this picture or no font has a character;
                else as `thumbnail`.
        """
        require_drawable(drawing)
        order = CopyOrder(drawing, words.lines, words.original_sha256, words.description)
        return self._worker.copy(original, orientation, msgspec.json.encode(order))

    def look(self, original: bytes, orientation: int) -> HeldPhoto:
        """Hold a photo open to look at it closely, in a worker of its own; close what is returned.

        Raises:
            InputError: `photo.cannot_decode`.
            SystemFault: `imaging.no_worker`, `imaging.closed`.
        """
        held = HeldPhoto(original, orientation, self._left)
        with self._turn:
            is_closed = self._is_closed
            self._looked_at.add(held)
        if is_closed:
            held.close()
            raise SystemFault("imaging.closed")
        try:
            held.begin()
        except BaseException:
            held.close()
            raise
        return held

    def close(self) -> None:
        """End every worker process; may be called again."""
        with self._turn:
            self._is_closed = True
            looked_at = tuple(self._looked_at)
            text_worker = self._text_worker
        if text_worker is not None:
            text_worker.close()
        for held in looked_at:
            held.close()
        self._worker.close()

    def _left(self, held: HeldPhoto) -> None:
        with self._turn:
            self._looked_at.discard(held)

"""Pictures in a scanner's PDF, as the scanner wrote them: one a page, no byte of them changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from inspector.errors import InputError

if TYPE_CHECKING:
    from pikepdf import Page

MAX_PDF_BYTES = 200 * 1024 * 1024
MAX_PDF_PAGES = 100
"""A feeder holds fewer sheets; more at once is another kind of file."""
_LEAST_SIDE = 500
"""Pixels: a page scanned at 60 dots an inch; what is smaller is a logo."""


def is_pdf(source: BinaryIO) -> bool:
    """Tell whether a file is a PDF by its first bytes; leaves the stream at its beginning."""
    source.seek(0)
    first = source.read(5)
    source.seek(0)
    return first == b"%PDF-"


def pictures_in_pdf(source: BinaryIO, file_name: str) -> tuple[bytes, ...]:
    """Return the JPEG of each page, taken out of the file as it lies there; nothing is decoded here.

    Only the structure of the file is read (qpdf); the pictures go to the limited worker like any photo.

    Raises:
        InputError: `scan.pdf_large`, `scan.pdf_unreadable`, `scan.pdf_page` for a page that is no one picture
            of a photo's kind.
    """
    import pikepdf

    if source.seek(0, 2) > MAX_PDF_BYTES:
        raise InputError("scan.pdf_large", file=file_name, mb=MAX_PDF_BYTES >> 20, pages=MAX_PDF_PAGES)
    source.seek(0)
    try:
        with pikepdf.open(source) as document:
            if len(document.pages) > MAX_PDF_PAGES:
                raise InputError(
                    "scan.pdf_large", file=file_name, mb=MAX_PDF_BYTES >> 20, pages=MAX_PDF_PAGES
                )
            return tuple(_picture(page, number, file_name) for number, page in enumerate(document.pages, 1))
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise InputError("scan.pdf_unreadable", file=file_name) from error


def _picture(page: Page, number: int, file_name: str) -> bytes:
    """Return the one large JPEG of a page."""
    import pikepdf

    large = [
        image
        for image in page.get_images().values()
        if min(int(image.get("/Width", 0)), int(image.get("/Height", 0))) >= _LEAST_SIDE
    ]
    filters = [image.get("/Filter") for image in large]
    if len(large) != 1 or filters[0] not in (pikepdf.Name.DCTDecode, pikepdf.Array([pikepdf.Name.DCTDecode])):
        raise InputError("scan.pdf_page", file=file_name, page=number)
    return bytes(large[0].read_raw_bytes())

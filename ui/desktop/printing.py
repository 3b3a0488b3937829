"""Paper: the system's printer through Qt, each page at its true size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QWidget

from inspector.errors import SystemFault
from inspector.progress import Cancelled, Progress

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPrintSupport import QPrinter

_DOTS_PER_INCH = 300
"""Enough for 8 point type; a page of A4 takes 35 MB while it is drawn."""
_POINTS_PER_INCH = 72


def new_printer(*, copies: int = 1, two_sided: bool = True) -> QPrinter:
    """Return the system's usual printer set for whole pages of A4, bound at the long side."""
    from PySide6.QtPrintSupport import QPrinter  # loaded when somebody prints

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)
        )
    )
    printer.setFullPage(True)
    printer.setCopyCount(copies)
    side = QPrinter.DuplexMode.DuplexLongSide if two_sided else QPrinter.DuplexMode.DuplexNone
    printer.setDuplex(side)
    return printer


def asked_printer(parent: QWidget, printer: QPrinter) -> bool:
    """Let the officer choose printer, copies and sides; return whether it shall be printed."""
    from PySide6.QtPrintSupport import QPrintDialog

    return QPrintDialog(printer, parent).exec() == QPrintDialog.DialogCode.Accepted


def print_pdf(printer: QPrinter, pdf: bytes, progress: Progress | None = None) -> int:
    """Print every page of `pdf` unscaled from the corner of the sheet, and return how many there were.

    May run on any thread, as painting on a printer and on pictures may (Qt, "Threads and Painting"); the
    printer must have been chosen before. Counts pages to `progress`, which can stop it between two.

    Raises:
        Cancelled: the printer was told to drop the job.
        SystemFault: `print.failed` if the printer takes nothing.
    """
    from PySide6.QtPdf import QPdfDocument

    progress = progress or Progress()
    content = QBuffer()
    content.setData(QByteArray(pdf))
    content.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(content)
    _fit_sheet(printer, document)
    painter = QPainter()
    pages = document.pageCount()
    if pages == 0 or not painter.begin(printer):
        raise SystemFault("print.failed", printer=printer.printerName() or "—")
    try:
        for number in range(pages):
            progress.step(number, pages)
            if number and not printer.newPage():
                raise SystemFault("print.failed", printer=printer.printerName() or "—")
            size = document.pagePointSize(number)
            per_point = printer.resolution() / _POINTS_PER_INCH
            place = QRectF(0, 0, size.width() * per_point, size.height() * per_point)
            painter.drawImage(place, _picture(document, number))
        return pages
    except Cancelled:
        printer.abort()
        raise
    finally:
        painter.end()
        document.close()
        content.close()


def _fit_sheet(printer: QPrinter, document: QPdfDocument) -> None:
    """Ask for the document's own sheet: a label printer's roll is no A4."""
    if document.pageCount():
        sheet = QPageSize(document.pagePointSize(0), QPageSize.Unit.Point)
        layout = printer.pageLayout()
        layout.setPageSize(sheet)
        layout.setMargins(QMarginsF(0, 0, 0, 0))
        printer.setPageLayout(layout)


def _picture(document: QPdfDocument, number: int) -> QImage:
    size = document.pagePointSize(number) * (_DOTS_PER_INCH / _POINTS_PER_INCH)
    pixels = QSize(round(size.width()), round(size.height()))
    page = QImage(pixels, QImage.Format.Format_RGB32)
    page.fill(0xFFFFFFFF)
    painter = QPainter(page)
    painter.drawImage(0, 0, document.render(number, pixels))
    painter.end()
    return page.convertToFormat(QImage.Format.Format_Grayscale8) if page.allGray() else page

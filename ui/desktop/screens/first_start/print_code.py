"""The recovery code on paper, for the bureau's safe."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPaintDevice, QPainter
from PySide6.QtWidgets import QWidget

from ui.desktop.i18n import tr
from ui.desktop.theme import body_font


def print_code(parent: QWidget, code: str, bureau: str, day: date) -> bool:
    """Ask for a printer and print the page; return whether it was printed."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # loaded when somebody prints

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    draw_code(printer, code, bureau, day)
    return True


def draw_code(paper: QPaintDevice, code: str, bureau: str, day: date) -> None:
    """Draw the page on any paper: title, eight numbered groups, the same as a QR code, what it is for."""
    painter = QPainter(paper)
    painter.setPen(Qt.GlobalColor.black)
    width = float(painter.viewport().width())
    unit = width / 60
    centre = Qt.AlignmentFlag.AlignCenter
    painter.setFont(body_font(round(unit * 1.8), strong=True))
    painter.drawText(QRectF(0, unit * 4, width, unit * 4), centre, tr("ui.first.code.paper_title"))
    painter.setFont(body_font(round(unit)))
    painter.drawText(QRectF(0, unit * 8, width, unit * 2), centre, f"{bureau}    {day.isoformat()}")
    for number, group in enumerate(code.replace("-", " ").split()):
        cell = QRectF(unit * (6 + 24 * (number % 2)), unit * (13 + 5 * (number // 2)), unit * 24, unit * 4)
        painter.setFont(body_font(round(unit)))
        painter.drawText(cell, Qt.AlignmentFlag.AlignVCenter, f"{number + 1}.")
        painter.setFont(body_font(round(unit * 2), strong=True))
        painter.drawText(cell.adjusted(unit * 3, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, group)
    _draw_squares(painter, code, QRectF(unit * 22, unit * 34, unit * 16, unit * 16))
    painter.setFont(body_font(round(unit)))
    painter.drawText(
        QRectF(unit * 6, unit * 53, width - unit * 12, unit * 10),
        Qt.TextFlag.TextWordWrap,
        tr("ui.first.code.paper_line"),
    )
    painter.end()


def _draw_squares(painter: QPainter, code: str, place: QRectF) -> None:
    """Draw the code as a QR code (ISO/IEC 18004) that still reads with a quarter of it smudged."""
    import segno

    rows = tuple(segno.make_qr(code, error="q").matrix)
    side = max(int(place.width() / len(rows)), 1)  # whole dots: no hairlines between the squares
    left, top = int(place.x()), int(place.y())
    for row, line in enumerate(rows):
        for column, is_dark in enumerate(line):
            if is_dark:
                painter.fillRect(left + column * side, top + row * side, side, side, Qt.GlobalColor.black)

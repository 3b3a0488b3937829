"""A finished document as it will be printed, page by page, straight from its bytes."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.desktop.i18n import tr
from ui.desktop.theme.tokens import L
from ui.desktop.widgets.page import Readable


class PdfPages(Readable):
    """Pages of a PDF at reading width; nothing is written to disk."""

    def __init__(self, name: str, *, page_width: int = 620) -> None:
        super().__init__()
        self._width = page_width
        self._pages: list[QLabel] = []
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        sheet = QWidget()
        sheet.setProperty("role", "page")
        self._column = QVBoxLayout(sheet)
        self._column.setContentsMargins(L, L, L, L)
        self._column.setSpacing(L)
        self._column.addStretch(1)
        self.setWidget(sheet)

    @property
    def page_count(self) -> int:
        """Pages shown."""
        return len(self._pages)

    def show_pdf(self, pdf: bytes, *, page_width: int | None = None) -> None:
        """Show the document; empty bytes clear the place. Keeps the place if the number of pages is the same."""
        self._width = page_width or self._width
        pictures = rendered(pdf, self._width, self.devicePixelRatioF())[0] if pdf else []
        place = self.verticalScrollBar().value()
        is_same = len(pictures) == len(self._pages)
        while len(self._pages) > len(pictures):
            gone = self._pages.pop()
            self._column.removeWidget(gone)
            gone.deleteLater()
        while len(self._pages) < len(pictures):
            self._pages.append(self._new_page())
        for number, (label, picture) in enumerate(zip(self._pages, pictures, strict=True), 1):
            label.setPixmap(QPixmap.fromImage(picture))
            label.setAccessibleName(tr("ui.pdf.page", number=number, total=len(pictures)))
        self.verticalScrollBar().setValue(place if is_same else 0)

    def _new_page(self) -> QLabel:
        label = QLabel()
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._column.insertWidget(self._column.count() - 1, label)
        return label


def rendered(
    pdf: bytes, width: int, density: float = 1.0, *, most: int | None = None
) -> tuple[list[QImage], int]:
    """Return each page as a picture `width` device-independent pixels wide, on white, and how many there are.

    With `most` only that many pages are drawn, from the first.
    """
    from PySide6.QtPdf import QPdfDocument  # loaded with the first document, not with the window

    content = QBuffer()
    content.setData(QByteArray(pdf))
    content.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(content)
    pictures = []
    count = document.pageCount()
    for number in range(count if most is None else min(count, most)):
        points = document.pagePointSize(number)
        scale = width * density / points.width()
        size = QSize(round(points.width() * scale), round(points.height() * scale))
        page = QImage(size, QImage.Format.Format_RGB32)
        page.fill(Qt.GlobalColor.white)
        picture = document.render(number, size)
        _lay(page, picture)
        page.setDevicePixelRatio(density)
        pictures.append(page)
    document.close()
    content.close()
    return pictures, count


def _lay(page: QImage, picture: QImage) -> None:
    from PySide6.QtGui import QPainter

    painter = QPainter(page)
    painter.drawImage(0, 0, picture)
    painter.end()

"""The pages of a paper, drawn off the window's thread and shown here as they will be printed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.parts import column, empty
from ui.desktop.theme import theme
from ui.desktop.theme.tokens import M


class PageStack(QScrollArea):
    """Pages one below the other; the place is kept while the same paper is printed anew."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("ui.notices.list"))
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        sheet = QWidget()
        sheet.setProperty("role", "page")
        self._pages = column(spacing=M)
        self._pages.setContentsMargins(0, 0, 0, M)
        sheet.setLayout(self._pages)
        self.setWidget(sheet)

    def show_pages(self, pages: Sequence[QImage]) -> None:
        """Show the pages; none empties the place."""
        place = self.verticalScrollBar().value()
        is_same = self._pages.count() == len(pages) + 1
        empty(self._pages)
        for number, picture in enumerate(pages, 1):
            label = QLabel()
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setPixmap(_edged(QPixmap.fromImage(picture)))
            label.setAccessibleName(tr("ui.pdf.page", number=number, total=len(pages)))
            self._pages.addWidget(label)
        self._pages.addStretch(1)
        self.verticalScrollBar().setValue(place if is_same else 0)

    @property
    def page_count(self) -> int:
        """Pages shown."""
        return max(0, self._pages.count() - 1)


def _edged(page: QPixmap) -> QPixmap:
    """Draw the sheet's edge: white paper may lie on a white ground."""
    painter = QPainter(page)
    painter.setPen(QColor(theme().tokens.line))
    size = page.deviceIndependentSize()
    painter.drawRect(0, 0, int(size.width()) - 1, int(size.height()) - 1)
    painter.end()
    return page

"""The pages of a paper, drawn off the window's thread and shown here as they will be printed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QWidget

from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.parts import column, empty
from ui.desktop.screens.notices.sheet_picture import SheetPicture
from ui.desktop.theme.tokens import M
from ui.desktop.widgets.page import Readable


class PageStack(Readable):
    """Pages one below the other; the place is kept while the same paper is printed anew."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("ui.notices.list"))
        self.setWidgetResizable(True)
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
            sheet = SheetPicture(tr("ui.pdf.page", number=number, total=len(pages)))
            sheet.setPixmap(QPixmap.fromImage(picture))
            self._pages.addWidget(sheet)
        self._pages.addStretch(1)
        self.verticalScrollBar().setValue(place if is_same else 0)

    @property
    def page_count(self) -> int:
        """Pages shown."""
        return max(0, self._pages.count() - 1)

"""A sheet of paper on the screen, with an edge: white paper may lie on a white ground."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

from ui.desktop.theme import theme


class SheetPicture(QLabel):
    """Shows its pixmap from the top, with an edge in the colours of the look as it is now."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture, then its edge."""
        super().paintEvent(event)
        picture = self.pixmap()
        if picture.isNull():
            return
        size = picture.deviceIndependentSize().toSize()
        corner = QPoint((self.width() - size.width()) // 2, 0)
        painter = QPainter(self)
        painter.setPen(QColor(theme().tokens.line))
        painter.drawRect(QRect(corner, size).adjusted(0, 0, -1, -1))
        painter.end()

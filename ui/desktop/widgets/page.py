"""A page: a body that scrolls, and a foot where the one primary button stands at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.desktop.theme.tokens import XL, L, M
from ui.desktop.widgets.words import rule


class Page(QWidget):
    """Add parts to `body`; add buttons to `foot`, the primary one last."""

    def __init__(self, *, has_foot: bool = True, margin: int = XL) -> None:
        super().__init__()
        sheet = QWidget()
        self.body = QVBoxLayout(sheet)
        self.body.setContentsMargins(margin, margin, margin, margin)
        self.body.setSpacing(L)
        scroll = scrolled(sheet)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll, 1)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(margin, M, margin, M)
        self.foot.setSpacing(M)
        if has_foot:
            column.addWidget(rule())
            column.addLayout(self.foot)


def scrolled(contents: QWidget) -> QScrollArea:
    """Return the contents in a frame that scrolls only up and down."""
    contents.setProperty("role", "page")
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(contents)
    return area

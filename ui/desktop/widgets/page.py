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
        sheet.setProperty("role", "page")
        self.body = QVBoxLayout(sheet)
        self.body.setContentsMargins(margin, margin, margin, margin)
        self.body.setSpacing(L)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(sheet)
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

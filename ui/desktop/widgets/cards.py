"""Cards and bars: the surfaces on which a screen's parts lie."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.desktop.theme.tokens import L, M
from ui.desktop.widgets.words import Role, Words


class Card(QFrame):
    """A surface with an optional title; add to `body`."""

    def __init__(self, title: str = "", *, margin: int = L) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(margin, margin, margin, margin)
        self.body.setSpacing(M)
        self.head = QHBoxLayout()
        self.head.setSpacing(M)
        if title:
            self.title = Words(title, Role.SECTION)
            self.head.addWidget(self.title)
            self.head.addStretch(1)
            self.body.addLayout(self.head)


class Bar(QFrame):
    """A strip across a screen, with a line beneath; add to `row`."""

    def __init__(self, *, height: int = 64) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self.setFixedHeight(height)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(L + 8, 0, L, 0)
        self.row.setSpacing(L)


def row_of(*widgets: QWidget, spacing: int = M, stretch_first: bool = False) -> QHBoxLayout:
    """Return the widgets side by side; with `stretch_first` they stand at the right."""
    row = QHBoxLayout()
    row.setSpacing(spacing)
    row.setContentsMargins(0, 0, 0, 0)
    if stretch_first:
        row.addStretch(1)
    for widget in widgets:
        row.addWidget(widget)
    return row

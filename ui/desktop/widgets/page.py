"""A page: a body that scrolls, and a foot where the one primary button stands at the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from ui.desktop.theme.tokens import XL, L, M
from ui.desktop.widgets.words import rule


class Page(QWidget):
    """Add parts to `body`; add buttons to `foot`, the primary one last."""

    def __init__(self, *, has_foot: bool = True, margin: int = XL) -> None:
        super().__init__()
        self.body = QVBoxLayout()
        self.body.setContentsMargins(margin, margin, margin, margin)
        self.body.setSpacing(L)
        scroll = scrolled(self.body)
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


def scrolled(lines: QLayout) -> QScrollArea:
    """Return a frame that scrolls its lines, only up and down."""
    contents = QWidget()
    contents.setProperty("role", "page")
    area = _Scrolled()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(contents)
    contents.setLayout(lines)  # after: what a frame takes in is measured at once, and styled for it
    return area


class _Scrolled(QScrollArea):
    """Measures its contents only once it is on a screen; as QScrollArea it would at every new parent."""

    def event(self, event: QEvent) -> bool:
        """Leave out the measuring while there is nothing to see."""
        if event.type() == QEvent.Type.StyleChange and not self.testAttribute(
            Qt.WidgetAttribute.WA_WState_Polished
        ):
            return QWidget.event(self, event)
        return super().event(event)

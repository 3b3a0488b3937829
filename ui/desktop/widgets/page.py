"""A page: a body that scrolls, and a foot where the one primary button stands at the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible
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
    """Return a frame that scrolls its lines, only up and down; Tab passes it by."""
    contents = QWidget()
    contents.setProperty("role", "page")
    area = _Scrolled()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what stands in it is walked through, and brought into view
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(contents)
    contents.setLayout(lines)  # after: what a frame takes in is measured at once, and styled for it
    return area


def in_the_middle(part: QWidget) -> QHBoxLayout:
    """Return a layout with the part in the middle of its width.

    A part put there by alignment would be measured at the width of the whole window: a sentence that wraps in a card
    would find no room for its second line.
    """
    across = QHBoxLayout()
    across.addStretch(1)
    across.addWidget(part)
    across.addStretch(1)
    return across


def centred(*parts: QWidget) -> QVBoxLayout:
    """Return a layout with the parts in its middle, a little above half the height."""
    column = QVBoxLayout()
    column.setSpacing(M)
    column.addStretch(2)
    for part in parts:
        column.addLayout(in_the_middle(part))
    column.addStretch(3)
    return column


class Leaves(QWidget):
    """Pages of which one is seen; it alone says how much room is needed, where a stack asks for that of its highest."""

    def __init__(self) -> None:
        super().__init__()
        self._pages: list[QWidget] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)

    def add(self, page: QWidget) -> None:
        """Put a page behind the others; the first is seen."""
        self._pages.append(page)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(page)
        page.setVisible(len(self._pages) == 1)

    @property
    def shown(self) -> int:
        """Number of the page seen, from 0."""
        return next((number for number, page in enumerate(self._pages) if not page.isHidden()), 0)

    def show_leaf(self, number: int) -> None:
        """Show another page; what goes is hidden before what comes is shown."""
        for each in self._pages:
            each.hide()
        self._pages[number].show()


class Readable(QScrollArea):
    """A frame with nothing but text or pages: it takes the keyboard itself, for the arrow keys to scroll it."""

    spoken_role = QAccessible.Role.Document

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "read")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


class _Scrolled(QScrollArea):
    """Measures its contents only once it is on a screen; as QScrollArea it would at every new parent."""

    def event(self, event: QEvent) -> bool:
        """Leave out the measuring while there is nothing to see."""
        if event.type() == QEvent.Type.StyleChange and not self.testAttribute(
            Qt.WidgetAttribute.WA_WState_Polished
        ):
            return QWidget.event(self, event)
        return super().event(event)

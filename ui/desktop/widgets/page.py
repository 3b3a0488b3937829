"""A page: a body that scrolls, and a foot where the one primary button stands at the right."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

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


class Stack(QStackedWidget):
    """A stack in which the page seen alone says how much room is needed, not the largest of all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(lambda _: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        """Return what the page seen needs."""
        page = self.currentWidget()
        return QSize() if page is None else page.minimumSizeHint().expandedTo(page.minimumSize())

    def sizeHint(self) -> QSize:
        """Return what the page seen likes."""
        page = self.currentWidget()
        return super().sizeHint() if page is None else page.sizeHint().expandedTo(page.minimumSize())

    def hasHeightForWidth(self) -> bool:
        """Tell whether the page seen is higher where it is narrower."""
        page = self.currentWidget()
        return page is not None and page.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        """Return the height the page seen has at a width."""
        page = self.currentWidget()
        return -1 if page is None else page.heightForWidth(width)


class Beside(QWidget):
    """Parts side by side; one below the other where the place is too narrow for that."""

    def __init__(self, *parts: tuple[QWidget, int], spacing: int = L) -> None:
        """`parts` are widgets, each with its share of the room."""
        super().__init__()
        self._parts = [part for part, _ in parts]
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(spacing)
        for part, share in parts:
            self._lines.addWidget(part, share)

    def minimumSizeHint(self) -> QSize:
        """Return the width of the widest part alone."""
        widest = max((self._least(part) for part in self._parts), default=0)
        return QSize(widest, self._lines.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn the parts where there is no room for them side by side."""
        super().resizeEvent(event)
        shown = [part for part in self._parts if not part.isHidden()]
        needed = sum(self._least(part) for part in shown) + self._lines.spacing() * (len(shown) - 1)
        ways = QBoxLayout.Direction
        wanted = ways.LeftToRight if self.width() >= needed else ways.TopToBottom
        if self._lines.direction() is not wanted:
            self._lines.setDirection(wanted)

    @staticmethod
    def _least(part: QWidget) -> int:
        return max(part.minimumSizeHint().width(), part.minimumWidth())


class WholeOrScrolled(QScrollArea):
    """A frame whose contents fill it, and are scrolled both ways where it is smaller than they can be.

    Qt's own way to fit contents would ask for the height they like best, not for the least they need.
    """

    _LEAST = QSize(640, 400)

    def __init__(self, contents: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(contents)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest frame that is of any use."""
        return self._LEAST

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the contents fill the frame."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the contents anew when they need more room, or less."""
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        contents = self.widget()
        if contents is not None:
            least = contents.minimumSizeHint()
            room = self.maximumViewportSize()
            if least.height() > room.height():
                room.setWidth(room.width() - self.verticalScrollBar().sizeHint().width())
            if least.width() > room.width():
                room.setHeight(room.height() - self.horizontalScrollBar().sizeHint().height())
            contents.resize(room.expandedTo(least))


class Readable(QScrollArea):
    """A frame with nothing but text or pages: it takes the keyboard itself, for the arrow keys to scroll it."""

    spoken_role = QAccessible.Role.Document

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "read")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


def bring_into_view(widget: QWidget) -> None:
    """Scroll every frame around a widget to where it can be seen, once what has just changed is laid out."""
    QTimer.singleShot(0, widget, partial(_scroll_to, widget))


def _scroll_to(widget: QWidget) -> None:
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()


class _Scrolled(QScrollArea):
    """Measures its contents only once it is on a screen; as QScrollArea it would at every new parent."""

    def event(self, event: QEvent) -> bool:
        """Leave out the measuring while there is nothing to see."""
        if event.type() == QEvent.Type.StyleChange and not self.testAttribute(
            Qt.WidgetAttribute.WA_WState_Polished
        ):
            return QWidget.event(self, event)
        return super().event(event)

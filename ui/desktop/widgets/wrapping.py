"""A row that goes on in a second line where there is no room for it in one."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QSpacerItem, QWidget

from ui.desktop.theme.tokens import S


class Wrapping(QLayout):
    """Parts side by side, each as wide as it likes; what no longer fits begins a new line.

    What is `Expanding`, a stretch too, shares what a line leaves over; without any, the line ends where its parts do.
    """

    def __init__(self, *parts: QWidget, spacing: int = S) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(QMargins())
        self.setSpacing(spacing)
        for part in parts:
            self.addWidget(part)

    def addStretch(self) -> None:
        """Push what follows to the right end of its line."""
        self.addItem(QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum))

    def addItem(self, item: QLayoutItem) -> None:
        """Put an item behind the others."""
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        """Return the number of items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item, None past the last one."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take an item out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Take no more height than the lines need."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """Tell that a narrow place needs more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines at a width."""
        return self._place(QRect(0, 0, width, 0), moves=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put every part into its place."""
        super().setGeometry(rect)
        self._place(rect, moves=True)

    def sizeHint(self) -> QSize:
        """Return the size of one line with everything in it."""
        hints = [item.sizeHint() for item in self._shown()]
        width = sum(hint.width() for hint in hints) + self.spacing() * max(0, len(hints) - 1)
        return self._with_margins(QSize(width, max((hint.height() for hint in hints), default=0)))

    def minimumSize(self) -> QSize:
        """Return the size of the widest part alone."""
        least = [item.minimumSize() for item in self._shown()]
        return self._with_margins(
            QSize(
                max((each.width() for each in least), default=0),
                max((each.height() for each in least), default=0),
            )
        )

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if item.spacerItem() is not None or not item.isEmpty()]

    def _with_margins(self, size: QSize) -> QSize:
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _lines(self, room: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = [[]]
        used = 0
        for item in self._shown():
            needed = item.minimumSize().width()
            if lines[-1] and used + self.spacing() + needed > room:
                lines.append([])
                used = 0
            used += needed + (self.spacing() if lines[-1] else 0)
            lines[-1].append(item)
        return lines

    def _place(self, rect: QRect, *, moves: bool) -> int:
        """Lay the lines out in a rectangle; return the height they take with the margins."""
        margins = self.contentsMargins()
        inner = rect.marginsRemoved(margins)
        top = inner.top()
        for line in self._lines(inner.width()):
            height = max((item.sizeHint().height() for item in line), default=0)
            if moves:
                self._place_line(line, QRect(inner.left(), top, inner.width(), height))
            top += height + self.spacing()
        return top - self.spacing() - inner.top() + margins.top() + margins.bottom()

    def _place_line(self, line: list[QLayoutItem], place: QRect) -> None:
        widths = [item.minimumSize().width() for item in line]
        rest = place.width() - sum(widths) - self.spacing() * (len(line) - 1)
        for number, item in enumerate(line):  # up to what each likes best
            more = max(0, min(rest, item.sizeHint().width() - widths[number]))
            widths[number] += more
            rest -= more
        growing = [
            number
            for number, item in enumerate(line)
            if item.expandingDirections() & Qt.Orientation.Horizontal
        ]
        for number in growing:
            widths[number] += max(0, rest) // len(growing)
        left = place.left()
        for item, width in zip(line, widths, strict=True):
            height = min(place.height(), item.sizeHint().height())
            item.setGeometry(
                QRect(QPoint(left, place.top() + (place.height() - height) // 2), QSize(width, height))
            )
            left += width + self.spacing()

"""A whole line that can be pressed: as high as what stands in it, wrapped words included."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLayout, QPushButton, QSizePolicy, QWidget

from ui.desktop.theme.tokens import TARGET

_CHORD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class RowButton(QPushButton):
    """A button laid out like a row; everything in it belongs to the one press."""

    def __init__(self, contents: QLayout, name: str, *, kind: str = "row", least: int = TARGET) -> None:
        super().__init__()
        self._least = least
        self.setProperty("kind", kind)
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.setLayout(contents)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Enter, as with Space."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() & _CHORD:
            self.click()
        else:
            super().keyPressEvent(event)

    def hasHeightForWidth(self) -> bool:
        """Words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height the wrapped words need."""
        layout = self.layout()
        return max(self._least, layout.heightForWidth(width) if layout is not None else 0)

    def sizeHint(self) -> QSize:
        """Ask for no width of its own; the height follows from what is given."""
        return QSize(TARGET, self._least)

    def minimumSizeHint(self) -> QSize:
        """Shrink no lower than a finger."""
        return QSize(TARGET, self._least)

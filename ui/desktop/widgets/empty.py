"""An empty place teaches: one line, one button."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.desktop.theme import Tone, theme
from ui.desktop.theme.tokens import L, M
from ui.desktop.widgets.buttons import Button, Kind
from ui.desktop.widgets.words import Role, Words


class EmptyState(QWidget):
    """What stands where a list will be."""

    acted = Signal()

    def __init__(self, icon: str, line: str, action: str = "", *, kind: Kind = Kind.QUIET) -> None:
        super().__init__()
        self._icon_name = icon
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words = Words(line, Role.MUTED, wraps=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(L, L, L, L)
        column.setSpacing(M)
        column.addStretch(1)
        column.addWidget(self._icon)
        column.addWidget(self._words)
        if action:
            button = Button(action, kind)
            button.clicked.connect(self.acted)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)
        self._draw()

    def say(self, line: str) -> None:
        """Say another line."""
        self._words.setText(line)

    def changeEvent(self, event: QEvent) -> None:
        """Colour the icon anew when the look changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_icon"):
            self._draw()

    def _draw(self) -> None:
        self._icon.setPixmap(theme().pixmap(self._icon_name, Tone.MUTED, 32))

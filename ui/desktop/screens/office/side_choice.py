"""One side of a field as something to press: what it says, who and when; chosen, it has a ring and a tick."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel

from ui.desktop.screens.inspection.parts import column, row
from ui.desktop.screens.inspection.row_button import RowButton
from ui.desktop.screens.office.shown import SideShown
from ui.desktop.theme import Tone, theme
from ui.desktop.theme.tokens import M, S
from ui.desktop.widgets import Role, Words

SIDE_HEIGHT = 88
"""Pixels a side takes at least: two lines of value."""


class SideChoice(RowButton):
    """Says one side's value; pressing it, or Space and Enter, chooses it."""

    def __init__(self, caption: str) -> None:
        self._caption = caption
        self._tick = QLabel()
        self._tick.setFixedSize(18, 18)
        self._value = Words("", Role.STRONG, wraps=True)
        self._who = Words("", Role.CAPTION, wraps=True)
        head = row(Words(caption, Role.CAPTION), 1, self._tick, spacing=S)
        parts = column(head, self._value, self._who, 1, spacing=2)
        parts.setContentsMargins(M, S, M, S)
        super().__init__(parts, caption, kind="side", least=SIDE_HEIGHT)
        self.setCheckable(True)
        self.toggled.connect(lambda _: self._draw())

    def show_side(self, side: SideShown) -> None:
        """Show what this side says."""
        self._value.setText(side.value)
        self._who.setText(side.who)
        self.setAccessibleName(f"{self._caption}：{side.value} {side.who}".strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with Enter as with Space."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Colour the tick anew when the look changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_tick"):
            self._draw()

    def _draw(self) -> None:
        if self.isChecked():
            self._tick.setPixmap(theme().pixmap("circle-check", Tone.ACCENT, 18))
        else:
            self._tick.setPixmap(theme().pixmap("circle", Tone.MUTED, 18))

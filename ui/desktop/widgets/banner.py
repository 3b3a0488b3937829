"""What a screen has to say, in place: the room for it is there before it is said."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy

from ui.desktop.theme import Tone, theme
from ui.desktop.theme.tokens import TARGET, M, S
from ui.desktop.widgets.buttons import Button, Kind
from ui.desktop.widgets.words import Words

_ICONS = {
    Tone.OK: "circle-check",
    Tone.WARN: "triangle-alert",
    Tone.DANGER: "octagon-alert",
    Tone.ACCENT: "info",
}


class Banner(QFrame):
    """One sentence with an icon and at most one button; silent, it keeps its height."""

    acted = Signal()
    """The button was pressed."""

    def __init__(self, *, lines: int = 1) -> None:
        super().__init__()
        self._tone = Tone.ACCENT
        self.setProperty("role", "banner")
        self.setMinimumHeight(TARGET + (lines - 1) * 22 + 4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._icon = QLabel()
        self._words = Words("", wraps=True)
        self._button = Button("", Kind.PLAIN)
        self._button.hide()
        self._button.clicked.connect(self.acted)
        row = QHBoxLayout(self)
        row.setContentsMargins(M, 0, S, 0)
        row.setSpacing(M)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        row.addWidget(self._button)

    @property
    def sentence(self) -> str:
        """What is being said, empty if nothing."""
        return self._words.text()

    def say(self, sentence: str, tone: Tone = Tone.DANGER, *, action: str = "") -> None:
        """Say a sentence; an empty one falls silent."""
        self._tone = tone
        self._words.setText(sentence)
        self.setAccessibleName(sentence)
        self._button.set_text(action)
        self._button.setVisible(bool(action and sentence))
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Colour the icon anew when the look changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_button"):
            self._draw_icon()

    def _draw(self) -> None:
        shown = self._tone.value if self._words.text() else "none"
        if self.property("tone") != shown:
            self.setProperty("tone", shown)
            self.style().unpolish(self)
            self.style().polish(self)
        self._draw_icon()

    def _draw_icon(self) -> None:
        self._icon.setVisible(bool(self._words.text()))
        if self._words.text():
            self._icon.setPixmap(theme().pixmap(_ICONS.get(self._tone, "info"), self._tone))

"""Buttons: one primary a screen, the rest quiet; icons follow the look."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from ui.desktop.theme import Tone, theme
from ui.desktop.theme.tokens import ICON, TARGET, S


class Kind(StrEnum):
    """How loud a button is."""

    PRIMARY = "primary"
    QUIET = "quiet"
    DANGER = "danger"
    """Quiet too, but red: never beside the primary one."""
    PLAIN = "plain"
    """A link: words only."""


_TONES = {Kind.PRIMARY: Tone.ON_ACCENT, Kind.DANGER: Tone.DANGER, Kind.PLAIN: Tone.ACCENT}


class Button(QPushButton):
    """A button with words, an optional icon and an optional key."""

    def __init__(self, text: str, kind: Kind = Kind.QUIET, icon: str = "", *, key: str = "") -> None:
        super().__init__(text)
        self._kind = kind
        self._icon = icon
        self.setProperty("kind", kind.value)
        self.setMinimumHeight(TARGET)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        if key:
            self.setShortcut(key)
        self._draw_icon()

    def set_text(self, text: str) -> None:
        """Change the words, for eye and screen reader."""
        self.setText(text)
        self.setAccessibleName(text)

    def set_icon(self, icon: str) -> None:
        """Change the icon."""
        self._icon = icon
        self._draw_icon()

    def changeEvent(self, event: QEvent) -> None:
        """Colour the icon anew when the look changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_icon"):
            self._draw_icon()

    def _draw_icon(self) -> None:
        if self._icon:
            self.setIcon(theme().icon(self._icon, _TONES.get(self._kind, Tone.TEXT)))
            self.setIconSize(QSize(ICON, ICON))


class IconButton(QPushButton):
    """A square button with an icon only; its name is told to tooltip and screen reader."""

    def __init__(self, icon: str, name: str, *, tone: Tone = Tone.MUTED, key: str = "") -> None:
        super().__init__()
        self._icon = icon
        self._tone = tone
        self.setProperty("kind", "icon")
        self.setFixedSize(TARGET, TARGET)
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({key})" if key else name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        if key:
            self.setShortcut(key)
        self._draw_icon()

    def set_icon(self, icon: str, name: str) -> None:
        """Change icon and name."""
        self._icon = icon
        self.setAccessibleName(name)
        self.setToolTip(name)
        self._draw_icon()

    def changeEvent(self, event: QEvent) -> None:
        """Colour the icon anew when the look changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_icon"):
            self._draw_icon()

    def _draw_icon(self) -> None:
        self.setIcon(theme().icon(self._icon, self._tone))
        self.setIconSize(QSize(ICON, ICON))


class Segments(QWidget):
    """A few words of which one holds, side by side, e.g. 县级 · 设区的市级以上."""

    chosen = Signal(str)
    """Value of the word that was pressed."""

    def __init__(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        """`choices` are (value, words)."""
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._values: list[str] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        for value, words in choices:
            button = QPushButton(words)
            button.setProperty("kind", "segment")
            button.setCheckable(True)
            button.setMinimumHeight(TARGET)
            button.setAccessibleName(f"{name}：{words}")
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setAutoDefault(False)
            self._group.addButton(button, len(self._values))
            self._values.append(value)
            row.addWidget(button)
        row.addStretch(1)
        self.setFocusProxy(self._group.button(0))
        self._group.idClicked.connect(self._pressed)

    @property
    def value(self) -> str:
        """Value that holds, empty if none was pressed yet."""
        number = self._group.checkedId()
        return self._values[number] if number >= 0 else ""

    def choose(self, value: str) -> None:
        """Let `value` hold without telling anyone."""
        self._group.button(self._values.index(value)).setChecked(True)

    def _pressed(self, number: int) -> None:
        self.chosen.emit(self._values[number])

"""Buttons: one primary a screen, the rest quiet; icons follow the look."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QShortcutEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton

from ui.desktop.i18n import code_of
from ui.desktop.theme import Tone, theme
from ui.desktop.theme.tokens import ICON, TARGET
from ui.desktop.widgets.stands_for import StandsFor
from ui.desktop.widgets.wrapping import Wrapping


class Kind(StrEnum):
    """How loud a button is."""

    PRIMARY = "primary"
    QUIET = "quiet"
    DANGER = "danger"
    """Quiet too, but red: never beside the primary one."""
    PLAIN = "plain"
    """A link: words only."""


_TONES = {Kind.PRIMARY: Tone.ON_ACCENT, Kind.DANGER: Tone.DANGER, Kind.PLAIN: Tone.ACCENT}


class Pressable(QPushButton):
    """What all buttons share: Enter presses as Space does, and the icon follows the look."""

    def __init__(self, text: str, name: str, icon: str, tone: Tone) -> None:
        super().__init__(text)
        self.name = code_of(name)
        """The same in every language."""
        self._icon = icon
        self._tone = tone
        self._words = text
        self._tip_beside_words = ""
        self.has_words = True
        """False where there is room for the icon only."""
        self._drawn: object = None
        self.setAccessibleName(name)
        self.setMinimumHeight(TARGET)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.setIconSize(QSize(ICON, ICON))
        self._draw_icon()

    def sizeHint(self) -> QSize:
        """Return room for the words in bold where pressing makes them bold, so that nothing moves or is cut."""
        hint = super().sizeHint()
        if self.isCheckable():
            bold = QFont(self.font())
            bold.setWeight(QFont.Weight.Bold)
            wider = QFontMetrics(bold).horizontalAdvance(self.text())
            hint.setWidth(hint.width() + max(0, wider - self.fontMetrics().horizontalAdvance(self.text())))
        return hint

    def minimumSizeHint(self) -> QSize:
        """Return the same: the words are never cut."""
        return self.sizeHint()

    @property
    def words_width(self) -> int:
        """Pixels the words take beside the icon."""
        font = QFont(self.font())
        if self.isCheckable():
            font.setWeight(QFont.Weight.Bold)
        return QFontMetrics(font).horizontalAdvance(self._words)

    def show_words(self, has_words: bool) -> None:
        """Show icon and words, or the icon alone; then the words are said when pointed at."""
        if has_words is self.has_words:
            return
        self.has_words = has_words
        if has_words:
            self.setText(self._words)
            self.setToolTip(self._tip_beside_words)
        else:
            self._tip_beside_words = tip = self.toolTip()
            key = self.shortcut().toString()
            self.setText("")
            self.setToolTip(tip if self._words in tip else f"{self._words} ({key})" if key else self._words)

    def _say_words(self, text: str) -> None:
        """Take other words; without room for them they are kept for later."""
        self._words = text
        if self.has_words:
            self.setText(text)
        else:
            self.setToolTip(text)

    def show_icon(self, icon: str, tone: Tone | None = None) -> None:
        """Show another icon, or the same in another tone."""
        self._icon = icon
        self._tone = self._tone if tone is None else tone
        self._draw_icon()

    def _draw_icon(self) -> None:
        """Draw the icon in the look's colour; Qt tells of a changed style several times for one change of parents."""
        wanted = self._icon, self._tone, self.iconSize().width(), theme().look
        if self._icon and wanted != self._drawn:
            self._drawn = wanted
            self.setIcon(theme().icon(self._icon, self._tone, self.iconSize().width()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Press at once with the button's own keys: Qt lets a tenth of a second pass, and what is typed then goes astray."""
        if isinstance(event, QShortcutEvent) and not event.isAmbiguous():
            if self.isCheckable():
                self.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.click()
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Colour the icon anew when the look changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_drawn"):
            self._draw_icon()


class Button(Pressable):
    """A button with words, an optional icon and an optional key."""

    def __init__(self, text: str, kind: Kind = Kind.QUIET, icon: str = "", *, key: str = "") -> None:
        super().__init__(text, text, icon, _TONES.get(kind, Tone.TEXT))
        self.setProperty("kind", kind.value)
        if key:
            self.setShortcut(key)
            self.setToolTip(key)

    def set_text(self, text: str) -> None:
        """Change the words, for eye and screen reader."""
        self._say_words(text)
        self.setAccessibleName(text)

    def set_text_within(self, text: str, width: int) -> None:
        """Change the words of a button of at most `width` pixels; what has no room ends in … and is said when pointed at."""
        self.set_text(text)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.Bold)
        room = width - (self.sizeHint().width() - self.fontMetrics().horizontalAdvance(text))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
        self._say_words(shown)
        self.setToolTip(text if shown != text else self.shortcut().toString())

    def set_icon(self, icon: str) -> None:
        """Change the icon."""
        self.show_icon(icon)


class IconButton(Pressable):
    """A square button with an icon only; its name is told to tooltip and screen reader."""

    def __init__(self, icon: str, name: str, *, tone: Tone = Tone.MUTED, key: str = "") -> None:
        super().__init__("", name, icon, tone)
        self.setProperty("kind", "icon")
        self.setFixedSize(TARGET, TARGET)
        self.setToolTip(f"{name} ({key})" if key else name)
        if key:
            self.setShortcut(key)

    def set_icon(self, icon: str, name: str) -> None:
        """Change icon and name."""
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.show_icon(icon)


class Segments(StandsFor):
    """A few words of which one holds, side by side where there is room, e.g. 县级 · 设区的市级以上."""

    chosen = Signal(str)
    """Value of the word that was pressed."""

    def __init__(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        """`choices` are (value, words)."""
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._values: list[str] = []
        row = Wrapping()
        self.setLayout(row)
        for value, words in choices:
            button = Pressable(words, f"{name}：{words}", "", Tone.TEXT)
            button.name = f"{code_of(name)}：{value}"
            button.setProperty("kind", "segment")
            button.setCheckable(True)
            self._group.addButton(button, len(self._values))
            self._values.append(value)
            row.addWidget(button)
        self.stand_for(self._group.button(0))
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

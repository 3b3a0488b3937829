"""Words on a screen: labels by role, and states that always come as icon and word."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from ui.desktop.theme import Tone, theme
from ui.desktop.theme.tokens import XS


class Role(StrEnum):
    """What a text is on its page; sizes and weights follow."""

    PAGE = "page"
    SECTION = "section"
    STRONG = "strong"
    BODY = "body"
    MUTED = "muted"
    CAPTION = "caption"
    FIGURE = "figure"
    PROBLEM = "problem"
    CODE = "code"


class Words(QLabel):
    """A text in a role; plain text only, so that nothing typed is ever read as mark-up."""

    def __init__(self, text: str = "", role: Role = Role.BODY, *, wraps: bool = False) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role.value)
        self.setWordWrap(wraps)


class Line(Words):
    """One line that gives way to its neighbours: what has no room ends in … and is said whole when pointed at."""

    _LEAST = 4
    """Characters that stay in sight."""

    def minimumSizeHint(self) -> QSize:
        """Return room for the first characters only."""
        hint = super().minimumSizeHint()
        margins = self.contentsMargins()
        least = self._LEAST * self.fontMetrics().horizontalAdvance("中") + margins.left() + margins.right()
        return QSize(min(hint.width(), least), hint.height())

    def event(self, event: QEvent) -> bool:
        """Say the whole line when pointed at, if it is cut."""
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip(self.text() if self.shown() != self.text() else "")
        return super().event(event)

    def shown(self) -> str:
        """Return what there is room for."""
        room = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw what there is room for."""
        painter = QPainter(self)
        self.style().drawItemText(
            painter,
            self.contentsRect(),
            self.alignment().value,
            self.palette(),
            self.isEnabled(),
            self.shown(),
            self.foregroundRole(),
        )
        painter.end()


class StateWord(QWidget):
    """An icon and a word in the colour of a state, e.g. ● 已封存 41."""

    def __init__(
        self, icon: str = "circle", word: str = "", tone: Tone = Tone.MUTED, *, wraps: bool = False
    ) -> None:
        """`wraps` for a whole sentence, which may need a second line."""
        super().__init__()
        self._icon_name, self._tone = icon, tone
        self._icon = QLabel()
        self._icon.setContentsMargins(0, 2, 0, 0)  # the typeface sits low in its line
        self._word = Words(word, wraps=wraps)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(XS + 2)
        row.addWidget(self._icon)
        row.addWidget(self._word, int(wraps))
        if wraps:
            row.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        else:
            row.addStretch(1)
            self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.say(icon, word, tone)

    @property
    def word(self) -> str:
        """The word shown."""
        return self._word.text()

    def say(self, icon: str, word: str, tone: Tone = Tone.MUTED) -> None:
        """Show another state."""
        self._icon_name, self._tone = icon, tone
        self._word.setText(word)
        self.setAccessibleName(word)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Colour icon and word anew when the look changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_word"):
            self._draw()

    def _draw(self) -> None:
        self._icon.setPixmap(theme().pixmap(self._icon_name, self._tone, 16))
        palette = self._word.palette()
        self._word.setPalette(palette)
        colour = theme().tokens.tone(self._tone)
        wanted = f"color: {colour};"
        if self._word.styleSheet() != wanted:
            self._word.setStyleSheet(wanted)


def rule() -> QFrame:
    """Return a thin line between parts of a page."""
    line = QFrame()
    line.setProperty("role", "rule")
    return line

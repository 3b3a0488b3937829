"""The recovery as one sees it: three short lists and two buttons; nothing here can throw anything away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.desktop.i18n import tr
from ui.desktop.screens.recovery.shown import RecoveryShown, Said
from ui.desktop.theme import Tone, theme
from ui.desktop.theme.tokens import ICON, XL, M, S
from ui.desktop.widgets import Banner, Button, Card, Kind, Role, Words, centred, row_of, rule, scrolled

_WIDTH = 720
_EDGES = 4
"""Pixels of the card's two edges where they are strongest."""


class _SaidLine(QWidget):
    """An icon in its tone and a sentence that may take two lines."""

    def __init__(self, said: Said) -> None:
        super().__init__()
        self._said = said
        self._icon = QLabel()
        self._icon.setContentsMargins(0, 3, 0, 0)
        self._words = Words(said.text, Role.MUTED if said.tone is Tone.MUTED else Role.BODY, wraps=True)
        self._words.setFixedWidth(_WIDTH - 2 * XL - ICON - M - _EDGES)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(M)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Colour the icon anew when the look changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_icon"):
            self._draw()

    def _draw(self) -> None:
        self._icon.setPixmap(theme().pixmap(self._said.icon, self._said.tone, ICON))
        self._words.ensurePolished()  # a card that keeps its place gives a second line no room by itself
        self._words.setFixedHeight(self._words.heightForWidth(self._words.width()))


class RecoveryView(QWidget):
    """Shown once after a recovery, before the day's work."""

    continued = Signal()
    diagnosis_asked = Signal()

    def __init__(self, shown: RecoveryShown) -> None:
        super().__init__()
        self._is_whole = shown.is_whole
        card = Card(margin=XL)
        card.setFixedWidth(_WIDTH)
        card.body.setSpacing(M)
        self._mark = QLabel()
        self._mark.setContentsMargins(0, 5, 0, 0)
        head = QHBoxLayout()
        head.setSpacing(M)
        head.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Words(shown.headline, Role.PAGE, wraps=True), 1)
        card.body.addLayout(head)
        for title, lines in (
            ("ui.recovery.happened", shown.happened),
            ("ui.recovery.safe", shown.safe),
            ("ui.recovery.missing", shown.missing),
        ):
            card.body.addWidget(rule())
            card.body.addWidget(Words(tr(title), Role.STRONG))
            column = QVBoxLayout()
            column.setSpacing(S)
            for said in lines:
                column.addWidget(_SaidLine(said))
            card.body.addLayout(column)
        card.body.addWidget(rule())
        self._diagnosis = Button(tr("ui.recovery.diagnosis"), icon="file-check")
        self._continue = Button(tr("ui.recovery.continue"), Kind.PRIMARY)
        card.body.addLayout(row_of(self._diagnosis, self._continue, stretch_first=True))
        self._banner = Banner(lines=2)
        self._banner.setFixedWidth(_WIDTH)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(centred(card, self._banner)))
        self._continue.clicked.connect(self.continued)
        self._diagnosis.clicked.connect(self.diagnosis_asked)
        self._continue.setFocus(Qt.FocusReason.OtherFocusReason)
        self._draw()

    def show_working(self, is_working: bool) -> None:
        """Let nothing be pressed twice."""
        for button in (self._continue, self._diagnosis):
            button.setEnabled(not is_working)

    def say(self, sentence: str, tone: Tone) -> None:
        """Say how an export went, or why one cannot go on yet."""
        self._banner.say(sentence, tone)

    def changeEvent(self, event: QEvent) -> None:
        """Colour the mark anew when the look changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_mark"):
            self._draw()

    def _draw(self) -> None:
        icon, tone = ("shield-check", Tone.OK) if self._is_whole else ("triangle-alert", Tone.WARN)
        self._mark.setPixmap(theme().pixmap(icon, tone, 28))

"""The backup in the settings: when one was last proven, one button, progress, and how it went."""

from __future__ import annotations

from PySide6.QtCore import Signal

from ui.desktop.i18n import tr
from ui.desktop.screens.today.line import Line
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import S
from ui.desktop.widgets import Banner, Button, Card, ProgressLine, Role, StateWord, Words, row_of


class BackupCard(Card):
    """Asks for a backup and shows it; knows nothing of how it is made."""

    backup_asked = Signal()
    stopped = Signal()

    def __init__(self) -> None:
        super().__init__(tr("ui.backup.title"))
        self.body.setSpacing(S)
        self._last = StateWord("shield-check", "")
        self.progress = ProgressLine()
        self.banner = Banner(lines=2)
        self.button = Button(tr("ui.backup.to"), icon="usb")
        self.body.addWidget(self._last)
        self.body.addWidget(Words(tr("ui.backup.caption"), Role.CAPTION, wraps=True))
        self.body.addWidget(self.progress)
        self.body.addLayout(row_of(self.banner, self.button))
        self.button.clicked.connect(self.backup_asked)
        self.progress.cancelled.connect(self.stopped)

    def show_last(self, line: Line) -> None:
        """Show the newest proven backup."""
        self._last.say(line.icon, line.text, line.tone)

    def show_step(self, done: int, total: int, words: str) -> None:
        """Show how far it is."""
        self.button.setEnabled(False)
        self.banner.say("")
        self.progress.show_step(done, total, words)

    def show_ended(self, sentence: str, tone: Tone) -> None:
        """Show how it went."""
        self.button.setEnabled(True)
        self.progress.end()
        self.banner.say(sentence, tone)

"""The law pack in the settings: its version, what waits for the legal unit, and a newer pack compared before it is taken."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from ui.desktop.i18n import tr
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import S
from ui.desktop.widgets import Banner, Button, Card, Role, Words, row_of


class LawCard(Card):
    """Shows the pack and asks for another; knows nothing of signatures."""

    import_asked = Signal()
    taken = Signal()

    def __init__(self) -> None:
        super().__init__(tr("ui.settings.law"))
        self.body.setSpacing(S)
        self.version = Words("")
        self.waiting = Words("", Role.STRONG)
        self.notes = Words("", Role.CAPTION, wraps=True)
        self.more = Button(tr("ui.settings.law.more"), icon="chevron-down")
        self.changes = Words("", Role.CAPTION, wraps=True)
        self.banner = Banner(lines=2)
        self.choose = Button(tr("ui.settings.law.import"), icon="scale")
        self.take = Button(tr("ui.settings.law.take"), icon="check")
        self.body.addWidget(self.version)
        self.body.addWidget(Words(tr("ui.settings.law.line"), Role.CAPTION, wraps=True))
        line = row_of(self.waiting, self.more)
        line.setStretch(0, 1)
        self.body.addLayout(line)
        self.body.addWidget(self.notes)
        self.body.addWidget(self.changes)
        self.body.addWidget(self.banner)
        self.body.addLayout(row_of(self.choose, self.take, spacing=S, stretch_first=True))
        self.notes.hide()
        self.show_offer(())
        self.more.clicked.connect(lambda: self.notes.setVisible(self.notes.isHidden()))
        self.choose.clicked.connect(self.import_asked)
        self.take.clicked.connect(self.taken)

    def show_pack(self, version: str, known_to: int, waiting: Sequence[str]) -> None:
        """Show the pack in force, the last year of its calendar, and every row that waits for confirmation."""
        self.version.setText(tr("ui.settings.law.version", version=version, year=known_to))
        self.waiting.setText(tr("ui.settings.law.waiting", count=len(waiting)) if waiting else "")
        self.notes.setText("\n".join(waiting))
        self.more.setVisible(bool(waiting))

    def show_offer(self, changes: Sequence[str]) -> None:
        """Show what a newer pack would change; nothing takes the offer back."""
        self.changes.setText("\n".join(changes))
        self.changes.setVisible(bool(changes))
        self.take.setVisible(bool(changes))

    def say(self, sentence: str, tone: Tone) -> None:
        """Say how it went."""
        self.banner.say(sentence, tone)

"""Changing one's own passphrase: the present one, the new one twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from ui.desktop.i18n import tr
from ui.desktop.screens.settings.asking import AskingPresenter
from ui.desktop.tasks import Tasks
from ui.desktop.widgets import AskingCard, row_of

if TYPE_CHECKING:
    from ui.wiring import OpenDevice


class PassphraseCard(AskingCard):
    """Three fields and a button."""

    given = Signal()

    def __init__(self) -> None:
        super().__init__(tr("ui.settings.passphrase"))
        self.body.addWidget(self.ask("old", "ui.settings.passphrase.old", is_secret=True))
        self.body.addLayout(
            row_of(
                self.ask("first", "ui.settings.passphrase.new", is_secret=True),
                self.ask("second", "ui.first.passphrase.second", is_secret=True),
            )
        )
        change = self.button("ui.settings.passphrase.change", "key-round")
        self.body.addLayout(row_of(self.banner, change))
        change.clicked.connect(self.given)


class PassphrasePresenter(AskingPresenter):
    """Changes it for whoever acts."""

    secret = "old"  # noqa: S105 - a field's name

    def __init__(self, opened: OpenDevice, tasks: Tasks, card: PassphraseCard) -> None:
        super().__init__(tasks, card)
        self._opened = opened
        self._card = card
        card.given.connect(self._change)

    def _change(self) -> None:
        if not (self.has_secret() and self.has_new_passphrase()):
            return
        old, new = self._card.text("old"), self._card.text("first")
        self.run(
            lambda _: self._opened.ways_in.change_passphrase(old, new),
            lambda _: tr("ui.settings.passphrase.done"),
            meanwhile="ui.settings.passphrase.working",
        )

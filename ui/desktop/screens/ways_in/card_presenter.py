"""Does what the card of the ways in asks, off the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from inspector.progress import Progress
from inspector.records import Officer
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.settings.asking import AskingPresenter
from ui.desktop.screens.ways_in.card import WaysInCard
from ui.desktop.tasks import Lane, Tasks
from ui.desktop.theme import Tone

if TYPE_CHECKING:
    from ui.ways_in import WayIn
    from ui.wiring import OpenDevice


class WaysInPresenter(AskingPresenter):
    """Knows what the card does."""

    def __init__(self, opened: OpenDevice, tasks: Tasks, card: WaysInCard) -> None:
        super().__init__(tasks, card)
        self._opened = opened
        self._card = card
        card.passphrase_given.connect(self._give)
        card.removal_asked.connect(self._remove)
        card.escrow_asked.connect(self._choose_escrow)

    def refresh(self) -> None:
        """Read who gets in."""
        self.tasks.run(
            self._read,
            lane=Lane.READ,
            owner=self,
            done=lambda read: self._card.show_ways(*read),
            failed=lambda error: self._card.say(error.sentence(spoken()), Tone.DANGER),
        )

    def register(self, file: Path) -> None:
        """Register the bureau's escrow key from its public file."""
        secret = self._card.text("secret")

        def work(_: Progress) -> None:
            from inspector.keys.escrow import read_escrow_file

            self._opened.ways_in.register_escrow(secret, read_escrow_file(file.read_bytes()))

        self._change(work, "ui.ways_in.escrow_done")

    def _read(self, _: Progress) -> tuple[tuple[WayIn, ...], tuple[Officer, ...]]:
        with self._opened.device.reading() as unit:
            officers = unit.all(Officer)
        return self._opened.ways_in.listed(), officers

    def _give(self) -> None:
        if self.has_secret() and self.has_new_passphrase():
            secret, officer, first = map(self._card.text, ("secret", "officer", "first"))
            self._change(
                lambda _: self._opened.ways_in.give_passphrase(secret, officer, first), "ui.ways_in.given"
            )

    def _remove(self, slot_id: str) -> None:
        if self.has_secret():
            secret = self._card.text("secret")
            self._change(lambda _: self._opened.ways_in.remove(secret, slot_id), "ui.ways_in.removed")

    def _choose_escrow(self) -> None:
        if not self.has_secret():
            return
        file, _ = QFileDialog.getOpenFileName(self._card, tr("ui.ways_in.choose"), "", tr("ui.ways_in.files"))
        if file:
            self.register(Path(file))

    def _change(self, work: Callable[[Progress], None], said: str) -> None:
        def done(_: None) -> str:
            self.refresh()
            return tr(said)

        self.run(work, done, meanwhile="ui.settings.passphrase.working")

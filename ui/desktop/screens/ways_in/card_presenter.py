"""Does what the card of the ways in asks, off the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from inspector.errors import InspectorError
from inspector.progress import Progress
from inspector.records import Officer
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.first_start.typed import passphrase_problems
from ui.desktop.screens.ways_in.card import WaysInCard
from ui.desktop.tasks import Lane, Tasks
from ui.desktop.theme import Tone

if TYPE_CHECKING:
    from ui.ways_in import WayIn
    from ui.wiring import OpenDevice

_AT_SECRET = {"keys.wrong_secret", "keys.recovery_group"}


class WaysInPresenter(QObject):
    """Knows what the card does."""

    def __init__(self, opened: OpenDevice, tasks: Tasks, card: WaysInCard) -> None:
        super().__init__(card)
        self._opened = opened
        self._tasks = tasks
        self._card = card
        card.passphrase_given.connect(self._give)
        card.removal_asked.connect(self._remove)
        card.escrow_asked.connect(self._choose_escrow)

    def refresh(self) -> None:
        """Read who gets in."""
        self._tasks.run(
            self._read,
            lane=Lane.READ,
            owner=self,
            done=lambda read: self._card.show_ways(*read),
            failed=lambda error: self._card.say(error.sentence(spoken()), Tone.DANGER),
        )

    def register(self, secret: str, file: Path) -> None:
        """Register the bureau's escrow key from its public file."""

        def work(_: Progress) -> None:
            from inspector.keys.escrow import read_escrow_file

            self._opened.ways_in.register_escrow(secret, read_escrow_file(file.read_bytes()))

        self._run(work, tr("ui.ways_in.escrow_done"))

    def _read(self, _: Progress) -> tuple[tuple[WayIn, ...], tuple[Officer, ...]]:
        with self._opened.device.reading() as unit:
            officers = unit.all(Officer)
        return self._opened.ways_in.listed(), officers

    def _give(self, secret: str, officer: str, first: str, second: str) -> None:
        if not self._has(secret):
            return
        for field, code in passphrase_problems(first, second).items():
            sentence = tr(code) if code.startswith("ui.") else InspectorError(code).sentence(spoken())
            self._card.show_problem(field, sentence)
            return
        self._run(
            lambda _: self._opened.ways_in.give_passphrase(secret, officer, first), tr("ui.ways_in.given")
        )

    def _remove(self, secret: str, slot_id: str) -> None:
        if self._has(secret):
            self._run(lambda _: self._opened.ways_in.remove(secret, slot_id), tr("ui.ways_in.removed"))

    def _choose_escrow(self, secret: str) -> None:
        if not self._has(secret):
            return
        file, _ = QFileDialog.getOpenFileName(self._card, tr("ui.ways_in.choose"), "", tr("ui.ways_in.files"))
        if file:
            self.register(secret, Path(file))

    def _has(self, secret: str) -> bool:
        self._card.show_problem("", "")
        if not secret.strip():
            self._card.show_problem("secret", tr("ui.unlock.empty"))
        return bool(secret.strip())

    def _run(self, work: Callable[[Progress], None], said: str) -> None:
        self._card.say(tr("ui.settings.passphrase.working"), Tone.ACCENT, is_working=True)

        def done(_: None) -> None:
            self._card.clear()
            self._card.say(said, Tone.OK)
            self.refresh()

        self._tasks.run(work, owner=self, done=done, failed=self._refused)

    def _refused(self, error: InspectorError) -> None:
        self._card.say("", Tone.OK)
        if error.code in _AT_SECRET:
            self._card.show_problem("secret", error.sentence(spoken()))
        else:
            self._card.say(error.sentence(spoken()), Tone.DANGER)

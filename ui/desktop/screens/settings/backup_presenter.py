"""Backs the device up from the settings, beside the work at the stand and never on the window's thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from inspector.errors import InspectorError
from inspector.progress import Progress
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.settings.backup_card import BackupCard
from ui.desktop.screens.today.line import Line
from ui.desktop.screens.today.safety import backup_line
from ui.desktop.tasks import Lane, Tasks
from ui.desktop.theme import Tone

if TYPE_CHECKING:
    from ui.backup_desk import BackedUp
    from ui.wiring import OpenDevice


class BackupPresenter(QObject):
    """Knows what the card does."""

    def __init__(self, opened: OpenDevice, tasks: Tasks, card: BackupCard) -> None:
        super().__init__(card)
        self._opened = opened
        self._tasks = tasks
        self._card = card
        self._progress: Progress | None = None
        card.backup_asked.connect(self._choose)
        card.stopped.connect(self._stop)

    def refresh(self) -> None:
        """Read again when a backup was last proven."""
        self._tasks.run(
            self._read, lane=Lane.READ, owner=self, done=self._card.show_last, failed=self._failed
        )

    def back_up(self, medium: Path) -> None:
        """Back up to a medium and try the restore; photos can be taken meanwhile."""
        by = self._opened.ways_in.acting_officer or "device"
        self._card.show_step(0, 0, tr("ui.backup.beginning"))
        self._progress = self._tasks.run(
            lambda progress: self._opened.backup.back_up(medium, by=by, progress=progress),
            lane=Lane.STANDING,
            owner=self,
            done=self._done,
            failed=self._failed,
            stepped=lambda at, total, what: self._card.show_step(at, total, backup_words(at, total, what)),
            cancelled=lambda: self._ended(tr("ui.backup.stopped"), Tone.WARN),
        )

    def _read(self, _: Progress) -> Line:
        status = self._opened.delivery.status()
        return backup_line(
            self._opened.backup.last_verified(),
            self._opened.device.clock.now().wall,
            taken=status.taken,
            unsent=status.taken - status.confirmed,
            oldest_unsent=status.oldest_unconfirmed,
        )

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self._card, tr("ui.backup.choose"))
        if folder:
            self.back_up(Path(folder))

    def _stop(self) -> None:
        if self._progress is not None:
            self._progress.cancel()

    def _done(self, done: BackedUp) -> None:
        self._ended(*done_words(done))

    def _failed(self, error: InspectorError) -> None:
        self._ended(error.sentence(spoken()), Tone.DANGER, is_read_again=False)

    def _ended(self, sentence: str, tone: Tone, *, is_read_again: bool = True) -> None:
        self._progress = None
        self._card.show_ended(sentence, tone)
        if is_read_again:
            self.refresh()


def backup_words(at: int, total: int, what: str) -> str:
    """Say a step: sealed files with their size, then the records, then the trial restore."""
    if "MiB" in what:
        return tr("ui.backup.copying", done=at, total=total, size=what)
    return tr("ui.backup.records") if what else tr("ui.backup.trying", done=at, total=total)


def done_words(done: BackedUp) -> tuple[str, Tone]:
    """Say how it went; what nobody could read is not kept quiet."""
    missing = len(done.verified.missing)
    if missing:
        return tr("ui.backup.done_with_gaps", count=missing), Tone.WARN
    return tr("ui.backup.done", copied=done.copied, objects=done.verified.objects), Tone.OK

"""Looks at a medium, brings a device back, hands it over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from inspector.clock import CHINA
from inspector.errors import InspectorError
from inspector.progress import Cancelled, Progress
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.restore.view import RestoreView
from ui.desktop.tasks import Lane, Tasks
from ui.desktop.theme import Tone

if TYPE_CHECKING:
    from ui.restoring import Restored
    from ui.wiring import OpenDevice, Workplace

_SECRET = {"keys.wrong_secret", "keys.recovery_group"}


class RestorePresenter(QObject):
    """Knows how a device comes back."""

    finished = Signal(object)
    """OpenDevice"""

    def __init__(self, workplace: Workplace, tasks: Tasks, view: RestoreView) -> None:
        super().__init__(view)
        self._workplace = workplace
        self._tasks = tasks
        self._view = view
        self._opened: OpenDevice | None = None
        self._progress: Progress | None = None
        view.medium_asked.connect(self._choose)
        view.restore_asked.connect(self.restore)
        view.enter_asked.connect(self._enter)
        view.stopped.connect(self._stop)

    def look_at(self, medium: Path) -> None:
        """See which devices are on a medium."""
        self._tasks.run(
            lambda _: _found(medium), lane=Lane.READ, owner=self, done=self._view.offer, failed=self._none
        )

    def restore(self, folder: str, secret: str) -> None:
        """Bring a device back."""
        if not secret:
            self._view.show_problem(tr("ui.unlock.empty"), is_secret_wrong=True)
            return
        self._view.show_step(0, 0, tr("ui.restore.beginning"))

        def work(progress: Progress) -> tuple[OpenDevice, Restored]:
            from ui.restoring import restore

            opened, restored = restore(self._workplace, Path(folder), secret, progress=progress)
            if progress.is_cancelled:  # the window was closed: nobody will take it over
                opened.close()
                raise Cancelled
            return opened, restored

        self._progress = self._tasks.run(
            work,
            lane=Lane.STANDING,
            owner=self,
            done=self._done,
            failed=self._failed,
            stepped=lambda at, total, size: self._view.show_step(
                at, total, tr("ui.restore.copying", done=at, total=total, size=size)
            ),
            cancelled=lambda: self._view.show_problem(tr("ui.restore.stopped")),
        )

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self._view, tr("ui.restore.choose"))
        if folder:
            self.look_at(Path(folder))

    def _none(self, error: InspectorError) -> None:
        self._view.offer(())
        self._view.show_problem(error.sentence(spoken()))
        self._view.go.setEnabled(False)

    def _done(self, came: tuple[OpenDevice, Restored]) -> None:
        self._opened, restored = came
        self._progress = None
        if restored.damaged:
            sentence = tr("ui.restore.done_with_gaps", objects=restored.objects, count=len(restored.damaged))
            self._view.show_done(sentence, Tone.WARN)
        else:
            sentence = tr("ui.restore.done", entries=restored.entries, objects=restored.objects)
            self._view.show_done(sentence, Tone.OK)

    def _failed(self, error: InspectorError) -> None:
        self._progress = None
        self._view.show_problem(error.sentence(spoken()), is_secret_wrong=error.code in _SECRET)

    def _stop(self) -> None:
        if self._progress is not None:
            self._progress.cancel()

    def _enter(self) -> None:
        if self._opened is not None:
            self.finished.emit(self._opened)
            self._opened = None


def _found(medium: Path) -> tuple[tuple[str, str], ...]:
    """Return folder and words of each device on a medium."""
    from inspector.backup import devices_on, read_manifest

    found = []
    for folder in devices_on(medium):
        manifest = read_manifest(folder / "manifest.json").manifest
        made = f"{manifest.made.astimezone(CHINA):%Y-%m-%d %H:%M}"
        words = tr(
            "ui.restore.offered", made=made, objects=len(manifest.objects()), device=manifest.device[:8]
        )
        found.append((str(folder), words))
    return tuple(found)

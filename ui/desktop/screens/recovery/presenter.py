"""Reads what a recovery did, exports the diagnosis, and goes on once an officer has seen it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from inspector.durable import write_file
from inspector.errors import InspectorError, SystemFault
from inspector.progress import Progress
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.recovery.shown import Counted, recovery_shown
from ui.desktop.screens.recovery.view import RecoveryView
from ui.desktop.tasks import Lane, Tasks
from ui.desktop.theme import Tone

if TYPE_CHECKING:
    from inspector.store.recovery import Recovered
    from ui.wiring import OpenDevice

_FILE_NAME = "inspector-diagnosis.json"


class RecoveryPresenter(QObject):
    """Knows the safekeeping behind the page."""

    finished = Signal()
    """It was read: work goes on."""

    def __init__(
        self, opened: OpenDevice, tasks: Tasks, told: Recovered, photos: int, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._opened = opened
        self._tasks = tasks
        counted = Counted(photos, len(opened.missing_objects), opened.unnamed_objects)
        self.view = RecoveryView(recovery_shown(told, counted))
        self.view.continued.connect(self._continue)
        self.view.diagnosis_asked.connect(self._choose_file)

    def _continue(self) -> None:
        self.view.show_working(True)
        by = self._opened.keyring.officer_id or "device"
        self._tasks.run(
            lambda _: self._opened.safekeeping.recovery_read(by=by),
            owner=self,
            done=lambda _: self.finished.emit(),
            failed=self._failed,
        )

    def _choose_file(self) -> None:
        file, _ = QFileDialog.getSaveFileName(
            self.view, tr("ui.recovery.diagnosis"), str(Path.home() / _FILE_NAME), "JSON (*.json)"
        )
        if file:
            self.export_diagnosis(Path(file))

    def export_diagnosis(self, file: Path) -> None:
        """Write the facts for the maintainers to `file`."""
        self.view.show_working(True)

        def export(_: Progress) -> Path:
            try:
                write_file(file, self._opened.safekeeping.diagnosis().encode())
            except OSError as error:
                raise SystemFault("command.io", file=file.name, why=error.strerror or "") from error
            return file

        self._tasks.run(export, lane=Lane.READ, owner=self, done=self._exported, failed=self._failed)

    def _exported(self, file: Path) -> None:
        self.view.show_working(False)
        self.view.say(tr("ui.recovery.exported", file=str(file)), Tone.OK)

    def _failed(self, error: InspectorError) -> None:
        self.view.show_working(False)
        self.view.say(error.sentence(spoken()), Tone.DANGER)

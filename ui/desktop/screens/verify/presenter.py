"""Hands files to the court's verifier, off the window's thread; needs no open device."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from inspector.errors import InspectorError
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.verify.view import VerifyView
from ui.desktop.tasks import Lane, Tasks

if TYPE_CHECKING:
    from sync.verifier import Report


class VerifyPresenter(QObject):
    """Knows the verifier."""

    def __init__(self, tasks: Tasks, view: VerifyView) -> None:
        super().__init__(view)
        self._tasks = tasks
        self._view = view
        view.files_given.connect(self.verify)
        view.files_asked.connect(self._choose_files)
        view.folder_asked.connect(self._choose_folder)

    def verify(self, paths: list[Path]) -> None:
        """Judge files and folders and show what was found; they are only read."""
        from sync.verifier import Given, verify_all

        if not paths:
            return
        self._view.show_working(is_working=True)
        self._tasks.run(
            lambda _: verify_all(paths, Given()),
            lane=Lane.READ,
            owner=self,
            done=self._found,
            failed=self._failed,
        )

    def _found(self, report: Report) -> None:
        from ui.desktop.screens.verify.shown import verify_shown

        self._view.show_found(verify_shown(report))

    def _failed(self, error: InspectorError) -> None:
        self._view.show_problem(error.sentence(spoken()))

    def _choose_files(self) -> None:
        files, _ = QFileDialog.getOpenFileNames(self._view, tr("ui.verify.choose"))
        self.verify([Path(each) for each in files])

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self._view, tr("ui.verify.folder"))
        self.verify([Path(folder)] if folder else [])

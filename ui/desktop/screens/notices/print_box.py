"""A print button with what belongs to it: how far the printer is, a way to stop, what went to paper."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.parts import column
from ui.desktop.theme.tokens import S
from ui.desktop.widgets import Button, ProgressLine, Role, Words


class PrintBox(QWidget):
    """Pressed once, it stays quiet until the printer has everything or somebody stops it."""

    asked = Signal()
    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._print = Button(tr("ui.notices.print"), icon="printer")
        self._progress = ProgressLine()
        self._told = Words("", Role.CAPTION, wraps=True)
        self._told.setMinimumHeight(20)
        self.setLayout(column(self._print, self._progress, self._told, spacing=S))
        self._print.clicked.connect(self.asked)
        self._progress.cancelled.connect(self.stopped)

    def show_progress(self, done: int, total: int) -> None:
        """Show how many pages the printer has; a total of 0 ends it."""
        self._print.setEnabled(total == 0)
        if total:
            self._told.setText("")
            self._progress.show_step(done, total, tr("ui.print.progress", done=done, total=total))
        else:
            self._progress.end()

    def show_told(self, sentence: str) -> None:
        """Say what went to the printer, or why nothing did."""
        self._told.setText(sentence)

    @property
    def told(self) -> str:
        """What is said of the last printing."""
        return self._told.text()

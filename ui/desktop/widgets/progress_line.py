"""How far long work is: a bar, a number, what it is at, and a way to stop."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui.desktop.i18n import tr
from ui.desktop.theme.tokens import TARGET, XS, M
from ui.desktop.widgets.buttons import Button, Kind
from ui.desktop.widgets.words import Line, Role


class ProgressLine(QWidget):
    """Progress with a number; hidden, it keeps its height."""

    cancelled = Signal()
    paused = Signal(bool)
    """True: wait; False: go on."""

    def __init__(self, *, can_cancel: bool = True, can_pause: bool = False) -> None:
        super().__init__()
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("ui.progress.name"))
        self._words = Line("", Role.CAPTION)
        self._pause = Button(tr("ui.progress.pause"), Kind.QUIET, "pause")
        self._pause.clicked.connect(self._pause_or_resume)
        self._is_paused = False
        self._cancel = Button(tr("ui.progress.cancel"), Kind.QUIET, "x")
        self._cancel.clicked.connect(self._stop)
        column = QVBoxLayout()
        column.setSpacing(XS)
        column.addStretch(1)
        column.addWidget(self._words)
        column.addWidget(self._bar)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(M)
        row.addLayout(column, 1)
        row.addWidget(self._pause)
        row.addWidget(self._cancel)
        self._pause.setVisible(can_pause)  # only now: what has no place yet would open a window of its own
        self._cancel.setVisible(can_cancel)
        self.setMinimumHeight(TARGET)
        self.hide()

    @property
    def words(self) -> str:
        """What is said beside the bar."""
        return self._words.text()

    def show_step(self, done: int, total: int, words: str) -> None:
        """Show `done` of `total` and say `words`, which hold the number; shows the line."""
        self._bar.setRange(0, 1000 if total > 0 else 0)
        self._bar.setValue(round(1000 * done / total) if total > 0 else 0)
        self._words.setText(words)
        self.setAccessibleName(words)
        self.show()

    def end(self) -> None:
        """Hide the line and make it ready for the next time."""
        self._cancel.setEnabled(True)
        self._pause.setEnabled(True)
        self._show_paused(is_paused=False)
        self._words.setText("")
        self.hide()

    def _pause_or_resume(self) -> None:
        self._show_paused(is_paused=not self._is_paused)
        self.paused.emit(self._is_paused)

    def _show_paused(self, *, is_paused: bool) -> None:
        self._is_paused = is_paused
        self._pause.set_text(tr("ui.progress.resume" if is_paused else "ui.progress.pause"))
        self._pause.set_icon("play" if is_paused else "pause")

    def _stop(self) -> None:
        self._cancel.setEnabled(False)
        self._pause.setEnabled(False)
        self._words.setText(tr("ui.progress.stopping"))
        self.cancelled.emit()

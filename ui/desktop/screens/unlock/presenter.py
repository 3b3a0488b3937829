"""Tries a secret off the window's thread; after some wrong ones it asks for a moment's pause, as a courtesy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from inspector.errors import InspectorError
from ui.desktop.i18n import spoken, tr
from ui.desktop.lock_watch.causes import Why
from ui.desktop.screens.unlock.view import UnlockView
from ui.desktop.tasks import Tasks

if TYPE_CHECKING:
    from ui.wiring import OpenDevice, Workplace


class UnlockPresenter(QObject):
    """Unlocks a workplace."""

    began = Signal()
    """A secret is being tried."""
    unlocked = Signal(object)
    """OpenDevice"""

    def __init__(self, workplace: Workplace, tasks: Tasks, view: UnlockView, why: Why) -> None:
        super().__init__(view)
        self._workplace = workplace
        self._tasks = tasks
        self._view = view
        self._wait = 0
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._count_down)
        view.show_why(tr(f"ui.unlock.why.{why.value}"))
        view.secret_given.connect(self._try)

    def _try(self, secret: str) -> None:
        if not secret.strip():
            self._view.show_problem(tr("ui.unlock.empty"))
            return
        self._view.show_problem("")
        self._view.show_working(tr("ui.unlock.working"))
        self.began.emit()
        self._tasks.run(
            lambda progress: self._workplace.unlock(secret, progress),
            owner=self,
            done=self._opened,
            failed=self._refused,
            stepped=self._show_recovery,
        )

    def _show_recovery(self, done: int, total: int, _: str) -> None:
        self._view.show_working(tr("ui.unlock.recovering", done=done, total=total))

    def _opened(self, opened: OpenDevice) -> None:
        self.unlocked.emit(opened)

    def _refused(self, error: InspectorError) -> None:
        self._view.show_working("")
        self._view.show_problem(error.sentence(spoken()))
        if error.code != "keys.wrong_secret":
            return
        self.pause()

    def pause(self) -> None:
        """Ask for a moment's pause if there were wrong tries, before the window was opened too."""
        self._wait = self._workplace.pause_s()
        if self._wait:
            self._view.show_pause(tr("ui.unlock.pause", seconds=self._wait))
            self._second.start()

    def _count_down(self) -> None:
        self._wait -= 1
        if self._wait > 0:
            self._view.show_pause(tr("ui.unlock.pause", seconds=self._wait))
            return
        self._second.stop()
        self._view.show_pause("")

"""Changes every key of a locked device, and keeps the new recovery code no longer than it is on the screen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inspector.errors import InspectorError
from inspector.progress import Progress
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.rekey.view import RekeyView
from ui.desktop.tasks import Lane, Tasks

if TYPE_CHECKING:
    from ui.wiring import Workplace

_SECRET = {"keys.wrong_secret", "keys.not_an_officer", "keys.recovery_group"}


class RekeyPresenter(QObject):
    """Knows how the keys are changed; `bureau` and `day` stand on the printed page of the code."""

    def __init__(self, workplace: Workplace, tasks: Tasks, view: RekeyView, bureau: str, day: date) -> None:
        super().__init__(view)
        self._workplace = workplace
        self._tasks = tasks
        self._view = view
        self._bureau, self._day = bureau, day
        self._code = ""
        self._progress: Progress | None = None
        view.secret_given.connect(self.rekey)
        view.print_asked.connect(self._print)
        view.stopped.connect(self._stop)
        view.left.connect(self._put_away)

    def rekey(self, secret: str) -> None:
        """Change the keys with an officer's passphrase."""
        if not secret.strip():
            self._view.show_problem(tr("ui.unlock.empty"), is_secret_wrong=True)
            return
        self._view.show_step(0, 0, tr("ui.rekey.working"))

        def work(progress: Progress) -> str:
            from ui.rekeying import rekey

            return rekey(self._workplace, secret, progress)

        self._progress = self._tasks.run(
            work,
            lane=Lane.STANDING,
            owner=self,
            done=self._done,
            failed=self._failed,
            stepped=lambda at, total, _: self._view.show_step(at, total, tr("ui.rekey.working")),
            cancelled=lambda: self._view.show_problem(tr("ui.rekey.stopped")),
        )

    def _done(self, code: str) -> None:
        self._progress = None
        self._code = code
        self._view.show_done(code)

    def _failed(self, error: InspectorError) -> None:
        self._progress = None
        self._view.show_problem(error.sentence(spoken()), is_secret_wrong=error.code in _SECRET)

    def _stop(self) -> None:
        if self._progress is not None:
            self._progress.cancel()

    def _put_away(self) -> None:
        self._code = ""
        self._view.show_done("")

    def _print(self) -> None:
        from ui.desktop.screens.first_start.print_code import print_code

        print_code(self._view, self._code, self._bureau, self._day)

"""Walks through the first start: judges each page in place, makes the device, hands it over."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector.clock import CHINA, Clock
from inspector.errors import InspectorError
from inspector.ids import Ids
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.first_start.typed import officer_problems, passphrase_problems
from ui.desktop.screens.first_start.view import FirstStartView
from ui.desktop.tasks import Tasks

if TYPE_CHECKING:
    from ui.wiring import OpenDevice, SetUp, Workplace

_BUREAU, _OFFICERS, _PASSPHRASE, _CODE = range(4)


class FirstStartPresenter(QObject):
    """Sets a workplace up."""

    finished = Signal(object)
    """OpenDevice"""

    def __init__(self, workplace: Workplace, tasks: Tasks, view: FirstStartView, clock: Clock) -> None:
        super().__init__(view)
        self._workplace = workplace
        self._tasks = tasks
        self._view = view
        self._clock = clock
        self._opened: OpenDevice | None = None
        self._code = ""
        view.next_pressed.connect(self._next)
        view.back_pressed.connect(lambda: view.show_page(view.page - 1))
        view.code.written_down.connect(view.allow_next)
        view.code.print_asked.connect(self._print)

    def _next(self) -> None:
        page = self._view.page
        if page == _BUREAU:
            problems = self._view.bureau.typed().problems()
            self._view.bureau.show_problems(problems)
            if not problems:
                self._view.show_page(_OFFICERS)
        elif page == _OFFICERS:
            found = officer_problems(self._view.officers.typed(), self._today())
            self._view.officers.show_officer_problems(found)
            if not any(found):
                self._view.show_page(_PASSPHRASE)
        elif page == _PASSPHRASE:
            problems = passphrase_problems(*self._view.passphrase.typed())
            self._view.passphrase.show_problems(problems)
            if not problems:
                self._make()
        elif self._opened is not None:
            self.finished.emit(self._opened)

    def _make(self) -> None:
        ids = Ids(self._clock)
        bureau = self._view.bureau.typed().record(ids)
        officers = tuple(officer.record(ids, bureau) for officer in self._view.officers.typed())
        passphrase = self._view.passphrase.typed()[0]
        self._view.show_working(tr("ui.first.working"))
        self._tasks.run(
            lambda _: self._workplace.set_up(bureau, officers, passphrase),
            owner=self,
            done=self._made,
            failed=self._refused,
        )

    def _made(self, made: SetUp) -> None:
        self._opened = made.open_device
        self._code = made.recovery_code
        self._view.show_working("")
        self._view.code.show_code(made.recovery_code)
        self._view.show_page(_CODE)
        self._view.allow_next(False)

    def _refused(self, error: InspectorError) -> None:
        self._view.show_working("")
        self._view.show_problem(error.sentence(spoken()))

    def _print(self) -> None:
        from ui.desktop.screens.first_start.print_code import print_code

        print_code(self._view, self._code, self._view.bureau.typed().name, self._today())

    def _today(self) -> date:
        return self._clock.now().wall.astimezone(CHINA).date()

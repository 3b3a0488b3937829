"""Who goes through the program on a walk: what is on the screen now, and the few moves every part of the walk makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QSize
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from inspector.clock import Clock
from tests.ui.looks.sample_device import Sampled
from ui.desktop.portrait import LAPTOP, settle
from ui.desktop.screens.inspection import Step
from ui.desktop.screens.inspection.view import InspectionScreen
from ui.desktop.session import Session
from ui.desktop.shell import Place, Window
from ui.desktop.workplace import WorkplaceOnScreen
from ui.wiring import Workplace

_Page = TypeVar("_Page", bound=QWidget)


@dataclass
class Guide:
    """Opens the program as `./run` does and moves in it; `window` is what is on the screen now."""

    folder: Path
    size: QSize = LAPTOP
    window: Window = field(init=False)
    session: Session = field(init=False)
    made: Sampled = field(init=False)
    is_live: bool = False
    """A camera or a film runs: nothing comes to rest."""

    @property
    def working(self) -> WorkplaceOnScreen:
        """The unlocked workplace."""
        working = self.session.on_screen
        assert working is not None
        return working

    @property
    def stand(self) -> InspectionScreen:
        """The workspace of the stand that is open."""
        screen = self.working.stand
        assert screen is not None
        return screen

    def settle(self) -> None:
        """Wait until everything asked for is there; a running camera never comes to rest."""
        if self.is_live:
            QApplication.processEvents()
            return
        for _ in range(3):
            settle(self.session.gate)
            if self.session.on_screen is not None:
                settle(self.session.on_screen.tasks)

    def open(self, workplace: Workplace, clock: Clock) -> None:
        """Start the program on a device's folder."""
        self.window = Window()
        self.window.resize(self.size)
        self.session = Session(workplace, self.window, clock, listen=lambda _: None)
        self.session.start()
        self.window.show()
        self.window.activateWindow()
        self.settle()

    def end(self) -> None:
        """End the program."""
        self.session.close()
        self.window.close()
        self.window.deleteLater()
        settle()

    def close(self) -> None:
        """End the program, wherever the walk was left."""
        if isValid(self.window):
            self.end()

    def page(self, kind: type[_Page]) -> _Page:
        """Return what fills the window, which is of a kind."""
        self.settle()
        page = self.window.page
        assert isinstance(page, kind), page
        return page

    def go(self, place: Place) -> None:
        """Go to a place of the rail."""
        self.working.go(place)
        self.settle()

    def step(self, step: Step) -> QWidget:
        """Open a step of the stand; return its page."""
        self.stand.show_step(step)
        self.settle()
        return self.stand.view_of(step)

    @staticmethod
    def until(is_so: Callable[[], bool]) -> None:
        """Let events come until something is so."""
        while not is_so():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from stand import Stand, begin

from inspector.actions import read
from inspector.records import Dossier
from ui.desktop.portrait import LAPTOP, settle
from ui.desktop.screens.inspection import InspectionScreen
from ui.desktop.tasks import Tasks
from ui.desktop.theme import Look, theme


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    """A real unlocked device with one inspection begun."""
    begun = begin(tmp_path / "device")
    with begun.opened:
        yield begun


@dataclass
class Workspace:
    """The real screen over a real device."""

    screen: InspectionScreen
    tasks: Tasks
    stand: Stand

    def settle(self) -> None:
        """Wait until everything asked for is done and shown."""
        while True:
            settle(self.tasks)
            if self.screen.is_settled:
                return

    def go(self, step: int) -> None:
        """Open a step and wait for it."""
        self.screen.show_step(step)
        self.settle()

    @property
    def dossier(self) -> Dossier:
        """The record as it is on disk."""
        return read.dossier(self.stand.device, self.stand.inspection.id)


@pytest.fixture
def workspace(qapp: QApplication, stand: Stand) -> Iterator[Workspace]:
    """The workspace, opened on the inspection and shown."""
    theme().apply(Look.LIGHT)
    tasks = Tasks()
    screen = InspectionScreen(stand.opened, tasks, theme())
    made = Workspace(screen, tasks, stand)
    screen.resize(LAPTOP)
    screen.show()
    screen.open(stand.inspection.id)
    made.settle()
    yield made
    tasks.close()
    screen.close()
    screen.deleteLater()
    qapp.processEvents()

"""The workspace under test: the real screen over a real device."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.actions import read
from inspector.records import Dossier
from tests.stand import Stand
from ui.desktop.portrait import settle
from ui.desktop.screens.inspection.view import InspectionScreen
from ui.desktop.tasks import Tasks


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

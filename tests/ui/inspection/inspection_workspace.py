"""The workspace under test: the real screen over a real device."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.actions import open_inspection, read
from inspector.records import Dossier
from tests.stand import Stand
from ui.demo import sample
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

    def begin_another(self) -> str:
        """Begin a second stand at the same fair and return its id; the first one stays open."""
        first = self.stand.inspection
        return open_inspection.open_inspection(
            self.stand.device,
            fair_id=first.fair_id,
            officer_ids=first.officer_ids,
            by=self.stand.by,
            **{**sample.STAND, "booth": "Z-99"},
        ).id

    @property
    def dossier(self) -> Dossier:
        """The record as it is on disk."""
        return read.dossier(self.stand.device, self.stand.inspection.id)

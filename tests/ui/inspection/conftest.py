from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from tests.stand import Stand
from tests.ui.inspection.inspection_workspace import Workspace
from ui.desktop.portrait import LAPTOP
from ui.desktop.screens.inspection.view import InspectionScreen
from ui.desktop.tasks import Tasks
from ui.desktop.theme import theme


@pytest.fixture
def workspace(qapp: QApplication, stand: Stand) -> Iterator[Workspace]:
    """The workspace, opened on the inspection and shown."""
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

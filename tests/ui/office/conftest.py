"""The window of a device whose office talks to it: real device, real centre, real feed, no network."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sync.central import create_central
from tests.stand import begin
from tests.sync.fed_site import FedSite, fed_site
from ui.desktop.portrait import LAPTOP, settle
from ui.desktop.tasks import Tasks
from ui.desktop.workplace import WorkplaceOnScreen


@pytest.fixture
def fed(tmp_path: Path) -> Iterator[FedSite]:
    """One stand with its party and one row, delivered; the feed's beginning is here."""
    begun = begin(tmp_path / "device")
    create_central(tmp_path / "central", "样本中心")
    with begun.opened, fed_site(begun, tmp_path / "central") as made:
        begun.visit()
        begun.item()
        made.deliver(tmp_path / "outbox")
        made.fetch()
        yield made


@pytest.fixture
def working(fed: FedSite, tasks: Tasks, qtbot: QtBot) -> WorkplaceOnScreen:
    made = WorkplaceOnScreen(fed.stand.opened, tasks)
    made.shell.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    qtbot.addWidget(made.shell)
    made.shell.resize(LAPTOP)
    made.shell.show()
    settle(tasks)
    return made

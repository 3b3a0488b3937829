"""The window's parts over a device whose office talks to it: real device, real centre, real feed, no network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from sync.central import create_central
from tests.stand import begin
from tests.sync.fed_site import FedSite, fed_site
from ui.desktop.portrait import LAPTOP, settle
from ui.desktop.screens.inspection.view import InspectionScreen
from ui.desktop.screens.settings.presenter import SettingsPresenter
from ui.desktop.screens.settings.view import SettingsView
from ui.desktop.screens.today.presenter import TodayPresenter
from ui.desktop.screens.today.view import TodayView
from ui.desktop.tasks import Tasks
from ui.desktop.theme import theme
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


def shown(widget: QWidget, qtbot: QtBot, tasks: Tasks) -> None:
    """Show a part of the window as the smallest screen does."""
    widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    qtbot.addWidget(widget)
    widget.resize(LAPTOP)
    widget.show()
    settle(tasks)


@dataclass
class Day:
    """Today's screen with the office's page behind it."""

    view: TodayView
    presenter: TodayPresenter
    tasks: Tasks

    def read(self) -> None:
        """Read everything again, as coming to the screen does."""
        self.presenter.refresh()
        settle(self.tasks)


@pytest.fixture
def day(fed: FedSite, tasks: Tasks, qtbot: QtBot) -> Day:
    view = TodayView()
    made = Day(view, TodayPresenter(fed.stand.opened, tasks, view), tasks)
    shown(view, qtbot, tasks)
    made.read()
    return made


@dataclass
class Settings:
    """The settings."""

    view: SettingsView
    presenter: SettingsPresenter


@pytest.fixture
def settings(fed: FedSite, tasks: Tasks, qtbot: QtBot) -> Settings:
    view = SettingsView()
    made = Settings(view, SettingsPresenter(fed.stand.opened, tasks, view))
    shown(view, qtbot, tasks)
    return made


@pytest.fixture
def screen(fed: FedSite, tasks: Tasks, qtbot: QtBot) -> InspectionScreen:
    made = InspectionScreen(fed.stand.opened, tasks, theme(), None)
    shown(made, qtbot, tasks)
    return made


@pytest.fixture
def working(fed: FedSite, tasks: Tasks, qtbot: QtBot) -> WorkplaceOnScreen:
    made = WorkplaceOnScreen(fed.stand.opened, tasks)
    shown(made.shell, qtbot, tasks)
    return made

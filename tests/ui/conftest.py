"""Every test of the desktop runs without a screen, in Chinese and in the light look."""

import os
from collections.abc import Iterator
from functools import partialmethod
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.desktop.app import make_application
from ui.desktop.i18n import Language, speak
from ui.desktop.tasks import Tasks
from ui.desktop.theme import Look, theme

_PATIENCE_MS = 120_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen plug-in says what it cannot do; everything else Qt says fails the test."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(
                pytest.mark.qt_log_ignore("This plugin does not support", "No RHI backend", extend=True)
            )


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The one application, dressed as the desktop is."""
    app = make_application()
    app.setCursorFlashTime(0)
    return app


class PatientBot(QtBot):
    """Waits for what happens, however busy the machine is: what never happens is ended after two minutes."""

    waitSignal = partialmethod(QtBot.waitSignal, timeout=_PATIENCE_MS)  # noqa: N815 - Qt's way of writing
    waitSignals = partialmethod(QtBot.waitSignals, timeout=_PATIENCE_MS)  # noqa: N815
    waitUntil = partialmethod(QtBot.waitUntil, timeout=_PATIENCE_MS)  # noqa: N815


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """The bot of pytest-qt with that patience."""
    return PatientBot(request)


@pytest.fixture(autouse=True)
def _calm(qapp: QApplication) -> None:
    """Chinese and light."""
    speak(Language.CHINESE)
    if theme().look is not Look.LIGHT:
        theme().apply(Look.LIGHT)


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    """The way off the window's thread, closed afterwards."""
    made = Tasks()
    yield made
    made.close()

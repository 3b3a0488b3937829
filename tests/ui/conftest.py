"""Every test of the desktop runs without a screen, in the light look, and leaves no thread behind."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from ui.desktop.app import make_application
from ui.desktop.i18n import Language, speak
from ui.desktop.tasks import Tasks
from ui.desktop.theme import Look, theme


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen plug-in says what it cannot do; everything else Qt says fails the test."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The one application, dressed as the desktop is."""
    app = make_application()
    app.setCursorFlashTime(0)
    return app


@pytest.fixture(autouse=True)
def _calm(qapp: QApplication) -> Iterator[None]:
    """Chinese, light, and no thread left over."""
    speak(Language.CHINESE)
    if theme().look is not Look.LIGHT:
        theme().apply(Look.LIGHT)
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before and not thread.daemon]
    assert not left, f"threads left running: {[thread.name for thread in left]}"


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    """The way off the window's thread, closed afterwards."""
    made = Tasks()
    yield made
    made.close()

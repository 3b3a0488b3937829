"""The capture page with a replayed camera: Space seals what is seen, a lost camera is said in words."""

from collections.abc import Iterator
from pathlib import Path

import pictures
import pytest
from inspection_workspace import Workspace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from stand import Stand

from inspector.imaging.frames import ReplaySource
from inspector.records import PhotoOrigin, PhotoTag
from ui.desktop.portrait import LAPTOP, settle
from ui.desktop.screens.inspection import InspectionScreen
from ui.desktop.tasks import Tasks
from ui.desktop.theme import Look, theme

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # said by the offscreen platform of any window


@pytest.fixture
def source(tmp_path: Path) -> ReplaySource:
    """A camera that sees two small pictures."""
    folder = tmp_path / "seen"
    folder.mkdir()
    for seed in (1, 2):
        (folder / f"IMG_{seed}.JPG").write_bytes(pictures.make_jpeg(96, 64, seed))
    return ReplaySource(folder)


@pytest.fixture
def captured(qapp: QApplication, stand: Stand, source: ReplaySource) -> Iterator[Workspace]:
    """The workspace with that camera."""
    theme().apply(Look.LIGHT)
    tasks = Tasks()
    screen = InspectionScreen(stand.opened, tasks, theme(), camera=lambda: source)
    screen.resize(LAPTOP)
    screen.show()
    screen.open(stand.inspection.id)
    settle(tasks)
    yield Workspace(screen, tasks, stand)
    tasks.close()
    screen.close()
    screen.deleteLater()
    qapp.processEvents()


def test_space_seals_what_the_camera_sees(captured: Workspace, qtbot: QtBot) -> None:
    page = captured.screen.capture_page
    with qtbot.waitSignal(page.picture_shown, timeout=10_000):
        captured.screen.open_camera()
    with qtbot.waitSignal(captured.screen.evidence_changed, timeout=10_000):
        QTest.keyClick(page, Qt.Key.Key_Space)
    (photo,) = captured.dossier.photos
    assert (photo.origin, photo.tag) == (PhotoOrigin.CAMERA, PhotoTag.BOOTH)
    QTest.keyClick(page, Qt.Key.Key_Escape)
    captured.settle()
    assert not page.isVisible()


def test_a_lost_camera_is_said_and_the_window_stays(
    captured: Workspace, source: ReplaySource, qtbot: QtBot
) -> None:
    page = captured.screen.capture_page
    with qtbot.waitSignal(page.picture_shown, timeout=10_000):
        captured.screen.open_camera()
    source.lose()
    with qtbot.waitSignal(page.camera_missed, timeout=10_000):
        pass
    assert not page.shutter.isEnabled()
    captured.screen.close_camera()
    captured.settle()


def test_without_a_camera_the_page_says_what_to_do(workspace: Workspace) -> None:
    workspace.screen.open_camera()
    assert not workspace.screen.capture_page.shutter.isEnabled()
    workspace.screen.close_camera()

"""Step ③ by keyboard: the shutter is one key away, and never eats a typed space."""

from inspection_workspace import Workspace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from ui.desktop.screens.inspection import Step
from ui.desktop.screens.inspection.goods_view import GoodsView


def opened(workspace: Workspace) -> GoodsView:
    """Step ③ of the window that has the keyboard."""
    workspace.screen.activateWindow()
    workspace.go(Step.GOODS)
    view = workspace.screen.view_of(Step.GOODS)
    assert isinstance(view, GoodsView)
    return view


def test_space_takes_a_photo_as_soon_as_the_step_is_open(workspace: Workspace, qtbot: QtBot) -> None:
    view = opened(workspace)
    assert not workspace.dossier.photos
    assert QApplication.focusWidget() is view.table
    with qtbot.waitSignal(view.camera_asked):
        QTest.keyClick(view.table, Qt.Key.Key_Space)


def test_space_is_typed_while_a_cell_is_typed_into(workspace: Workspace, qtbot: QtBot) -> None:
    view = opened(workspace)
    view.table.begin_new_row()
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    with qtbot.assertNotEmitted(view.camera_asked):
        QTest.keyClicks(editor, "a b")
    assert editor.text() == "a b"
    QTest.keyClick(editor, Qt.Key.Key_Escape)

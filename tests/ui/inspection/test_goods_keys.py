"""Step ③ by keyboard: the shutter is one key away, and never eats a typed space."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.inspection.inspection_workspace import Workspace
from ui.desktop.screens.inspection import Step
from ui.desktop.screens.inspection.goods_view import GoodsView
from ui.desktop.screens.inspection.item_columns import Column


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


def typing_in(view: GoodsView, column: Column) -> QLineEdit:
    """The editor of a cell of the blank row, opened with Enter."""
    view.table.setCurrentIndex(view.table.model().index(0, column))
    QTest.keyClick(view.table, Qt.Key.Key_Return)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    return editor


def test_a_refused_text_stays_in_its_cell_until_it_is_mended(workspace: Workspace) -> None:
    view = opened(workspace)
    editor = typing_in(view, Column.QUANTITY)
    QTest.keyClicks(editor, "24ge")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is editor
    assert editor.text() == "24ge"
    assert view.table.currentIndex().column() == Column.QUANTITY
    assert view._message.text().startswith("第 1 行")
    editor.selectAll()
    QTest.keyClicks(editor, "24")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert view.table.currentIndex().column() == Column.PRICE
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)


def test_the_blank_row_shows_what_was_typed_before_its_name(workspace: Workspace) -> None:
    view = opened(workspace)
    editor = typing_in(view, Column.SPECIFICATION)
    QTest.keyClicks(editor, "H99")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    shown = [view.table.model().index(0, column).data() for column in Column]
    assert shown[Column.SPECIFICATION] == "H99"
    assert shown[Column.QUANTITY] == ""

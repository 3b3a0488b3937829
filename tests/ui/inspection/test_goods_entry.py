"""Step ③ at speed: same as above, the dictionary, a pasted table, and everything taken back and done again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.ui.inspection.inspection_workspace import Workspace
from ui.desktop.screens.inspection import Step
from ui.desktop.screens.inspection.goods_view import GoodsView
from ui.desktop.screens.inspection.item_columns import Column

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def view(workspace: Workspace) -> GoodsView:
    workspace.screen.activateWindow()
    workspace.go(Step.GOODS)
    view = workspace.screen.view_of(Step.GOODS)
    assert isinstance(view, GoodsView)
    return view


@pytest.fixture
def key(workspace: Workspace, view: GoodsView) -> Callable[..., None]:
    def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(view.table, key, modifiers)
        workspace.settle()

    return press


def names(workspace: Workspace) -> list[tuple[str, str, int]]:
    return [(i.label_name, i.unit, int(i.quantity)) for i in workspace.dossier.items]


def stand_in(view: GoodsView, row: int, column: Column) -> None:
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    view.table.selectionModel().setCurrentIndex(view.table.model().index(row, column), flags)


def paste(workspace: Workspace, view: GoodsView, text: str, row: int, column: Column) -> None:
    QGuiApplication.clipboard().setText(text)
    stand_in(view, row, column)
    QTest.keyClick(view.table, Qt.Key.Key_V, CTRL)
    workspace.settle()


def test_a_table_is_pasted_taken_back_and_done_again_in_one_step(
    workspace: Workspace, view: GoodsView, key: Callable[..., None]
) -> None:
    paste(workspace, view, "盖碗\tø12\t套\t24\n马克杯\t\t只\t48\n花瓶\t\t件\t没数\n", 0, Column.NAME)
    assert names(workspace) == [("盖碗", "套", 24), ("马克杯", "只", 48)]
    assert view._message.text().startswith("已粘贴 2 行，1 行没有粘贴：第 3 行")
    key(Qt.Key.Key_Z, CTRL)
    assert names(workspace) == []
    key(Qt.Key.Key_Y, CTRL)
    assert names(workspace) == [("盖碗", "套", 24), ("马克杯", "只", 48)]
    paste(workspace, view, "3\n4\n", 0, Column.QUANTITY)
    assert names(workspace) == [("盖碗", "套", 3), ("马克杯", "只", 4)]
    key(Qt.Key.Key_Z, CTRL)
    key(Qt.Key.Key_Z, CTRL)
    assert names(workspace) == []
    key(Qt.Key.Key_Z, CTRL | SHIFT)
    assert names(workspace) == [("盖碗", "套", 24), ("马克杯", "只", 48)]


def test_a_table_with_a_heading_says_its_columns_itself(workspace: Workspace, view: GoodsView) -> None:
    paste(workspace, view, "数量\t品名\t单价\n2\t茶壶\t198\n", 0, Column.SEAL)
    assert names(workspace) == [("茶壶", "把", 2)]
    assert str(workspace.dossier.items[0].unit_price) == "198"


def test_the_same_as_above_in_a_cell_in_a_row_and_in_many(
    workspace: Workspace, view: GoodsView, key: Callable[..., None]
) -> None:
    paste(workspace, view, "盖碗\tø12\t套\t24\t68\n马克杯\t\t只\t1\n", 0, Column.NAME)
    stand_in(view, 1, Column.QUANTITY)
    key(Qt.Key.Key_D, CTRL)
    assert names(workspace) == [("盖碗", "套", 24), ("马克杯", "只", 24)]
    stand_in(view, 2, Column.NAME)
    view._same_row.click()
    workspace.settle()
    assert names(workspace)[2] == ("马克杯", "只", 24)
    stand_in(view, 0, Column.PRICE)
    view.table.selectAll()
    view.table.selectionModel().select(
        view.table.model().index(3, 0),
        QItemSelectionModel.SelectionFlag.Deselect | QItemSelectionModel.SelectionFlag.Rows,
    )
    key(Qt.Key.Key_D, CTRL)
    assert [str(item.unit_price) for item in workspace.dossier.items] == ["68"] * 3
    key(Qt.Key.Key_Z, CTRL)
    assert [item.unit_price is None for item in workspace.dossier.items] == [False, True, True]
    stand_in(view, 1, Column.SEAL)
    view._same_cell.click()
    assert "封条号" in view._message.text()


def test_two_quick_edits_of_a_row_both_stand(workspace: Workspace, view: GoodsView) -> None:
    paste(workspace, view, "盖碗\tø12\t套\t24\n马克杯\tø8\t只\t1\n", 0, Column.NAME)
    stand_in(view, 1, Column.QUANTITY)
    view._details["remark"].put("样本备注")
    view._same_cell.click()
    view._details["keeping_place"].put("样本库")
    workspace.settle()
    cup = workspace.dossier.items[1]
    assert (cup.remark, int(cup.quantity), cup.keeping_place) == ("样本备注", 24, "样本库")


def test_what_was_typed_into_the_blank_row_is_not_found_at_another_stand(
    workspace: Workspace, view: GoodsView
) -> None:
    model = view.table.model()
    model.setData(model.index(0, Column.SPECIFICATION), "ø12")
    workspace.screen.read_again()
    workspace.settle()
    assert workspace.screen.row_to_type_into().specification == "ø12"
    workspace.screen.open(workspace.begin_another())
    workspace.settle()
    assert workspace.screen.row_to_type_into().specification == ""


def test_every_edit_is_taken_back_and_done_again(
    workspace: Workspace, view: GoodsView, key: Callable[..., None]
) -> None:
    paste(workspace, view, "盖碗\t\t套\t24\n马克杯\t\t只\t1\n", 0, Column.NAME)
    stand_in(view, 0, Column.NAME)
    key(Qt.Key.Key_Delete)
    assert [name for name, _, _ in names(workspace)] == ["马克杯"]
    key(Qt.Key.Key_Z, CTRL)
    key(Qt.Key.Key_Y, CTRL)
    assert [name for name, _, _ in names(workspace)] == ["马克杯"]
    assert not view._redo.isEnabled()
    key(Qt.Key.Key_Z, CTRL)
    assert [name for name, _, _ in names(workspace)] == ["盖碗", "马克杯"]
    assert view._redo.isEnabled()


def test_letters_of_pinyin_offer_words_and_the_unit_follows(workspace: Workspace, view: GoodsView) -> None:
    view.table.begin_new_row()
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, "qhgw")
    completer = editor.completer()
    assert completer is not None
    offered = completer.completionModel()
    assert offered.index(0, 0).data() == "青花盖碗"
    popup = completer.popup()
    assert popup is not None
    assert popup.isVisible()
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert editor.text() == "青花盖碗"
    assert not popup.isVisible()
    workspace.settle()
    assert names(workspace) == [("青花盖碗", "套", 1)]
    assert view.table.currentIndex().column() == Column.QUANTITY, "a word that is taken leads on"


def test_letters_meant_as_letters_stay(workspace: Workspace, view: GoodsView) -> None:
    view.table.begin_new_row()
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, "GW")
    completer = editor.completer()
    popup = completer.popup() if completer is not None else None
    QTest.keyClick(popup if popup is not None and popup.isVisible() else editor, Qt.Key.Key_Return)
    if popup is not None and popup.isVisible():
        popup.hide()
    if view.table.open_cell() is not None and view.table.currentIndex().column() == Column.NAME:
        QTest.keyClick(editor, Qt.Key.Key_Return)
    workspace.settle()
    assert [name for name, _, _ in names(workspace)] == ["GW"]


def test_the_clipboard_of_nothing_says_so(workspace: Workspace, view: GoodsView) -> None:
    paste(workspace, view, "没有数量的\t\t\t\t\t\t\t\t\t\t\n", 0, Column.QUANTITY)
    assert names(workspace) == []
    assert "没有粘贴" in view._message.text()

"""Step ③ by keyboard: the shutter is one key away, and never eats a typed space."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from inspector.records import AllegedAct, RightKind
from tests.ui.inspection.inspection_workspace import Workspace
from ui.desktop.portrait import settle
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


def test_what_rows_lack_is_typed_once_for_all_of_them_and_no_other(workspace: Workspace) -> None:
    stand = workspace.stand
    rows = [
        stand.item(label_name=name, specification=said)
        for name, said in (("盖碗", ""), ("茶壶", "A-3"), ("花瓶", ""), ("茶杯", ""))
    ]
    workspace.screen.read_again()
    view = opened(workspace)
    view.go_to("specification", rows[0].id)
    assert "3 行" in view._message.text()
    QTest.keyClicks(QApplication.focusWidget(), "12cm")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert view.table.currentIndex().row() == 2, "on to the next that lacks it"
    QTest.keyClicks(QApplication.focusWidget(), "none")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    workspace.settle()
    assert [each.specification for each in workspace.dossier.items] == ["12cm", "A-3", "none", "none"]


def test_what_is_typed_right_after_a_press_on_the_chosen_row_stands_there(workspace: Workspace) -> None:
    view = opened(workspace)
    type_row(view, "盖碗")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    cell = view.table.visualRect(view.table.model().index(0, Column.SPECIFICATION)).center()
    QTest.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    QTest.keyClicks(QApplication.focusWidget(), "12cm")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    workspace.settle()
    assert [each.specification for each in workspace.dossier.items] == ["12cm"]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)


def test_any_key_types_the_next_row_as_soon_as_the_step_is_open(workspace: Workspace) -> None:
    view = opened(workspace)
    QTest.keyClicks(view.table, "g")
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    assert (editor.text(), view.table.currentIndex().column()) == ("g", Column.NAME)
    QTest.keyClick(editor, Qt.Key.Key_Escape)


def test_enter_asks_the_first_row_for_its_right_and_brings_a_known_one_along(workspace: Workspace) -> None:
    """The right of another stand's goods is offered with ↓ and Enter; Enter alone takes nothing."""
    view = opened(workspace)
    right = AllegedAct(RightKind.TRADEMARK, "00000000", "样本权利人", "样本窑")
    view._items.know_rights([right])
    type_row(view, "盖碗")
    editor = QApplication.focusWidget()
    assert view.table.currentIndex().column() == Column.RIGHT_NUMBER
    settle(workspace.tasks)
    popup = editor.completer().popup()  # type: ignore[attr-defined]
    assert popup.isVisible()
    QTest.keyClick(popup, Qt.Key.Key_Return)
    here = view.table.currentIndex()
    assert (here.row(), here.column()) == (1, Column.NAME), "nothing is taken unasked, and Enter goes on"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    view.table.setCurrentIndex(view.table.model().index(0, Column.RIGHT_NUMBER))
    QTest.keyClick(view.table, Qt.Key.Key_Return)
    settle(workspace.tasks)
    popup = QApplication.focusWidget().completer().popup()  # type: ignore[attr-defined]
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is view.table, "one Escape gives up the offer and the cell"
    QTest.keyClick(view.table, Qt.Key.Key_Return)
    settle(workspace.tasks)
    popup = QApplication.focusWidget().completer().popup()  # type: ignore[attr-defined]
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    workspace.settle()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert workspace.dossier.items[0].alleged == right
    type_row(view, "茶壶")
    assert view.table.currentIndex().row() == 2, "the second row carries it and is not asked"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    workspace.settle()
    assert workspace.dossier.items[1].alleged == right


def type_row(view: GoodsView, name: str) -> None:
    """Type name, quantity and price of a row, with Enter after each."""
    view.table.begin_new_row()
    for text in (name, "24", "68"):
        editor = QApplication.focusWidget()
        assert isinstance(editor, QLineEdit)
        editor.insert(text)
        QTest.keyClick(editor, Qt.Key.Key_Return)


def test_a_list_held_by_signed_paper_stands_on_its_first_row(workspace: Workspace) -> None:
    stand = workspace.stand
    stand.visit()
    row = stand.item()
    stand.photo(1, item_id=row.id)
    stand.photo(2, item_id=row.id)
    stand.seize(row)
    stand.issue("24")
    view = opened(workspace)
    workspace.screen.read_again()
    workspace.settle()
    chosen = view.table.chosen()
    assert chosen is not None
    assert chosen.id == row.id

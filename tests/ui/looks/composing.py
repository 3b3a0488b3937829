"""Chinese is composed before it is typed: into every field of every screen, with no key of a screen firing meanwhile.

The input method speaks as fcitx or Pinyin of Windows do: first letters that are not text yet, then the words. While
letters stand there, the keys that choose among words (Space, Enter, digits, arrows) go to the input method alone; what a
screen sees of them is a key event Qt marks as taken.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

from tests.ui.looks.facts import called, controls
from tests.ui.looks.walk import Walk
from ui.desktop.portrait import settle
from ui.desktop.screens.inspection import Step
from ui.desktop.screens.inspection.goods_view import GoodsView
from ui.desktop.screens.inspection.item_columns import EDITABLE, Column
from ui.desktop.screens.inspection.items_table import ItemsTable

WORDS = "青花"


def fields(window: QWidget) -> Iterator[QLineEdit | QPlainTextEdit]:
    """What can be typed into now."""
    typed: list[QLineEdit | QPlainTextEdit] = [
        *window.findChildren(QLineEdit),
        *window.findChildren(QPlainTextEdit),
    ]
    for each in typed:
        if each.isVisibleTo(window) and each.isEnabled() and not each.isReadOnly():
            yield each


def text_of(field: QWidget) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()  # type: ignore[attr-defined]


def compose(field: QWidget, letters: str) -> None:
    """Letters stand in the field that are not its text yet."""
    QApplication.sendEvent(field, QInputMethodEvent(letters, []))


def commit(field: QWidget, words: str) -> None:
    """The words chosen become text."""
    event = QInputMethodEvent("", [])
    event.setCommitString(words)
    QApplication.sendEvent(field, event)


def wrong_in(field: QLineEdit | QPlainTextEdit) -> Iterator[str]:
    """Compose into a field and give it up, then compose and take the words; what was there comes back at the end."""
    takes_words = bool(field.inputMethodQuery(Qt.InputMethodQuery.ImEnabled)) and not _is_secret(field)
    before = text_of(field)
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    _select_nothing(field)
    compose(field, "qinghua")
    if text_of(field) != before:
        yield f"letters of the input method count as text: {called(field)}"
    compose(field, "")
    if text_of(field) != before:
        yield f"letters given up left something: {called(field)}"
    if not takes_words:
        return
    compose(field, "qinghua")
    commit(field, WORDS)
    if WORDS not in text_of(field) and _takes_chinese(field):
        yield f"no Chinese arrives: {called(field)}"
    _put_back(field, before)


def _is_secret(field: QWidget) -> bool:
    return isinstance(field, QLineEdit) and field.echoMode() is not QLineEdit.EchoMode.Normal


def _takes_chinese(field: QWidget) -> bool:
    """A field with a mask or a validator may want digits only."""
    if not isinstance(field, QLineEdit):
        return True
    return field.validator() is None and not field.inputMask() and field.maxLength() > len(WORDS)


def _select_nothing(field: QLineEdit | QPlainTextEdit) -> None:
    if isinstance(field, QLineEdit):
        field.deselect()
        field.setCursorPosition(0)


def _put_back(field: QLineEdit | QPlainTextEdit, text: str) -> None:
    field.blockSignals(True)
    field.setText(text) if isinstance(field, QLineEdit) else field.setPlainText(text)
    field.blockSignals(False)


def wrong_while_composing(going: Walk, name: str, asked: set[QWidget]) -> Iterator[str]:
    """Compose into every field shown that is not in `asked` yet, and where a screen has keys of its own."""
    for field in list(fields(going.window)):
        if field not in asked:
            asked.add(field)
            yield from wrong_in(field)
    yield from letters_go_astray(going.window)
    if name == "step-goods-new":
        yield from wrong_in_cells(going)
    if name == "capture":
        yield from wrong_at_the_shutter(going)


def letters_go_astray(window: QWidget) -> Iterator[str]:
    """Where nothing is typed the input method is off: a key there is a key, A an arrow and Space the shutter."""
    for widget in controls(window):
        types = isinstance(widget, QLineEdit | QPlainTextEdit | QAbstractSpinBox | QTableView)
        if not types and widget.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled):
            yield f"the input method is on at {called(widget)}"


def wrong_in_cells(going: Walk) -> Iterator[str]:
    """The editors of the table of goods, one for each column: composed text is not taken before it is text."""
    screen = going.working.stand
    assert screen is not None
    view = screen.view_of(Step.GOODS)
    assert isinstance(view, GoodsView)
    table = view.table
    for column in sorted(EDITABLE):
        index = table.model().index(table.model().rowCount(QModelIndex()) - 1, column)
        table.setCurrentIndex(index)
        table.edit(index)
        editor = next((e for e in table.viewport().findChildren(QLineEdit) if e.isVisibleTo(table)), None)
        if editor is None:
            continue  # a list of words to choose from
        editor.deselect()  # letters would take the place of what is chosen, as any key
        before = editor.text()
        compose(editor, "qinghua")
        if editor.text() != before:
            yield f"letters count as text in {column.name}"
        commit(editor, WORDS)
        if WORDS not in editor.text() and editor.validator() is None:
            yield f"no Chinese arrives in {column.name}"
        _give_up(editor)
    yield from _wrong_from_closed_cell(table)


def _give_up(editor: QWidget) -> None:
    window = editor.window()
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    while (proposals := QApplication.activePopupWidget()) is not None:
        proposals.close()
    settle()
    window.activateWindow()
    settle()


def _wrong_from_closed_cell(table: ItemsTable) -> Iterator[str]:
    """Nobody opens a cell first: the letters themselves open it, and are composed in it."""
    blank = table.model().index(table.model().rowCount(QModelIndex()) - 1, Column.NAME)
    table.setCurrentIndex(blank)
    table.setFocus(Qt.FocusReason.OtherFocusReason)
    QApplication.processEvents()
    if not table.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled):
        yield "the table does not let the input method write"
    compose(table, "qinghua")
    editor = next((e for e in table.viewport().findChildren(QLineEdit) if e.isVisibleTo(table)), None)
    if editor is None:
        yield "letters open no cell"
        return
    commit(editor, WORDS)
    if editor.text() != WORDS:
        yield f"the cell opened by letters says {editor.text()!r}"
    _give_up(editor)


def wrong_at_the_shutter(going: Walk) -> Iterator[str]:
    """An input method that is on sends its letters to the camera's page too: nothing is taken, Space still takes one."""
    screen = going.working.stand
    assert screen is not None
    page = screen.capture_page
    page.setFocus(Qt.FocusReason.OtherFocusReason)
    pressed = QSignalSpy(page.shutter_pressed)
    if page.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled):
        yield "the camera's page asks the input method for letters"
    compose(page, "q")
    commit(page, " ")
    if pressed.count():
        yield "what the input method writes presses the shutter"

"""The goods table as a widget: keyboard-fast, photos drop onto its rows."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QTableView,
    QWidget,
)

from inspector.records import Item
from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.item_columns import EDITABLE, Column, edited_text
from ui.desktop.screens.inspection.item_delegate import ItemDelegate, put_into, typed_in
from ui.desktop.screens.inspection.items_model import ItemsModel

ROW_HEIGHT = 44
_COUNTED = (Column.NAME, Column.QUANTITY, Column.PRICE)
"""What is typed anew for every row; the rest is mostly as in the row above."""
_WIDTHS = {
    Column.POSITION: 44,
    Column.SPECIFICATION: 80,
    Column.UNIT: 52,
    Column.QUANTITY: 60,
    Column.PRICE: 80,
    Column.BASIS: 72,
    Column.RIGHT: 84,
    Column.RIGHT_NUMBER: 148,
    Column.SEAL: 80,
    Column.PHOTOS: 60,
}
_NARROW_WIDTHS = {
    Column.POSITION: 40,
    Column.SPECIFICATION: 64,
    Column.UNIT: 44,
    Column.QUANTITY: 52,
    Column.PRICE: 76,
    Column.BASIS: 60,
    Column.RIGHT: 68,
    Column.RIGHT_NUMBER: 104,
    Column.SEAL: 72,
    Column.PHOTOS: 52,
}
_LEAST_NAME = 144
"""Pixels of the name, for which the other columns give way."""


class ItemsTable(QTableView):
    """Rows 44 px high; any key starts typing. Tab walks from cell to cell and, like Ctrl+Tab at once, out of
    the table; Enter walks through what differs from row to row: name, quantity, price, in the first row the number of the
    right, and the next row."""

    row_chosen = Signal(object)
    """Item or None: the row the cursor stands in."""
    removal_asked = Signal(object)
    """Item"""
    paste_asked = Signal()

    def __init__(self, model: ItemsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items = model
        self._lacking: Column | None = None
        """The column that is typed row by row where rows say nothing in it."""
        self._pressed: QModelIndex | None = None
        """The cell pressed in the row that was the chosen one."""
        self.setModel(model)
        delegate = ItemDelegate(self)
        delegate.said_in_all.connect(self.say_in_all_chosen)
        self.setItemDelegate(delegate)
        self.setAccessibleName(tr("ui.items.table"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.setDragDropOverwriteMode(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        rows.setMinimumSectionSize(ROW_HEIGHT)
        self._lay_columns()
        self.selectionModel().currentRowChanged.connect(self._row_changed)
        model.rowsRemoved.connect(self._begin_again)
        model.rowsInserted.connect(self._begin_again)

    def chosen(self) -> Item | None:
        """Return the listed row the cursor stands in."""
        return self._items.item_at(self.currentIndex().row())

    def copy_from_above(self, *, whole_row: bool) -> None:
        """Say in the cell, or in the whole row, what the row above says; of several chosen rows the first is the one
        that is said in the others."""
        current = self.currentIndex()
        if not current.isValid():
            return
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()}) or [current.row()]
        wanted = rows[1:] if len(rows) > 1 else rows
        column = Column(current.column())
        if not whole_row and column not in EDITABLE:
            column = Column.NAME
        self._items.copy_from_above(wanted, None if whole_row else column)

    def say_in_all_chosen(self) -> None:
        """Say in every chosen row what the cell the cursor stands in says."""
        here = self.currentIndex()
        chosen = {index.row() for index in self.selectionModel().selectedRows()} - {here.row()}
        listed = sorted(row for row in chosen if self._items.item_at(row) is not None)
        if here.isValid() and listed:
            self._items.copy_from(here.row(), listed, Column(here.column()))

    def begin_new_row(self) -> None:
        """Put the cursor into the blank row's name and start typing there."""
        row = self._items.rowCount() - 1
        if row >= 0 and self._items.item_at(row) is None:
            self._edit_cell(row, Column.NAME)

    def go_to(self, item_id: str, column: Column = Column.NAME) -> None:
        """Put the cursor into a row that has to be mended."""
        row = self._items.row_of(item_id)
        if row >= 0:
            index = self._items.index(row, column)
            self.selectionModel().setCurrentIndex(
                index,
                QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
            )
            self.scrollTo(index)
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go_to_lacking(self, item_id: str, column: Column) -> int:
        """Choose all rows that say nothing in a column and type into it, first in the row given; return how many.

        Enter goes on to the next of them, Ctrl+Enter writes what is typed into all that are left.
        """
        here = self._items.row_of(item_id)
        if here < 0:
            return 0
        lacking = [row for row, item in enumerate(self._items.rows) if not edited_text(item, column).strip()]
        self.clearSelection()
        flags = QItemSelectionModel.SelectionFlag
        for row in lacking:
            self.selectionModel().select(self._items.index(row, column), flags.Select | flags.Rows)
        self._lacking = column
        self._edit_among_chosen(here, column)
        return len(lacking)

    def begin(self) -> None:
        """Put the cursor where the next row is typed, unless it stands somewhere: any key starts typing.

        Where signed paper holds the list there is no such row; then it is the first one.
        """
        last = self._items.rowCount() - 1
        if last >= 0 and not self.currentIndex().isValid():
            row = last if self._items.item_at(last) is None else 0
            self.selectionModel().setCurrentIndex(
                self._items.index(row, Column.NAME), QItemSelectionModel.SelectionFlag.NoUpdate
            )  # stood on, and not chosen: nobody chose it

    def _begin_again(self) -> None:
        """Stand somewhere again where the cursor's row went under the keyboard."""
        if self.hasFocus():
            self.begin()

    def _edit_among_chosen(self, row: int, column: Column) -> None:
        """Type into a cell while the chosen rows stay chosen."""
        index = self._items.index(row, column)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.scrollTo(index)
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit(index)

    def open_cell(self) -> tuple[str, int, str, int] | None:
        """Return row id (empty: the blank row), column, text and cursor of the cell being typed into."""
        editor = self._open_editor()
        if editor is None:
            return None
        index = self.indexAt(editor.geometry().center())
        item = self._items.item_at(index.row())
        line = editor.lineEdit() if isinstance(editor, QComboBox) else editor
        cursor = line.cursorPosition() if isinstance(line, QLineEdit) else 0
        return item.id if item else "", index.column(), typed_in(editor), cursor

    def close_cell(self) -> None:
        """Close the cell being typed into; the row stays as it is."""
        editor = self._open_editor()
        if editor is not None:
            super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)

    def _open_editor(self) -> QWidget | None:
        editors = self.viewport().findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return next(
            (each for each in editors if each.property("cellEditor") and each.isVisibleTo(self)), None
        )

    def reopen_cell(self, item_id: str, column: int, text: str, cursor: int) -> None:
        """Open a cell again with what was typed there."""
        row = self._items.row_of(item_id) if item_id else self._items.rowCount() - 1
        if row < 0 or self.open_cell() is not None:
            return
        self._edit_cell(row, Column(column))
        editor = self._open_editor()
        if editor is not None:
            put_into(editor, text, cursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember a press in the chosen row: released there it opens the cell."""
        index = self.indexAt(event.position().toPoint())
        rows = [each.row() for each in self.selectionModel().selectedRows()]
        is_plain = (event.button(), event.modifiers()) == (
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        self._pressed = index if is_plain and rows == [index.row()] else None
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open a cell of the chosen row at once; Qt's own trigger waits for a second click and loses the keys meanwhile."""
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        is_there = pressed is not None and self.indexAt(event.position().toPoint()) == pressed
        if pressed is not None and is_there and Column(pressed.column()) in EDITABLE:
            self.edit(pressed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter begins typing in the cell, or goes on to the blank row; Delete takes the row off the list."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.currentIndex().isValid() and Column(self.currentIndex().column()) in EDITABLE:
                self.edit(self.currentIndex())
            else:
                self.begin_new_row()
            event.accept()
            return
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_asked.emit()
            event.accept()
            return
        if event.key() == Qt.Key.Key_D and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.copy_from_above(whole_row=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            event.accept()
            return
        is_tab = event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
        if is_tab and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            QWidget.focusNextPrevChild(self, event.key() == Qt.Key.Key_Tab)  # the row stays chosen
            event.accept()
            return
        if event.key() == Qt.Key.Key_Delete and (item := self.chosen()) is not None:
            self.removal_asked.emit(item)
            event.accept()
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, next_: bool) -> bool:
        """Past the last cell, and before the first, Tab leaves the table."""
        here = self.currentIndex()
        actions = QAbstractItemView.CursorAction
        there = self.moveCursor(
            actions.MoveNext if next_ else actions.MovePrevious, Qt.KeyboardModifier.NoModifier
        )
        came_round = there.row() < here.row() if next_ else there.row() > here.row()
        if not here.isValid() or there == here or came_round:
            return QWidget.focusNextPrevChild(self, next_)
        return super().focusNextPrevChild(next_)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Keep a refused text in its open editor, to be mended there; Escape still gives it up. Enter goes on."""
        hints = QAbstractItemDelegate.EndEditHint
        if hint is not hints.RevertModelCache and self._items.is_refused:
            return
        if hint is not hints.SubmitModelCache:
            super().closeEditor(editor, hint)
            return
        here = self.currentIndex()
        super().closeEditor(editor, hints.NoHint)
        is_empty = self._items.item_at(here.row()) is None and here.column() == Column.NAME
        if here.isValid() and not is_empty:  # Enter in an empty row ends the list
            self._go_on_from(here)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Tab and Enter pass over the cells nobody types into."""
        index = super().moveCursor(action, modifiers)
        walking = {QAbstractItemView.CursorAction.MoveNext, QAbstractItemView.CursorAction.MovePrevious}
        if action in walking and index.isValid() and Column(index.column()) not in EDITABLE:
            return self._past_counts(index, forward=action is QAbstractItemView.CursorAction.MoveNext)
        return index

    def _past_counts(self, index: QModelIndex, *, forward: bool) -> QModelIndex:
        row = index.row()
        if Column(index.column()) is Column.PHOTOS:
            row, column = (row + 1, Column.NAME) if forward else (row, Column.SEAL)
        else:
            row, column = (row, Column.NAME) if forward else (row - 1, Column.SEAL)
        target = self._items.index(row, column)
        return target if target.isValid() else self.currentIndex()

    def _go_on_from(self, here: QModelIndex) -> None:
        """Type into what is next of a row's name, quantity and price, then into the next row.

        In the first row the number of the right is asked for in between, unless it is known: the rows below carry it.
        """
        if self._goes_on_lacking(here):
            return
        following = next((column for column in _COUNTED if column > here.column()), None)
        if following is None and self._asks_number(here):
            following = Column.RIGHT_NUMBER
        if following is not None:
            self._edit_cell(here.row(), following)
        elif here.row() + 1 < self._items.rowCount():
            self._edit_cell(here.row() + 1, Column.NAME)

    def _goes_on_lacking(self, here: QModelIndex) -> bool:
        """Go on to the next row that says nothing in the column being mended; tell whether there was any."""
        chosen = {index.row() for index in self.selectionModel().selectedRows()}
        if self._lacking != here.column() or here.row() not in chosen:
            self._lacking = None
            return False
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(here, flags.Deselect | flags.Rows)
        left = sorted(chosen - {here.row()})
        if not left:
            self._lacking = None
            return False
        self._edit_among_chosen(next((row for row in left if row > here.row()), left[0]), self._lacking)
        return True

    def _asks_number(self, here: QModelIndex) -> bool:
        item = self._items.item_at(here.row())
        return (
            here.column() == Column.PRICE and here.row() == 0 and item is not None and not item.alleged.number
        )

    def _edit_cell(self, row: int, column: Column) -> None:
        index = self._items.index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit(index)

    def _row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.row_chosen.emit(self._items.item_at(current.row()))

    def _lay_columns(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(40)
        header.setFixedHeight(36)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        self._is_narrow: bool | None = None
        self._share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep room for the name."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """Give the columns their widths anew only where the room changed sides: an officer may have moved an edge."""
        is_narrow = self.viewport().width() < sum(_WIDTHS.values()) + _LEAST_NAME
        if is_narrow is not self._is_narrow:
            self._is_narrow = is_narrow
            for column, width in (_NARROW_WIDTHS if is_narrow else _WIDTHS).items():
                self.setColumnWidth(column, width)

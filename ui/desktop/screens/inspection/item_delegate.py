"""Editors of the goods table: plain text, a list where words are fixed, and Enter that walks on."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from inspector.codes.goods_words import goods_words, proposed_names, proposed_units
from inspector.records import PriceBasis, RightKind
from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.item_columns import NUMERIC, Column
from ui.desktop.screens.inspection.items_model import CORRECTED_ROLE, ITEM_ROLE, ItemsModel
from ui.desktop.screens.inspection.proposals import propose
from ui.desktop.theme import body_font, theme
from ui.desktop.theme.tokens import CAPTION

_PADDING = 8
"""As the header's sections."""
_BEGUN_WITH = "begunWith"
AnyIndex = QModelIndex | QPersistentModelIndex


class ItemDelegate(QStyledItemDelegate):
    """Gives each cell the editor that fits; Tab goes to the next cell, Enter to the next to be typed, Escape gives up."""

    said_in_all = Signal()
    """What was typed is meant for every chosen row."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint ground, words in line with their header, and a thin line below the row."""
        tokens = theme().tokens
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(tokens.accent_soft))
        painter.setPen(QColor(tokens.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        is_listed = index.data(ITEM_ROLE) is not None
        painter.setPen(QColor(tokens.text if is_listed else tokens.muted))
        words = rect.adjusted(_PADDING, 0, -_PADDING, 0)
        text = painter.fontMetrics().elidedText(
            str(index.data() or ""), Qt.TextElideMode.ElideRight, words.width()
        )
        corrected = index.data(CORRECTED_ROLE)
        if corrected is None:
            painter.drawText(words, index.data(Qt.ItemDataRole.TextAlignmentRole), text)
        else:
            is_number = Column(index.column()) in NUMERIC
            _paint_corrected(painter, words, (text, str(corrected)), is_right=is_number)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> QWidget:
        """Give the cell the editor that fits its column."""
        column = Column(index.column())
        editor: QWidget
        if column in _WORDS:
            editor = _words(parent, _WORDS[column])
        elif column is Column.UNIT:
            editor = _units(parent)
        else:
            line = QLineEdit(parent)
            line.setFrame(False)
            if column is Column.NAME:
                listed = self._listed(index)
                taken = propose(line, lambda typed: proposed_names(typed, listed))
                taken.connect(lambda: self._go_on_if_open(line), Qt.ConnectionType.QueuedConnection)
            elif column is Column.RIGHT_NUMBER:
                taken = propose(line, lambda typed: self._numbers(index, typed), at_once=True)
                taken.connect(lambda: self._go_on_if_open(line), Qt.ConnectionType.QueuedConnection)
            if column in NUMERIC:
                line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            editor = line
        heading = index.model().headerData(index.column(), Qt.Orientation.Horizontal)
        editor.setAccessibleName(f"{heading} {index.row() + 1}")
        editor.setProperty("cellEditor", True)
        return editor

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        """Start with what stands in the cell; what was typed since stays when the record is read again meanwhile."""
        value = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if _is_typed_into(editor):
            return
        if isinstance(editor, QComboBox):
            _choose(editor, value)
        elif isinstance(editor, QLineEdit):
            editor.setText(value)
            editor.selectAll()
        editor.setProperty(_BEGUN_WITH, typed_in(editor))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: AnyIndex) -> None:
        """Hand what was typed to the model, which may refuse it."""
        model.setData(index, typed_in(editor), Qt.ItemDataRole.EditRole)

    def _listed(self, index: AnyIndex) -> list[str]:
        """Return the names on the list, the newest first, as often as they stand there."""
        model = index.model()
        items = [model.index(row, 0).data(ITEM_ROLE) for row in reversed(range(model.rowCount()))]
        return [item.label_name for item in items if item is not None]

    def _numbers(self, index: AnyIndex, typed: str) -> list[str]:
        """Return the numbers of known rights that begin so; none for a cell that says one already."""
        model = index.model()
        known = model.rights_known() if isinstance(model, ItemsModel) else ()
        return [right.number for right in known if right.number.startswith(typed) and right.number != typed]

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Fill the cell."""
        editor.setGeometry(option.rect)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter commit and go on, and Ctrl+Enter commit for all chosen rows, as spreadsheets do."""
        if (
            isinstance(watched, QWidget)
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        ):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.commitData.emit(watched)
                self.closeEditor.emit(watched, QStyledItemDelegate.EndEditHint.NoHint)
                self.said_in_all.emit()
            else:
                self._go_on(watched)
            return True
        return super().eventFilter(watched, event)

    def _go_on_if_open(self, editor: QWidget) -> None:
        """Go on from a word that was taken, unless something else closed the cell meanwhile."""
        if editor.isVisible():
            self._go_on(editor)

    def _go_on(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.SubmitModelCache)


def _paint_corrected(painter: QPainter, place: QRect, said: tuple[str, str], *, is_right: bool) -> None:
    """Draw the fact struck through and, beneath it, what a correction says."""
    tokens, side = theme().tokens, Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
    half = place.height() // 2
    lines = (place.adjusted(0, 3, 0, -half + 1), place.adjusted(0, half - 1, 0, -3))
    painter.save()
    for words, line, is_fact in zip(said, lines, (True, False), strict=True):
        font = body_font(CAPTION, strong=not is_fact)
        font.setStrikeOut(is_fact)
        painter.setFont(font)
        painter.setPen(QColor(tokens.muted if is_fact else tokens.warn))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, side | Qt.AlignmentFlag.AlignVCenter, shown)
    painter.restore()


_WORDS = {
    Column.BASIS: [("", "")] + [(f"ui.basis.{basis}", basis.value) for basis in PriceBasis],
    Column.RIGHT: [(f"ui.right.{kind}", kind.value) for kind in RightKind],
}


def _is_typed_into(editor: QWidget) -> bool:
    """Tell whether somebody changed what an editor began with, if only to the same."""
    begun_with = editor.property(_BEGUN_WITH)
    is_modified = isinstance(editor, QLineEdit) and editor.isModified()
    return begun_with is not None and (is_modified or typed_in(editor) != begun_with)


def typed_in(editor: QWidget) -> str:
    """Return what stands in the editor of a cell."""
    if isinstance(editor, QComboBox):
        return editor.currentText() if editor.isEditable() else str(editor.currentData())
    return editor.text() if isinstance(editor, QLineEdit) else ""


def put_into(editor: QWidget, text: str, cursor: int) -> None:
    """Put back into the editor of a cell what had been typed there."""
    if isinstance(editor, QComboBox):
        _choose(editor, text)
    line = editor.lineEdit() if isinstance(editor, QComboBox) else editor
    if isinstance(line, QLineEdit):
        line.setText(text)
        line.setModified(True)
        line.deselect()
        line.setCursorPosition(cursor)


def _choose(combo: QComboBox, value: str) -> None:
    place = combo.findData(value)
    if place >= 0:
        combo.setCurrentIndex(place)
    elif combo.isEditable():
        combo.setEditText(value)


def _words(parent: QWidget, words: list[tuple[str, str]]) -> QComboBox:
    combo = QComboBox(parent)
    for code, value in words:
        combo.addItem(tr(code) if code else "", value)
    return combo


def _units(parent: QWidget) -> QComboBox:
    combo = QComboBox(parent)
    combo.setEditable(True)
    for unit in goods_words().units:
        combo.addItem(unit, unit)
    line = combo.lineEdit()
    if line is not None:
        propose(line, proposed_units)
    return combo

"""The rows of a foreign table as they would be written, each with its verdict: model and table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.sheets.target import PreviewRow
from ui.desktop.theme import Tone, theme
from ui.desktop.theme.tokens import TARGET

AnyIndex = QModelIndex | QPersistentModelIndex
_VERDICT = 1
"""Column of the verdict, after the row's number."""
_ROW_HEIGHT = TARGET
"""Rows are read here, not pressed."""
_WIDEST = 260
_INSET = 5
"""Pixels the header's words stand further in than a cell's."""


class PreviewModel(QAbstractTableModel):
    """Number, verdict and the values of each row."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[PreviewRow, ...] = ()
        self._labels: tuple[str, ...] = ()
        self._shown: tuple[int, ...] = ()
        """Places of the values that some row has."""

    def show_rows(self, rows: Sequence[PreviewRow], labels: Sequence[str]) -> None:
        """Show other rows; columns nobody fills are left out."""
        self.beginResetModel()
        self._rows, self._labels = tuple(rows), tuple(labels)
        filled = {place for row in rows for place, value in enumerate(row.values) if value}
        self._shown = tuple(sorted(filled))
        self.endResetModel()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(self._shown) + 2

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's heading."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if section <= _VERDICT:
            return tr(("ui.sheet.row", "ui.sheet.verdict")[section])
        return self._labels[self._shown[section - 2]]

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says; the verdict in its tone, with its icon."""
        row, column = self._rows[index.row()], index.column()
        words = self._words(row, column)
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return words or None
        if column == _VERDICT and role == Qt.ItemDataRole.DecorationRole:
            return theme().pixmap(_icon(row), _tone(row), 16)
        if role == Qt.ItemDataRole.ForegroundRole:
            if column == _VERDICT:
                return QColor(theme().tokens.tone(_tone(row)))
            return QColor(theme().tokens.muted) if row.refused else None
        return None

    def _words(self, row: PreviewRow, column: int) -> str:
        if column == 0:
            return str(row.number)
        if column > _VERDICT:
            return row.values[self._shown[column - 2]]
        said = row.refused or row.remarks
        return "；".join(each.sentence(spoken()) for each in said) or tr("ui.sheet.taken")


class _InLine(QStyledItemDelegate):
    """Words in line with their header."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Move the words as far in as the header's."""
        super().initStyleOption(option, index)
        option.rect = option.rect.adjusted(_INSET, 0, 0, 0)

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return room for the words and how far in they stand."""
        return super().sizeHint(option, index) + QSize(_INSET + 4, 0)


class Preview(QTableView):
    """The table; nothing is edited here."""

    def __init__(self, model: PreviewModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName(tr("ui.sheet.preview"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setItemDelegate(_InLine(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(_ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setFixedHeight(36)
        header.setMaximumSectionSize(_WIDEST)
        header.setStretchLastSection(True)
        model.modelReset.connect(self.resizeColumnsToContents)


def _tone(row: PreviewRow) -> Tone:
    if row.refused:
        return Tone.DANGER
    return Tone.WARN if row.remarks else Tone.OK


def _icon(row: PreviewRow) -> str:
    if row.refused:
        return "octagon-alert"
    return "triangle-alert" if row.remarks else "circle-check"

"""Files that will not be taken, each with its reason; what the officer left out can be chosen to let it in again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QListView

from ui.desktop.theme import Tone, theme
from ui.desktop.theme.tokens import TARGET

_NOWHERE = QModelIndex()


@dataclass(frozen=True)
class RefusedRow:
    """One file."""

    id: str
    sentence: str
    """Name and reason."""
    is_left_out: bool
    """By the officer, not by us: it can be let in again."""


class RefusedList(QListView):
    """One row a file; only what was left out by choice can be selected."""

    chosen = Signal()
    """Another selection."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._model = _Rows()
        self.setProperty("role", "files")
        self.setModel(self._model)
        self.setAccessibleName(name)
        self.setWordWrap(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())

    def show_rows(self, rows: Sequence[RefusedRow]) -> None:
        """Show other files; the same ones keep selection and place."""
        self._model.show_rows(rows)

    def selected_ids(self) -> list[str]:
        """Return the ids of the selected files, in order."""
        places = sorted(index.row() for index in self.selectedIndexes())
        return [self._model.rows[place].id for place in places]


class _Rows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[RefusedRow, ...] = ()

    def show_rows(self, rows: Sequence[RefusedRow]) -> None:
        if tuple(rows) == self.rows:
            return
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if index.isValid() and self.rows[index.row()].is_left_out:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.ItemIsEnabled

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        file = self.rows[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return file.sentence
        if role == Qt.ItemDataRole.ToolTipRole:
            return file.sentence
        if role == Qt.ItemDataRole.DecorationRole:
            tone = Tone.MUTED if file.is_left_out else Tone.WARN
            return theme().pixmap("ban" if file.is_left_out else "triangle-alert", tone)
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(0, TARGET + 12)
        return None

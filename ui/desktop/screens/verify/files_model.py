"""The files given, each with its verdict's icon and word."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QListView

from ui.desktop.screens.verify.shown import FileShown
from ui.desktop.theme import theme
from ui.desktop.theme.tokens import TARGET

_ROOT = QModelIndex()


class FilesModel(QAbstractListModel):
    """Rows of files."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[FileShown, ...] = ()

    def show_files(self, files: Sequence[FileShown]) -> None:
        """Show other files."""
        self.beginResetModel()
        self._rows = tuple(files)
        self.endResetModel()

    def file(self, row: int) -> FileShown:
        """Return the file of a row."""
        return self._rows[row]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        """Return how many there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return name, icon, and for readers and hints the verdict in words."""
        file = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return file.name
        if role == Qt.ItemDataRole.DecorationRole:
            return theme().pixmap(file.icon, file.tone)
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return f"{file.name} · {file.word}"
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(0, TARGET)
        return None


class FilesList(QListView):
    """One row a file; the chosen one is shown beside."""

    file_chosen = Signal(object)
    """FileShown"""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._files = FilesModel()
        self.setProperty("role", "files")
        self.setModel(self._files)
        self.setAccessibleName(name)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._chosen)

    def show_files(self, files: Sequence[FileShown]) -> None:
        """Show files and open the first."""
        self._files.show_files(files)
        self.setCurrentIndex(self._files.index(0, 0))

    def _chosen(self, index: QModelIndex, _: QModelIndex) -> None:
        if index.isValid():
            self.file_chosen.emit(self._files.file(index.row()))

"""The rows behind grid and filmstrip: frozen values, pictures arriving when they are asked for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QImage, QPixmap

from ui.desktop.theme import Tone

AnyIndex = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
"""Role under which a whole `PhotoRow` is found."""
_PICTURES_KEPT = 400
"""Small pictures held in memory; older ones are asked for again."""


@dataclass(frozen=True)
class PhotoRow:
    """One photo as grid and filmstrip show it."""

    id: str
    label: str
    """Beneath the picture, e.g. its number."""
    tag: str = ""
    """Chip in the picture's corner, e.g. 底款."""
    state_icon: str = ""
    state_word: str = ""
    """Said by the badge, e.g. 已封存."""
    state_tone: Tone = Tone.MUTED

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return " ".join(part for part in (self.label, self.tag, self.state_word) if part)


class PhotoRows(QAbstractListModel):
    """Photos in order. `picture_wanted` names each picture once as it comes into view."""

    picture_wanted = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[PhotoRow, ...] = ()
        self._places: dict[str, int] = {}
        self._pictures: OrderedDict[str, QPixmap] = OrderedDict()
        self._undecodable: set[str] = set()
        self._times: Mapping[str, str] = {}
        self._asked: set[str] = set()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of photos."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what grid, filmstrip and screen reader ask of a photo."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DecorationRole:
            return self._picture(row.id)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(line for line in (row.spoken, self._times.get(row.id, "")) if line)
        return {Qt.ItemDataRole.DisplayRole: row.label, ROW: row}.get(Qt.ItemDataRole(role))

    def set_rows(self, rows: Sequence[PhotoRow]) -> None:
        """Show these photos; rows that stay keep selection, place and picture."""
        new = tuple(rows)
        old_ids = [row.id for row in self._rows]
        if [row.id for row in new[: len(old_ids)]] == old_ids:
            self._grow(new)
        else:
            self.beginResetModel()
            self._rows = new
            self.endResetModel()
        self._places = {row.id: number for number, row in enumerate(new)}

    def set_picture(self, photo_id: str, picture: QImage | None) -> None:
        """Give a picture that was wanted; None: it cannot be decoded, the original is kept all the same."""
        self._asked.discard(photo_id)
        if picture is None or picture.isNull():
            self._undecodable.add(photo_id)
        else:
            self._undecodable.discard(photo_id)
            self._pictures[photo_id] = QPixmap.fromImage(picture)
            while len(self._pictures) > _PICTURES_KEPT:
                self._pictures.popitem(last=False)
        if photo_id in self._places:
            index = self.index(self._places[photo_id])
            self.dataChanged.emit(index, index, [Qt.ItemDataRole.DecorationRole])

    def set_times(self, lines: Mapping[str, str]) -> None:
        """Say of each photo when it was taken; told when it is pointed at."""
        self._times = lines

    def row(self, index: AnyIndex) -> PhotoRow:
        """Return the row at an index."""
        return self._rows[index.row()]

    def place_of(self, photo_id: str) -> QModelIndex:
        """Return where a photo stands; invalid if it is not shown."""
        number = self._places.get(photo_id)
        return QModelIndex() if number is None else self.index(number)

    def is_undecodable(self, photo_id: str) -> bool:
        """Tell whether a photo's picture cannot be made."""
        return photo_id in self._undecodable

    def _grow(self, new: tuple[PhotoRow, ...]) -> None:
        before = len(self._rows)
        changed = [
            number for number, (old, row) in enumerate(zip(self._rows, new, strict=False)) if old != row
        ]
        if len(new) > before:
            self.beginInsertRows(QModelIndex(), before, len(new) - 1)
            self._rows = new
            self.endInsertRows()
        else:
            self._rows = new
        for number in changed:
            self.dataChanged.emit(self.index(number), self.index(number))

    def _picture(self, photo_id: str) -> QPixmap | None:
        found = self._pictures.get(photo_id)
        if found is not None:
            self._pictures.move_to_end(photo_id)
            return found
        if photo_id not in self._asked and photo_id not in self._undecodable:
            self._asked.add(photo_id)
            self.picture_wanted.emit(photo_id)
        return None

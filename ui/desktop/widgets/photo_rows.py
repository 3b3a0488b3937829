"""The rows behind grid and filmstrip: frozen values, pictures arriving when they are asked for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QImage, QPixmap

from ui.desktop.theme import Tone

AnyIndex = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
"""Role under which a whole `PhotoRow` is found."""
TROUBLE = Qt.ItemDataRole.UserRole + 1
"""Role under which a word says why there is no picture; empty while there is none to say."""
PICTURE_BYTES = 24 * 1024 * 1024
"""Small pictures held in memory at most; older ones are asked for again."""


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
    drawn: str = ""
    """Said where something was drawn over the photo, e.g. 3 处标注."""
    where: str = ""
    """Chip in the other corner, e.g. 第 3 行."""
    is_empty: bool = False
    """An empty frame: the photo is still to be taken."""
    plays: str = ""
    """Icon of what can be played, "film" or "audio-lines"; empty for a photo."""
    is_pictured: bool = True
    """False where no small picture is to be asked for."""

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return " ".join(
            part for part in (self.label, self.where, self.tag, self.state_word, self.drawn) if part
        )


class PhotoRows(QStringListModel):
    """Photos in order. `picture_wanted` names each picture once as it comes into view.

    Of the strings only the number is used, so that Qt counts by itself: laying out ten thousand cells it asks for the
    number forty thousand times, and each answer from Python takes it as long as twenty of its own.
    """

    picture_wanted = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[PhotoRow] = ()
        self._places: dict[str, int] = {}
        self._pictures: OrderedDict[str, QPixmap] = OrderedDict()
        self._picture_bytes = 0
        self._troubles: dict[str, str] = {}
        self._times: Mapping[str, str] = {}
        self._asked: set[str] = set()

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what grid, filmstrip and screen reader ask of a photo."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DecorationRole:
            return None if row.is_empty else self._picture(row)
        return row if role == ROW else self._words(row, role)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let every photo be chosen; strings could be edited."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def supportedDropActions(self) -> Qt.DropAction:
        """Photos dragged away stay here; strings could be moved."""
        return Qt.DropAction.CopyAction

    def _words(self, row: PhotoRow, role: int) -> str | None:
        trouble = self._troubles.get(row.id, "")
        if role == TROUBLE:
            return trouble
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return " ".join(part for part in (row.spoken, trouble) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(line for line in (row.spoken, trouble, self._times.get(row.id, "")) if line)
        return row.label if role == Qt.ItemDataRole.DisplayRole else None

    def set_rows(self, rows: Sequence[PhotoRow]) -> None:
        """Show these photos; rows that stay keep selection, place and picture."""
        new = tuple(rows)
        old_ids = [row.id for row in self._rows]
        if [row.id for row in new[: len(old_ids)]] == old_ids:
            self._grow(new)
        else:
            self._reset(new)
        self._places = {row.id: number for number, row in enumerate(new)}

    def set_picture(self, photo_id: str, picture: QImage | None, trouble: str = "") -> None:
        """Give a picture that was wanted; None: there is none, and `trouble` says why. The original is kept all the same."""
        self._asked.discard(photo_id)
        if picture is None or picture.isNull():
            self._troubles[photo_id] = trouble
        else:
            self._troubles.pop(photo_id, None)
            self._keep(photo_id, QPixmap.fromImage(picture))
        self._tell_changed(photo_id)

    def drop_wish(self, photo_id: str) -> None:
        """Take back that a picture was wanted: it went out of view, and is asked for again when it comes back."""
        self._asked.discard(photo_id)

    def forget_pictures(self) -> None:
        """Let go of every picture, as at a lock."""
        self._pictures.clear()
        self._picture_bytes = 0
        self._asked.clear()

    @property
    def picture_bytes(self) -> int:
        """What the small pictures held take in memory."""
        return self._picture_bytes

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
        return photo_id in self._troubles

    def _keep(self, photo_id: str, picture: QPixmap) -> None:
        former = self._pictures.pop(photo_id, None)
        if former is not None:
            self._picture_bytes -= _bytes_of(former)
        self._pictures[photo_id] = picture
        self._picture_bytes += _bytes_of(picture)
        while self._picture_bytes > PICTURE_BYTES and len(self._pictures) > 1:
            self._picture_bytes -= _bytes_of(self._pictures.popitem(last=False)[1])

    def _tell_changed(self, photo_id: str) -> None:
        if photo_id in self._places:
            index = self.index(self._places[photo_id])
            self.dataChanged.emit(index, index, [Qt.ItemDataRole.DecorationRole])

    def _reset(self, rows: Sequence[PhotoRow]) -> None:
        self._rows = rows
        self.setStringList([""] * len(rows))

    def _grow(self, new: tuple[PhotoRow, ...]) -> None:
        before = len(self._rows)
        changed = [
            number for number, (old, row) in enumerate(zip(self._rows, new, strict=False)) if old != row
        ]
        self._rows = new
        if len(new) > before:
            self.insertRows(before, len(new) - before)
        for number in changed:
            self.dataChanged.emit(self.index(number), self.index(number))

    def _picture(self, row: PhotoRow) -> QPixmap | None:
        photo_id = row.id
        found = self._pictures.get(photo_id)
        if found is not None:
            self._pictures.move_to_end(photo_id)
            return found
        if row.is_pictured and photo_id not in self._asked and photo_id not in self._troubles:
            self._asked.add(photo_id)
            self.picture_wanted.emit(photo_id)
        return None


def _bytes_of(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4

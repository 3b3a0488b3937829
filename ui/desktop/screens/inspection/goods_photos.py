"""The filmstrip's rows at a stand: what belongs to no row comes first, and can be dragged onto one; recordings come last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QMimeData, QModelIndex, Qt
from PySide6.QtWidgets import QListView

from inspector.records import Recording
from ui.desktop.i18n import tr
from ui.desktop.photo_ids import PHOTO_IDS, photo_ids_data
from ui.desktop.recording_words import recording_row
from ui.desktop.screens.inspection.photos_presenter import PhotoCell
from ui.desktop.widgets import Filmstrip, PhotoRow, PhotoRows
from ui.desktop.widgets.photo_rows import AnyIndex

_PICTURE = 92


class GoodsPhotos(PhotoRows):
    """Rows whose ids can be dragged."""

    def show_cells(
        self,
        cells: Sequence[PhotoCell],
        recordings: Sequence[Recording],
        rows: Mapping[str, int],
    ) -> None:
        """Show the photos, those with nothing said of them first, and behind them the recordings; `rows` numbers the
        list's rows by the id of their item."""
        ordered = sorted(cells, key=lambda cell: (not is_loose(cell), cell.number))
        recorded = [recording_row(each, rows.get(each.item_id or "", 0)) for each in recordings]
        self.set_rows([*(_row(cell) for cell in ordered), *recorded])

    def photos_among(self, ids: Sequence[str]) -> list[str]:
        """Return those that are photos: a recording belongs to no row and shows no one thing."""
        return [each for each in ids if not self.row(self.place_of(each)).plays]

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let everything be chosen, and every photo be dragged."""
        chosen = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return chosen if self.row(index).plays else chosen | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        """Return what the table takes."""
        return [PHOTO_IDS]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the ids of the dragged photos."""
        return photo_ids_data(self.photos_among([self.row(index).id for index in indexes]))


def goods_strip(photos: GoodsPhotos) -> Filmstrip:
    """Return the strip from which photos are dragged onto rows."""
    strip = Filmstrip(photos, name=tr("ui.photos.strip"), picture=_PICTURE)
    strip.setDragEnabled(True)
    strip.setMovement(QListView.Movement.Static)
    strip.setDragDropMode(QListView.DragDropMode.DragOnly)
    return strip


def is_loose(cell: PhotoCell) -> bool:
    """Tell whether nobody has said yet what the photo shows."""
    return cell.row is None and cell.photo.tag is None


def _row(cell: PhotoCell) -> PhotoRow:
    where = tr("ui.photos.unassigned") if is_loose(cell) else ""
    if cell.row is not None:
        where = tr("ui.photos.row", row=cell.row)
    tag = tr(f"ui.tag.{cell.photo.tag}") if cell.photo.tag else ""
    return PhotoRow(cell.photo.id, f"{cell.number}　{where}".strip(), tag=tag)

"""The gallery's model: ten thousand photos, of which only those in view are ever put into words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

from PySide6.QtCore import QMimeData, QModelIndex, QObject, Qt

from ui.desktop.i18n import tr
from ui.desktop.photo_ids import PHOTO_IDS, photo_ids_data
from ui.desktop.screens.gallery.listed import GalleryNow, Listed
from ui.desktop.theme import Tone
from ui.desktop.widgets import PhotoRow, PhotoRows
from ui.desktop.widgets.photo_rows import AnyIndex

STATES = {
    "sealed": ("shield-check", Tone.MUTED),
    "written": ("shield-check", Tone.MUTED),
    "sent": ("send", Tone.WARN),
    "confirmed": ("circle-check", Tone.OK),
    "damaged": ("octagon-alert", Tone.DANGER),
}


class _Worded(Sequence[PhotoRow]):
    """Rows put into words one by one, when they are painted or spoken."""

    def __init__(self, now: GalleryNow, photos: Sequence[Listed], *, names_stands: bool) -> None:
        self._now = now
        self._photos = photos
        self._names_stands = names_stands
        self._made: dict[int, PhotoRow] = {}

    def __len__(self) -> int:
        return len(self._photos)

    @overload
    def __getitem__(self, place: int) -> PhotoRow: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[PhotoRow]: ...

    def __getitem__(self, place: int | slice) -> PhotoRow | Sequence[PhotoRow]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        row = self._made.get(place)
        if row is None:
            row = self._made[place] = row_of(self._now, self._photos[place], names_stand=self._names_stands)
        return row

    def __iter__(self) -> Iterator[PhotoRow]:
        return (self[place] for place in range(len(self)))


class GalleryRows(PhotoRows):
    """The photos that pass the filter; they can be dragged onto an item."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._photos: Sequence[Listed] = ()

    def show_photos(self, now: GalleryNow, photos: Sequence[Listed], *, names_stands: bool) -> None:
        """Show these photos. The same photos as before keep place and selection."""
        is_same = len(photos) == len(self._photos) and all(
            new.photo.id == old.photo.id for new, old in zip(photos, self._photos, strict=True)
        )
        worded = _Worded(now, photos, names_stands=names_stands)
        if is_same:
            self._rows, self._photos = worded, photos
            if photos:
                self.dataChanged.emit(self.index(0), self.index(len(photos) - 1))
            return
        self.beginResetModel()
        self._rows, self._photos = worded, photos
        self._places = {each.photo.id: number for number, each in enumerate(photos)}
        self.endResetModel()

    def photo_at(self, index: AnyIndex) -> Listed:
        """Return the photo at an index."""
        return self._photos[index.row()]

    def neighbour(self, photo_id: str, step: int) -> str:
        """Return the photo so many places on; the same one at the ends."""
        place = self._places.get(photo_id, 0) + step
        return self._photos[min(max(place, 0), len(self._photos) - 1)].photo.id if self._photos else photo_id

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let every photo be chosen and dragged."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        """Return what the list of items takes."""
        return [PHOTO_IDS]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the ids of the dragged photos."""
        return photo_ids_data([self._photos[index.row()].photo.id for index in indexes])


def row_of(now: GalleryNow, each: Listed, *, names_stand: bool) -> PhotoRow:
    """Put one photo into words."""
    photo = each.photo
    label = str(each.number)
    if names_stand and photo.inspection_id in now.inspections:
        label = f"{now.inspections[photo.inspection_id].booth} · {label}"
    item = now.items.get(photo.item_id) if photo.item_id else None
    state = str(now.states.get(photo.id, ""))
    icon, tone = STATES.get(state, ("", Tone.MUTED))
    marks = now.drawn.get(photo.id, 0)
    return PhotoRow(
        photo.id,
        label,
        where=tr("ui.photos.row", row=item.position) if item is not None else "",
        tag=tr(f"ui.tag.{photo.tag}") if photo.tag else "",
        state_icon=icon,
        state_word=tr(f"ui.gallery.state.{state}") if icon else "",
        state_tone=tone,
        drawn=tr("ui.gallery.marks", count=marks) if marks else "",
    )

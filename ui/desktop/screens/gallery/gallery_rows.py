"""The gallery's model: ten thousand photos, of which only those in view are ever put into words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

from PySide6.QtCore import QMimeData, QModelIndex, QObject, Qt

from inspector.law.shots import MissingShot
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


_WORDED_KEPT = 240
"""Rows in words held: three large screens."""


class _Worded(Sequence[PhotoRow]):
    """Rows put into words one by one, when they are painted or spoken; the empty frames come first."""

    def __init__(
        self,
        now: GalleryNow,
        missing: Sequence[MissingShot],
        photos: Sequence[Listed],
        *,
        names_stands: bool,
    ) -> None:
        self._now = now
        self._missing = missing
        self._photos = photos
        self._names_stands = names_stands
        self._made: dict[int, PhotoRow] = {}

    def __len__(self) -> int:
        return len(self._missing) + len(self._photos)

    @overload
    def __getitem__(self, place: int) -> PhotoRow: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[PhotoRow]: ...

    def __getitem__(self, place: int | slice) -> PhotoRow | Sequence[PhotoRow]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        row = self._made.get(place)
        if row is None:
            row = self._made[place] = self._row(place)
            if len(self._made) > _WORDED_KEPT:
                del self._made[next(iter(self._made))]  # the one made first
        return row

    def _row(self, place: int) -> PhotoRow:
        behind = place - len(self._missing)
        if behind < 0:
            return frame_of(self._now, self._missing[place])
        return row_of(self._now, self._photos[behind], names_stand=self._names_stands)

    def __iter__(self) -> Iterator[PhotoRow]:
        return (self[place] for place in range(len(self)))


class GalleryRows(PhotoRows):
    """The photos that pass the filter; they can be dragged onto an item."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._photos: Sequence[Listed] = ()
        self._missing: Sequence[MissingShot] = ()

    def show_photos(
        self,
        now: GalleryNow,
        photos: Sequence[Listed],
        missing: Sequence[MissingShot] = (),
        *,
        names_stands: bool,
    ) -> None:
        """Show the frames still empty, then these photos. The same as before keep place and selection."""
        is_same = (
            len(photos) == len(self._photos)
            and len(missing) == len(self._missing)
            and all(new.photo.id == old.photo.id for new, old in zip(photos, self._photos, strict=True))
        )
        worded = _Worded(now, missing, photos, names_stands=names_stands)
        if is_same:
            self._rows, self._photos, self._missing = worded, photos, missing
            if worded:
                self.dataChanged.emit(self.index(0), self.index(len(worded) - 1))
            return
        self._photos, self._missing = photos, missing
        self._places = {each.photo.id: number for number, each in enumerate(photos, len(missing))}
        self._reset(worded)

    def photo_at(self, index: AnyIndex) -> Listed:
        """Return the photo at an index."""
        return self._photos[index.row() - len(self._missing)]

    def missing_at(self, index: AnyIndex) -> MissingShot | None:
        """Return what an empty frame waits for; None where a photo is."""
        return self._missing[index.row()] if index.row() < len(self._missing) else None

    def neighbour(self, photo_id: str, step: int) -> str:
        """Return the photo so many places on; the same one at the ends."""
        place = self._places.get(photo_id, len(self._missing)) - len(self._missing) + step
        return self._photos[min(max(place, 0), len(self._photos) - 1)].photo.id if self._photos else photo_id

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let every photo be chosen and dragged; an empty frame can only be opened."""
        if index.isValid() and self.missing_at(index) is not None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        """Return what the list of items takes."""
        return [PHOTO_IDS]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the ids of the dragged photos."""
        return photo_ids_data([self.photo_at(index).photo.id for index in indexes])


def frame_of(now: GalleryNow, missing: MissingShot) -> PhotoRow:
    """Put an empty frame into words."""
    item = now.items.get(missing.item_id) if missing.item_id else None
    where = tr("ui.photos.row", row=item.position) if item is not None else tr("ui.gallery.whole_stand")
    return PhotoRow(
        f"missing.{missing.item_id or ''}.{missing.tag}",
        where,
        tag=tr(f"ui.tag.{missing.tag}"),
        state_icon="triangle-alert",
        state_word=tr("ui.gallery.missing", count=missing.count),
        state_tone=Tone.WARN,
        is_empty=True,
    )


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

"""Step ③, the photos: the strip, the shutter, small pictures and times."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage

from inspector.actions import make_thumbnails, read, take_photo
from inspector.actions.ports import Device
from inspector.actions.read_times import DeviceTimes
from inspector.errors import InspectorError
from inspector.imaging.frames import Still
from inspector.records import Photo, PhotoOrigin, PhotoTag, Recording
from ui.desktop.photo_time import photo_time_line
from ui.desktop.screens.inspection.stand import Stand
from ui.desktop.screens.inspection.stand_now import StandNow

_PICTURES_AT_ONCE = 6


@dataclass(frozen=True)
class PhotoCell:
    """One photo of the filmstrip."""

    photo: Photo
    number: int
    """As printed in the record, from 1."""
    row: int | None
    """Position of the item it belongs to."""


class PhotosView(Protocol):
    """What the presenter asks of the filmstrip and its surroundings."""

    def show_photos(
        self, cells: Sequence[PhotoCell], recordings: Sequence[Recording], *, is_frozen: bool
    ) -> None:
        """Show the photos by arrival, then the recordings; selection and place stay."""

    def show_picture(self, photo_id: str, picture: QImage | None) -> None:
        """Show one small picture; None: it cannot be decoded, the original is kept."""

    def show_times(self, lines: Mapping[str, str]) -> None:
        """Say of each photo when it was taken."""

    def show_problem(self, field: str, sentence: str) -> None:
        """Say what went wrong, or nothing with an empty sentence."""


class PhotosPresenter:
    """Brings photos in; each appears only once it is sealed."""

    def __init__(self, stand: Stand, view: PhotosView) -> None:
        self._stand = stand
        self._view = view
        self._shows_picture: list[Callable[[str, QImage | None], None]] = [view.show_picture]
        self._inspection_id = ""
        self._wanted: list[str] = []
        self._is_fetching = False
        self._times = DeviceTimes(stand.device)
        self._timed = 0
        """Photos whose times have been read."""
        self._photos: tuple[Photo, ...] = ()

    def show(self, now: StandNow) -> None:
        """Show the strip; small pictures are fetched as they come into view."""
        if now.dossier.inspection.id != self._inspection_id:
            self._inspection_id = now.dossier.inspection.id
            self._wanted.clear()
            self._timed = 0
            self._is_fetching = False
        self._photos = now.dossier.photos
        rows = {item.id: item.position for item in now.dossier.items}
        cells = [
            PhotoCell(photo, number, rows.get(photo.item_id) if photo.item_id else None)
            for number, photo in enumerate(now.dossier.photos, start=1)
        ]
        self._view.show_photos(cells, now.dossier.recordings, is_frozen=now.is_sealed)
        if len(cells) != self._timed:
            self._timed = len(cells)
            self._read_times(now.dossier.photos)

    def show_problem(self, about: str, sentence: str) -> None:
        """Show what the import or the shutter could not do."""
        self._view.show_problem(about, sentence)

    def likely_licence(self) -> str:
        """Return the photo that most likely shows the party's licence: the newest with its tag, else of no row."""
        photos = self._photos
        of_licence = [photo for photo in photos if photo.tag is PhotoTag.LICENCE]
        loose = [photo for photo in photos if photo.item_id is None and photo.tag is None]
        newest = (of_licence or loose or list(photos))[-1:]
        return newest[0].id if newest else ""

    def still_taken(
        self,
        still: Still,
        inspection_id: str,
        tag: PhotoTag | None,
        sealed: Callable[[Photo], None],
        not_sealed: Callable[[InspectorError], None],
        *,
        item_id: str | None = None,
    ) -> None:
        """Seal one still of the camera for the stand it was taken at, and tell when it is durable."""
        self._stand.do(
            "shutter",
            lambda device, _, by: take_photo.take_photo(
                device,
                inspection_id,
                content=io.BytesIO(still.content),
                file_name=still.file_name,
                origin=PhotoOrigin.CAMERA if still.is_witnessed else PhotoOrigin.IMPORTED,
                by=by,
                item_id=item_id,
                tag=tag,
            ),
            sealed,
            not_sealed,
        )

    def show_pictures_also(self, show: Callable[[str, QImage | None], None]) -> None:
        """Tell another view of each small picture that was fetched."""
        self._shows_picture.append(show)

    def picture_wanted(self, photo_id: str) -> None:
        """Fetch a small picture that came into view, a few together."""
        self._wanted.append(photo_id)
        if not self._is_fetching:
            self._is_fetching = True
            QTimer.singleShot(0, self._stand, self._fetch)

    def _read_times(self, photos: tuple[Photo, ...]) -> None:
        def lines(_: Device, __: str) -> dict[str, str]:
            known = self._times.of_photos()
            return {photo.id: photo_time_line(photo, known.get(photo.id)) for photo in photos}

        self._stand.load(lines, self._view.show_times)

    def _fetch(self) -> None:
        """Fetch the next few pictures, then the next: each piece of work stays short."""
        batch, self._wanted = self._wanted[:_PICTURES_AT_ONCE], self._wanted[_PICTURES_AT_ONCE:]
        self._is_fetching = bool(batch)
        if not batch:
            return

        def arrived(pictures: dict[str, QImage | None]) -> None:
            for photo_id, picture in pictures.items():
                for show in self._shows_picture:
                    show(photo_id, picture)
            self._fetch()

        self._stand.load(lambda device, _: small_pictures(device, batch), arrived, lambda _: self._fetch())


def small_pictures(device: Device, photo_ids: Sequence[str]) -> dict[str, QImage | None]:
    """Make the small pictures that are missing and decode them, off the window's thread."""
    make_thumbnails.make_thumbnails(device, photo_ids)
    pictures: dict[str, QImage | None] = {}
    for photo_id in photo_ids:
        jpeg = read.thumbnail(device, photo_id)
        picture = QImage.fromData(jpeg) if jpeg is not None else QImage()
        pictures[photo_id] = None if picture.isNull() else picture
    return pictures

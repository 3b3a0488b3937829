"""Step ③, the photos: the strip, the shutter, and times."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from inspector.actions import take_photo
from inspector.actions.ports import Device
from inspector.actions.read_times import DeviceTimes
from inspector.errors import InspectorError
from inspector.imaging.frames import Still
from inspector.records import Photo, PhotoOrigin, PhotoTag, Recording
from ui.desktop.photo_time import photo_time_line
from ui.desktop.screens.inspection.stand import Stand
from ui.desktop.screens.inspection.stand_now import StandNow


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
        self,
        cells: Sequence[PhotoCell],
        recordings: Sequence[Recording],
        rows: Mapping[str, int],
        *,
        is_frozen: bool,
    ) -> None:
        """Show the photos by arrival, then the recordings; selection and place stay. `rows`: item id to row."""

    def show_times(self, lines: Mapping[str, str]) -> None:
        """Say of each photo when it was taken."""

    def show_problem(self, field: str, sentence: str) -> None:
        """Say what went wrong, or nothing with an empty sentence."""


class PhotosPresenter:
    """Brings photos in; each appears only once it is sealed."""

    def __init__(self, stand: Stand, view: PhotosView) -> None:
        self._stand = stand
        self._view = view
        self._inspection_id = ""
        self._times = DeviceTimes(stand.device)
        self._timed = 0
        """Photos whose times have been read."""
        self._photos: tuple[Photo, ...] = ()

    def show(self, now: StandNow) -> None:
        """Show the strip."""
        if now.dossier.inspection.id != self._inspection_id:
            self._inspection_id = now.dossier.inspection.id
            self._timed = 0
        self._photos = now.dossier.photos
        rows = {item.id: item.position for item in now.dossier.items}
        cells = [
            PhotoCell(photo, number, rows.get(photo.item_id) if photo.item_id else None)
            for number, photo in enumerate(now.dossier.photos, start=1)
        ]
        self._view.show_photos(cells, now.dossier.recordings, rows, is_frozen=now.is_sealed)
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

    def _read_times(self, photos: tuple[Photo, ...]) -> None:
        def lines(_: Device, __: str) -> dict[str, str]:
            known = self._times.of_photos()
            return {photo.id: photo_time_line(photo, known.get(photo.id)) for photo in photos}

        self._stand.load(lines, self._view.show_times)

"""The gallery: reads the photos, assigns them and takes that back, sends copies out; one action after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from inspector.actions import list_item
from inspector.actions.ports import Device
from inspector.errors import InspectorError
from inspector.progress import Progress
from inspector.records import Photo, PhotoLine, PhotoTag
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.gallery.exporting import Exported, export_copies
from ui.desktop.screens.gallery.listed import GalleryNow
from ui.desktop.screens.gallery.reading import Said, read_missing, read_photos, read_said
from ui.desktop.screens.gallery.view import GalleryView
from ui.desktop.small_pictures import SealedPictures, SmallPictures
from ui.desktop.tasks import Lane, Tasks

if TYPE_CHECKING:
    from ui.wiring import OpenDevice

_UNDO_STEPS = 50


class GalleryPresenter(QObject):
    """Knows the actions; the view knows none."""

    photos_read = Signal()
    """The photos are shown as they are now."""
    exported = Signal(str)
    """Sentence: what became of the copies"""
    changed = Signal()
    """Photos were assigned: whoever shows a stand reads it again."""

    def __init__(self, opened: OpenDevice, tasks: Tasks, view: GalleryView) -> None:
        super().__init__(view)
        self._opened = opened
        self._tasks = tasks
        self._view = view
        self._now: GalleryNow | None = None
        self._undo: list[tuple[PhotoLine, ...]] = []
        """Photos as they were before each assignment."""
        self._export: Progress | None = None
        self._pictures = SmallPictures(SealedPictures(opened.device), tasks, view.grid)
        view.assign_asked.connect(self.assign)
        view.tag_asked.connect(self.set_tag)
        view.undo_asked.connect(self.undo)
        view.export_asked.connect(self.export)
        view.export_cancelled.connect(self._cancel_export)
        view.stand_wanted.connect(self._read_missing)
        view.show_can_undo(False)

    @property
    def now(self) -> GalleryNow | None:
        """What is shown."""
        return self._now

    def refresh(self) -> None:
        """Read the photos, then what is said of them."""
        self._view.show_loading()
        self._read(read_photos, self._photos_read)

    def assign(self, item_id: str | None, photo_ids: Sequence[str]) -> None:
        """Put photos on a row, or on none; the former row comes back with `undo`."""
        self._do(
            photo_ids,
            lambda device, by: list_item.assign_photos(device, photo_ids, item_id=item_id, by=by),
            tr("ui.gallery.assigned", count=len(photo_ids)),
        )

    def set_tag(self, tag: PhotoTag | None, photo_ids: Sequence[str]) -> None:
        """Say what photos show; they stay on their rows."""
        before = self._photos(photo_ids)

        def act(device: Device, by: str) -> tuple[Photo, ...]:
            return _written(device, [replace(photo, tag=tag) for photo in before], by)

        self._do(photo_ids, act, tr("ui.gallery.tagged", count=len(photo_ids)))

    def undo(self) -> None:
        """Take the last assignment back: every photo gets the row and the tag it had."""
        if not self._undo:
            return
        before = self._undo.pop()
        self._view.show_can_undo(bool(self._undo))
        self._run(lambda device, by: _written(device, before, by), tr("ui.gallery.undone", count=len(before)))

    def export(self, photo_ids: Sequence[str], folder: Path) -> None:
        """Write a copy with its marks of each photo into a folder; what cannot be made is told by number."""
        if self._export is not None:
            return
        by, device = self._opened.ways_in.acting_officer, self._opened.device
        self._export = self._tasks.run(
            lambda progress: export_copies(device, photo_ids, folder, by=by, progress=progress),
            owner=self,
            done=self._exported,
            failed=self._export_failed,
            stepped=self._view.show_progress,
            lane=Lane.STANDING,
        )

    # -- what comes back ---------------------------------------------------------------------------

    def _photos_read(self, now: GalleryNow) -> None:
        is_first = self._now is None
        if self._now is not None:  # what was said stays until it is read again: nothing blinks
            now = replace(now, states=self._now.states, drawn=self._now.drawn)
        self._now = now
        self._view.show_photos(now)
        self._read_missing(self._view.filters.wanted.inspection_id)
        self.photos_read.emit()
        if is_first and now.listed and self._view.isVisible():  # pictures first: they are what is looked for
            once = Qt.ConnectionType.SingleShotConnection
            self._pictures.rested.connect(lambda: self._read(read_said, self._said_read), once)
        else:
            self._read(read_said, self._said_read)

    def _read_missing(self, inspection_id: str) -> None:
        """Read which frames of a stand are still empty; none of one that was left, nor of all stands together."""
        if not inspection_id or self._now is None or self._now.is_sealed(inspection_id):
            self._view.show_missing("", ())
            return
        self._read(
            lambda device: read_missing(device, inspection_id),
            lambda missing: self._view.show_missing(inspection_id, missing),
        )

    def _said_read(self, said: Said) -> None:
        if self._now is not None:
            self._now = replace(self._now, states=said.states, drawn=said.drawn)
            self._view.show_photos(self._now)
        self._view.filters.show_recordings(said.recordings)

    def _exported(self, result: Exported) -> None:
        self._export = None
        self._view.show_progress(0, 0, "")
        sentence = tr("ui.gallery.exported", count=len(result.files), folder=result.folder.name)
        if result.refused:
            name, error = result.refused[0]
            first = tr("ui.gallery.not_exported", count=len(result.refused), name=name)
            sentence = f"{first}{error.sentence(spoken())}"
        self._view.show_message(sentence, is_problem=bool(result.refused))
        self.exported.emit(sentence)

    def _export_failed(self, error: InspectorError) -> None:
        self._export = None
        self._view.show_progress(0, 0, "")
        self._view.show_message(error.sentence(spoken()), is_problem=True)
        self.exported.emit(error.sentence(spoken()))

    def _cancel_export(self) -> None:
        if self._export is not None:
            self._export.cancel()

    # -- acting ------------------------------------------------------------------------------------

    def _do(
        self, photo_ids: Sequence[str], act: Callable[[Device, str], tuple[Photo, ...]], sentence: str
    ) -> None:
        before = self._photos(photo_ids)
        if not before:
            return
        self._undo.append(before)
        del self._undo[:-_UNDO_STEPS]
        self._run(act, sentence, is_new=True)

    def _run(
        self, act: Callable[[Device, str], tuple[Photo, ...]], sentence: str, *, is_new: bool = False
    ) -> None:
        by, device = self._opened.ways_in.acting_officer, self._opened.device

        def done(photos: tuple[Photo, ...]) -> None:
            if self._now is not None:
                self._now = self._now.with_changed(photos)
                self._view.show_photos(self._now)
                self._read_missing(self._view.filters.wanted.inspection_id)
            self._view.show_message(sentence)
            self._view.show_can_undo(bool(self._undo))
            self.changed.emit()

        def failed(error: InspectorError) -> None:
            if is_new and self._undo:
                self._undo.pop()
            self._view.show_can_undo(bool(self._undo))
            self._view.show_message(error.sentence(spoken()), is_problem=True)

        self._tasks.run(lambda _: act(device, by), owner=self, done=done, failed=failed)

    def _photos(self, photo_ids: Sequence[str]) -> tuple[PhotoLine, ...]:
        wanted = set(photo_ids)
        return tuple(each.photo for each in self._now.listed if each.photo.id in wanted) if self._now else ()

    def _read(self, look: Callable[[Device], object], then: Callable[..., None]) -> None:
        device = self._opened.device
        self._tasks.run(
            lambda _: look(device),
            owner=self,
            done=then,
            failed=lambda error: self._view.show_message(error.sentence(spoken()), is_problem=True),
            lane=Lane.READ,
        )


def _written(device: Device, photos: Sequence[PhotoLine], by: str) -> tuple[Photo, ...]:
    """Give photos the row and the tag they have here, those that share both in one action."""
    alike: dict[tuple[str | None, PhotoTag | None], list[str]] = {}
    for photo in photos:
        alike.setdefault((photo.item_id, photo.tag), []).append(photo.id)
    return tuple(
        photo
        for (item_id, tag), ids in alike.items()
        for photo in list_item.assign_photos(device, ids, item_id=item_id, tag=tag, by=by)
    )

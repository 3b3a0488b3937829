"""Small pictures for every grid and strip of photos: fetched off the window's thread, newest wish first.

Two pieces of work run at a time and each is short. What went out of view before its turn is dropped, so that
a flick through ten thousand photos fetches the ones where it ends. Pictures not made yet wait behind those
that are: making one takes the decoding worker fifty times as long. A lock ends the work after the picture in hand.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage

from inspector.actions import make_thumbnails, read
from inspector.actions.ports import Device
from inspector.errors import InspectorError, SystemFault
from inspector.progress import Cancelled, Progress
from ui.desktop.i18n import spoken, tr
from ui.desktop.tasks import Lane, Tasks
from ui.desktop.widgets import PhotoGrid, PhotoRows
from ui.desktop.widgets.photo_grid import in_frame

_AT_ONCE = 8
"""Pictures fetched in one piece of work: about 10 ms."""
_AT_THE_SAME_TIME = 2
_DAMAGED = {"vault.altered", "vault.missing"}
_MOST_WAITING = 96
"""Wishes kept; a large screen shows about seventy cells."""


@dataclass(frozen=True)
class Found:
    """What came of one wish."""

    picture: QImage | None
    trouble: str = ""
    """Why there is none, in a few words."""
    is_to_be_made: bool = False


Look = Callable[[Sequence[str]], Iterator[tuple[str, Found]]]


class PictureSource(Protocol):
    """Where small pictures come from; asked off the window's thread, one answer after the other."""

    def known(self, photo_ids: Sequence[str]) -> Iterator[tuple[str, Found]]:
        """Yield the pictures that need no making, and which have to be made."""

    def made(self, photo_ids: Sequence[str]) -> Iterator[tuple[str, Found]]:
        """Make pictures, and say in a few words why if that cannot be done."""


class SmallPictures(QObject):
    """Fetches what a grid or strip wants to show, cut to its frame."""

    rested = Signal()
    """Every picture wished for that has been made is there."""

    def __init__(self, source: PictureSource, tasks: Tasks, grid: PhotoGrid) -> None:
        super().__init__(grid)
        self._source = source
        self._tasks = tasks
        self._rows: PhotoRows = grid.photo_rows
        self._frame: QSize = grid.frame_size
        self._density = QGuiApplication.primaryScreen().devicePixelRatio()
        self._wanted: deque[str] = deque()
        self._to_make: deque[str] = deque()
        self._running = 0
        self._is_woken = False
        self._rows.picture_wanted.connect(self._want)
        self._rows.modelReset.connect(self.forget)  # other photos are shown

    def forget(self) -> None:
        """Drop every wish."""
        for photo_id in (*self._wanted, *self._to_make):
            self._rows.drop_wish(photo_id)
        self._wanted.clear()
        self._to_make.clear()

    def _want(self, photo_id: str) -> None:
        self._wanted.append(photo_id)
        while len(self._wanted) > _MOST_WAITING:
            self._rows.drop_wish(self._wanted.popleft())
        if not self._is_woken:
            self._is_woken = True
            QTimer.singleShot(0, self, self._wake)

    def _wake(self) -> None:
        self._is_woken = False
        while self._running < _AT_THE_SAME_TIME and self._wanted:
            batch = [self._wanted.pop() for _ in range(min(_AT_ONCE, len(self._wanted)))]
            self._start(batch, self._source.known)
        if self._running == 0:
            self.rested.emit()
        if self._running == 0 and self._to_make:
            self._start([self._to_make.pop()], self._source.made)

    def _start(self, batch: Sequence[str], look: Look) -> None:
        if self._tasks.is_closed:
            return  # the device is being locked
        self._running += 1

        def arrived(found: dict[str, Found]) -> None:
            self._running -= 1
            for photo_id, each in found.items():
                if each.is_to_be_made:
                    self._make(photo_id)
                else:
                    self._rows.set_picture(photo_id, each.picture, each.trouble)
            self._wake()

        def failed(error: InspectorError) -> None:
            self._running -= 1
            for photo_id in batch:
                self._rows.set_picture(photo_id, None, error.sentence(spoken()))
            self._wake()

        self._tasks.run(
            lambda progress: self._framed(look(batch), progress),
            owner=self,
            done=arrived,
            failed=failed,
            lane=Lane.READ,
        )

    def _framed(self, answers: Iterator[tuple[str, Found]], progress: Progress) -> dict[str, Found]:
        """Cut what was found to the frame, off the window's thread; stop between two pictures if asked to."""
        found: dict[str, Found] = {}
        for photo_id, each in answers:
            if progress.is_cancelled:
                raise Cancelled
            is_there = each.picture is not None and not each.picture.isNull()
            picture = (
                in_frame(each.picture, self._frame, self._density) if is_there and each.picture else None
            )
            found[photo_id] = Found(picture, each.trouble, each.is_to_be_made)
        return found

    def _make(self, photo_id: str) -> None:
        self._to_make.append(photo_id)
        while len(self._to_make) > _MOST_WAITING:
            self._rows.drop_wish(self._to_make.popleft())


class SealedPictures:
    """The small pictures of sealed photos, out of the vault."""

    def __init__(self, device: Device) -> None:
        self._device = device

    def known(self, photo_ids: Sequence[str]) -> Iterator[tuple[str, Found]]:
        """Yield the pictures that have been made; what has none, or a damaged one, is to be made."""
        with self._device.reading() as unit:
            sealed = [(photo_id, unit.thumbnail(photo_id)) for photo_id in photo_ids]
        for photo_id, each in sealed:
            picture = QImage()
            if each is not None:
                try:
                    picture = QImage.fromData(self._device.vault.read(each))
                except SystemFault as fault:
                    if fault.code not in _DAMAGED:
                        raise
            yield photo_id, Found(picture, is_to_be_made=picture.isNull())

    def made(self, photo_ids: Sequence[str]) -> Iterator[tuple[str, Found]]:
        """Make pictures anew from their originals, and say in a few words why if that cannot be done."""
        for photo_id in photo_ids:
            yield photo_id, self._made(photo_id)

    def _made(self, photo_id: str) -> Found:
        try:
            made = make_thumbnails.make_thumbnails(self._device, [photo_id], again=True)
        except SystemFault as fault:
            if fault.code not in _DAMAGED:
                raise
            return Found(None, tr("ui.photos.damaged"))
        jpeg = read.thumbnail(self._device, photo_id) if made.made else None
        return Found(None, tr("ui.photos.no_picture")) if jpeg is None else Found(QImage.fromData(jpeg))

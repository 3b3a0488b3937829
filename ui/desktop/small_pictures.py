"""Small pictures for a grid or strip of photos: fetched from the vault off the window's thread, newest wish first.

Two pieces of work run at a time and each is short. What went out of view before its turn is dropped, so that
a flick through ten thousand photos fetches the ones where it ends. Pictures not made yet wait behind those
that are: making one takes the decoding worker fifty times as long.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage

from inspector.actions import make_thumbnails, read
from inspector.actions.ports import Device
from inspector.errors import InspectorError, SystemFault
from ui.desktop.i18n import tr
from ui.desktop.tasks import Lane, Tasks
from ui.desktop.widgets import PhotoRows
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


Fetch = Callable[[Device, Sequence[str], QSize, float], dict[str, Found]]
"""Device, photo ids, size of a picture in points, pixels to a point."""


class _Rows(Protocol):
    def set_picture(self, photo_id: str, picture: QImage | None, trouble: str = "") -> None: ...

    def drop_wish(self, photo_id: str) -> None: ...


class SmallPictures(QObject):
    """Fetches what a `PhotoRows` model wants, in the size its view lays down."""

    rested = Signal()
    """Every picture wished for that has been made is there."""

    def __init__(self, device: Device, tasks: Tasks, rows: PhotoRows, frame: QSize) -> None:
        super().__init__(rows)
        self._device = device
        self._tasks = tasks
        self._rows: _Rows = rows
        self._frame = frame
        self._density = QGuiApplication.primaryScreen().devicePixelRatio()
        self._wanted: deque[str] = deque()
        self._to_make: deque[str] = deque()
        self._running = 0
        self._is_woken = False
        rows.picture_wanted.connect(self._want)

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
            self._start(batch, known_pictures)
        if self._running == 0:
            self.rested.emit()
        if self._running == 0 and self._to_make:
            self._start([self._to_make.pop()], made_pictures)

    def _start(self, batch: Sequence[str], fetch: Fetch) -> None:
        self._running += 1

        def arrived(found: dict[str, Found]) -> None:
            self._running -= 1
            for photo_id, each in found.items():
                if each.is_to_be_made:
                    self._make(photo_id)
                else:
                    self._rows.set_picture(photo_id, each.picture, each.trouble)
            self._wake()

        def failed(_: InspectorError) -> None:
            self._running -= 1
            for photo_id in batch:
                self._rows.drop_wish(photo_id)
            self._wake()

        self._tasks.run(
            lambda _: fetch(self._device, batch, self._frame, self._density),
            owner=self,
            done=arrived,
            failed=failed,
            lane=Lane.READ,
        )

    def _make(self, photo_id: str) -> None:
        self._to_make.append(photo_id)
        while len(self._to_make) > _MOST_WAITING:
            self._rows.drop_wish(self._to_make.popleft())


def known_pictures(
    device: Device, photo_ids: Sequence[str], frame: QSize, density: float
) -> dict[str, Found]:
    """Read the pictures that have been made; what has none, or a damaged one, is to be made."""
    with device.reading() as unit:
        sealed = {photo_id: unit.thumbnail(photo_id) for photo_id in photo_ids}
    found = {}
    for photo_id, each in sealed.items():
        picture = QImage()
        if each is not None:
            try:
                picture = QImage.fromData(device.vault.read(each))
            except SystemFault as fault:
                if fault.code not in _DAMAGED:
                    raise
        is_there = not picture.isNull()
        found[photo_id] = Found(in_frame(picture, frame, density) if is_there else None, "", not is_there)
    return found


def made_pictures(device: Device, photo_ids: Sequence[str], frame: QSize, density: float) -> dict[str, Found]:
    """Make pictures anew from their originals, and say in a few words why if that cannot be done."""
    return {photo_id: _made(device, photo_id, frame, density) for photo_id in photo_ids}


def _made(device: Device, photo_id: str, frame: QSize, density: float) -> Found:
    try:
        made = make_thumbnails.make_thumbnails(device, [photo_id], again=True)
    except SystemFault as fault:
        if fault.code not in _DAMAGED:
            raise
        return Found(None, tr("ui.photos.damaged"))
    jpeg = read.thumbnail(device, photo_id) if made.made else None
    if jpeg is None:
        return Found(None, tr("ui.photos.no_picture"))
    return Found(in_frame(QImage.fromData(jpeg), frame, density))

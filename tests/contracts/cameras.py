"""Every camera that can run without one: what stands behind the port is real, only the lens is played."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtGui import QColor, QImage
from PySide6.QtMultimedia import QVideoFrame

from inspector.clock import SetClock
from inspector.imaging.first_of import FirstOf
from inspector.imaging.folder_source import FolderSource
from inspector.imaging.frames import FrameSource, ReplaySource
from inspector.imaging.v4l2 import V4l2Source
from tests.pictures import make_jpeg
from ui.desktop.cameras.qt_camera import CameraFeed, QtCameraSource

_MJPG = 0x47504A4D
LONG_AGO = 1_700_000_000


@dataclass
class Rig:
    """One camera, what pulls it out, what plugs it in again, and what brings the next picture."""

    source: FrameSource
    lose: Callable[[], None]
    plug_in: Callable[[], None]
    take_away: Callable[[], None]
    """Leave nothing that could be opened."""
    next_picture: Callable[[], None] = lambda: None


class PlayedCapture:
    """OpenCV's capture of a camera in MJPG mode: padded JPEG buffers, a broken one now and then."""

    def __init__(self, pictures: list[bytes]) -> None:
        self.pictures = pictures
        self.count = 0
        self.is_there = True
        self.buffered = 0
        """Frames the driver holds that are old already."""

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's own name
        return self.is_there

    def get(self, _: int) -> float:
        return float(_MJPG)

    def grab(self) -> bool:
        self.count += 1
        if self.buffered:
            self.buffered -= 1
        else:
            time.sleep(0.006)  # a fresh frame has to be waited for
        return self.is_there

    def read(self) -> tuple[bool, Any]:
        if not self.is_there:
            return False, None
        self.count += 1
        if self.count % 5 == 2:
            return True, np.frombuffer(b"\xff\xd8broken", np.uint8)
        jpeg = self.pictures[self.count % len(self.pictures)]
        return True, np.frombuffer(jpeg + bytes(100), np.uint8)

    def release(self) -> None:
        pass


class PlayedFeed(CameraFeed):
    """A feed whose frames a thread of its own brings, as a driver does."""

    def __init__(self) -> None:
        super().__init__()
        self.is_there = True
        self._ends = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self.stop()
        with self._arrived:
            self._newest, self._count, self._fault = None, 0, ""
        if not self.is_there:
            self.fail("camera.lost")
            return
        self._ends.clear()
        self._thread = threading.Thread(target=self._play, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._ends.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _play(self) -> None:
        number = 0
        while not self._ends.wait(0.01) and self.is_there:
            number += 1
            picture = QImage(1280, 720, QImage.Format.Format_RGB32)
            picture.fill(QColor(number % 255, 90, 120))
            self._take_in(QVideoFrame(picture))
        if not self.is_there:
            self.fail("camera.lost")


def replayed(folder: Path) -> Rig:
    source = ReplaySource(_with_pictures(folder))

    def take_away() -> None:
        for file in folder.iterdir():
            file.unlink()

    return Rig(source, source.lose, lambda: None, take_away)


def from_folder(folder: Path) -> Rig:
    _with_pictures(folder)
    away, clock = folder.with_name("away"), SetClock(datetime(2026, 11, 20, 2, 0, tzinfo=UTC))
    pictures = iter(range(10, 99))

    def next_picture() -> None:
        number = next(pictures)
        file = folder / f"{number}.jpg"
        file.write_bytes(make_jpeg(640, 480, number))
        os.utime(file, (LONG_AGO + number, LONG_AGO + number))
        clock.advance(timedelta(seconds=1))  # the folder is looked at twice a second

    def lose() -> None:
        folder.rename(away)
        clock.advance(timedelta(seconds=1))

    return Rig(FolderSource(folder, clock=clock), lose, lambda: _move(away, folder), lose, next_picture)


def by_kernel(folder: Path) -> Rig:
    capture = PlayedCapture([make_jpeg(640, 480, seed) for seed in range(3)])
    device = folder / "video0"
    device.touch()

    def lose() -> None:
        capture.is_there = False
        device.unlink()

    def plug_in() -> None:
        capture.is_there = True
        device.touch()

    return Rig(V4l2Source(0, make_capture=lambda _: capture, device=device), lose, plug_in, lose)


def by_qt(folder: Path) -> Rig:
    feed = PlayedFeed()

    def there(*, is_there: bool) -> None:
        feed.is_there = is_there

    def lose() -> None:
        there(is_there=False)
        feed.stop()
        feed.fail("camera.lost")

    return Rig(QtCameraSource("样本摄像头", feed), lose, lambda: there(is_there=True), lose)


def second_way(folder: Path) -> Rig:
    rig = by_qt(folder)
    nothing = V4l2Source(0, device=folder / "none")
    return Rig(FirstOf([nothing, rig.source]), rig.lose, rig.plug_in, rig.lose)


CAMERAS = {
    "replay": replayed,
    "folder": from_folder,
    "v4l2": by_kernel,
    "qt": by_qt,
    "first-of": second_way,
}


def _with_pictures(folder: Path) -> Path:
    for seed in range(3):
        file = folder / f"{seed}.jpg"
        file.write_bytes(make_jpeg(640, 480, seed))
        os.utime(file, (LONG_AGO + seed, LONG_AGO + seed))
    return folder


def _move(source: Path, target: Path) -> None:
    source.rename(target)

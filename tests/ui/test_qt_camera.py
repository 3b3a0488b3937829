"""QtMultimedia's way to a camera, with its real capture session; only the lens is played."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtCore import QLoggingCategory, QSize, QTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtMultimedia import QMediaCaptureSession, QVideoFrame, QVideoFrameFormat, QVideoFrameInput
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector.errors import SystemFault
from inspector.imaging.frames import Frame, Still
from ui.desktop.cameras.qt_camera import CameraFeed, QtCameraSource, largest_usable
from ui.desktop.portrait import settle
from ui.desktop.tasks import Lane, Tasks


class DrawnFeed(CameraFeed):
    """Sends numbered flat pictures into the session."""

    def __init__(self) -> None:
        super().__init__()
        self.refuses = ""
        self._input = QVideoFrameInput(self)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._send)
        self._number = 0

    def open_session(self, session: QMediaCaptureSession) -> str:
        if not self.refuses:
            session.setVideoFrameInput(self._input)
            self._timer.start(10)
        return self.refuses

    def close_session(self) -> None:
        self._timer.stop()

    def _send(self) -> None:
        self._number += 1
        picture = QImage(1920, 1080, QImage.Format.Format_RGB32)
        picture.fill(QColor(self._number * 8 % 256, 60, 60))
        self._input.sendVideoFrame(QVideoFrame(picture))


@pytest.fixture
def feed(qapp: QApplication) -> Iterator[DrawnFeed]:
    QLoggingCategory.setFilterRules("qt.multimedia*=false")  # tells of every library this machine lacks
    made = DrawnFeed()
    yield made
    made.stop()
    qapp.processEvents()
    made.deleteLater()
    QLoggingCategory.setFilterRules("")


def test_frames_are_reduced_and_a_photo_is_whole(feed: DrawnFeed, tasks: Tasks) -> None:
    source = QtCameraSource("样本摄像头", feed)
    got: list[tuple[list[Frame], Still]] = []

    def work(_: object) -> tuple[list[Frame], Still]:
        source.open()
        try:
            return [source.frame() for _ in range(3)], source.still()
        finally:
            source.close()

    tasks.run(work, done=got.append, lane=Lane.STANDING)
    settle(tasks)
    ((frames, still),) = got
    assert [(frame.width, frame.height, frame.sequence) for frame in frames] == [
        (960, 540, number) for number in (1, 2, 3)
    ]
    assert len({frame.jpeg for frame in frames}) == 3
    assert QImage.fromData(still.content).size() == QSize(1920, 1080)


@pytest.mark.parametrize("code", ["camera.denied", "camera.none"])
def test_what_forbids_the_camera_is_told_by_name(
    feed: DrawnFeed, tasks: Tasks, code: str, qtbot: QtBot
) -> None:
    feed.refuses = code
    told: list[SystemFault] = []
    source = QtCameraSource("样本摄像头", feed)
    tasks.run(lambda _: source.open(), failed=told.append, lane=Lane.STANDING)
    settle(tasks)
    assert told[0].code == code
    assert "样本摄像头" in told[0].sentence()


def test_the_largest_format_that_is_quick_enough_is_taken() -> None:
    jpeg, yuyv = QVideoFrameFormat.PixelFormat.Format_Jpeg, QVideoFrameFormat.PixelFormat.Format_YUYV

    def of(width: int, height: int, rate: float, pixel: QVideoFrameFormat.PixelFormat) -> SimpleNamespace:
        return SimpleNamespace(
            resolution=lambda: QSize(width, height), maxFrameRate=lambda: rate, pixelFormat=lambda: pixel
        )

    slow, small = of(4000, 3000, 2.0, yuyv), of(640, 480, 60.0, yuyv)
    raw, wanted = of(3840, 2160, 30.0, yuyv), of(3840, 2160, 30.0, jpeg)
    assert largest_usable(cast("list", [slow, small, raw, wanted])) is wanted
    assert largest_usable(cast("list", [slow])) is slow
    assert largest_usable([]) is None

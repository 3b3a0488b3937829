"""A camera through QtMultimedia: Qt's objects live on the window's thread, the source is used on the camera's."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import shiboken6
from PySide6.QtCore import (
    QCameraPermission,
    QCoreApplication,
    QObject,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import (
    QCamera,
    QCameraDevice,
    QCameraFormat,
    QMediaCaptureSession,
    QVideoFrame,
    QVideoFrameFormat,
    QVideoSink,
)

from inspector.clock import Clock, SystemClock
from inspector.errors import SystemFault
from inspector.imaging.frames import Frame, Still
from inspector.imaging.limits import MAX_PIXELS, PREVIEW_SIDE
from inspector.imaging.v4l2 import still_name
from ui.desktop.jpeg import encoded

_FIRST_FRAME_SECONDS = 6.0
"""A camera that was asleep; some autofocus webcams take four."""
_NEXT_FRAME_SECONDS = 2.0
_PREVIEW_QUALITY = 80
_STILL_QUALITY = 95
"""Qt hands out decoded pictures only: a photo is encoded once, so that nothing that can be seen is lost."""
_FEWEST_A_SECOND = 5.0
"""Slower modes, though larger, blur whatever a hand holds."""
_CONSENT = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\webcam"


class CameraFeed(QObject):
    """Keeps the newest frame of one capture session; made on the window's thread, asked from any.

    Subclasses say where the pictures come from: tests play them, `DeviceFeed` has a camera.
    """

    _start_wanted = Signal()
    _stop_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._arrived = threading.Condition()
        self._newest: QVideoFrame | None = None
        self._count = 0
        self._fault = ""
        self._session: QMediaCaptureSession | None = None
        self._sink: QVideoSink | None = None
        self._start_wanted.connect(self._start, Qt.ConnectionType.QueuedConnection)
        self._stop_wanted.connect(self._stop, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin to take frames in; safe from any thread."""
        with self._arrived:
            self._newest, self._count, self._fault = None, 0, ""
        self._ask(self._start_wanted)

    def stop(self) -> None:
        """Let the camera go; safe from any thread, and after the feed is gone."""
        self._ask(self._stop_wanted)

    def after(self, count: int, seconds: float) -> tuple[int, QVideoFrame]:
        """Wait for a frame behind the `count`-th; return its own count and the frame.

        Raises:
            SystemFault: `camera.lost` if none comes in time; `camera.none`, `camera.denied`.
        """
        with self._arrived:
            self._arrived.wait_for(lambda: self._count > count or self._fault != "", seconds)
            if self._fault or self._newest is None or self._count <= count:
                raise SystemFault(self._fault or "camera.lost")
            return self._count, self._newest

    def open_session(self, session: QMediaCaptureSession) -> str:
        """Let pictures flow into the session; return the code of what forbids it, or nothing."""
        raise NotImplementedError

    def close_session(self) -> None:
        """Stop what `open_session` began."""
        raise NotImplementedError

    def fail(self, code: str) -> None:
        """Tell whoever waits for a frame that none will come."""
        with self._arrived:
            self._fault = code
            self._arrived.notify_all()

    def _ask(self, signal: Any) -> None:
        if shiboken6.isValid(self):
            signal.emit()

    def _start(self) -> None:
        self._stop()
        self._session, self._sink = QMediaCaptureSession(self), QVideoSink(self)
        self._sink.videoFrameChanged.connect(self._take_in, Qt.ConnectionType.DirectConnection)
        self._session.setVideoSink(self._sink)
        code = self.open_session(self._session)
        if code:
            self.fail(code)

    def _stop(self) -> None:
        if self._session is None or self._sink is None:
            return
        self.close_session()
        self._session.deleteLater()
        self._sink.deleteLater()
        self._session = self._sink = None

    def _take_in(self, frame: QVideoFrame) -> None:
        if not frame.isValid():
            return
        with self._arrived:
            self._newest = QVideoFrame(frame)
            self._count += 1
            self._arrived.notify_all()


class DeviceFeed(CameraFeed):
    """The feed of one camera of this machine, at its largest usable format."""

    def __init__(self, device: QCameraDevice, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._device = device
        self._camera: QCamera | None = None

    def open_session(self, session: QMediaCaptureSession) -> str:
        """Start the camera; where the system wants the officer's leave, it is asked for."""
        application = QCoreApplication.instance()
        if application is None or is_denied_by_windows():
            return "camera.denied"
        status = application.checkPermission(QCameraPermission())
        if status is Qt.PermissionStatus.Denied:
            return "camera.denied"
        if status is Qt.PermissionStatus.Undetermined:
            application.requestPermission(QCameraPermission(), self, self._answered)
            return ""
        self._run(session)
        return ""

    def close_session(self) -> None:
        """Stop the camera."""
        if self._camera is not None:
            self._camera.stop()
            self._camera.deleteLater()
            self._camera = None

    def _answered(self, permission: QCameraPermission) -> None:
        application = QCoreApplication.instance()
        if application is None or self._session is None:
            return
        if application.checkPermission(permission) is Qt.PermissionStatus.Granted:
            self._run(self._session)
        else:
            self.fail("camera.denied")

    def _run(self, session: QMediaCaptureSession) -> None:
        camera = QCamera(self._device, self)
        wanted = largest_usable(self._device.videoFormats())
        if wanted is not None:
            camera.setCameraFormat(wanted)
        camera.errorOccurred.connect(lambda _error, _words: self.fail("camera.lost"))
        session.setCamera(camera)
        self._camera = camera
        camera.start()


class QtCameraSource:
    """A camera as QtMultimedia gives it; a photo is the next whole frame, encoded once as JPEG."""

    def __init__(self, name: str, feed: CameraFeed, *, clock: Clock | None = None) -> None:
        self._name = name
        self._feed = feed
        self._clock = clock or SystemClock()
        self._seen = 0
        self._sequence = 0
        self._is_open = False

    @property
    def name(self) -> str:
        """Return what to call it before the officer."""
        return self._name

    @property
    def is_live(self) -> bool:
        """Tell that a lens is behind it."""
        return True

    def open(self) -> None:
        """Start the camera and wait for its first frame.

        Raises:
            SystemFault: `camera.none` if no frame comes; `camera.denied`.
        """
        self._feed.start()
        self._sequence = 0
        try:
            self._seen, _ = self._feed.after(0, _FIRST_FRAME_SECONDS)
        except SystemFault as fault:
            self._feed.stop()
            code = "camera.none" if fault.code == "camera.lost" else fault.code
            raise SystemFault(code, name=self._name) from fault
        self._seen -= 1  # the first frame has not been shown
        self._is_open = True

    def close(self) -> None:
        """Let the camera go; may be called again."""
        self._is_open = False
        self._feed.stop()

    def frame(self) -> Frame:
        """Return the newest picture, reduced; `SystemFault("camera.lost")` if it went away."""
        picture = self._next(self._seen)
        size = picture.size()
        if max(size.width(), size.height()) > PREVIEW_SIDE:
            size = size.scaled(QSize(PREVIEW_SIDE, PREVIEW_SIDE), Qt.AspectRatioMode.KeepAspectRatio)
            picture = picture.scaled(size, mode=Qt.TransformationMode.FastTransformation)
        self._sequence += 1
        jpeg = encoded(picture, _PREVIEW_QUALITY)
        return Frame(jpeg, size.width(), size.height(), self._sequence, self._clock.now().wall)

    def still(self) -> Still:
        """Return the next whole frame as JPEG; named by the moment in China's time."""
        picture = self._next(self._feed_count())
        return Still(encoded(picture, _STILL_QUALITY), still_name(self._clock.now().wall))

    def _feed_count(self) -> int:
        """Return the count of the newest frame: what comes behind it was seen after the shutter."""
        try:
            return self._feed.after(0, 0)[0]
        except SystemFault:
            return self._seen

    def _next(self, seen: int) -> QImage:
        if not self._is_open:
            raise SystemFault("camera.lost", name=self._name)
        try:
            self._seen, frame = self._feed.after(seen, _NEXT_FRAME_SECONDS)
        except SystemFault as fault:
            raise SystemFault(fault.code, name=self._name) from fault
        picture = frame.toImage()
        if picture.isNull():
            raise SystemFault("camera.lost", name=self._name)
        return picture


def largest_usable(formats: Sequence[QCameraFormat]) -> QCameraFormat | None:
    """Return the largest format that is quick enough; of equal ones the camera's own JPEG, then the quickest."""

    def worth(each: QCameraFormat) -> tuple[bool, int, bool, float]:
        size = each.resolution()
        pixels = size.width() * size.height()
        is_jpeg = each.pixelFormat() is QVideoFrameFormat.PixelFormat.Format_Jpeg
        return (
            each.maxFrameRate() >= _FEWEST_A_SECOND,
            pixels if pixels <= MAX_PIXELS else 0,
            is_jpeg,
            each.maxFrameRate(),
        )

    return max(formats, key=worth) if formats else None


def is_denied_by_windows() -> bool:
    """Tell whether Windows keeps desktop programs from cameras; Qt itself only sees that no frame comes."""
    if os.name != "nt":
        return False
    winreg: Any = import_module("winreg")  # there is no such module elsewhere, nor a type for it
    for place in (_CONSENT, rf"{_CONSENT}\NonPackaged"):
        for root in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
            try:
                with winreg.OpenKey(root, place) as key:
                    if winreg.QueryValueEx(key, "Value")[0] == "Deny":
                        return True
            except OSError:
                continue  # no such key: nobody has forbidden it
    return False

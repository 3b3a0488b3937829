"""The cameras of this machine: listed by QtMultimedia, driven by Video4Linux where it gives the camera's own JPEG."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLoggingCategory

from inspector.imaging.first_of import FirstOf
from inspector.imaging.frames import FrameSource, ReplaySource
from inspector.imaging.v4l2 import V4l2Source, found_cameras
from ui.desktop.cameras.choices import CameraChoice, Cameras, GivenCameras
from ui.desktop.preferences import keep_camera, preferred_camera

if TYPE_CHECKING:
    from ui.desktop.cameras.qt_camera import CameraFeed

_V4L2 = re.compile(r"/dev/video(\d+)")
_SAMPLES = Path(__file__).parents[3] / "resources" / "samples"


class MachineCameras(Cameras):
    """What is plugged in now; tells when that changes."""

    def __init__(self, folder: Path) -> None:
        """`folder` is the device's, where the preferred camera is remembered."""
        super().__init__()
        self._folder = folder
        self._preferred = preferred_camera(folder)
        self._feeds: dict[tuple[str, str], CameraFeed] = {}
        """By key and name: each camera has one, however often it is listed."""
        QLoggingCategory.setFilterRules(
            "qt.multimedia.symbolsresolver*=false"
        )  # speaks of every library it lacks
        try:
            from PySide6.QtMultimedia import QMediaDevices
        except ImportError:  # PulseAudio's library is not installed: Linux lists its cameras by itself
            self._devices = None
        else:
            self._devices = QMediaDevices(self)
            self._devices.videoInputsChanged.connect(self.changed)

    def choices(self) -> tuple[CameraChoice, ...]:
        """Return the cameras, the preferred one first, the system's default before others."""
        listed = self._by_kernel() if self._devices is None else self._by_qt()
        return tuple(sorted(listed, key=lambda choice: choice.key != self._preferred))

    def prefer(self, key: str) -> None:
        """Put this one first from now on; `SystemFault("ui.camera_not_kept")` if that cannot be remembered."""
        self._preferred = key
        keep_camera(self._folder, key)

    def _by_kernel(self) -> list[CameraChoice]:
        def opens(index: int, name: str) -> Callable[[], FrameSource]:
            return lambda: V4l2Source(index, name)

        return [
            CameraChoice(camera.path, camera.name, opens(camera.index, camera.name))
            for camera in found_cameras()
        ]

    def _by_qt(self) -> list[CameraChoice]:
        from PySide6.QtMultimedia import QMediaDevices

        from ui.desktop.cameras.qt_camera import DeviceFeed, QtCameraSource

        def opens(feed: CameraFeed, name: str, device: str) -> Callable[[], FrameSource]:
            numbered = _V4L2.fullmatch(device)
            if numbered is None:
                return lambda: QtCameraSource(name, feed)
            index = int(numbered[1])
            return lambda: FirstOf([V4l2Source(index, name), QtCameraSource(name, feed)])

        choices = []
        for device in sorted(QMediaDevices.videoInputs(), key=lambda each: not each.isDefault()):
            key, name = bytes(device.id().data()).decode("utf-8", "replace"), device.description()
            if (key, name) not in self._feeds:
                self._feeds[key, name] = DeviceFeed(device, self)
            choices.append(CameraChoice(key, name, opens(self._feeds[key, name], name, key)))
        return choices


def cameras_of(folder: Path, *, is_sample: bool) -> Cameras:
    """Return the cameras a device takes photos with: this machine's; on a demo device the pictures of its own folder
    `samples`, for a rehearsal, or those that come with the program."""
    if is_sample:
        own = folder / "samples"
        samples = ReplaySource(own if own.is_dir() else _SAMPLES)
        return GivenCameras([CameraChoice("samples", samples.name, lambda: samples)])
    return MachineCameras(folder)

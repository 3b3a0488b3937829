"""A USB camera under Linux: its own JPEG bytes are both the live view and the photo, never encoded again."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from inspector.clock import CHINA, Clock, SystemClock
from inspector.errors import SystemFault
from inspector.imaging.cv import opencv
from inspector.imaging.frames import Frame, Still
from inspector.imaging.headers import DamagedHeader
from inspector.imaging.headers.jpeg import size_of

_LARGEST_SIDE = 10_000
"""Asked for as width and height: the driver answers with the largest mode it has."""
_TRIES = 3
"""Frames that may arrive broken one after the other; cheap cameras lose one now and then."""
_BUFFERS = 5
"""Frames a driver keeps at most; a photo must not show what was seen while the window was busy."""
_BUFFERED_SECONDS = 0.004
"""What comes sooner lay in a buffer: no camera gives two hundred frames a second at its full size."""
_END_OF_JPEG = b"\xff\xd9"
_LISTED = Path("/sys/class/video4linux")


@dataclass(frozen=True)
class FoundCamera:
    """A camera the kernel knows."""

    index: int
    """Number of its device, e.g. 0 for /dev/video0."""
    name: str

    @property
    def path(self) -> str:
        """The device file."""
        return f"/dev/video{self.index}"


def found_cameras(listed: Path = _LISTED) -> tuple[FoundCamera, ...]:
    """List the cameras of this machine; what gives only metadata of another one is left out."""
    found = []
    for entry in listed.glob("video*"):
        try:
            is_first = (entry / "index").read_text("ascii").strip() == "0"
            name = (entry / "name").read_text("utf-8", "replace").strip()
            index = int(entry.name.removeprefix("video"))
        except (OSError, ValueError):
            continue  # pulled out while we looked
        if is_first:
            found.append(FoundCamera(index, name))
    return tuple(sorted(found, key=lambda camera: camera.index))


class V4l2Source:
    """Camera number `index` of Video4Linux in its MJPG mode."""

    def __init__(
        self,
        index: int,
        name: str = "",
        *,
        clock: Clock | None = None,
        make_capture: Callable[[int], Any] | None = None,
        device: Path | None = None,
    ) -> None:
        """`make_capture` opens OpenCV's capture of that number; `device` is its file. Tests give others."""
        self._index = index
        self._name = name or f"摄像头 {index + 1}"
        self._clock = clock or SystemClock()
        self._make_capture = make_capture or _mjpg_capture
        self._device = device or Path(f"/dev/video{index}")
        self._capture: Any = None
        self._using = threading.Lock()
        self._sequence = 0

    @property
    def name(self) -> str:
        """Return what to call it before the officer."""
        return self._name

    @property
    def is_live(self) -> bool:
        """Tell that a lens is behind it."""
        return True

    def open(self) -> None:
        """Start the camera at its largest size.

        Raises:
            SystemFault: `camera.none` if there is none or it has no MJPG; `camera.denied` if its file may not be
                opened by this account.
        """
        self.close()
        if not self._device.exists():
            raise SystemFault("camera.none", name=self.name)
        if not os.access(self._device, os.R_OK | os.W_OK):
            raise SystemFault("camera.denied", name=self.name)
        capture = self._make_capture(self._index)
        cv2 = opencv()
        mjpg = cv2.VideoWriter_fourcc(*"MJPG")
        if not capture.isOpened() or int(capture.get(cv2.CAP_PROP_FOURCC)) != mjpg:
            capture.release()
            raise SystemFault("camera.none", name=self.name)
        self._capture = capture
        self._sequence = 0

    def close(self) -> None:
        """Release the camera; may be called again."""
        with self._using:
            if self._capture is not None:
                self._capture.release()
                self._capture = None

    def frame(self) -> Frame:
        """Return the next picture; `SystemFault("camera.lost")` if it went away."""
        with self._using:
            jpeg, width, height = self._grab()
        self._sequence += 1
        return Frame(jpeg, width, height, self._sequence, self._clock.now().wall)

    def still(self) -> Still:
        """Return the camera's next JPEG as it came; named by the moment in China's time."""
        with self._using:
            self._drop_buffered()
            jpeg, _, _ = self._grab()
        return Still(jpeg, still_name(self._clock.now().wall))

    def _grab(self) -> tuple[bytes, int, int]:
        for _ in range(_TRIES):
            data = self._read()
            if not data:
                break
            jpeg = data[: data.rfind(_END_OF_JPEG) + 2]  # drivers pad the buffer behind the picture
            try:
                return jpeg, *size_of(jpeg)
            except DamagedHeader:
                continue
        raise SystemFault("camera.lost", name=self.name)

    def _drop_buffered(self) -> None:
        for _ in range(_BUFFERS):
            began = time.monotonic()
            if self._capture is None or not self._capture.grab():
                return
            if time.monotonic() - began > _BUFFERED_SECONDS:
                return

    def _read(self) -> bytes:
        """Return the driver's buffer; empty if it gives none any more."""
        if self._capture is None:
            return b""
        got, data = self._capture.read()
        return bytes(data.tobytes()) if got else b""


def still_name(taken: datetime) -> str:
    """Return a label for a photo taken at this moment."""
    return f"拍摄_{taken.astimezone(CHINA):%Y%m%d_%H%M%S_%f}"[:-3] + ".jpg"


def _mjpg_capture(index: int) -> Any:
    cv2 = opencv()
    return cv2.VideoCapture(
        index,
        cv2.CAP_V4L2,
        [
            *(cv2.CAP_PROP_FOURCC, cv2.VideoWriter_fourcc(*"MJPG")),
            *(cv2.CAP_PROP_FRAME_WIDTH, _LARGEST_SIDE),
            *(cv2.CAP_PROP_FRAME_HEIGHT, _LARGEST_SIDE),
            *(cv2.CAP_PROP_CONVERT_RGB, 0),
        ],
    )

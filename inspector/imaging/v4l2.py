"""A USB camera under Linux: its own JPEG bytes are both the live view and the photo, never encoded again."""

from __future__ import annotations

import threading
from datetime import datetime
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
_END_OF_JPEG = b"\xff\xd9"


class V4l2Source:
    """Camera number `index` of Video4Linux in its MJPG mode."""

    def __init__(self, index: int, *, clock: Clock | None = None) -> None:
        self._index = index
        self._clock = clock or SystemClock()
        self._capture: Any = None
        self._using = threading.Lock()
        self._sequence = 0

    @property
    def name(self) -> str:
        """Return what to call it before the officer."""
        return f"摄像头 {self._index + 1}"

    def open(self) -> None:
        """Start the camera at its largest size; `SystemFault("camera.none")` if there is none or no MJPG."""
        cv2 = opencv()
        capture = cv2.VideoCapture(
            self._index,
            cv2.CAP_V4L2,
            [
                *(cv2.CAP_PROP_FOURCC, cv2.VideoWriter_fourcc(*"MJPG")),
                *(cv2.CAP_PROP_FRAME_WIDTH, _LARGEST_SIDE),
                *(cv2.CAP_PROP_FRAME_HEIGHT, _LARGEST_SIDE),
                *(cv2.CAP_PROP_CONVERT_RGB, 0),
            ],
        )
        if not capture.isOpened():
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
        jpeg, width, height = self._grab()
        self._sequence += 1
        return Frame(jpeg, width, height, self._sequence, self._clock.now().wall)

    def still(self) -> Still:
        """Return the camera's next JPEG as it came; named by the moment in China's time."""
        jpeg, _, _ = self._grab()
        return Still(jpeg, still_name(self._clock.now().wall))

    def _grab(self) -> tuple[bytes, int, int]:
        with self._using:
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

    def _read(self) -> bytes:
        """Return the driver's buffer; empty if it gives none any more."""
        if self._capture is None:
            return b""
        got, data = self._capture.read()
        return bytes(data.tobytes()) if got else b""


def still_name(taken: datetime) -> str:
    """Return a label for a photo taken at this moment."""
    return f"拍摄_{taken.astimezone(CHINA):%Y%m%d_%H%M%S_%f}"[:-3] + ".jpg"

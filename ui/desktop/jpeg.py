"""JPEG to pictures no larger than a screen and back, on any thread, for the cameras.

Nothing in the window uses `QImageReader` or `QImageWriter`: on a device made in Python, Qt holds its lock for
picture formats while it asks Python about the device, and both stand still for good if another thread waits
for that lock with the interpreter in its hands.
"""

from __future__ import annotations

import numpy
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from inspector.errors import SystemFault
from inspector.imaging.cv import opencv


def decoded(jpeg: bytes, full: QSize, most: QSize) -> QImage:
    """Return a JPEG of `full` pixels as a picture within `most`, decoded no larger than needed.

    It lies as its pixels do, whatever its EXIF says. Null where the bytes are no picture.
    """
    if not jpeg:
        return QImage()
    cv = opencv()
    shown = full.scaled(most, Qt.AspectRatioMode.KeepAspectRatio).boundedTo(full)
    ways = {2: cv.IMREAD_REDUCED_COLOR_2, 4: cv.IMREAD_REDUCED_COLOR_4, 8: cv.IMREAD_REDUCED_COLOR_8}
    enough = [times for times in ways if full.width() >= times * shown.width()]
    way = ways[max(enough)] if enough else cv.IMREAD_COLOR
    pixels = cv.imdecode(numpy.frombuffer(jpeg, numpy.uint8), way | cv.IMREAD_IGNORE_ORIENTATION)
    if pixels is None:
        return QImage()
    if pixels.shape[1] > shown.width():
        pixels = cv.resize(pixels, shown.toTuple(), interpolation=cv.INTER_AREA)
    height, width, channels = pixels.shape
    return QImage(pixels.data, width, height, channels * width, QImage.Format.Format_BGR888).copy()


def encoded(picture: QImage, quality: int) -> bytes:
    """Return a picture as a JPEG of `quality`, 1 to 100.

    Raises:
        SystemFault: `camera.lost` for a picture that is none.
    """
    if picture.isNull():
        raise SystemFault("camera.lost", name="JPEG")
    plain = picture.convertToFormat(QImage.Format.Format_BGR888)
    rows = numpy.frombuffer(plain.constBits(), numpy.uint8).reshape(plain.height(), plain.bytesPerLine())
    pixels = rows[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3)
    cv = opencv()
    return bytes(cv.imencode(".jpg", pixels, [cv.IMWRITE_JPEG_QUALITY, quality])[1])

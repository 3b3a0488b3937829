"""Fingers on glass for tests: what a touch screen would send."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


class Finger:
    """One finger on a widget, or two."""

    def __init__(self, glass: QPointingDevice, widget: QWidget) -> None:
        self._glass, self._widget = glass, widget

    def press(self, *points: QPoint) -> None:
        self._all("press", points)

    def move(self, *points: QPoint) -> None:
        self._all("move", points)

    def release(self, *points: QPoint) -> None:
        self._all("release", points)

    def _all(self, what: str, points: tuple[QPoint, ...]) -> None:
        sequence = QTest.touchEvent(self._widget, self._glass)
        for number, point in enumerate(points):
            getattr(sequence, what)(number, point, self._widget)
        sequence.commit()
        QApplication.processEvents()

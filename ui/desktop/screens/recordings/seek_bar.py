"""A bar on which one presses where one wants to be: for the place in a recording, and for how loud it is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSlider, QStyle

from ui.desktop.theme.tokens import TARGET


class SeekBar(QSlider):
    """A slider whose handle comes to where it is pressed."""

    sought = Signal(int)
    """Value the officer went to"""

    def __init__(self, name: str, most: int) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(0, most)
        self.setMinimumHeight(TARGET)
        self.setAccessibleName(name)
        self.actionTriggered.connect(lambda _: self.sought.emit(self.sliderPosition()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to where it is pressed, and hold the handle from there."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._go_to(event)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go along."""
        if self.isSliderDown():
            self._go_to(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go; only now the way is over."""
        if self.isSliderDown():
            self.setSliderDown(False)
            self.sought.emit(self.value())

    def _go_to(self, event: QMouseEvent) -> None:
        handle = self.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength, None, self)
        at = round(event.position().x()) - handle // 2
        room = max(1, self.width() - handle)
        self.setValue(QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), at, room))

"""Fingers on a photo: one is the pointer, two zoom and move it.

Qt's own pinch counts a step twice on some platforms, and gives one finger to the tool before the second has come.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QEventPoint, QTouchEvent
from PySide6.QtWidgets import QWidget

from ui.desktop.widgets.touch_pointer import SLACK, TouchPointer


class TwoFingers(QObject):
    """Watches one canvas; a single finger is held back until it moves, so that a pinch draws nothing."""

    pinched = Signal(float, QPointF, QPointF)
    """(factor, about which point, how far the middle moved)"""

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._pointer = TouchPointer(canvas)
        self._begun_at: QPointF | None = None
        """Where a single finger rests that has done nothing yet."""
        self._is_pressed = False
        self._pinch: tuple[float, QPointF] | None = None
        """How far apart two fingers are, and their middle."""
        self._was_pinched = False
        canvas.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take every touch: a canvas that refuses the first gets no more."""
        if not isinstance(event, QTouchEvent):
            return False
        held = [
            point.position() for point in event.points() if point.state() is not QEventPoint.State.Released
        ]
        if event.type() is QEvent.Type.TouchCancel:
            held = []
            self._begun_at = None
        if len(held) > 1:
            self._two(held[0], held[1])
        elif held:
            self._one(held[0])
        else:
            self._none(event.points()[0].position() if event.points() else QPointF())
        event.accept()
        return True

    def _two(self, one: QPointF, other: QPointF) -> None:
        if self._is_pressed:
            self._pointer.release(one)
            self._is_pressed = False
        self._begun_at, self._was_pinched = None, True
        apart = max(1.0, math.dist(one.toTuple(), other.toTuple()))
        middle = (one + other) / 2
        if self._pinch is not None:
            before, centre = self._pinch
            self.pinched.emit(apart / before, middle, middle - centre)
        self._pinch = apart, middle

    def _one(self, at: QPointF) -> None:
        self._pinch = None
        if self._was_pinched:
            return  # the second finger has left first
        if self._is_pressed:
            self._pointer.move(at)
        elif self._begun_at is None:
            self._begun_at = at
        elif (at - self._begun_at).manhattanLength() > SLACK:
            self._pointer.press(self._begun_at)
            self._pointer.move(at)
            self._is_pressed = True

    def _none(self, at: QPointF) -> None:
        if self._is_pressed:
            self._pointer.release(at)
        elif self._begun_at is not None and not self._was_pinched:
            self._pointer.tap(self._begun_at)
        self._begun_at, self._pinch, self._is_pressed, self._was_pinched = None, None, False, False

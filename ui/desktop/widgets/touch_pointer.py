"""Pointer events made of a finger, for views that take the touches themselves."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

SLACK = 12
"""Points a resting finger moves."""


class TouchPointer:
    """Presses, moves and lets go on one widget; two taps soon after one another are a double click."""

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget
        self._tapped_at = QPointF()
        self._since_tap = QElapsedTimer()

    def press(self, at: QPointF) -> None:
        """Press at a point of the widget."""
        self._send(QEvent.Type.MouseButtonPress, at, Qt.MouseButton.LeftButton)

    def move(self, at: QPointF) -> None:
        """Move on, pressed."""
        self._send(QEvent.Type.MouseMove, at, Qt.MouseButton.NoButton)

    def release(self, at: QPointF) -> None:
        """Let go."""
        self._send(QEvent.Type.MouseButtonRelease, at, Qt.MouseButton.LeftButton)

    def tap(self, at: QPointF) -> None:
        """Click, or click twice if it is the second tap."""
        is_second = (
            self._since_tap.isValid()
            and self._since_tap.elapsed() < QApplication.doubleClickInterval()
            and (at - self._tapped_at).manhattanLength() < 2 * SLACK
        )
        self._tapped_at = at
        if is_second:
            self._since_tap.invalidate()
            self._send(QEvent.Type.MouseButtonDblClick, at, Qt.MouseButton.LeftButton)
        else:
            self._since_tap.start()
            self.press(at)
        self.release(at)

    def _send(self, kind: QEvent.Type, at: QPointF, button: Qt.MouseButton) -> None:
        held = (
            Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
        )
        none = Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(kind, at, self._widget.mapToGlobal(at), button, held, none)
        QApplication.sendEvent(self._widget, event)

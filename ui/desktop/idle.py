"""Notices that nobody has touched the device for a while."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QInputEvent

_TOUCHES = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TabletPress,
}
IDLE_MINUTES = 10
MOST_WATCHED_ROUNDS = 6
"""A film that plays is watched without a touch: for an hour, and not for longer."""


class IdleWatch(QObject):
    """Tells once when no key, pointer or finger has been seen for `IDLE_MINUTES`; work under way counts as one.

    So does a film that plays, up to `MOST_WATCHED_ROUNDS` times in a row: somebody may have gone away from it.
    """

    went_idle = Signal()

    def __init__(
        self, parent: QObject, is_working: Callable[[], bool], is_watching: Callable[[], bool]
    ) -> None:
        super().__init__(parent)
        self._is_working = is_working
        self._is_watching = is_watching
        self._watched = 0
        """Rounds since the last touch that only a film has filled."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(IDLE_MINUTES * 60_000)
        self._timer.timeout.connect(self._time_is_up)

    def start(self) -> None:
        """Begin to watch."""
        app = QCoreApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        self._touched()

    def stop(self) -> None:
        """Stop watching."""
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self._timer.stop()

    def _time_is_up(self) -> None:
        if self._is_working():
            self._timer.start()
        elif self._watched < MOST_WATCHED_ROUNDS - 1 and self._is_watching():
            self._watched += 1
            self._timer.start()
        else:
            self.went_idle.emit()

    def _touched(self) -> None:
        self._watched = 0
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin to count anew at every touch; never swallow one."""
        if (
            isinstance(event, QInputEvent) and event.type() in _TOUCHES
        ):  # the kind first: every event comes by
            self._touched()
        return False

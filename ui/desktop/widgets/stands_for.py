"""A widget that stands for one of its parts: whoever gives it the keyboard gives it to that part."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget


class StandsFor(QWidget):
    """Says `stand_for(part)` once its parts are there.

    A focus proxy would do the same, but Qt takes whoever has one for a stop of Tab's own: where a page is put between
    others later, Tab went back into it for ever and what came after was never reached (seen with Qt 6.11).
    """

    _part: QWidget | None = None

    def stand_for(self, part: QWidget) -> None:
        """Hand the keyboard to `part` from now on."""
        self._part = part

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Give the part the keyboard."""
        if self._part is not None:
            self._part.setFocus(reason)
        else:
            super().setFocus(reason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand on what Qt itself gave."""
        super().focusInEvent(event)
        if self._part is not None:
            self._part.setFocus(event.reason())

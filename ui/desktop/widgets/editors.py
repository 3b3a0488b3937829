"""Editors for a field, or alone: a list of words, a day, a tick."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QComboBox, QDateEdit

from ui.desktop.i18n import code_of
from ui.desktop.theme import Tone, theme
from ui.desktop.theme.tokens import TARGET

BESIDE_WORDS = 2 + 2 * 12 + 36
"""Pixels of edges, padding and arrow beside the words of a choice, as the style sheet has them."""


class Choice(QComboBox):
    """A list of words of which one holds; the wheel does not change it by accident."""

    def __init__(self, choices: tuple[tuple[str, str], ...] = ()) -> None:
        """`choices` are (value, words)."""
        self._told = ""
        """What was said when it was pointed at"""
        super().__init__()
        self.setMinimumHeight(TARGET)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_choices(choices)

    def set_choices(self, choices: tuple[tuple[str, str], ...]) -> None:
        """Offer other words; the value that holds stays if it is among them."""
        held = self.currentData()
        self.clear()
        for value, words in choices:
            self.addItem(words, value)
        self.setCurrentIndex(max(self.findData(held), 0) if choices else -1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def event(self, event: QEvent) -> bool:
        """Say the words that hold whole when pointed at, if there is no room for them."""
        if event.type() == QEvent.Type.ToolTip and self.toolTip() in {"", self._told}:
            is_cut = self.fontMetrics().horizontalAdvance(self.currentText()) > self.width() - BESIDE_WORDS
            self._told = self.currentText() if is_cut else ""
            self.setToolTip(self._told)
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow of the icon set."""
        super().paintEvent(event)
        painter = QPainter(self)
        place = QRect(self.width() - 32, (self.height() - 18) // 2, 18, 18)
        painter.drawPixmap(place, theme().pixmap("chevron-down", Tone.MUTED, 18))
        painter.end()


class DayEdit(QDateEdit):
    """A day typed as 2026-11-23, or moved with the arrow keys."""

    def __init__(self, day: date | None = None) -> None:
        super().__init__()
        self.setDisplayFormat("yyyy-MM-dd")
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(TARGET)
        if day is not None:
            self.set_day(day)

    @property
    def day(self) -> date:
        """The day shown."""
        shown = self.date()
        return date(shown.year(), shown.month(), shown.day())

    def set_day(self, day: date) -> None:
        """Show another day."""
        self.setDate(QDate(day.year, day.month, day.day))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the text its room."""
        super().resizeEvent(event)
        self._lay_text()

    def changeEvent(self, event: QEvent) -> None:
        """Give the text its room again when the look changes."""
        super().changeEvent(event)
        self._lay_text()

    def _lay_text(self) -> None:
        """A style sheet leaves a spin box without buttons one pixel for its text (seen with Qt 6.11)."""
        self.lineEdit().setGeometry(self.rect().adjusted(12, 2, -12, -2))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class Tick(QCheckBox):
    """A tick box as large as a finger."""

    _BOX = 22

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.name = code_of(text)
        """The same in every language."""
        self.setMinimumHeight(TARGET)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Return room for the box, the words and what lies between."""
        return QSize(self._BOX + 16 + self.fontMetrics().horizontalAdvance(self.text()), TARGET)

    def minimumSizeHint(self) -> QSize:
        """Return the same: the words are never cut."""
        return self.sizeHint()

    def hitButton(self, at: QPoint) -> bool:
        """Take a press anywhere on box and words."""
        return self.rect().contains(at)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box, tick, words and focus in the tokens of the look."""
        tokens = theme().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRect(1, (self.height() - self._BOX) // 2, self._BOX, self._BOX)
        pen = painter.pen()
        pen.setWidthF(2 if self.hasFocus() else 1.2)
        pen.setColor(QColor(tokens.accent if self.isChecked() or self.hasFocus() else tokens.line_strong))
        painter.setPen(pen)
        painter.setBrush(QColor(tokens.accent if self.isChecked() else tokens.surface))
        painter.drawRoundedRect(box, 5, 5)
        if self.isChecked():
            painter.drawPixmap(box.adjusted(2, 2, -2, -2), theme().pixmap("check", Tone.ON_ACCENT, 18))
        painter.setPen(QColor(tokens.text if self.isEnabled() else tokens.muted))
        words = self.rect().adjusted(self._BOX + 13, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        painter.end()

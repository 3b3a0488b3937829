"""The picture of a film as large as it fits, or words and an icon where there is none."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.desktop.i18n import tr
from ui.desktop.theme import Tone, body_font, theme
from ui.desktop.theme.tokens import RADIUS, L, M

_ICON = 40
_DARK = "#101413"
"""Behind a film in every look: nothing beside it is brighter than it."""


class FilmCanvas(QWidget):
    """Paints the newest picture without stretching it; wipes the one before."""

    spoken_role = QAccessible.Role.Graphic

    tapped = Signal()
    """The picture was tapped or clicked."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QImage()
        self._words, self._icon = "", "film"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("ui.recording.picture"))

    def sizeHint(self) -> QSize:
        """Ask for sixteen by nine."""
        return QSize(960, 540)

    @property
    def has_picture(self) -> bool:
        """Tell whether a picture is shown."""
        return not self._picture.isNull()

    @property
    def picture(self) -> QImage:
        """The picture that is shown."""
        return self._picture

    def show_picture(self, picture: QImage) -> None:
        """Show the newest picture."""
        self._wipe()
        self._picture, self._words = picture, ""
        self.update()

    def show_words(self, words: str, icon: str) -> None:
        """Show words where there is no picture."""
        self._wipe()
        self._words, self._icon = words, icon
        self.setAccessibleDescription(words)
        self.update()

    def forget(self) -> None:
        """Let nothing of the picture stay in memory."""
        self._wipe()
        self._words = ""
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell of a tap on the picture."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.tapped.emit()
        super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint picture or words."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        tokens = theme().tokens
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(_DARK if self.has_picture else tokens.surface))
        painter.drawRoundedRect(self.rect(), RADIUS, RADIUS)
        if self.has_picture:
            size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
            painter.drawImage(QRectF(left, top, size.width(), size.height()), self._picture)
        else:
            self._paint_words(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.end()

    def _paint_words(self, painter: QPainter) -> None:
        tokens = theme().tokens
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        middle = self.rect().center()
        icon = theme().pixmap(self._icon, Tone.MUTED, _ICON)
        painter.drawPixmap(middle.x() - _ICON // 2, middle.y() - _ICON - M, icon)
        painter.setPen(QColor(tokens.text))
        painter.setFont(body_font())
        place = QRectF(L, middle.y() + M, self.width() - 2 * L, 96)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(place, flags, self._words)

    def _wipe(self) -> None:
        if not self._picture.isNull():
            self._picture.fill(0)
        self._picture = QImage()

"""The live view itself: the newest picture as large as it fits, words at its edge, a tap is the shutter."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.desktop.i18n import tr
from ui.desktop.theme import Tone, body_font, theme
from ui.desktop.theme.tokens import RADIUS, L, M, S

_ICON = 20
_CHIP = 44


class LivePicture(QWidget):
    """Paints the newest picture without stretching it; what is said about the last photo stands at its edge."""

    tapped = Signal()
    """The picture was tapped or clicked."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QImage()
        self._title, self._text = "", ""
        self._remark = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("ui.capture.title"))

    def sizeHint(self) -> QSize:
        """Ask for four by three."""
        return QSize(640, 480)

    def show_picture(self, picture: QImage) -> None:
        """Show the newest picture."""
        self._picture, self._title, self._text = picture, "", ""
        self.update()

    def show_words(self, title: str, text: str) -> None:
        """Show words where there is no picture."""
        self._picture, self._title, self._text = QImage(), title, text
        self.setAccessibleDescription(f"{title} {text}")
        self.update()

    def show_remark(self, sentence: str) -> None:
        """Say at the picture's edge what makes the last photo worth a second look; empty: nothing."""
        self._remark = sentence
        self.setAccessibleDescription(sentence)
        self.update()

    @property
    def remark(self) -> str:
        """What is said at the picture's edge."""
        return self._remark

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell of a tap on the picture; a finger that left it meant something else."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.tapped.emit()
        super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint picture or words on the line colour."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme().tokens.line))
        painter.drawRoundedRect(self.rect(), RADIUS, RADIUS)
        if not self._picture.isNull():
            size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
            painter.drawImage(QRectF(left, top, size.width(), size.height()), self._picture)
        elif self._title:
            self._paint_words(painter)
        if self._remark:
            self._paint_remark(painter)
        painter.end()

    def _paint_words(self, painter: QPainter) -> None:
        middle = QRectF(self.rect()).adjusted(L, 0, -L, 0)
        painter.drawPixmap(
            round(middle.center().x()) - 20,
            round(middle.center().y()) - 84,
            theme().pixmap("camera", Tone.MUTED, 40),
        )
        painter.setPen(QColor(theme().tokens.text))
        painter.setFont(body_font(18))
        top = QRectF(middle.left(), middle.center().y() - 32, middle.width(), 32)
        painter.drawText(top, Qt.AlignmentFlag.AlignCenter, self._title)
        painter.setPen(QColor(theme().tokens.muted))
        painter.setFont(body_font())
        below = QRectF(middle.left(), middle.center().y() + S, middle.width(), 96)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(below, flags, self._text)

    def _paint_remark(self, painter: QPainter) -> None:
        tokens = theme().tokens
        painter.setFont(body_font())
        metrics = painter.fontMetrics()
        words = metrics.elidedText(
            self._remark, Qt.TextElideMode.ElideRight, self.width() - 2 * M - _ICON - 3 * M
        )
        width = metrics.horizontalAdvance(words) + _ICON + 3 * M
        chip = QRectF((self.width() - width) / 2, self.height() - _CHIP - M, width, _CHIP)
        painter.setPen(QPen(QColor(tokens.warn), 1))
        painter.setBrush(QColor(tokens.surface))
        painter.drawRoundedRect(chip, RADIUS, RADIUS)
        place = chip.toRect()
        icon = theme().pixmap("triangle-alert", Tone.WARN, _ICON)
        painter.drawPixmap(place.left() + M, place.center().y() - _ICON // 2, icon)
        painter.setPen(QColor(tokens.warn))
        text = chip.adjusted(M + _ICON + S, 0, -M, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

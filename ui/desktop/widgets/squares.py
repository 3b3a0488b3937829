"""One small square a photo: outline, half, full; the number always stands beside it in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.desktop.theme import theme
from ui.desktop.theme.tokens import RADIUS, XS, S
from ui.desktop.widgets.words import Role, Words


class Reached(Enum):
    """How far a photo has come on its way to the centre."""

    SEALED = 0
    """Outline."""
    SENT = 1
    """Half."""
    CONFIRMED = 2
    """Full: only a verified receipt leads there."""


@dataclass(frozen=True)
class Square:
    """One photo of the bar."""

    id: str
    name: str
    """Beneath the picture when pointed at."""
    reached: Reached
    when: str = ""
    """When it was taken, beneath the name."""


_SIDE, _GAP = 14, 4


class SquaresBar(QWidget):
    """A bar of small squares; pointing at one, tapping it or going there with the arrow keys shows its picture."""

    spoken_role = QAccessible.Role.Graphic

    picture_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._squares: tuple[Square, ...] = ()
        self._current = -1
        self._peek = _Peek(self)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_squares(self, squares: Sequence[Square], words: str) -> None:
        """Show the photos; `words` say the same to a screen reader."""
        self._squares = tuple(squares)
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def show_picture(self, photo_id: str, picture: QImage | None) -> None:
        """Give the picture that was wanted, if it is still pointed at."""
        if 0 <= self._current < len(self._squares) and self._squares[self._current].id == photo_id:
            self._peek.show_picture(picture)

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows at this width, at least one row a finger can hit."""
        rows = -(-max(len(self._squares), 1) // self._columns(width))
        return max(rows * (_SIDE + _GAP) + 2 * S, 44)

    def hasHeightForWidth(self) -> bool:
        """Squares wrap."""
        return True

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(360, self.heightForWidth(360))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the squares."""
        tokens = theme().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, square in enumerate(self._squares):
            place = self._place(number)
            painter.setPen(
                QPen(QColor(tokens.ok if square.reached is Reached.CONFIRMED else tokens.muted), 1.2)
            )
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if square.reached is Reached.CONFIRMED:
                painter.setBrush(QColor(tokens.ok))
            painter.drawRoundedRect(place, 3, 3)
            if square.reached is Reached.SENT:
                painter.fillRect(place.adjusted(1, place.height() / 2, -1, -1), QColor(tokens.muted))
            if number == self._current:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(tokens.accent), 2))
                painter.drawRoundedRect(place.adjusted(-2, -2, 2, 2), 4, 4)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the picture pointed at."""
        self._point_at(self._at(event.position().toPoint()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Show the picture tapped."""
        self._point_at(self._at(event.position().toPoint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk along the squares with the arrow keys."""
        step = {
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Down: self._columns(self.width()),
            Qt.Key.Key_Up: -self._columns(self.width()),
        }.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        elif self._squares:
            self._point_at(min(max(self._current + step, 0), len(self._squares) - 1))

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the picture."""
        self._point_at(-1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the picture."""
        super().focusOutEvent(event)
        self._point_at(-1)

    def _point_at(self, number: int) -> None:
        if number == self._current:
            return
        self._current = number
        self.update()
        if number < 0:
            self._peek.hide()
            return
        square = self._squares[number]
        corner = self._place(number).bottomLeft().toPoint() + QPoint(0, S)
        self._peek.announce(square.name, square.when, self.mapToGlobal(corner))
        self.picture_wanted.emit(square.id)

    def _columns(self, width: int) -> int:
        return max((width - 2 * XS + _GAP) // (_SIDE + _GAP), 1)

    def _place(self, number: int) -> QRectF:
        columns = self._columns(self.width())
        row, column = divmod(number, columns)
        top = (44 - _SIDE) / 2 if len(self._squares) <= columns else S
        return QRectF(XS + column * (_SIDE + _GAP), top + row * (_SIDE + _GAP), _SIDE, _SIDE)

    def _at(self, point: QPoint) -> int:
        near = [n for n in range(len(self._squares)) if self._place(n).adjusted(-2, -2, 2, 2).contains(point)]
        return near[0] if near else -1


class _Peek(QWidget):
    """The picture beside the pointer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.ToolTip)
        self.setProperty("role", "peek")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._picture = QLabel()
        self._picture.setFixedSize(240, 180)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._name = Words("", Role.CAPTION)
        self._when = Words("", Role.CAPTION, wraps=True)
        self._when.setFixedWidth(240)
        column = QVBoxLayout(self)
        column.setContentsMargins(S, S, S, S)
        column.setSpacing(XS)
        column.addWidget(self._picture)
        column.addWidget(self._name)
        column.addWidget(self._when)

    def announce(self, name: str, when: str, corner: QPoint) -> None:
        """Show the words at once; the picture follows."""
        self._picture.clear()
        self._name.setText(name)
        self._when.setText(when)
        self._when.setVisible(bool(when))
        self.adjustSize()
        self.move(corner)
        self.show()

    def show_picture(self, picture: QImage | None) -> None:
        """Show the picture, or the plain icon if there is none."""
        if picture is None or picture.isNull():
            self._picture.setPixmap(theme().pixmap("image", size=32))
            return
        fitting = picture.scaled(
            self._picture.size(),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        self._picture.setPixmap(QPixmap.fromImage(fitting))

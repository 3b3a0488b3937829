"""One photo to point at: places that were read are outlined, a part is drawn with one stroke, two points are set.

Points can be moved by finger, pointer and arrow keys; a loupe shows what lies under the finger.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector.records import Point
from inspector.records.seen import Corners
from ui.desktop.screens.inspection.label_places import LabelPlace, Wanted, label_places
from ui.desktop.theme import body_font, theme
from ui.desktop.theme.tokens import RADIUS, TARGET, M, S

_LOUPE = 168
_LOUPE_ZOOM = 3.0
"""Screen pixels for one of the picture's, at least twice what is seen around."""
_HANDLE = 9.0
_LABEL_HEIGHT = 32
_LEAST_PART = 0.02
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Pointing(StrEnum):
    """What a stroke on the picture means."""

    PART = "part"
    """The part to be read."""
    ENDS = "ends"
    """The two ends of a length."""
    NOTHING = "nothing"
    """The picture is only looked at."""


_CUT = QSize(300, 56)
_CUT_EDGE = 0.15
"""Of what is shown around a place, as share of its height."""


class PhotoBoard(QWidget):
    """The picture as large as it fits; everything on it is in shares of its width and height."""

    spoken_role = QAccessible.Role.Graphic

    part_drawn = Signal(object)
    """(Point, Point), or None when it was taken away"""
    ends_moved = Signal(object, object)
    """Point, Point"""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QImage()
        self._words = ""
        self._places: tuple[Corners, ...] = ()
        self._lit: tuple[Corners, ...] = ()
        self._card: tuple[Point, ...] = ()
        self._part: tuple[QPointF, QPointF] | None = None
        self._ends: list[QPointF] = []
        self._held = -1
        """Which end is moved by the keys."""
        self._is_dragging = False
        self._measured = ""
        self._kept: tuple[tuple[QPointF, QPointF, str], ...] = ()
        self._pointing = Pointing.PART
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)

    # -- what is shown -----------------------------------------------------------------------------

    def show_picture(self, picture: QImage) -> None:
        """Show another photo; everything drawn on the one before goes."""
        self._picture, self._words = picture, ""
        self._places = self._lit = ()
        self._card = ()
        self._part = None
        self._ends, self._held, self._measured = [], -1, ""
        self.update()

    def show_words(self, words: str) -> None:
        """Show words where there is no picture."""
        self.show_picture(QImage())
        self._words = words
        self.setAccessibleDescription(words)
        self.update()

    def show_places(self, places: Sequence[Corners], lit: Sequence[Corners] = ()) -> None:
        """Outline what was read; `lit` is what the officer looks at."""
        self._places, self._lit = tuple(places), tuple(lit)
        self.update()

    def cut(self, corners: Corners) -> QPixmap | None:
        """Return a place of the picture large enough to tell its characters apart; None without a picture."""
        size = self._picture.size()
        box = QPolygonF([QPointF(x * size.width(), y * size.height()) for x, y in corners]).boundingRect()
        if self._picture.isNull() or box.isEmpty():
            return None
        edge = box.height() * _CUT_EDGE
        part = self._picture.copy(box.adjusted(-edge, -edge, edge, edge).toAlignedRect())
        wide = QSize(_CUT.width(), min(_CUT.height(), part.height() * 3))
        smooth = Qt.TransformationMode.SmoothTransformation
        return QPixmap.fromImage(part.scaled(wide, Qt.AspectRatioMode.KeepAspectRatio, smooth))

    def show_card(self, outline: Sequence[Point]) -> None:
        """Outline the scale card."""
        self._card = tuple(outline)
        self.update()

    def show_kept(self, lengths: Sequence[tuple[Point, Point, str]]) -> None:
        """Draw the lengths written down over this photo as (start, end, words)."""
        self._kept = tuple(
            (QPointF(float(start.x), float(start.y)), QPointF(float(end.x), float(end.y)), words)
            for start, end, words in lengths
        )
        self.update()

    def show_ends(self, ends: Sequence[Point], words: str) -> None:
        """Show the ends of a length and what it measures."""
        if not self._is_dragging:
            self._ends = [QPointF(float(end.x), float(end.y)) for end in ends]
            self._held = len(self._ends) - 1
        self._measured = words
        self.update()

    def point_at(self, pointing: Pointing) -> None:
        """Say what a stroke means from now on."""
        self._pointing = pointing
        self.update()

    @property
    def has_part(self) -> bool:
        """Tell whether a part is drawn."""
        return self._part is not None

    def sizeHint(self) -> QSize:
        """Ask for four by three."""
        return QSize(720, 540)

    # -- what the officer does ---------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a part, or take hold of the nearest end."""
        if (
            self._pointing is Pointing.NOTHING
            or self._picture.isNull()
            or event.button() != Qt.MouseButton.LeftButton
        ):
            return
        at = self._share(event.position())
        self._is_dragging = True
        if self._pointing is Pointing.PART:
            self._part = (at, at)
        else:
            near = [number for number, end in enumerate(self._ends) if self._apart(end, at) < TARGET / 2]
            if near:
                self._held = min(near, key=lambda number: self._apart(self._ends[number], at))
            elif len(self._ends) < 2:
                self._ends.append(at)
                self._held = len(self._ends) - 1
            else:
                self._ends, self._held = [at], 0
            self._ends[self._held] = at
            self._measured = ""
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw on."""
        if not self._is_dragging:
            return
        at = self._share(event.position())
        if self._pointing is Pointing.PART and self._part is not None:
            self._part = (self._part[0], at)
        elif self._ends:
            self._ends[self._held] = at
            self._tell_ends()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the stroke; a tap takes a part away."""
        if not self._is_dragging:
            return
        self._is_dragging = False
        if self._pointing is Pointing.PART and self._part is not None:
            start, end = self._part
            if min(abs(start.x() - end.x()), abs(start.y() - end.y())) < _LEAST_PART:
                self._part = None
            self.part_drawn.emit(None if self._part is None else (_point(start), _point(end)))
        else:
            self._tell_ends()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the end set last by a pixel of the picture, with Shift by ten; Enter on an empty picture sets it."""
        step = _STEPS.get(Qt.Key(event.key()))
        if self._picture.isNull() or self._pointing is not Pointing.ENDS:
            super().keyPressEvent(event)
        elif step is not None and self._ends:
            far = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            end = self._ends[self._held]
            self._ends[self._held] = _inside(
                QPointF(
                    end.x() + far * step[0] / self._picture.width(),
                    end.y() + far * step[1] / self._picture.height(),
                )
            )
            self._tell_ends()
            self.update()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if len(self._ends) < 2:
                self._ends.append(QPointF(0.5, 0.5) if not self._ends else self._ends[0] + QPointF(0.05, 0))
            self._held = (self._held + 1) % len(self._ends)
            self._tell_ends()
            self.update()
        else:
            super().keyPressEvent(event)

    def _tell_ends(self) -> None:
        if len(self._ends) == 2:
            self.ends_moved.emit(_point(self._ends[0]), _point(self._ends[1]))

    # -- painting ----------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture and what lies on it."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        tokens = theme().tokens
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.line))
        painter.drawRoundedRect(self.rect(), RADIUS, RADIUS)
        if self._picture.isNull():
            painter.setPen(QColor(tokens.text))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words)
        else:
            painter.drawImage(self._frame(), self._picture)
            self._paint_places(painter)
            self._paint_kept(painter)
            self._paint_part(painter)
            self._paint_ends(painter)
            self._paint_labels(painter)
            self._paint_loupe_if_held(painter)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.end()

    def _paint_places(self, painter: QPainter) -> None:
        tokens = theme().tokens
        for places, colour, width in (
            (self._places, tokens.muted, 1.5),
            (self._lit, tokens.accent, 4.0),
        ):
            for corners in places:
                self._outline(painter, [QPointF(x, y) for x, y in corners], colour, width)
        if self._card:
            card = [QPointF(float(point.x), float(point.y)) for point in self._card]
            self._outline(painter, card, tokens.ok, 2.0)

    def _outline(self, painter: QPainter, corners: Sequence[QPointF], colour: str, width: float) -> None:
        polygon = QPolygonF([self._place(corner) for corner in corners])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(QColor("white"), width + 2), QPen(QColor(colour), width)):
            painter.setPen(pen)
            painter.drawPolygon(polygon)

    def _paint_part(self, painter: QPainter) -> None:
        if self._part is None or self._pointing is not Pointing.PART:
            return
        box = QRectF(self._place(self._part[0]), self._place(self._part[1])).normalized()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(QColor("white"), 4), QPen(QColor(theme().tokens.accent), 2, Qt.PenStyle.DashLine)):
            painter.setPen(pen)
            painter.drawRect(box)

    def _paint_ends(self, painter: QPainter) -> None:
        if self._pointing is not Pointing.ENDS or not self._ends:
            return
        accent = QColor(theme().tokens.accent)
        places = [self._place(end) for end in self._ends]
        if len(places) == 2:
            for pen in (QPen(QColor("white"), 4), QPen(accent, 2)):
                painter.setPen(pen)
                painter.drawLine(places[0], places[1])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for number, place in enumerate(places):
            for pen in (QPen(QColor("white"), 4), QPen(accent, 3 if number == self._held else 2)):
                painter.setPen(pen)
                painter.drawEllipse(place, _HANDLE, _HANDLE)
                painter.drawLine(place - QPointF(4, 0), place + QPointF(4, 0))
                painter.drawLine(place - QPointF(0, 4), place + QPointF(0, 4))

    def _paint_loupe_if_held(self, painter: QPainter) -> None:
        if self._pointing is Pointing.ENDS and self._held >= 0 and (self._is_dragging or self.hasFocus()):
            end = self._ends[self._held]
            self._paint_loupe(painter, end, self._place(end))

    def _paint_kept(self, painter: QPainter) -> None:
        """Draw each length as on a drawing: a line between two strokes."""
        if self._pointing is Pointing.NOTHING:
            return
        for start, end, _ in self._kept:
            first, last = self._place(start), self._place(end)
            way = last - first
            far = math.hypot(way.x(), way.y()) or 1.0
            stroke = QPointF(-way.y(), way.x()) / far * S
            for pen in (QPen(QColor("white"), 4), QPen(QColor(theme().tokens.ok), 2)):
                painter.setPen(pen)
                painter.drawLine(first, last)
                for place in (first, last):
                    painter.drawLine(place - stroke, place + stroke)

    def labels(self) -> list[tuple[str, LabelPlace]]:
        """Return the words beside the lengths and where they stand: what is being measured keeps its place, those
        written down stand clear of it and of each other."""
        said: list[tuple[QPointF, QPointF, str]] = []
        if self._pointing is Pointing.ENDS and self._measured and len(self._ends) == 2:
            said.append((self._ends[0], self._ends[1], self._measured))
        if self._pointing is not Pointing.NOTHING:
            said += self._kept
        metrics = QFontMetricsF(_label_font())
        wanted = [
            Wanted(
                self._place(start),
                self._place(end),
                QSizeF(metrics.horizontalAdvance(words) + 2 * M, _LABEL_HEIGHT),
            )
            for start, end, words in said
        ]
        room = QRectF(self.rect()).adjusted(S, S, -S, -S)
        places = label_places(wanted, room, off=M)
        return [(words, place) for (_, _, words), place in zip(said, places, strict=True)]

    def _paint_labels(self, painter: QPainter) -> None:
        tokens = theme().tokens
        painter.setFont(_label_font())
        labels = self.labels()
        for leader in (place.leader for _, place in labels if place.leader is not None):
            for pen in (QPen(QColor("white"), 3), QPen(QColor(tokens.ok), 1)):
                painter.setPen(pen)
                painter.drawLine(*leader)
        for words, place in labels:
            painter.setPen(QPen(QColor(tokens.line), 1))
            painter.setBrush(QColor(tokens.surface))
            painter.drawRoundedRect(place.box, RADIUS, RADIUS)
            painter.setPen(QColor(tokens.text))
            painter.drawText(place.box, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_loupe(self, painter: QPainter, end: QPointF, place: QPointF) -> None:
        """Show the place enlarged in the corner the finger is not in."""
        zoom = max(_LOUPE_ZOOM, 2 * self._frame().width() / self._picture.width())
        side = _LOUPE / zoom
        centre = QPointF(end.x() * self._picture.width(), end.y() * self._picture.height())
        left = S if place.x() > self.width() / 2 else self.width() - _LOUPE - S
        box = QRectF(left, S, _LOUPE, _LOUPE)
        painter.fillRect(box, QColor(theme().tokens.line))
        painter.save()
        painter.setClipRect(box)
        painter.drawImage(
            box, self._picture, QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)
        )
        painter.restore()
        for pen in (QPen(QColor("white"), 3), QPen(QColor(theme().tokens.accent), 1)):
            painter.setPen(pen)
            painter.drawLine(box.center() - QPointF(20, 0), box.center() + QPointF(20, 0))
            painter.drawLine(box.center() - QPointF(0, 20), box.center() + QPointF(0, 20))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme().tokens.accent), 2))
        painter.drawRect(box)

    # -- places ------------------------------------------------------------------------------------

    def _frame(self) -> QRectF:
        size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        return QRectF(left, top, size.width(), size.height())

    def _place(self, share: QPointF) -> QPointF:
        frame = self._frame()
        return QPointF(frame.left() + share.x() * frame.width(), frame.top() + share.y() * frame.height())

    def _share(self, place: QPointF) -> QPointF:
        frame = self._frame()
        return _inside(
            QPointF((place.x() - frame.left()) / frame.width(), (place.y() - frame.top()) / frame.height())
        )

    def _apart(self, one: QPointF, other: QPointF) -> float:
        way = self._place(one) - self._place(other)
        return math.hypot(way.x(), way.y())


def _label_font() -> QFont:
    font = body_font()
    font.setWeight(QFont.Weight.Bold)
    return font


def _inside(share: QPointF) -> QPointF:
    return QPointF(min(max(share.x(), 0.0), 1.0), min(max(share.y(), 0.0), 1.0))


def _point(share: QPointF) -> Point:
    return Point.at(share.x(), share.y())

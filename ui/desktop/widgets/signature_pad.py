"""The place where somebody signs: mouse, finger or pen; strokes are kept as they were drawn."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from time import monotonic_ns

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QShowEvent,
    QTabletEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.desktop.i18n import code_of, tr
from ui.desktop.theme import theme
from ui.desktop.theme.tokens import RADIUS, S
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.words import Role, Words

Point = tuple[int, int, int]
"""x and y in 1/1000 of the pad's width, milliseconds since the first point."""
Strokes = tuple[tuple[Point, ...], ...]
_INK = "#111111"
_PAPER = "#FFFFFF"
"""Ink and paper look the same in every look, for that is how it will be printed."""
_COMPRESSED = Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents
"""Whether Qt leaves out what a mouse did while the window was busy. Not of a signature: on a slow machine a stroke
would be its first and last point."""


class SignaturePad(QWidget):
    """A sheet to sign on, with the name it is for, and buttons to take back a stroke or all of them."""

    signed = Signal()
    """A stroke was finished."""
    cleared = Signal()
    """Nothing is drawn any more."""

    def __init__(self, name: str) -> None:
        """`name` says whose signature is asked for."""
        super().__init__()
        self.name = code_of(name)
        """Whose signature it is, the same in every language."""
        self.sheet = _Sheet(name)
        self._name = Words(name, Role.STRONG)
        self._undo = Button(tr("ui.sign.undo"), icon="undo-2")
        self._clear = Button(tr("ui.sign.clear"), icon="eraser")
        self._undo.clicked.connect(self.undo_stroke)
        self._clear.clicked.connect(self.clear)
        self.sheet.stroke_finished.connect(self._drawn)
        head = QHBoxLayout()
        head.setSpacing(S)
        head.addWidget(self._name)
        head.addStretch(1)
        head.addWidget(self._undo)
        head.addWidget(self._clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addLayout(head)
        column.addWidget(self.sheet, 1)
        self._enable()

    @property
    def strokes(self) -> Strokes:
        """What was drawn, ready for a `Signature`."""
        return tuple(tuple(stroke) for stroke in self.sheet.strokes if stroke)

    @property
    def pressure(self) -> tuple[tuple[int, ...], ...]:
        """Pressure at each point in 1/1000 of the pen's most; empty unless a pen gave all of it."""
        given = tuple(tuple(stroke) for stroke in self.sheet.pressure)
        is_whole = [len(stroke) for stroke in given] == [len(stroke) for stroke in self.strokes]
        return given if is_whole and all(map(any, given)) else ()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is drawn."""
        return not self.strokes

    def set_name(self, name: str) -> None:
        """Ask for somebody else's signature on an empty sheet."""
        self.name = code_of(name)
        self._name.setText(name)
        self.sheet.set_name(name)
        self.setAccessibleName(name)
        self.clear()

    def shut(self, because: str) -> None:
        """Let nobody sign for now, and say why; with an empty sentence one may sign."""
        self.sheet.say(because or tr("ui.sign.here"))
        self.setEnabled(not because)

    def put_back(self, strokes: Strokes, pressure: Sequence[Sequence[int]] = ()) -> None:
        """Show a signature that was begun before, with the pen's pressure where there was any; it may be gone on with."""
        self.sheet.put_back(strokes, pressure)
        self._changed()
        self.signed.emit()

    def undo_stroke(self) -> None:
        """Take back the last stroke."""
        if self.sheet.strokes:
            self.sheet.undo()
            self._changed()

    def clear(self) -> None:
        """Take back everything."""
        self.sheet.clear()
        self._changed()

    def _drawn(self) -> None:
        self._enable()
        self.signed.emit()

    def _changed(self) -> None:
        self.sheet.update()
        self._enable()
        if self.is_empty:
            self.cleared.emit()

    def _enable(self) -> None:
        self._undo.setEnabled(not self.is_empty)
        self._clear.setEnabled(not self.is_empty)


class _Sheet(QWidget):
    """The paper itself."""

    stroke_finished = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.strokes: list[list[Point]] = []
        self.pressure: list[list[int]] = []
        self._is_drawing = False
        self._was_compressed = False
        self._began_ns = 0
        self._hint = tr("ui.sign.here")
        self.setMinimumSize(320, 140)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents, on=False)  # a finger arrives as a mouse
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Say whose sheet it is."""
        self.setAccessibleName(name)
        self.setAccessibleDescription(self._hint)

    def say(self, hint: str) -> None:
        """Say in the middle of the empty sheet what one may do here."""
        self._hint = hint
        self.setAccessibleDescription(hint)
        self.update()

    def put_back(self, strokes: Strokes, pressure: Sequence[Sequence[int]]) -> None:
        """Show earlier strokes; time goes on from the last of them."""
        self.clear()
        self.strokes[:] = [list(stroke) for stroke in strokes]
        self.pressure[:] = [list(each) for each in pressure] or [[0] * len(stroke) for stroke in strokes]
        last_ms = strokes[-1][-1][2] if strokes else 0
        self._began_ns = monotonic_ns() - last_ms * 1_000_000

    def undo(self) -> None:
        """Take back the last stroke, be it under way."""
        self._is_drawing = False
        self.strokes.pop()
        self.pressure.pop()

    def clear(self) -> None:
        """Take back everything, a stroke that is under way too."""
        self._is_drawing = False
        self.strokes.clear()
        self.pressure.clear()

    def sizeHint(self) -> QSize:
        """Return a sheet of the proportion signatures have."""
        return QSize(560, 200)

    def showEvent(self, event: QShowEvent) -> None:
        """Take every point of a stroke while one may sign here."""
        super().showEvent(event)
        self._was_compressed = self._was_compressed or QCoreApplication.testAttribute(_COMPRESSED)
        QCoreApplication.setAttribute(_COMPRESSED, False)

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave the rest of the window as it was."""
        super().hideEvent(event)
        QCoreApplication.setAttribute(_COMPRESSED, self._was_compressed)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw on."""
        self._go_on(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the stroke."""
        self._end()

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Draw with a pen, at the pen's own rate."""
        if event.type() == QEvent.Type.TabletPress:
            self._begin(event.position(), event.pressure())
        elif event.type() == QEvent.Type.TabletMove:
            self._go_on(event.position(), event.pressure())
        elif event.type() == QEvent.Type.TabletRelease:
            self._end()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw paper, base line and ink."""
        tokens = theme().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setBrush(QColor(_PAPER))
        painter.setPen(QPen(QColor(tokens.line_strong), 1))
        painter.drawRoundedRect(sheet, RADIUS, RADIUS)
        base = sheet.bottom() - sheet.height() * 0.22
        painter.setPen(QPen(QColor("#C4CAC6"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(sheet.left() + 24, base), QPointF(sheet.right() - 24, base))
        if not self.strokes:
            painter.setPen(QColor("#5B6662"))
            painter.drawText(sheet, Qt.AlignmentFlag.AlignCenter, self._hint)
        painter.setPen(QPen(QColor(_INK), 2.6, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for stroke in self.strokes:
            painter.drawPath(self._path(stroke))
        painter.end()

    def _path(self, stroke: list[Point]) -> QPainterPath:
        scale = self.width() / 1000
        points = [QPointF(x * scale, y * scale) for x, y, _ in stroke]
        path = QPainterPath(points[0])
        for before, after in pairwise(points):
            path.quadTo(before, (before + after) / 2)
        path.lineTo(points[-1])
        return path

    def _begin(self, at: QPointF, pressure: float = 0.0) -> None:
        if not self.strokes:
            self._began_ns = monotonic_ns()
        self._is_drawing = True
        self.strokes.append([])
        self.pressure.append([])
        self._go_on(at, pressure)

    def _go_on(self, at: QPointF, pressure: float = 0.0) -> None:
        if not self._is_drawing:
            return
        scale = 1000 / max(self.width(), 1)
        x = min(max(at.x(), 0), self.width())
        y = min(max(at.y(), 0), self.height())
        milliseconds = (monotonic_ns() - self._began_ns) // 1_000_000
        self.strokes[-1].append((round(x * scale), round(y * scale), int(milliseconds)))
        self.pressure[-1].append(round(pressure * 1000))
        self.update()

    def _end(self) -> None:
        if self._is_drawing:
            self._is_drawing = False
            self.stroke_finished.emit()

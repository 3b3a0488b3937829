"""A photo on the screen in tiles: holds what is in view and a little more, never the whole photo."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.desktop.screens.look.glance import (
    STEP,
    Glance,
    factor_for,
    fitting,
    panned,
    tiles_in_view,
    zoomed,
)
from ui.desktop.screens.look.two_fingers import TwoFingers
from ui.desktop.theme import Tone, body_font, theme
from ui.desktop.theme.tokens import XL

TILES_KEPT = 40
"""Of 512 pixels, 1 MB each: two screens full."""
_PAN = 60
"""Points an arrow key moves the photo."""
_NOTCH = 120

Tile = tuple[int, int, int]
"""Factor, column, row."""


class PhotoCanvas(QWidget):
    """Shows one photo; wheel, pinch and keys zoom, a drag pans. `tiles_wanted` says that something is missing."""

    spoken_role = QAccessible.Role.Graphic

    tiles_wanted = Signal()
    glance_moved = Signal(object, object)
    """(Glance before, Glance after): by hand, so that another photo can follow"""
    glance_changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 180)
        TwoFingers(self).pinched.connect(self._pinch)
        self.size_: tuple[int, int] | None = None
        """Width and height of the photo, once it is open."""
        self._glance = Glance(0, 0, 1)
        self._is_fitted = True
        self._tiles: OrderedDict[Tile, QPixmap] = OrderedDict()
        self._preview = QPixmap()
        self._words = ""
        self._is_trouble = False
        self._held_at: QPointF | None = None

    # -- what is shown -----------------------------------------------------------------------------

    def begin_photo(self, words: str) -> None:
        """Begin with another photo, and say what is being done."""
        self.size_ = None
        self._tiles.clear()
        self._preview = QPixmap()
        self._words, self._is_trouble = words, False
        self._is_fitted = True
        self.update()

    def show_preview(self, picture: QImage) -> None:
        """Show its small picture until it is open."""
        self._preview = QPixmap.fromImage(picture)
        self.update()

    def open_photo(self, size: tuple[int, int]) -> None:
        """The photo is open and has so many pixels; fit it into the room."""
        self.size_ = size
        self._words = ""
        self.fit()

    def show_trouble(self, sentence: str) -> None:
        """Say why the photo cannot be shown."""
        self._words, self._is_trouble = sentence, True
        self.update()

    def set_tile(self, tile: Tile, picture: QImage) -> None:
        """Give a tile that was missing."""
        self._tiles[tile] = QPixmap.fromImage(picture)
        while len(self._tiles) > TILES_KEPT:
            self._tiles.popitem(last=False)
        self.update()

    def missing_tiles(self) -> list[Tile]:
        """Return the tiles in view that are not here, the middle first."""
        if self.size_ is None or not self.isVisible():
            return []
        factor = factor_for(self._glance, self.devicePixelRatioF(), self.size_)
        return [
            tile
            for tile in tiles_in_view(self._glance, factor, self.size_, self.room)
            if tile not in self._tiles
        ]

    def forget(self) -> None:
        """Let go of everything, as when the look ends."""
        self.begin_photo("")

    @property
    def tiles_held(self) -> int:
        """How many tiles are in memory."""
        return len(self._tiles)

    @property
    def glance(self) -> Glance:
        """What is looked at."""
        return self._glance

    @property
    def room(self) -> tuple[float, float]:
        """Width and height to show it in, points."""
        return float(self.width()), float(self.height())

    def look_at(self, glance: Glance) -> None:
        """Look at something else, following another photo."""
        self._is_fitted = False
        self._set(glance)

    # -- moving ------------------------------------------------------------------------------------

    def fit(self) -> None:
        """Show the whole photo; another one beside it is not moved, each fits by itself."""
        if self.size_ is not None:
            self._set(fitting(self.size_, self.room))
            self._is_fitted = True

    def zoom(self, by: float, at: QPointF | None = None) -> None:
        """Zoom about a point, or about the middle."""
        if self.size_ is not None:
            spot = (at.x(), at.y()) if at is not None else (self.width() / 2, self.height() / 2)
            self._move(zoomed(self._glance, by, spot, self.size_, self.room))

    def zoom_to(self, scale: float) -> None:
        """Show one pixel of the photo as `scale` of the screen's own: 1 is full size."""
        self.zoom(scale / self.devicePixelRatioF() / self._glance.scale)

    def pan(self, dx: float, dy: float) -> None:
        """Move the photo by so many points."""
        if self.size_ is not None:
            self._move(panned(self._glance, dx, dy, self.size_))

    def _move(self, glance: Glance) -> None:
        before = self._glance
        self._is_fitted = False
        self._set(glance)
        if before != glance:
            self.glance_moved.emit(before, glance)

    def _set(self, glance: Glance) -> None:
        self._glance = glance
        self.update()
        self.glance_changed.emit()
        if self.missing_tiles():
            self.tiles_wanted.emit()

    # -- events ------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep a photo that fits fitting."""
        super().resizeEvent(event)
        if self.size_ is not None:
            if self._is_fitted:
                self._set(fitting(self.size_, self.room))
                self._is_fitted = True
            self.tiles_wanted.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer."""
        self.zoom(STEP ** (event.angleDelta().y() / _NOTCH), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the photo."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._held_at = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move it along."""
        if self._held_at is not None:
            moved = event.position() - self._held_at
            self._held_at = event.position()
            self.pan(moved.x(), moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let it go."""
        self._held_at = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Between the whole photo and full size, about the pointer."""
        if self._is_fitted:
            self.zoom(1 / self.devicePixelRatioF() / self._glance.scale, event.position())
        else:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, plus and minus zoom, 0 fits, 1 is full size."""
        moves = {
            Qt.Key.Key_Left: (_PAN, 0),
            Qt.Key.Key_Right: (-_PAN, 0),
            Qt.Key.Key_Up: (0, _PAN),
            Qt.Key.Key_Down: (0, -_PAN),
        }
        key = Qt.Key(event.key())
        if key in moves:
            self.pan(*moves[key])
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom(STEP)
        elif key is Qt.Key.Key_Minus:
            self.zoom(1 / STEP)
        elif key is Qt.Key.Key_0:
            self.fit()
        elif key is Qt.Key.Key_1:
            self.zoom_to(1)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Zoom with two fingers on a touch pad."""
        zooms = Qt.NativeGestureType.ZoomNativeGesture
        if isinstance(event, QNativeGestureEvent) and event.gestureType() is zooms:
            self.zoom(1 + event.value(), event.position())
            return True
        return super().event(event)

    def _pinch(self, factor: float, at: QPointF, moved: QPointF) -> None:
        self.zoom(factor, at)
        self.pan(moved.x(), moved.y())

    # -- painting ----------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the small picture, coarse tiles, then fine ones; words where there is none."""
        painter = QPainter(self)
        try:
            painter.fillRect(self.rect(), QColor(theme().tokens.bg))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._glance.scale < 2)
            if self.size_ is not None:
                self._paint_photo(painter)
                self.paint_over(painter)
            elif not self._preview.isNull():
                shown = self._preview.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
                corner = QPoint((self.width() - shown.width()) // 2, (self.height() - shown.height()) // 2)
                painter.setOpacity(0.5)
                painter.drawPixmap(
                    QRectF(QPointF(corner), shown.toSizeF()), self._preview, QRectF(self._preview.rect())
                )
                painter.setOpacity(1)
            self._paint_words(painter)
            if self.hasFocus():
                self._paint_focus(painter)
        finally:
            painter.end()

    def paint_over(self, painter: QPainter) -> None:
        """Paint what lies over the photo; nothing here."""

    def paint_pixels(self, painter: QPainter) -> None:
        """Paint the photo in its own pixels, as far as it is here, for whoever needs some of them."""
        if self.size_ is None:
            return
        for factor, column, row in sorted(self._tiles, reverse=True):
            picture = self._tiles[factor, column, row]
            place = QRectF(
                column * 512 * factor, row * 512 * factor, picture.width() * factor, picture.height() * factor
            )
            painter.drawPixmap(place, picture, QRectF(picture.rect()))

    def _paint_photo(self, painter: QPainter) -> None:
        assert self.size_ is not None
        left, top = self._glance.to_screen(0, 0, self.room)
        scale = self._glance.scale
        whole = QRectF(left, top, self.size_[0] * scale, self.size_[1] * scale)
        painter.fillRect(whole, QColor(theme().tokens.line))
        finest = factor_for(self._glance, self.devicePixelRatioF(), self.size_)
        for tile in sorted(self._tiles, reverse=True):
            factor, column, row = tile
            if factor < finest:
                continue
            picture = self._tiles[tile]
            side = 512 * factor * scale
            place = QRectF(
                left + column * side,
                top + row * side,
                picture.width() * factor * scale,
                picture.height() * factor * scale,
            )
            if place.intersects(QRectF(self.rect())):
                painter.drawPixmap(place, picture, QRectF(picture.rect()))
                self._tiles.move_to_end(tile)

    def _paint_words(self, painter: QPainter) -> None:
        if not self._words:
            return
        tokens = theme().tokens
        painter.setFont(body_font())
        room = self.rect().adjusted(XL, XL, -XL, -XL)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        needed = painter.boundingRect(room, flags, self._words)
        ground = needed.adjusted(-16, -12 - (32 if self._is_trouble else 0), 16, 12)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.surface))
        painter.drawRoundedRect(ground, 8, 8)
        if self._is_trouble:
            icon = theme().pixmap("triangle-alert", Tone.WARN, 24)
            painter.drawPixmap(ground.center().x() - 12, ground.top() + 12, icon)
        painter.setPen(QColor(tokens.text))
        painter.drawText(needed, flags, self._words)

    def _paint_focus(self, painter: QPainter) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(theme().tokens.accent))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.drawRect(self.rect().adjusted(1, 1, -2, -2))

"""Grid and filmstrip of photos: big pictures, selection as ring and tick, state as badge."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QContextMenuEvent,
    QFontMetrics,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QShowEvent,
    QTransform,
)
from PySide6.QtWidgets import QListView, QScroller, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.desktop.i18n import tr
from ui.desktop.theme import Tone, body_font, theme
from ui.desktop.theme.tokens import CAPTION, RADIUS, XS, M, S
from ui.desktop.widgets.finger_carry import FingerCarry
from ui.desktop.widgets.photo_rows import ROW, TROUBLE, AnyIndex, PhotoRow, PhotoRows

_LABEL = 24
_CELLS_KEPT = 80
"""Composed cells held: one large screen or three small ones, 10 MB at a plain density."""


class PhotoGrid(QListView):
    """Photos of a `PhotoRows` model; several can be selected, Enter or a double tap opens one."""

    photos_selected = Signal(list)
    """Ids of all selected photos, in order."""
    photo_opened = Signal(str)
    asked = Signal(QPoint)
    """What can be done with the selected photos? By a long press or the other button (global point)"""

    def __init__(self, rows: PhotoRows, *, name: str, picture: int = 168) -> None:
        """`picture` is the width of a cell's picture in pixels; its height is three quarters of that."""
        super().__init__()
        self._rows = self.photo_rows = rows
        self.cell = QSize(picture + 2 * S, picture * 3 // 4 + _LABEL + 2 * S)
        self.setAccessibleName(name)
        self.setModel(rows)
        self._delegate = PhotoDelegate(self.cell, self)
        self.frame_size = self._delegate.frame_size
        """Size of one picture, in points: what is to be fetched for this view."""
        self.setItemDelegate(self._delegate)
        self.setViewMode(QListView.ViewMode.IconMode)  # a wrapping list paints three times as long a frame
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setGridSize(self.cell)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.carry = FingerCarry(self)
        self.carry.asked.connect(self.asked)
        self.activated.connect(lambda index: self.photo_opened.emit(rows.row(index).id))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask what can be done with what is selected."""
        index = self.indexAt(event.pos())
        if index.isValid() and not self.selectionModel().isSelected(index):
            self.setCurrentIndex(index)
        if self.selectedIndexes():
            self.asked.emit(event.globalPos())

    def forget_pictures(self) -> None:
        """Let go of every picture, as at a lock."""
        self._rows.forget_pictures()
        self._delegate.forget()

    def showEvent(self, event: QShowEvent) -> None:
        """Let the page know its ground is opaque: then a scroll moves pixels and paints only what comes into view."""
        super().showEvent(event)
        self.viewport().setAutoFillBackground(True)

    def selected_ids(self) -> list[str]:
        """Return the ids of the selected photos, in order."""
        chosen = sorted(self.selectedIndexes(), key=lambda index: index.row())
        return [self._rows.row(index).id for index in chosen]

    def select(self, photo_id: str) -> None:
        """Select one photo and bring it into view."""
        index = self._rows.place_of(photo_id)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def select_all_of(self, photo_ids: Sequence[str]) -> None:
        """Select these photos as far as they are shown."""
        chosen = QItemSelection()
        for photo_id in photo_ids:
            index = self._rows.place_of(photo_id)
            if index.isValid():
                chosen.select(index, index)
        if not chosen.isEmpty():
            self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell which photos are selected now."""
        super().selectionChanged(selected, deselected)
        self.photos_selected.emit(self.selected_ids())


class Filmstrip(PhotoGrid):
    """One row of photos that scrolls sideways."""

    def __init__(self, rows: PhotoRows, *, name: str, picture: int = 120) -> None:
        super().__init__(rows, name=name, picture=picture)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFixedHeight(self.cell.height() + 14)


class PhotoDelegate(QStyledItemDelegate):
    """Draws one photo: picture, tag, label, state, ring and tick.

    A scroll repaints a row of cells in each frame, so a cell is composed once, when it comes into view or
    changes, and laid down as one picture afterwards; only choice and focus are drawn over it.
    """

    def __init__(self, cell: QSize, view: QListView) -> None:
        super().__init__(view)
        self._cell = cell
        self._font = body_font(CAPTION)
        self._metrics = QFontMetrics(self._font)
        self._no_picture = tr("ui.photos.no_picture")
        self._composed: OrderedDict[tuple[object, ...], QPixmap] = OrderedDict()

    @property
    def frame_size(self) -> QSize:
        """Size of the picture in a cell."""
        return QSize(self._cell.width() - 2 * S, self._cell.height() - 2 * S - _LABEL)

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return the one size all cells have."""
        return self._cell

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw a cell in the tokens of the look."""
        row = index.data(ROW)
        if not isinstance(row, PhotoRow):
            return
        rect: QRect = option.rect
        painter.drawPixmap(
            rect.topLeft(), self._cell_picture(index, row, painter.device().devicePixelRatio())
        )
        state = option.state
        is_chosen, has_focus = (
            state & QStyle.StateFlag.State_Selected,
            state & QStyle.StateFlag.State_HasFocus,
        )
        if not is_chosen and not has_focus:
            return
        frame = QRect(rect.topLeft() + QPoint(S, S), self.frame_size)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_chosen:
            self._ring(painter, frame)
        if has_focus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme().tokens.text), 1, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(QRectF(frame).adjusted(-5, -5, 5, 5), RADIUS + 3, RADIUS + 3)
        painter.restore()

    def forget(self) -> None:
        """Let go of every composed cell, as at a lock."""
        self._composed.clear()

    def _cell_picture(self, index: AnyIndex, row: PhotoRow, density: float) -> QPixmap:
        picture = index.data(Qt.ItemDataRole.DecorationRole)
        picture_key = picture.cacheKey() if isinstance(picture, QPixmap) else 0
        key = (row, picture_key, index.data(TROUBLE) if not picture_key else "", density, theme().look)
        found = self._composed.get(key)
        if found is None:
            found = self._compose(index, row, density)
            self._composed[key] = found
            while len(self._composed) > _CELLS_KEPT:
                self._composed.popitem(last=False)
        else:
            self._composed.move_to_end(key)
        return found

    def _compose(self, index: AnyIndex, row: PhotoRow, density: float) -> QPixmap:
        cell = QPixmap(self._cell * density)
        cell.setDevicePixelRatio(density)
        cell.fill(Qt.GlobalColor.transparent)
        painter = QPainter(cell)
        try:
            self._paint_cell(painter, QRect(QPoint(S, S), self.frame_size), index, row)
        finally:
            painter.end()  # a picture thrown away while it is painted ends the program
        return cell

    def _paint_cell(self, painter: QPainter, frame: QRect, index: AnyIndex, row: PhotoRow) -> None:
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setFont(self._font)
        if row.is_empty:
            self._empty_frame(painter, frame, row)
            return
        self._picture(painter, frame, index, row)
        if row.tag:
            self._chip(painter, frame, row.tag)
        if row.where:
            self._chip(painter, frame, row.where, at_right=True)
        if row.drawn:
            self._pen(painter, frame)
        self._label(painter, QRect(frame.left(), frame.bottom() + XS, frame.width(), _LABEL - XS), row)

    def _picture(self, painter: QPainter, frame: QRect, index: AnyIndex, row: PhotoRow) -> None:
        tokens = theme().tokens
        picture = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(picture, QPixmap):
            self._laid_down(painter, frame, picture)
            if row.plays:
                self._disc(painter, frame)
            return
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.setBrush(QColor(tokens.bg))
        painter.drawRoundedRect(QRectF(frame), RADIUS, RADIUS)
        middle = frame.center()
        if not self._is_missing(index):
            icon = theme().pixmap(row.plays or "image", Tone.MUTED, 24)
            painter.drawPixmap(middle.x() - 12, middle.y() - 12, icon)
            return
        painter.drawPixmap(middle.x() - 12, middle.y() - 24, theme().pixmap("triangle-alert", Tone.WARN, 24))
        painter.setPen(QColor(tokens.text))
        place = QRect(frame.left() + XS, middle.y() + XS, frame.width() - 2 * XS, _LABEL)
        said = str(index.data(TROUBLE)) or self._no_picture
        said = self._metrics.elidedText(said, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, said)

    def _empty_frame(self, painter: QPainter, frame: QRect, row: PhotoRow) -> None:
        """Draw where a photo is still to be taken: what it is to show, and for which row."""
        tokens = theme().tokens
        painter.setPen(QPen(QColor(tokens.muted), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(frame).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        middle = frame.center()
        painter.drawPixmap(middle.x() - 12, middle.y() - 28, theme().pixmap("camera", Tone.WARN, 24))
        painter.setPen(QColor(tokens.text))
        place = QRect(frame.left() + XS, middle.y() + XS, frame.width() - 2 * XS, _LABEL)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, row.tag)
        self._label(painter, QRect(frame.left(), frame.bottom() + XS, frame.width(), _LABEL - XS), row)

    @staticmethod
    def _laid_down(painter: QPainter, frame: QRect, picture: QPixmap) -> None:
        if picture.deviceIndependentSize().toSize() == frame.size():
            painter.drawPixmap(frame.topLeft(), picture)
            return
        path = QPainterPath()
        path.addRoundedRect(QRectF(frame), RADIUS, RADIUS)
        painter.save()
        painter.setClipPath(path)
        painter.drawPixmap(covering(frame, picture.size()), picture)
        painter.restore()

    @staticmethod
    def _disc(painter: QPainter, frame: QRect) -> None:
        """Say in the middle of the picture that it can be played."""
        place = QRectF(0, 0, 40, 40)
        place.moveCenter(QRectF(frame).center())
        painter.setPen(QPen(QColor(theme().tokens.line), 1))
        painter.setBrush(QColor(theme().tokens.surface))
        painter.drawEllipse(place)
        painter.drawPixmap(place.adjusted(11, 10, -9, -10).toRect(), theme().pixmap("play", Tone.ACCENT, 20))

    @staticmethod
    def _is_missing(index: AnyIndex) -> bool:
        model = index.model()
        return isinstance(model, PhotoRows) and model.is_undecodable(model.row(index).id)

    def _chip(self, painter: QPainter, frame: QRect, tag: str, *, at_right: bool = False) -> None:
        tokens = theme().tokens
        width = self._metrics.horizontalAdvance(tag) + M
        left = frame.right() - XS - width if at_right else frame.left() + XS
        chip = QRectF(left, frame.bottom() - 25, width, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.surface))
        painter.drawRoundedRect(chip, 6, 6)
        painter.setPen(QColor(tokens.text))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, tag)

    @staticmethod
    def _pen(painter: QPainter, frame: QRect) -> None:
        """Say in the picture's corner that something is drawn over it."""
        place = QRectF(frame.right() - 26, frame.top() + 5, 22, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme().tokens.surface))
        painter.drawEllipse(place)
        painter.drawPixmap(place.adjusted(3, 3, -3, -3).toRect(), theme().pixmap("pen-line", Tone.ACCENT, 16))

    @staticmethod
    def _ring(painter: QPainter, frame: QRect) -> None:
        accent = QColor(theme().tokens.accent)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(accent, 3))
        painter.drawRoundedRect(QRectF(frame).adjusted(-2, -2, 2, 2), RADIUS + 1, RADIUS + 1)
        tick = QRectF(frame.left() + 6, frame.top() + 6, 24, 24)
        painter.setPen(QPen(QColor(theme().tokens.surface), 2))
        painter.setBrush(accent)
        painter.drawEllipse(tick)
        painter.drawPixmap(tick.adjusted(4, 4, -4, -4).toRect(), theme().pixmap("check", Tone.ON_ACCENT, 16))

    def _label(self, painter: QPainter, place: QRect, row: PhotoRow) -> None:
        """Write the number at the left and, at the right, how far the photo is: icon and word."""
        tokens = theme().tokens
        if row.state_icon:
            width = self._metrics.horizontalAdvance(row.state_word)
            left = place.right() - width
            painter.setPen(QColor(tokens.tone(row.state_tone)))
            painter.drawText(
                left, place.top(), width + 1, place.height(), Qt.AlignmentFlag.AlignVCenter, row.state_word
            )
            icon = theme().pixmap(row.state_icon, row.state_tone, 14)
            painter.drawPixmap(left - 18, place.center().y() - 6, icon)
            place = place.adjusted(0, 0, -(width + 22), 0)
        painter.setPen(QColor(tokens.muted))
        words = row.label
        if self._metrics.horizontalAdvance(words) > place.width():
            words = self._metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)


def in_frame(picture: QImage, frame: QSize, density: float = 1.0) -> QImage:
    """Return a picture that covers a frame of so many points, its corners cut: ready to be laid down. For any thread."""
    size = QSize(round(frame.width() * density), round(frame.height() * density))
    covered = picture.scaled(
        size, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    )
    made = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    brush = QBrush(covered)
    shift = QTransform.fromTranslate(
        (size.width() - covered.width()) / 2, (size.height() - covered.height()) / 2
    )
    brush.setTransform(shift)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush)
    painter.drawRoundedRect(QRectF(0, 0, size.width(), size.height()), RADIUS * density, RADIUS * density)
    painter.end()
    made.setDevicePixelRatio(density)
    return made


def covering(frame: QRect, picture: QSize) -> QRect:
    """Return where a picture is drawn so that it covers the frame without being stretched."""
    size = QSize(picture)
    size.scale(frame.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    place = QRect(0, 0, size.width(), size.height())
    place.moveCenter(frame.center())
    return place

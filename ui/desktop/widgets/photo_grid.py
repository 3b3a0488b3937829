"""Grid and filmstrip of photos: big pictures, selection as ring and tick, state as badge."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.desktop.theme import Tone, body_font, theme
from ui.desktop.theme.tokens import CAPTION, RADIUS, XS, M, S
from ui.desktop.widgets.photo_rows import ROW, AnyIndex, PhotoRow, PhotoRows

_LABEL = 24


class PhotoGrid(QListView):
    """Photos of a `PhotoRows` model; several can be selected, Enter or a double tap opens one."""

    photos_selected = Signal(list)
    """Ids of all selected photos, in order."""
    photo_opened = Signal(str)

    def __init__(self, rows: PhotoRows, *, name: str, picture: int = 168) -> None:
        """`picture` is the width of a cell's picture in pixels; its height is three quarters of that."""
        super().__init__()
        self._rows = rows
        self.cell = QSize(picture + 2 * S, picture * 3 // 4 + _LABEL + 2 * S)
        self.setAccessibleName(name)
        self.setModel(rows)
        self.setItemDelegate(PhotoDelegate(self.cell, self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setGridSize(self.cell)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.activated.connect(lambda index: self.photo_opened.emit(rows.row(index).id))

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
    """Draws one photo: picture, tag, state badge, label, ring and tick."""

    def __init__(self, cell: QSize, view: QListView) -> None:
        super().__init__(view)
        self._cell = cell

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return the one size all cells have."""
        return self._cell

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw a cell in the tokens of the look."""
        row = index.data(ROW)
        if not isinstance(row, PhotoRow):
            return
        rect: QRect = option.rect
        state = option.state
        frame = QRect(
            rect.left() + S, rect.top() + S, self._cell.width() - 2 * S, self._cell.height() - 2 * S - _LABEL
        )
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self._picture(painter, frame, index)
        if row.tag:
            self._tag(painter, frame, row.tag)
        if row.state_icon:
            self._badge(painter, frame, row)
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        if is_selected:
            self._ring(painter, frame)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme().tokens.text), 1, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(QRectF(frame).adjusted(-5, -5, 5, 5), RADIUS + 3, RADIUS + 3)
        self._label(painter, QRect(frame.left(), frame.bottom() + XS, frame.width(), _LABEL - XS), row.label)
        painter.restore()

    def _picture(self, painter: QPainter, frame: QRect, index: AnyIndex) -> None:
        tokens = theme().tokens
        path = QPainterPath()
        path.addRoundedRect(QRectF(frame), RADIUS, RADIUS)
        painter.fillPath(path, QColor(tokens.bg))
        picture = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(picture, QPixmap):
            painter.save()
            painter.setClipPath(path)
            painter.drawPixmap(covering(frame, picture.size()), picture)
            painter.restore()
        else:
            icon = theme().pixmap("image", Tone.MUTED, 24)
            painter.drawPixmap(frame.center().x() - 12, frame.center().y() - 12, icon)
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)

    def _tag(self, painter: QPainter, frame: QRect, tag: str) -> None:
        tokens = theme().tokens
        painter.setFont(body_font(CAPTION))
        width = painter.fontMetrics().horizontalAdvance(tag) + M
        chip = QRectF(frame.left() + XS, frame.bottom() - 25, width, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.surface))
        painter.drawRoundedRect(chip, 6, 6)
        painter.setPen(QColor(tokens.text))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, tag)

    def _badge(self, painter: QPainter, frame: QRect, row: PhotoRow) -> None:
        place = QRectF(frame.right() - 26, frame.bottom() - 26, 22, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme().tokens.surface))
        painter.drawEllipse(place)
        painter.drawPixmap(
            place.adjusted(3, 3, -3, -3).toRect(), theme().pixmap(row.state_icon, row.state_tone, 16)
        )

    def _ring(self, painter: QPainter, frame: QRect) -> None:
        accent = QColor(theme().tokens.accent)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(accent, 3))
        painter.drawRoundedRect(QRectF(frame).adjusted(-2, -2, 2, 2), RADIUS + 1, RADIUS + 1)
        tick = QRectF(frame.left() + 6, frame.top() + 6, 24, 24)
        painter.setPen(QPen(QColor(theme().tokens.surface), 2))
        painter.setBrush(accent)
        painter.drawEllipse(tick)
        painter.drawPixmap(tick.adjusted(4, 4, -4, -4).toRect(), theme().pixmap("check", Tone.ON_ACCENT, 16))

    def _label(self, painter: QPainter, place: QRect, label: str) -> None:
        painter.setFont(body_font(CAPTION))
        painter.setPen(QColor(theme().tokens.muted))
        words = painter.fontMetrics().elidedText(label, Qt.TextElideMode.ElideMiddle, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)


def covering(frame: QRect, picture: QSize) -> QRect:
    """Return where a picture is drawn so that it covers the frame without being stretched."""
    size = QSize(picture)
    size.scale(frame.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    place = QRect(0, 0, size.width(), size.height())
    place.moveCenter(frame.center())
    return place

"""The list of stands: rows of 72 pixels over a Qt model, opened by a tap or Enter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.desktop.screens.today.shown import StandRow
from ui.desktop.theme import Tone, body_font, theme
from ui.desktop.theme.tokens import CAPTION, RADIUS, L, M, S

AnyIndex = QModelIndex | QPersistentModelIndex
_ROW = Qt.ItemDataRole.UserRole
ROW_HEIGHT = 72
"""Pixels of a row."""


class StandRows(QAbstractListModel):
    """Stands in the order they are shown."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[StandRow, ...] = ()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of stands."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the row, or its words for eye and screen reader."""
        row = self._rows[index.row()]
        if role == _ROW:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return f"{row.title} {row.state.text} {row.line}"
        return None

    def set_rows(self, rows: Sequence[StandRow]) -> None:
        """Show these stands."""
        if tuple(rows) == self._rows:
            return
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def row(self, index: AnyIndex) -> StandRow:
        """Return the stand at an index."""
        return self._rows[index.row()]


class StandList(QListView):
    """The stands; `stand_chosen` names the inspection."""

    stand_chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.rows = StandRows()
        self.setModel(self.rows)
        self.setItemDelegate(_StandDelegate(self))
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda index: self.stand_chosen.emit(self.rows.row(index).id))
        self.activated.connect(lambda index: self.stand_chosen.emit(self.rows.row(index).id))


class _StandDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(320, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row = index.data(_ROW)
        if not isinstance(row, StandRow):
            return
        tokens = theme().tokens
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = rect.adjusted(2, 2, -2, -2)
        if option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.bg))
            painter.drawRoundedRect(inner, RADIUS, RADIUS)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inner, RADIUS, RADIUS)
        left, right = rect.left() + M, rect.right() - M
        painter.drawPixmap(right - 20, rect.center().y() - 9, theme().pixmap("chevron-right", Tone.MUTED))
        right -= 32
        painter.setFont(body_font(CAPTION))
        state_width = painter.fontMetrics().horizontalAdvance(row.state.text)
        top = QRect(right - state_width, rect.top() + M, state_width, 22)
        painter.setPen(QColor(tokens.tone(row.state.tone)))
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, row.state.text)
        painter.drawPixmap(
            top.left() - 22, top.center().y() - 7, theme().pixmap(row.state.icon, row.state.tone, 16)
        )
        painter.setPen(QColor(tokens.muted))
        since_width = painter.fontMetrics().horizontalAdvance(row.since)
        below = QRect(left, rect.top() + 38, right - left, 22)
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, row.since)
        beside = below.adjusted(0, 0, -since_width - L, 0)
        line = painter.fontMetrics().elidedText(row.line, Qt.TextElideMode.ElideRight, beside.width())
        painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, line)
        painter.setFont(body_font(strong=True))
        painter.setPen(QColor(tokens.text))
        room = QRect(left, rect.top() + M, top.left() - 22 - left - S, 24)
        words = painter.fontMetrics().elidedText(row.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        if index.row() < index.model().rowCount() - 1:
            painter.setPen(QPen(QColor(tokens.line), 1))
            painter.drawLine(left, rect.bottom(), rect.right() - M, rect.bottom())
        painter.restore()

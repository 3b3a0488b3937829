"""The rows of a stand, beside its photos: photos are dropped on one, or sent there with Enter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractListModel, QMimeData, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inspector.records import Item
from ui.desktop.i18n import tr
from ui.desktop.photo_ids import PHOTO_IDS, photo_ids_in
from ui.desktop.theme import body_font, theme
from ui.desktop.theme.tokens import CAPTION, RADIUS, TARGET, M, S
from ui.desktop.widgets.photo_rows import AnyIndex

_COUNT = Qt.ItemDataRole.UserRole
_DETAIL = Qt.ItemDataRole.UserRole + 1


class ItemRows(QAbstractListModel):
    """The rows of one stand and, first, none of them."""

    photos_dropped = Signal(object, object)
    """(item id or None, list of photo ids)"""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[Item, ...] = ()
        self._counts: Mapping[str | None, int] = {}

    def show_items(self, items: Sequence[Item], counts: Mapping[str | None, int]) -> None:
        """Show the rows with the number of photos each has; the same rows keep their place."""
        self._counts = counts
        if tuple(items) == self._items:
            self.dataChanged.emit(self.index(0), self.index(len(self._items)))
            return
        self.beginResetModel()
        self._items = tuple(items)
        self.endResetModel()

    def item_id(self, index: AnyIndex) -> str | None:
        """Return the row's item; None for no row."""
        return self._items[index.row() - 1].id if index.row() > 0 else None

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of rows, no row included."""
        return 0 if parent is not None and parent.isValid() else len(self._items) + 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return words, count and what a screen reader says."""
        if not index.isValid():
            return None
        item = self._items[index.row() - 1] if index.row() > 0 else None
        count = self._counts.get(item.id if item else None, 0)
        name = f"{item.position}　{item.label_name}" if item else tr("ui.gallery.no_item")
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        if role == _COUNT:
            return count
        if role == _DETAIL:
            return item.specification if item else ""
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return tr("ui.gallery.item_spoken", name=name, count=count)
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let every row be chosen and dropped on."""
        chosen = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return chosen | Qt.ItemFlag.ItemIsDropEnabled if index.isValid() else Qt.ItemFlag.NoItemFlags

    def mimeTypes(self) -> list[str]:
        """Return what can be dropped here."""
        return [PHOTO_IDS]

    def supportedDropActions(self) -> Qt.DropAction:
        """Photos are said to belong to a row; they stay in the grid."""
        return Qt.DropAction.CopyAction

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: AnyIndex
    ) -> bool:
        """Tell which photos were dropped on which row."""
        photos = photo_ids_in(data)
        if not parent.isValid() or not photos:
            return False
        self.photos_dropped.emit(self.item_id(parent), photos)
        return True


class ItemTargets(QListView):
    """The list: a drop, Enter, or a double tap puts the chosen photos on a row."""

    item_taken = Signal(object)
    """Item id or None: the chosen photos belong here"""

    def __init__(self, rows: ItemRows) -> None:
        super().__init__()
        self._rows = rows
        self.setModel(rows)
        self.setAccessibleName(tr("ui.gallery.items"))
        self.setItemDelegate(_ItemDelegate(self))
        self.setUniformItemSizes(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QListView.DragDropMode.DropOnly)
        self.setDropIndicatorShown(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.activated.connect(lambda index: self.item_taken.emit(rows.item_id(index)))

    def chosen(self) -> tuple[str | None] | None:
        """Return the row that is chosen, in a tuple as "no row" can be chosen too; None if nothing is."""
        index = self.currentIndex()
        return (self._rows.item_id(index),) if index.isValid() else None


class _ItemDelegate(QStyledItemDelegate):
    """One row of goods: number and name, how many photos, ring where a drop would land."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return the height a finger can hit."""
        return QSize(0, TARGET + 4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw a row in the tokens of the look."""
        tokens = theme().tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = option.rect.adjusted(2, 2, -2, -2)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_chosen:
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.setBrush(QColor(tokens.accent_soft))
            painter.drawRoundedRect(rect, RADIUS, RADIUS)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.bg))
            painter.drawRoundedRect(rect, RADIUS, RADIUS)
        painter.setFont(body_font())
        painter.setPen(QColor(tokens.text))
        count = str(index.data(_COUNT))
        room = painter.fontMetrics().horizontalAdvance(count) + M
        names = rect.adjusted(S, 0, -(S + room), 0)
        name = str(index.data(Qt.ItemDataRole.DisplayRole))
        detail = str(index.data(_DETAIL))
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, names.width())
        painter.drawText(names, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        used = painter.fontMetrics().horizontalAdvance(shown) + M
        painter.setFont(body_font(CAPTION))
        painter.setPen(QColor(tokens.muted))
        if detail and used < names.width() - 24:
            rest = names.adjusted(used, 0, 0, 0)
            words = painter.fontMetrics().elidedText(detail, Qt.TextElideMode.ElideRight, rest.width())
            painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.setFont(body_font())
        painter.setPen(QColor(tokens.text if index.data(_COUNT) else tokens.muted))
        painter.drawText(
            rect.adjusted(0, 0, -S, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count
        )
        painter.restore()

"""The goods table's model: frozen rows, one blank row at the end to type into, a count of photos each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal

from inspector.codes.goods_words import goods_words
from inspector.records import AllegedAct, Item, PriceBasis, RightKind
from ui.desktop.i18n import tr
from ui.desktop.photo_ids import PHOTO_IDS, photo_ids_in
from ui.desktop.screens.inspection.item_columns import (
    CORRECTED_AS,
    EDITABLE,
    NUMERIC,
    CellRefused,
    Column,
    edited,
    edited_text,
    like,
    money,
    with_column_of,
)

AnyIndex = QModelIndex | QPersistentModelIndex
_UNLISTED = "＋"
"""Stands for the number of a row that has none yet."""
PROVISIONAL = "new:"
"""Begins the id of a row that is shown before it is listed."""
ITEM_ROLE = Qt.ItemDataRole.UserRole + 1
CORRECTED_ROLE = Qt.ItemDataRole.UserRole + 2
"""What a correction says in the place of the cell's fact, None if there is none."""
_HEADERS = {column: f"ui.items.column.{column.name.lower()}" for column in Column}


@dataclass(frozen=True)
class Corrected:
    """What a correction says in the place of a fact, and the whole of it in words."""

    value: str
    sentence: str


class ItemsModel(QAbstractTableModel):
    """Rows as listed and one blank row; typing emits what was meant and shows it at once."""

    row_changed = Signal(object, object)
    """(Item before, Item after)"""
    rows_changed = Signal(object)
    """list of (Item before, Item after): several at one go, to be undone at one go"""
    row_added = Signal(object)
    """(Item with a provisional id, which the listed row replaces)"""
    cell_refused = Signal(int, int, str)
    """(row, column, code of the sentence)"""
    photos_dropped = Signal(str, object)
    """(item id, list of photo ids)"""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Item, ...] = ()
        self._photo_counts: Mapping[str, int] = {}
        self._corrected: Mapping[tuple[str, str], Corrected] = {}
        self._blank = _blank_after(())
        self._is_frozen = False
        self._rights_before: tuple[AllegedAct, ...] = ()
        self._provisional = 0
        self.is_refused = False
        """Whether the text handed in last cannot stand in its cell."""

    # -- what is shown -----------------------------------------------------------------------------

    def show_rows(self, rows: Sequence[Item], photo_counts: Mapping[str, int], *, is_frozen: bool) -> None:
        """Show the rows as they stand; an open editor and the current cell stay where they are."""
        self._freeze(is_frozen)
        new, old = tuple(rows), self._rows
        start = _alike(old, new)
        end = _alike(old[start:][::-1], new[start:][::-1])
        if gone := len(old) - start - end:
            self.beginRemoveRows(QModelIndex(), start, start + gone - 1)
            self._rows = (*old[:start], *old[len(old) - end :])
            self.endRemoveRows()
        if come := len(new) - start - end:
            self.beginInsertRows(QModelIndex(), start, start + come - 1)
            self._rows = (*self._rows[:start], *new[start : start + come], *self._rows[start:])
            self.endInsertRows()
        self._follow_rows(old, new, is_other=bool(gone or come))
        self._rows, self._photo_counts = new, dict(photo_counts)
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(Column) - 1))

    def forget_blank(self) -> None:
        """Empty the blank row of what was typed: another stand is opened."""
        self._blank = _blank_after(self._rows)

    def show_corrected(self, corrected: Mapping[tuple[str, str], Corrected]) -> None:
        """Say beside facts what corrections say, by (item id, field); the facts stay."""
        if corrected != self._corrected:
            self._corrected = corrected
            if self.rowCount():
                self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(Column) - 1))

    def corrected(self, item_id: str, field: str) -> Corrected | None:
        """Return what a correction says of a fact of a row, also of one that has no column."""
        return self._corrected.get((item_id, field))

    def know_rights(self, before: Sequence[AllegedAct]) -> None:
        """Know the rights goods of other stands were listed under: one of them may be meant here, too."""
        self._rights_before = tuple(before)

    def rights_known(self) -> tuple[AllegedAct, ...]:
        """Return the rights with a number that may be meant, those of this list first."""
        here = (item.alleged for item in reversed(self._rows) if item.alleged.number)
        found: dict[str, AllegedAct] = {}
        for right in (*here, *self._rights_before):
            found.setdefault(right.number, right)
        return tuple(found.values())

    def _freeze(self, is_frozen: bool) -> None:
        """Signed paper takes the blank row away; setting it aside brings the row back."""
        if is_frozen == self._is_frozen:
            return
        last = len(self._rows)
        if is_frozen:
            self.beginRemoveRows(QModelIndex(), last, last)
            self._is_frozen = True
            self.endRemoveRows()
        else:
            self.beginInsertRows(QModelIndex(), last, last)
            self._is_frozen = False
            self.endInsertRows()

    @property
    def rows(self) -> tuple[Item, ...]:
        """The listed rows, by position."""
        return self._rows

    def item_at(self, row: int) -> Item | None:
        """Return the listed row, or None for the blank one."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, item_id: str) -> int:
        """Return where a row stands, or -1."""
        return next((number for number, item in enumerate(self._rows) if item.id == item_id), -1)

    # -- Qt's questions ----------------------------------------------------------------------------

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Return the listed rows and the blank one."""
        return 0 if parent is not None and parent.isValid() else len(self._rows) + (not self._is_frozen)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's heading, aligned as its cells."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        column = Column(section)
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return tr(_HEADERS[column])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows, starts editing with, and says to a screen reader."""
        if not index.isValid():
            return None
        column, item = Column(index.column()), self.item_at(index.row())
        if role == ITEM_ROLE:
            return item
        if role == Qt.ItemDataRole.EditRole:
            return edited_text(item or self._blank, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        shown = self._shown(item, column)
        corrected = self._corrected.get((item.id, CORRECTED_AS.get(column, ""))) if item else None
        if role == CORRECTED_ROLE:
            return corrected.value if corrected else None
        told = f"{shown}　{corrected.sentence}" if corrected else shown
        return {
            Qt.ItemDataRole.DisplayRole: shown,
            Qt.ItemDataRole.ToolTipRole: told or None,
            Qt.ItemDataRole.AccessibleTextRole: f"{tr(_HEADERS[column])} {told}".strip(),
        }.get(Qt.ItemDataRole(role))

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let cells be typed into until signed paper prints them; photos drop on listed rows."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not self._is_frozen and Column(index.column()) in EDITABLE:
            flags |= Qt.ItemFlag.ItemIsEditable
        if self.item_at(index.row()) is not None:
            flags |= Qt.ItemFlag.ItemIsDropEnabled
        return flags

    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed: show it at once and tell what was meant, or tell why not."""
        self.is_refused = False
        if role != Qt.ItemDataRole.EditRole or self._is_frozen or not index.isValid():
            return False
        item, column, typed = self.item_at(index.row()), Column(index.column()), str(value)
        if typed.strip() == edited_text(item or self._blank, column):
            return False
        try:
            after = edited(item or self._blank, column, typed)
        except CellRefused as refusal:
            self.is_refused = True
            self.cell_refused.emit(index.row(), index.column(), refusal.code)
            return False
        if column is Column.RIGHT_NUMBER:
            after = self._with_known_right(after)
        self._put(index.row(), after)
        return True

    def _with_known_right(self, item: Item) -> Item:
        """Bring kind, holder and sign of a known right along with its number, where nobody wrote a holder or sign yet."""
        if item.alleged.holder or item.alleged.mark:
            return item
        known = (right for right in self.rights_known() if right.number == item.alleged.number)
        return replace(item, alleged=next(known, item.alleged))

    def row_to_type_into(self) -> Item:
        """Return the blank row: what the next row begins with."""
        return self._blank

    def copy_from_above(self, rows: Sequence[int], column: Column | None) -> None:
        """Say in these rows what the row above the first of them says: in one column, or in all of them."""
        self.copy_from(min(rows, default=0) - 1, rows, column)

    def copy_from(self, source: int, rows: Sequence[int], column: Column | None) -> None:
        """Say in these rows what the row `source` says: in one column, or in all of them.

        A row with a name becomes a row of the list; what cannot be the same is told as refused.
        """
        above = self.item_at(source)
        if above is None or self._is_frozen:
            return
        changed: list[tuple[Item, Item]] = []
        for row in sorted(rows):
            item = self.item_at(row)
            before = item or self._blank
            try:
                after = like(before, above) if column is None else with_column_of(before, above, column)
            except CellRefused as refusal:
                self.cell_refused.emit(row, column or Column.NAME, refusal.code)
                return
            if item is None:
                self._type_into_blank(after)
            elif after != item:
                changed.append((item, after))
        self._show_changed(changed)
        if len(changed) == 1:
            self.row_changed.emit(*changed[0])
        elif changed:
            self.rows_changed.emit(changed)

    def put(self, after: Item) -> None:
        """Say in a listed row what was accepted elsewhere, as if it had been typed here."""
        row = self.row_of(after.id)
        if row >= 0 and not self._is_frozen:
            self._put(row, after)

    def _put(self, row: int, after: Item) -> None:
        item = self.item_at(row)
        if item is None:
            self._type_into_blank(after)
        elif after != item:
            self._show_changed([(item, after)])
            self.row_changed.emit(item, after)

    def _show_changed(self, changed: Sequence[tuple[Item, Item]]) -> None:
        afters = {before.id: after for before, after in changed}
        old, self._rows = self._rows, tuple(afters.get(each.id, each) for each in self._rows)
        self._follow_rows(old, self._rows)
        if afters:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(Column) - 1))

    def _follow_rows(self, old: Sequence[Item], new: Sequence[Item], *, is_other: bool = False) -> None:
        """Let the blank row begin with what the last row says now, unless somebody typed into it."""
        if is_other or self._blank == _blank_after(old):
            self._blank = _blank_after(new)

    def _type_into_blank(self, typed: Item) -> None:
        """Keep what is typed; with a name it becomes a row at once, and a new blank one follows."""
        last = len(self._rows)
        if typed.unit == self._blank.unit and typed.label_name:
            typed = replace(typed, unit=goods_words().usual_unit(typed.label_name) or typed.unit)
        self._blank = typed
        if typed.label_name:
            self._provisional += 1
            row = replace(typed, id=f"{PROVISIONAL}{self._provisional}", position=last + 1)
            self.beginInsertRows(QModelIndex(), last + 1, last + 1)
            self._rows = (*self._rows, row)
            self._blank = _blank_after(self._rows)
            self.endInsertRows()
            self.row_added.emit(row)
        self.dataChanged.emit(self.index(last, 0), self.index(last, len(Column) - 1))

    # -- photos dragged onto rows ------------------------------------------------------------------

    def supportedDropActions(self) -> Qt.DropAction:
        """Photos are said to belong to a row; they stay in the strip."""
        return Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        """Return what can be dropped."""
        return [PHOTO_IDS]

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: AnyIndex
    ) -> bool:
        """Take photos on listed rows only."""
        return data.hasFormat(PHOTO_IDS) and parent.isValid() and self.item_at(parent.row()) is not None

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: AnyIndex
    ) -> bool:
        """Tell which photos belong to which row."""
        item = self.item_at(parent.row()) if parent.isValid() else None
        ids = photo_ids_in(data)
        if item is None or not ids:
            return False
        self.photos_dropped.emit(item.id, ids)
        return True

    # -- words -------------------------------------------------------------------------------------

    def _shown(self, item: Item | None, column: Column) -> str:
        return self._shown_blank(column) if item is None else self._words(item, column)

    def _words(self, item: Item, column: Column) -> str:
        shown = {
            Column.POSITION: lambda: _UNLISTED if item.id.startswith(PROVISIONAL) else str(item.position),
            Column.PHOTOS: lambda: str(self._photo_counts.get(item.id, 0)),
            Column.PRICE: lambda: "" if item.unit_price is None else money(item.unit_price),
            Column.BASIS: lambda: tr(f"ui.basis.{item.price_basis}") if item.price_basis else "",
            Column.RIGHT: lambda: tr(f"ui.right.{item.alleged.kind}"),
        }.get(column)
        return shown() if shown is not None else edited_text(item, column)

    def _shown_blank(self, column: Column) -> str:
        match column:
            case Column.POSITION:
                return _UNLISTED
            case Column.NAME:
                return self._blank.label_name or tr("ui.items.blank")
            case Column.PHOTOS:
                return ""
        was_typed = edited_text(self._blank, column) != edited_text(_blank_after(self._rows), column)
        return self._words(self._blank, column) if was_typed else ""


def _blank_after(rows: Sequence[Item]) -> Item:
    """Return the row to type into: what a stand's rows have in common is carried from the last one."""
    last = rows[-1] if rows else None
    return Item(
        id="",
        inspection_id=last.inspection_id if last else "",
        position=len(rows) + 1,
        label_name="",
        specification="",
        unit=last.unit if last else "件",
        quantity=Decimal(1),
        alleged=last.alleged if last else AllegedAct(RightKind.TRADEMARK),
        price_basis=last.price_basis if last else PriceBasis.MARKED,
        keeping_place=last.keeping_place if last else "",
    )


def _alike(old: Sequence[Item], new: Sequence[Item]) -> int:
    """Count the rows at the start that are the same ones; a listed row is the same as its provisional one."""
    for number, (before, after) in enumerate(zip(old, new, strict=False)):
        if before.id != after.id and not before.id.startswith(PROVISIONAL):
            return number
    return min(len(old), len(new))


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in NUMERIC else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter

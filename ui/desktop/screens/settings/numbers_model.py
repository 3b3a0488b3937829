"""The classes of document numbers, one row each: what is allotted, given, void, passed over and left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from ui.desktop.i18n import tr
from ui.desktop.theme import Tone, theme

_ROOT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class NumberColumn(IntEnum):
    """The columns, from the left."""

    KIND = 0
    YEAR = 1
    BLOCKS = 2
    USED = 3
    VOID = 4
    GAPS = 5
    LEFT = 6


@dataclass(frozen=True)
class NumberRow:
    """One class and year in words; the figures add up to what was allotted."""

    kind: str
    year: int
    title: str
    """Of the form that carries these numbers."""
    blocks: str
    used: int
    void: int
    unexplained: int
    left: int
    tone: Tone
    """WARN: few are left; DANGER: none can be given."""
    state: str
    """What the tone says, in words."""
    next: str
    """The next number, or why there is none."""
    details: tuple[str, ...]
    """Every number given or void and every gap, with its reason."""
    open_gap: tuple[int, int] | None = None
    """The first run of numbers that nobody has explained."""


class NumbersModel(QAbstractTableModel):
    """Rows in the order given."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[NumberRow, ...] = ()

    def show_rows(self, rows: Sequence[NumberRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def row(self, number: int) -> NumberRow:
        """Return one row."""
        return self._rows[number]

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many classes and years there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(NumberColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Name the columns."""
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return tr(f"ui.numbers.column.{NumberColumn(section).name.lower()}")
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(NumberColumn(section))
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the figure, its side, and for the rest that is low an icon and a colour."""
        row, column = self._rows[index.row()], NumberColumn(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            words = _text(row, column)
            return f"{words} {row.state}".strip() if column is NumberColumn.LEFT else words
        tone = _tone(row, column)
        if tone is not None:
            if role == Qt.ItemDataRole.ForegroundRole:
                return QColor(theme().tokens.tone(tone))
            if role == Qt.ItemDataRole.DecorationRole:
                icon = "octagon-alert" if tone is Tone.DANGER else "triangle-alert"
                return theme().pixmap(icon, tone, 16)
        return None


def _text(row: NumberRow, column: NumberColumn) -> str:
    return {
        NumberColumn.KIND: f"{row.kind}　{row.title}",
        NumberColumn.YEAR: str(row.year),
        NumberColumn.BLOCKS: row.blocks,
        NumberColumn.USED: str(row.used),
        NumberColumn.VOID: str(row.void),
        NumberColumn.GAPS: str(row.unexplained),
        NumberColumn.LEFT: str(row.left),
    }[column]


def _tone(row: NumberRow, column: NumberColumn) -> Tone | None:
    if column is NumberColumn.LEFT and row.tone is not Tone.MUTED:
        return row.tone
    return Tone.WARN if column is NumberColumn.GAPS and row.unexplained else None


def _alignment(column: NumberColumn) -> Qt.AlignmentFlag:
    is_figure = column >= NumberColumn.USED
    side = Qt.AlignmentFlag.AlignRight if is_figure else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter

"""One kind of right at the gate: the answer with its reason, and the rows that can be taken in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.measure_shown import GateRow, GoodsRow
from ui.desktop.screens.inspection.parts import column, row, say, tick
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import XS, L
from ui.desktop.widgets import Button, Kind, Role, StateWord, Tick, Words

_COLUMNS = 2
_OPEN_ROWS = 6
"""More rows than these are folded away until somebody wants to choose among them."""
_NAME_WIDTH = 330
"""Pixels a row's words may take, so that two stand side by side on the smallest screen."""


class GateBlock(QWidget):
    """One tick for all rows of the kind and, where there are several, one for each."""

    row_ticked = Signal()
    """`chosen` is another set now."""

    def __init__(self, line: GateRow) -> None:
        super().__init__()
        self._line = line
        self._all = tick(tr("ui.measure.include"))
        self._all.setAccessibleName(f"{tr('ui.measure.include')} {tr(f'ui.right.{line.right}')}")
        self._all.clicked.connect(self._tick_all)
        self._count = Words("", Role.MUTED)
        self._boxes: dict[str, Tick] = {}
        self._list = QWidget()
        self._unfold = Button(tr("ui.measure.one_by_one"), Kind.PLAIN, "chevron-down")
        self._unfold.clicked.connect(self._open_list)
        lines = column(self._head(), Words(line.reason, wraps=True), spacing=XS)
        if line.instead and not line.is_allowed:
            lines.addWidget(Words(tr("ui.measure.instead", instead=line.instead), wraps=True))
        if line.warning and line.is_allowed:
            warning = row(
                StateWord("triangle-alert", "", Tone.WARN), Words(line.warning, wraps=True), spacing=XS
            )
            warning.setStretch(1, 1)
            lines.addLayout(warning)
        lines.addWidget(Words(line.basis, Role.CAPTION, wraps=True))
        if line.is_allowed and len(line.rows) > 1:
            self._fill_list()
            lines.addLayout(row(self._unfold, 1))
            lines.addWidget(self._list)
        self.setLayout(lines)

    @property
    def chosen(self) -> frozenset[str]:
        """Ids of the ticked rows; none where the law refuses."""
        if self._boxes:
            return frozenset(item_id for item_id, box in self._boxes.items() if box.isChecked())
        return frozenset(each.id for each in self._line.rows if self._all.isChecked())

    def show_chosen(self, chosen: frozenset[str]) -> None:
        """Show which rows the measure covers, telling nobody; a part of them unfolds the list."""
        ids = {each.id for each in self._line.rows if self._line.is_allowed}
        for item_id, box in self._boxes.items():
            box.setChecked(item_id in chosen)
        self._all.setChecked(bool(ids) and ids <= chosen)
        self._show_count(len(ids & chosen))

    def set_frozen(self, *, is_frozen: bool) -> None:
        """Let the choice be seen but not changed."""
        for box in (self._all, *self._boxes.values()):
            box.setEnabled(not is_frozen)

    def _head(self) -> QHBoxLayout:
        line = self._line
        state = StateWord()
        if line.is_allowed:
            say(state, tr(f"ui.measure.allowed.{self._line.kind.value}"), Tone.OK)
        else:
            state.say("ban", tr(f"ui.measure.forbidden.{self._line.kind.value}"), Tone.DANGER)
        head = row(
            Words(tr(f"ui.right.{line.right}"), Role.STRONG),
            Words(tr("ui.measure.rows", rows=line.positions), Role.MUTED),
            state,
        )
        if not line.is_confirmed:
            head.addWidget(StateWord("clock", tr("ui.measure.unconfirmed"), Tone.MUTED))
        head.addStretch(1)
        if line.is_allowed:
            head.addWidget(self._count)
            head.addWidget(self._all)
        return head

    def _fill_list(self) -> None:
        grid = QGridLayout(self._list)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(L)
        grid.setVerticalSpacing(0)
        for number, each in enumerate(self._line.rows):
            self._boxes[each.id] = self._box(each)
            grid.addWidget(self._boxes[each.id], *divmod(number, _COLUMNS))
        for place in range(_COLUMNS):
            grid.setColumnStretch(place, 1)
        (self._unfold if len(self._line.rows) <= _OPEN_ROWS else self._list).hide()

    def _box(self, each: GoodsRow) -> Tick:
        words = f"{each.position}　{each.name}"
        words += tr("ui.measure.under", measure=each.under) if each.under else ""
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, _NAME_WIDTH)
        box = tick(shown)
        box.setAccessibleName(f"{tr('ui.measure.include_row', row=each.position)} {each.name}")
        box.setToolTip(words if shown != words else "")
        box.clicked.connect(self._tick_one)
        return box

    def _tick_all(self) -> None:
        for box in self._boxes.values():
            box.setChecked(self._all.isChecked())
        self._tick_one()

    def _tick_one(self) -> None:
        self._all.setChecked(len(self.chosen) == len(self._line.rows))
        self._show_count(len(self.chosen))
        self.row_ticked.emit()

    def _show_count(self, count: int) -> None:
        """Say how many are in when it is neither none nor all."""
        is_part = 0 < count < len(self._line.rows)
        self._count.setText(
            tr("ui.measure.included", count=count, rows=len(self._line.rows)) if is_part else ""
        )
        if is_part and self._boxes:
            self._open_list()

    def _open_list(self) -> None:
        self._list.show()
        self._unfold.hide()

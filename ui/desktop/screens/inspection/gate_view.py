"""The right-type gate on the screen: for each kind of right among the goods, may the measure be taken and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.gate_block import GateBlock
from ui.desktop.screens.inspection.measure_shown import GateRow
from ui.desktop.screens.inspection.parts import StepCard, column, empty
from ui.desktop.theme.tokens import S
from ui.desktop.widgets import EmptyState, rule


class GateView(StepCard):
    """One block a kind of right; only what the law allows can be ticked."""

    rows_chosen = Signal(object)
    """frozenset of the ids of all ticked rows"""
    goods_asked = Signal()

    def __init__(self) -> None:
        super().__init__(tr("ui.measure.gate"))
        self._empty = EmptyState("scale", tr("ui.measure.no_items"), tr("ui.measure.go_items"))
        self._empty.acted.connect(self.goods_asked)
        self._lines = column(spacing=S)
        self._shown: tuple[GateRow, ...] | None = None
        self._blocks: list[GateBlock] = []
        self.body.addWidget(self._empty)
        self.body.addLayout(self._lines)

    def show_gate(self, gate: Sequence[GateRow], chosen: frozenset[str], *, is_frozen: bool) -> None:
        """Show the answers and the rows chosen; nothing is built anew while the answers stay the same."""
        self._empty.setVisible(not gate)
        if tuple(gate) != self._shown:
            self._shown = tuple(gate)
            self._build()
        for block in self._blocks:
            block.show_chosen(chosen)
            block.set_frozen(is_frozen=is_frozen)

    def _build(self) -> None:
        empty(self._lines)
        self._blocks = [GateBlock(line) for line in self._shown or ()]
        for number, block in enumerate(self._blocks):
            if number:
                self._lines.addWidget(rule())
            self._lines.addWidget(block)
            block.row_ticked.connect(self._choose)

    def _choose(self) -> None:
        self.rows_chosen.emit(frozenset().union(*(block.chosen for block in self._blocks)))

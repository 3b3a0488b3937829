"""The right-type gate on the screen: for each kind of right among the goods, may it be seized and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector.records import RightKind
from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.measure_presenter import GateRow
from ui.desktop.screens.inspection.parts import StepCard, column, empty, row, say, tick
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import XS, S
from ui.desktop.widgets import EmptyState, Role, StateWord, Tick, Words, rule


class GateView(StepCard):
    """One block a kind of right; only what the law allows can be ticked."""

    rights_chosen = Signal(object)
    """frozenset of RightKind"""
    goods_asked = Signal()

    def __init__(self) -> None:
        super().__init__(tr("ui.measure.gate"))
        self._empty = EmptyState("scale", tr("ui.measure.no_items"), tr("ui.measure.go_items"))
        self._empty.acted.connect(self.goods_asked)
        self._lines = column(spacing=S)
        self._shown: tuple[GateRow, ...] | None = None
        self._is_frozen = False
        self._boxes: dict[RightKind, Tick] = {}
        self.body.addWidget(self._empty)
        self.body.addLayout(self._lines)

    def show_gate(self, gate: Sequence[GateRow], *, is_frozen: bool) -> None:
        """Show the answers; nothing is built anew while they stay the same."""
        rows = tuple(gate)
        self._empty.setVisible(not rows)
        if rows == self._shown and is_frozen == self._is_frozen:
            return
        self._shown, self._is_frozen = rows, is_frozen
        self._boxes.clear()
        empty(self._lines)
        for number, line in enumerate(rows):
            if number:
                self._lines.addWidget(rule())
            self._lines.addWidget(self._block(line))

    def _block(self, line: GateRow) -> QWidget:
        state = StateWord()
        if line.is_allowed:
            say(state, tr("ui.measure.allowed"), Tone.OK)
        else:
            state.say("ban", tr("ui.measure.forbidden"), Tone.DANGER)
        positions = "、".join(map(str, line.positions))
        name = Words(tr(f"ui.right.{line.right}"), Role.STRONG)
        head = row(name, Words(tr("ui.measure.rows", rows=positions), Role.MUTED), state, 1)
        if line.is_allowed:
            head.addWidget(self._box(line))
        block = QWidget()
        lines = column(head, Words(line.reason, wraps=True), spacing=XS)
        if line.instead and not line.is_allowed:
            lines.addWidget(Words(tr("ui.measure.instead", instead=line.instead), wraps=True))
        if line.warning and line.is_allowed:
            warning = row(
                StateWord("triangle-alert", "", Tone.WARN), Words(line.warning, wraps=True), spacing=XS
            )
            warning.setStretch(1, 1)
            lines.addLayout(warning)
        lines.addWidget(Words(line.basis, Role.CAPTION, wraps=True))
        block.setLayout(lines)
        return block

    def _box(self, line: GateRow) -> Tick:
        box = tick(tr("ui.measure.include"))
        box.setAccessibleName(f"{tr('ui.measure.include')} {tr(f'ui.right.{line.right}')}")
        box.setChecked(line.is_chosen)
        box.setEnabled(not self._is_frozen)
        self._boxes[line.right] = box
        box.clicked.connect(self._choose)
        return box

    def _choose(self) -> None:
        self.rights_chosen.emit(frozenset(right for right, box in self._boxes.items() if box.isChecked()))

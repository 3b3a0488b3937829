"""权利核实 on the screen: for each right among the goods, where and when its register was asked and what it said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector.records import RightLookup
from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.measure_shown import LookupRow
from ui.desktop.screens.inspection.moments import moment_shown, moment_typed
from ui.desktop.screens.inspection.parts import StepCard, column, empty, row, tick
from ui.desktop.screens.inspection.text_field import TextField
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import S
from ui.desktop.widgets import Role, Words, rule


class LookupView(StepCard):
    """One block a right; what is typed is given whole, and a field that cannot be read says so."""

    lookups_typed = Signal(object)
    """tuple of RightLookup"""

    def __init__(self) -> None:
        super().__init__(tr("ui.lookup.title"))
        self._lines = column(spacing=S)
        self._blocks: list[_Block] = []
        self.body.addWidget(Words(tr("ui.lookup.line"), Role.CAPTION))
        self.body.addLayout(self._lines)

    def show_lookups(self, rows: Sequence[LookupRow], day: date, *, is_frozen: bool) -> None:
        """Show the rights; nothing is built anew while they stay the same."""
        self.setVisible(bool(rows))
        if [each.key for each in self._blocks] != [_key(each) for each in rows]:
            empty(self._lines)
            self._blocks = [_Block(each) for each in rows]
            for number, block in enumerate(self._blocks):
                if number:
                    self._lines.addWidget(rule())
                self._lines.addWidget(block)
                block.changed.connect(self._give)
        for block, each in zip(self._blocks, rows, strict=True):
            block.show_row(each, day, is_frozen=is_frozen)
        done = sum(bool(each.lookup.channel and each.lookup.at) for each in rows)
        tone = Tone.OK if done == len(rows) else Tone.MUTED
        self.show_state(tr("ui.lookup.done", done=done, count=len(rows)), tone)

    def first(self) -> QWidget:
        """Return the field in which a finding about look-ups is mended."""
        return next((each.unfinished for each in self._blocks), self)

    def _give(self) -> None:
        said = [each.typed() for each in self._blocks]
        if None not in said:
            self.lookups_typed.emit(tuple(said))


class _Block(QWidget):
    """One right."""

    changed = Signal()

    def __init__(self, shown: LookupRow) -> None:
        super().__init__()
        self.key = _key(shown)
        number = shown.lookup.number
        self._name = Words(number if not shown.holder else f"{number}　{shown.holder}", Role.STRONG)
        self._number, self._day = number, date.min
        self._channel = TextField(tr("ui.lookup.channel"), placeholder=tr("ui.lookup.channel.such_as"))
        self._at = TextField(tr("ui.lookup.at"))
        self._until = TextField(tr("ui.lookup.until"))
        self._covers = tick(tr("ui.lookup.covers_patent" if shown.is_patent else "ui.lookup.covers"))
        fields = row(self._channel, self._at, self._until)
        for place, stretch in enumerate((3, 2, 2)):
            fields.setStretch(place, stretch)
        whole = column(self._name, fields, row(self._covers, 1), spacing=4)
        whole.setContentsMargins(0, 0, 0, 0)
        self.setLayout(whole)
        for field in (self._channel, self._at, self._until):
            field.edit.setAccessibleName(f"{number} {field.edit.accessibleName()}")
            field.committed.connect(lambda _: self.changed.emit())
        self._covers.setAccessibleName(f"{number} {self._covers.text()}")
        self._covers.clicked.connect(lambda _: self.changed.emit())

    @property
    def unfinished(self) -> QWidget:
        """The first field that is still empty."""
        fields = (self._channel, self._at, self._until)
        return next((field for field in fields if not field.text().strip()), self._covers)

    def show_row(self, shown: LookupRow, day: date, *, is_frozen: bool) -> None:
        """Show the look-up as recorded."""
        lookup, self._day = shown.lookup, day
        self._channel.show_text(lookup.channel)
        self._at.show_text(moment_shown(lookup.at))
        self._until.show_text(lookup.valid_until.isoformat() if lookup.valid_until else "")
        self._covers.setChecked(lookup.covers_goods)
        self._covers.setEnabled(not is_frozen)
        for field in (self._channel, self._at, self._until):
            field.set_frozen(is_frozen=is_frozen)

    def typed(self) -> RightLookup | None:
        """Return what is typed; None while a field cannot be read, which says so."""
        self._at.show_message("")
        self._until.show_message("")
        try:
            at = moment_typed(self._at.text(), self._day)
        except ValueError:
            self._at.show_message(tr("ui.measure.time_wrong"))
            return None
        until = self._until.text().strip()
        try:
            valid_until = date.fromisoformat(until) if until else None
        except ValueError:
            self._until.show_message(tr("ui.measure.day_wrong"))
            return None
        return RightLookup(
            self._number, self._channel.text().strip(), at, valid_until, self._covers.isChecked()
        )


def _key(shown: LookupRow) -> tuple[str, str, bool]:
    return shown.lookup.number, shown.holder, shown.is_patent

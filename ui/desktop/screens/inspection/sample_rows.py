"""What is taken of each row as a sample: lot, samples, reserve, seal, and what the label says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.records import Sample
from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.item_columns import plain_number
from ui.desktop.screens.inspection.measure_shown import SampleShown
from ui.desktop.screens.inspection.parts import column, empty, row
from ui.desktop.screens.inspection.text_field import TextField
from ui.desktop.widgets import Role, Words, rule
from ui.desktop.widgets.stands_for import StandsFor

_FIGURES = ("base", "taken", "reserve")
_TEXTS = ("seal_number", "batch", "maker")


class SampleRows(QWidget):
    """One line of fields a row; whatever is committed gives the samples of all rows anew."""

    typed = Signal(object)
    """tuple of Sample"""

    def __init__(self) -> None:
        super().__init__()
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._rows: list[_SampleRow] = []

    def show_samples(self, samples: Sequence[SampleShown], *, is_frozen: bool) -> None:
        """Show the rows; fields are kept while the rows stay the same."""
        if [row.item_id for row in self._rows] != [shown.row.id for shown in samples]:
            empty(self._lines)
            self._rows = [_SampleRow(shown) for shown in samples]
            for number, line in enumerate(self._rows):
                if number:
                    self._lines.addWidget(rule())
                self._lines.addWidget(line)
                line.committed.connect(self._give)
        for line, shown in zip(self._rows, samples, strict=True):
            line.show_sample(shown, is_frozen=is_frozen)

    @property
    def first_field(self) -> QWidget:
        """Where the first figure is typed."""
        return self._rows[0] if self._rows else self

    def forget(self) -> None:
        """Empty what another stand left behind."""
        self.show_samples((), is_frozen=False)

    def _give(self) -> None:
        read = [line.read() for line in self._rows]
        if None not in read:
            self.typed.emit(tuple(read))


class _SampleRow(StandsFor):
    """The fields of one row."""

    committed = Signal()

    def __init__(self, shown: SampleShown) -> None:
        super().__init__()
        self.item_id = shown.row.id
        self._sample = shown.sample
        self._name = Words("", Role.STRONG)
        self._fields = {name: TextField(tr(f"ui.sample.{name}")) for name in (*_FIGURES, *_TEXTS)}
        for name, field in self._fields.items():
            field.edit.setAccessibleName(
                tr("ui.sample.of_row", row=shown.row.position, field=tr(f"ui.sample.{name}"))
            )
            field.committed.connect(lambda _: self.committed.emit())
        line = row(*self._fields.values())
        for place, stretch in enumerate((2, 2, 2, 3, 3, 4)):
            line.setStretch(place, stretch)
        self.setLayout(column(self._name, line, spacing=4))
        self.stand_for(self._fields["taken"])

    def show_sample(self, shown: SampleShown, *, is_frozen: bool) -> None:
        """Show what is written; what is typed into stays."""
        self._sample = sample = shown.sample
        self._name.setText(f"{shown.row.position}　{shown.row.name}")
        for name in _FIGURES:
            amount = getattr(sample, name)
            self._fields[name].show_text(plain_number(amount) if amount or name == "base" else "")
        for name in _TEXTS:
            self._fields[name].show_text(getattr(sample, name))
        for field in self._fields.values():
            field.set_frozen(is_frozen=is_frozen)

    def read(self) -> Sample | None:
        """Return what stands in the fields; a figure that cannot be read says so and nothing is given."""
        amounts = {name: self._read_figure(name) for name in _FIGURES}
        if any(amount is None for amount in amounts.values()):
            return None
        texts = {name: self._fields[name].text().strip() for name in _TEXTS}
        return replace(self._sample, **amounts, **texts)  # type: ignore[arg-type]  # figures are none of them None

    def _read_figure(self, name: str) -> Decimal | None:
        text = self._fields[name].text().strip()
        try:
            amount = Decimal(text or 0)
        except InvalidOperation:
            amount = Decimal(-1)
        is_right = amount.is_finite() and amount >= 0
        self._fields[name].show_message("" if is_right else tr("ui.sample.figure_wrong"))
        return amount if is_right else None

"""Originals on this device, and removing those the centre has signed for: asked twice, said in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from ui.desktop.i18n import tr
from ui.desktop.screens.sync.passing import mb
from ui.desktop.widgets import Button, Card, Kind, Role, Segments, Words, row_of

if TYPE_CHECKING:
    from sync.retention import Originals

DAYS = (7, 30, 90)


class OriginalsCard(Card):
    """Says how many originals are here and how many may go; `removed` once somebody said yes to a number."""

    days_chosen = Signal(int)
    removal_agreed = Signal(object)
    """frozenset of the ids that were shown and agreed to."""

    def __init__(self) -> None:
        super().__init__(tr("ui.sync.originals"))
        self._originals: Originals | None = None
        self._days = Segments(
            tr("ui.sync.originals.after"),
            [(str(days), tr("ui.sync.originals.days", days=days)) for days in DAYS],
        )
        self._days.choose("30")
        self._days.chosen.connect(lambda value: self.days_chosen.emit(int(value)))
        self._line = Words("", Role.CAPTION, wraps=True)
        self._ask = Button(tr("ui.sync.originals.ask"))
        self._ask.clicked.connect(lambda: self._turn(is_asking=True))
        self._yes = Button("", Kind.DANGER)
        self._yes.clicked.connect(self._agree)
        self._no = Button(tr("ui.sync.originals.no"))
        self._no.clicked.connect(lambda: self._turn(is_asking=False))
        self.head.addWidget(self._days)
        row = row_of(self._ask, self._no, self._yes)
        row.insertWidget(0, self._line, 1)
        self.body.addLayout(row)
        self._turn(is_asking=False)

    @property
    def days(self) -> int:
        """Days after the receipt that were chosen."""
        return int(self._days.value)

    def show_originals(self, originals: Originals) -> None:
        """Show how the originals stand now; a question that was open is asked anew."""
        self._originals = originals
        self._turn(is_asking=False)

    def say(self, sentence: str) -> None:
        """Say what came of it."""
        self._line.setText(sentence)

    def _turn(self, *, is_asking: bool) -> None:
        known = self._originals
        may_go = len(known.may_go) if known else 0
        self._ask.setVisible(not is_asking)
        self._ask.setEnabled(may_go > 0)
        self._yes.setVisible(is_asking)
        self._no.setVisible(is_asking)
        self._days.setEnabled(not is_asking)
        if known is None:
            return
        if is_asking:
            self._line.setText(tr("ui.sync.originals.sure", count=may_go))
            self._yes.set_text(tr("ui.sync.originals.yes", count=may_go))
            self._no.setFocus()
        else:
            self._line.setText(
                tr(
                    "ui.sync.originals.line",
                    here=known.here,
                    size=mb(known.here_bytes),
                    released=known.released,
                    days=self.days,
                    may_go=may_go,
                    free=mb(known.may_go_bytes),
                )
            )

    def _agree(self) -> None:
        if self._originals is not None:
            shown = frozenset(each.object_id for each in self._originals.may_go)
            self._turn(is_asking=False)
            self.removal_agreed.emit(shown)

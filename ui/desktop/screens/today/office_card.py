"""What the office wants of a person, on today's screen: a few quiet rows, or one line that there is nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from ui.desktop.i18n import tr
from ui.desktop.screens.office.shown import OfficeShown
from ui.desktop.screens.today.line import Line
from ui.desktop.screens.today.shown import StandRow
from ui.desktop.screens.today.stand_list import ROW_HEIGHT, StandList
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import XS, L, M, S
from ui.desktop.widgets import Button, Card, Kind, Role, Words

_MOST_ROWS = 2


class OfficeCard(Card):
    """Rows by stand, what is to be heeded first; a row leads to its fields."""

    opened = Signal(str)
    """Id of the matter that was pressed; empty for the page as a whole."""

    def __init__(self) -> None:
        super().__init__(tr("ui.office.title"))
        self.body.setContentsMargins(L - M, L, L - M, S)
        self.body.setSpacing(XS)
        self.head.setContentsMargins(M, 0, M, 0)
        self._all = Button("", Kind.PLAIN, "arrow-right")
        self._all.clicked.connect(lambda: self.opened.emit(""))
        self.head.addWidget(self._all)
        self.list = StandList(tr("ui.office.title"))
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.stand_chosen.connect(self.opened)
        self._nothing = Words("", Role.MUTED, wraps=True)
        self._nothing.setContentsMargins(M, 0, M, S)
        self.body.addWidget(self.list)
        self.body.addWidget(self._nothing)
        self.hide()

    def show_office(self, shown: OfficeShown) -> None:
        """Show what waits; a device that is not enrolled has no such card."""
        rows = office_rows(shown)[:_MOST_ROWS]
        words = tr("ui.office.open_all", count=shown.count) if rows else tr("ui.office.open")
        self._all.set_text(words)
        self.list.rows.set_rows(rows)
        self.list.setFixedHeight(ROW_HEIGHT * len(rows))
        self.list.setVisible(bool(rows))
        self._nothing.setText(shown.calm)
        self._nothing.setVisible(not rows)
        self.setVisible(shown.is_enrolled or bool(rows))


def office_rows(shown: OfficeShown) -> tuple[StandRow, ...]:
    """Say what waits in a row each: what is to be heeded, then by stand."""
    heeded: dict[str, StandRow] = {}
    for notice in shown.notices:
        state = Line(notice.line.icon, tr("ui.office.heed"), notice.line.tone)
        heeded.setdefault(notice.brief, StandRow("", notice.brief, notice.line.text, "", state))
    by_stand = (
        StandRow(each.id, each.title, each.line, each.who, Line("columns-2", each.state, Tone.WARN))
        for each in shown.matters
    )
    return (*heeded.values(), *by_stand)

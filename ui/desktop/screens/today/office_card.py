"""What the office wants of a person, on today's screen: a few quiet rows, there only while something waits."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel

from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.parts import column, empty, row
from ui.desktop.screens.inspection.row_button import RowButton
from ui.desktop.screens.office.shown import OfficeShown
from ui.desktop.screens.today.line import Line
from ui.desktop.theme import Tone, theme
from ui.desktop.theme.tokens import XS, L, M, S
from ui.desktop.widgets import Button, Card, Kind, Role, StateWord, Words

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
        self._rows = column(spacing=0)
        self.body.addLayout(self._rows)
        self._shown: OfficeShown | None = None
        self.hide()

    def show_office(self, shown: OfficeShown) -> None:
        """Show what waits; nothing takes the card away."""
        self.setVisible(bool(shown.count))
        if shown == self._shown:
            return
        self._shown = shown
        self._all.set_text(tr("ui.office.open_all", count=shown.count))
        briefs = {each.brief: replace(each.line, text=each.brief) for each in shown.notices}
        rows = [_Row(each, "", "") for each in briefs.values()]
        places = [""] * len(rows)
        for matter in shown.matters:
            state = Line("columns-2", matter.state, Tone.WARN)
            rows.append(_Row(state, f"{matter.title}　{matter.line}", matter.who))
            places.append(matter.id)
        empty(self._rows)
        for each, place in zip(rows[:_MOST_ROWS], places, strict=False):
            each.clicked.connect(lambda _=False, place=place: self.opened.emit(place))
            self._rows.addWidget(each)
        for each in rows[_MOST_ROWS:]:
            each.deleteLater()


class _Row(RowButton):
    """One line: what it is about, beneath it the state and who said it when."""

    def __init__(self, line: Line, title: str, who: str) -> None:
        way = QLabel()
        way.setPixmap(theme().pixmap("chevron-right", Tone.MUTED))
        if title:
            words = Words(title, Role.STRONG)
            beneath = row(StateWord(line.icon, line.text, line.tone), 1, Words(who, Role.CAPTION), spacing=M)
            text = column(words, beneath, spacing=2)
        else:
            text = column(StateWord(line.icon, line.text, line.tone), spacing=0)
        parts = row(text, way, spacing=M)
        parts.setStretch(0, 1)
        parts.setAlignment(way, Qt.AlignmentFlag.AlignVCenter)
        parts.setContentsMargins(M, S, M, S)
        super().__init__(parts, f"{title} {line.text} {who}".strip(), least=60 if title else 44)

"""The fair as one sees it: a search over its roster at the left, the files it came from at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from inspector.records import Roster
from ui.desktop.i18n import tr
from ui.desktop.screens.fair.shown import roster_line
from ui.desktop.screens.today.shown import StandRow
from ui.desktop.screens.today.stand_list import StandList
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import TARGET, L, M, S
from ui.desktop.widgets import Banner, Button, Card, EmptyState, IconButton, Kind, Page, Role, Stack, Words
from ui.desktop.widgets.stands_for import StandsFor

_LIST, _NOBODY, _NO_ROSTER, _NO_FAIR = range(4)


class FairView(StandsFor):
    """Typing finds, a tap or Enter begins."""

    query_typed = Signal(str)
    exhibitor_chosen = Signal(str)
    """Id of the row"""
    import_asked = Signal()
    fair_asked = Signal()
    roster_dropped = Signal(str)
    """Id of the roster"""
    undo_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._name = Words("", Role.PAGE)
        self._count = Words("", Role.MUTED)
        self._query = _Query()
        self._list = StandList(tr("ui.fair.list"))
        self._places = Stack()
        self._files = QVBoxLayout()
        self._banner = Banner()
        self._import = Button(tr("ui.fair.import"), Kind.PRIMARY, "table", key="Ctrl+I")
        self._lay_out()
        self.stand_for(self._query)
        self._query.textEdited.connect(self.query_typed)
        self._query.down_pressed.connect(self._into_list)
        self._query.returnPressed.connect(self._take_first)
        self._list.stand_chosen.connect(self.exhibitor_chosen)
        self._import.clicked.connect(self.import_asked)
        self._banner.acted.connect(self.undo_asked)

    @property
    def query(self) -> str:
        """What is sought."""
        return self._query.text()

    def show_fair(self, name: str, count: str, rosters: Sequence[Roster], *, has_fair: bool) -> None:
        """Show the fair and the files of its roster."""
        self._name.setText(name)
        self._count.setText(count)
        self._import.setEnabled(has_fair)
        self._query.setEnabled(bool(rosters))
        if not has_fair:
            self._places.setCurrentIndex(_NO_FAIR)
        elif not rosters:
            self._places.setCurrentIndex(_NO_ROSTER)
        self._show_files(rosters)

    def show_found(self, rows: Sequence[StandRow]) -> None:
        """Show who was found; nobody is said, too."""
        self._list.rows.set_rows(rows)
        self._places.setCurrentIndex(_LIST if rows else _NOBODY)

    def say(self, sentence: str, tone: Tone = Tone.DANGER, *, action: str = "") -> None:
        """Say what was imported, taken back, or could not be read."""
        self._banner.say(sentence, tone, action=action)

    def _into_list(self) -> None:
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._list.model().rowCount():
            self._list.setCurrentIndex(self._list.rows.index(0, 0))

    def _take_first(self) -> None:
        """Enter takes who is found when there is one only."""
        if self._places.currentIndex() == _LIST and self._list.rows.rowCount() == 1:
            self.exhibitor_chosen.emit(self._list.rows.row(self._list.rows.index(0, 0)).id)
        else:
            self._into_list()

    def _show_files(self, rosters: Sequence[Roster]) -> None:
        while (item := self._files.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for roster in reversed(rosters):
            drop = IconButton("undo-2", tr("ui.fair.take_back", file=roster.file_name))
            drop.clicked.connect(lambda _=False, roster=roster: self.roster_dropped.emit(roster.id))
            line = QWidget()
            parts = QHBoxLayout(line)
            parts.setContentsMargins(0, 0, 0, 0)
            parts.addWidget(Words(roster_line(roster), wraps=True), 1)
            parts.addWidget(drop)
            self._files.addWidget(line)
        if not rosters:
            self._files.addWidget(Words(tr("ui.fair.no_files"), Role.MUTED, wraps=True))

    def _lay_out(self) -> None:
        nobody = EmptyState("search", tr("ui.fair.nobody"))
        no_roster = EmptyState("store", tr("ui.fair.no_roster"), tr("ui.fair.import"))
        no_roster.acted.connect(self.import_asked)
        no_fair = EmptyState(
            "calendar-days", tr("ui.today.no_fair"), tr("ui.today.new_fair"), kind=Kind.PRIMARY
        )
        no_fair.acted.connect(self.fair_asked)
        for each in (self._list, nobody, no_roster, no_fair):
            self._places.addWidget(each)
        self._places.setMinimumHeight(320)
        card = Card()
        card.body.setContentsMargins(L - M, L, L - M, S)
        search = QHBoxLayout()
        search.setContentsMargins(M, 0, M, 0)
        search.addWidget(self._query)
        card.body.addLayout(search)
        card.body.addWidget(self._places, 1)
        files = Card(tr("ui.fair.files"))
        files.body.addLayout(self._files)
        side = QVBoxLayout()
        side.addWidget(files)
        side.addStretch(1)
        page = Page()
        head = QHBoxLayout()
        head.addWidget(self._name)
        head.addSpacing(M)
        head.addWidget(self._count)
        head.addStretch(1)
        page.body.addLayout(head)
        columns = QHBoxLayout()
        columns.setSpacing(L)
        columns.addWidget(card, 5)
        columns.addLayout(side, 3)
        page.body.addLayout(columns, 1)
        page.foot.addWidget(self._banner, 1)
        page.foot.addWidget(self._import)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)


class _Query(QLineEdit):
    """The search; the arrow leads into what was found."""

    down_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(tr("ui.fair.search"))
        self.setAccessibleName(tr("ui.fair.search"))
        self.setMinimumHeight(TARGET)
        self.setClearButtonEnabled(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the arrow lead down; Escape begins anew."""
        if event.key() == Qt.Key.Key_Down:
            self.down_pressed.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.textEdited.emit("")
        else:
            super().keyPressEvent(event)

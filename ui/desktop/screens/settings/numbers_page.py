"""Document numbers as one sees them: a table of classes, beside it the chosen one and two things to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui.desktop.i18n import tr
from ui.desktop.screens.settings.numbers_model import NumberColumn, NumberRow, NumbersModel
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import TARGET, XL, L, S
from ui.desktop.widgets import AskingCard, Banner, Button, Card, Choice, Kind, Role, Words, row_of, scrolled

_SIDE_WIDTH = 372
_WIDTHS = {
    NumberColumn.YEAR: 58,
    NumberColumn.BLOCKS: 96,
    NumberColumn.USED: 56,
    NumberColumn.VOID: 56,
    NumberColumn.GAPS: 68,
    NumberColumn.LEFT: 64,
}
EVERY_KIND = ""
"""Value of the choice that enters one block for every class."""


class AllotCard(AskingCard):
    """Enters a block the bureau allotted."""

    given = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__(tr("ui.numbers.allot"), lines=2)
        self.kinds = Choice()
        self.body.addWidget(Words(tr("ui.numbers.allot.line"), Role.CAPTION, wraps=True))
        self.body.addWidget(self.ask("kind", "ui.numbers.kind", editor=self.kinds))
        self.body.addLayout(
            row_of(*(self.ask(name, f"ui.numbers.{name}") for name in ("year", "first", "last")))
        )
        self.body.addWidget(self.ask("source", "ui.numbers.source"))
        self.body.addWidget(self.banner)
        give = self.button("ui.numbers.allot.do", "check")
        back = Button(tr("ui.numbers.back"))
        self.body.addLayout(row_of(back, give, stretch_first=True, spacing=S))
        give.clicked.connect(self.given)
        back.clicked.connect(self.left)


class VoidCard(AskingCard):
    """Declares numbers void that stand on no paper, with the reason."""

    given = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__(tr("ui.numbers.void"), lines=2)
        self.about = Words("", Role.STRONG)
        self.body.addWidget(self.about)
        self.body.addWidget(Words(tr("ui.numbers.void.line"), Role.CAPTION, wraps=True))
        self.body.addLayout(row_of(*(self.ask(name, f"ui.numbers.{name}") for name in ("first", "last"))))
        self.body.addWidget(self.ask("reason", "ui.numbers.reason"))
        self.body.addWidget(self.banner)
        give = self.button("ui.numbers.void.do", "ban")
        back = Button(tr("ui.numbers.back"))
        self.body.addLayout(row_of(back, give, stretch_first=True, spacing=S))
        give.clicked.connect(self.given)
        back.clicked.connect(self.left)


class NumbersPage(QWidget):
    """Shows; what is written down is asked of the presenter."""

    def __init__(self) -> None:
        super().__init__()
        self.model = NumbersModel()
        self.allot = AllotCard()
        self.void = VoidCard()
        self.banner = Banner(lines=2)
        self._table = QTableView()
        self._detail = Card(tr("ui.numbers.chosen"))
        self._name = Words("", Role.STRONG, wraps=True)
        self._next = Words("", wraps=True)
        self._lines = Words("", Role.CAPTION, wraps=True)
        self._to_allot = Button(tr("ui.numbers.to_allot"), icon="plus")
        self._to_void = Button(tr("ui.numbers.to_void"), Kind.PLAIN, "ban")
        self._side = QStackedWidget()
        self._chosen: tuple[str, int] = ("", 0)
        self._lay_out()
        self._to_allot.clicked.connect(lambda: self._side.setCurrentWidget(self._allot_page))
        self._to_void.clicked.connect(self._ask_void)
        for card in (self.allot, self.void):
            card.left.connect(self.show_detail)
        self._table.selectionModel().currentRowChanged.connect(self._choose)

    def show_numbers(self, rows: Sequence[NumberRow], warning: str) -> None:
        """Show every class and year; the chosen one stays chosen."""
        self.model.show_rows(rows)
        self.banner.say(warning, Tone.WARN)
        self.banner.setVisible(bool(warning))
        kept = [at for at, row in enumerate(rows) if (row.kind, row.year) == self._chosen]
        if rows:
            self._table.selectRow(kept[0] if kept else 0)

    def show_detail(self) -> None:
        """Show the chosen class again."""
        self._side.setCurrentWidget(self._detail)

    @property
    def chosen(self) -> NumberRow | None:
        """The class that is open."""
        index = self._table.currentIndex()
        return self.model.row(index.row()) if index.isValid() else None

    def _choose(self, now: QModelIndex, _: QModelIndex) -> None:
        if not now.isValid():
            return
        row = self.model.row(now.row())
        self._chosen = (row.kind, row.year)
        self._name.setText(tr("ui.numbers.of", kind=row.kind, year=row.year, title=row.title))
        self._next.setText(row.next)
        self._lines.setText("\n".join(row.details) or tr("ui.numbers.none_used"))
        self.void.about.setText(self._name.text())

    def _ask_void(self) -> None:
        row = self.chosen
        if row is not None and row.open_gap:
            for name, number in zip(("first", "last"), row.open_gap, strict=True):
                self.void.fields[name].set_text(str(number))
        self._side.setCurrentWidget(self._void_page)

    def _lay_out(self) -> None:
        self._table.setModel(self.model)
        self._table.setAccessibleName(tr("ui.numbers.title"))
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setProperty("role", "list")
        self._table.setShowGrid(False)
        self._table.setWordWrap(False)
        self._table.setTabKeyNavigation(False)
        self._table.verticalHeader().hide()
        self._table.verticalHeader().setDefaultSectionSize(TARGET)
        header = self._table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(NumberColumn.KIND, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            header.resizeSection(column, width)
        list_card = Card(tr("ui.numbers.title"))
        list_card.body.addWidget(self.banner)
        list_card.body.addWidget(self._table, 1)
        self._detail.body.addWidget(self._name)
        self._detail.body.addWidget(self._next)
        self._detail.body.addWidget(scrolled(_from_the_top(self._lines)), 1)
        self._detail.body.addLayout(row_of(self._to_void, self._to_allot, stretch_first=True, spacing=S))
        self._allot_page = scrolled(_from_the_top(self.allot))
        self._void_page = scrolled(_from_the_top(self.void))
        for each in (self._detail, self._allot_page, self._void_page):
            self._side.addWidget(each)
        self._side.setFixedWidth(_SIDE_WIDTH)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(XL, XL, XL, XL)
        whole.setSpacing(L)
        whole.addWidget(list_card, 1)
        whole.addWidget(self._side)


def _from_the_top(part: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(part)
    column.addStretch(1)
    return column

"""Today as one sees it: open stands at the left, fair and device at the right, one thing to do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.desktop.i18n import tr
from ui.desktop.screens.office.shown import OfficeShown
from ui.desktop.screens.office.view import OfficeView
from ui.desktop.screens.today.forms import FairForm, StartForm
from ui.desktop.screens.today.line import Line
from ui.desktop.screens.today.office_card import OfficeCard
from ui.desktop.screens.today.shown import FairShown, TodayShown
from ui.desktop.screens.today.stand_list import ROW_HEIGHT, StandList
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import L, M, S
from ui.desktop.widgets import (
    Banner,
    Beside,
    Button,
    Card,
    EmptyState,
    Kind,
    Page,
    Role,
    Stack,
    StateWord,
    Words,
)


class TodayView(QWidget):
    """Shows today; the two forms and the office's page take its place while they are open."""

    start_asked = Signal()
    fair_asked = Signal()
    stand_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.start_form = StartForm()
        self.fair_form = FairForm()
        self.office = OfficeView()
        self._overview = self._make_overview()
        self._pages = Stack()
        for page in (self._overview, self.start_form, self.fair_form, self.office):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self.start_form.back_pressed.connect(self.show_overview)
        self.fair_form.back_pressed.connect(self.show_overview)
        self.office.back_pressed.connect(self.show_overview)
        self._office_card.opened.connect(self.show_office_page)

    def show_today(self, shown: TodayShown) -> None:
        """Show what was read."""
        self._day.setText(shown.day)
        self._count.setText(shown.count)
        self._list.rows.set_rows(shown.stands)
        self._lists.setCurrentIndex(0 if shown.stands else (2 if shown.fair else 1))
        self._show_fair(shown.fair)
        self._show_health(shown.health)
        self._start.setVisible(shown.fair is not None)

    def show_office(self, shown: OfficeShown) -> None:
        """Show on the overview what the office wants of a person."""
        self._office_card.show_office(shown)

    def show_problem(self, sentence: str) -> None:
        """Say what could not be read."""
        self._banner.say(sentence)

    @property
    def open_form(self) -> str:
        """Which form is open: `start`, `fair`, `office` or none."""
        return ("", "start", "fair", "office")[self._pages.currentIndex()]

    def show_overview(self) -> None:
        """Leave a form."""
        self._pages.setCurrentIndex(0)

    def show_start_form(self) -> None:
        """Begin a stand."""
        self._pages.setCurrentIndex(1)
        self.start_form.begin()

    def show_fair_form(self) -> None:
        """Write a fair down."""
        self._pages.setCurrentIndex(2)
        self.fair_form.begin()

    def show_office_page(self, matter_id: str = "") -> None:
        """Open the office's page, at the fields of one stand if it is named."""
        self._pages.setCurrentIndex(3)
        self.office.go_to(matter_id)

    def _make_overview(self) -> Page:
        page = Page()
        self._day = Words("", Role.PAGE)
        self._count = Words("", Role.MUTED)
        self._banner = Banner()
        head = QHBoxLayout()
        head.addWidget(self._day)
        head.addSpacing(M)
        head.addWidget(self._count)
        head.addStretch(1)
        page.body.addLayout(head)
        work, side = QWidget(), QWidget()
        lines = QVBoxLayout(work)
        self._office_card = OfficeCard()
        lines.addWidget(self._office_card)
        lines.addWidget(self._make_stands(), 1)
        beside = QVBoxLayout(side)
        beside.addWidget(self._make_fair())
        beside.addWidget(self._make_health())
        beside.addStretch(1)
        for column in (lines, beside):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(L)
        page.body.addWidget(Beside((work, 5), (side, 3)), 1)
        self._start = Button(tr("ui.today.start"), Kind.PRIMARY, "plus", key="Ctrl+N")
        self._start.clicked.connect(self.start_asked)
        page.foot.addWidget(self._banner, 1)
        page.foot.addWidget(self._start)
        return page

    def _make_stands(self) -> Card:
        card = Card(tr("ui.today.open"))
        card.body.setContentsMargins(L - M, L, L - M, S)
        card.head.setContentsMargins(M, 0, M, 0)
        self._list = StandList(tr("ui.today.open"))
        self._list.stand_chosen.connect(self.stand_chosen)
        no_fair = EmptyState(
            "calendar-days", tr("ui.today.no_fair"), tr("ui.today.new_fair"), kind=Kind.PRIMARY
        )
        no_fair.acted.connect(self.fair_asked)
        self._lists = QStackedWidget()
        for each in (self._list, no_fair, EmptyState("clipboard-list", tr("ui.today.none"))):
            self._lists.addWidget(each)
        self._lists.setMinimumHeight(3 * ROW_HEIGHT)
        card.body.addWidget(self._lists, 1)
        return card

    def _make_fair(self) -> Card:
        card = Card(tr("ui.today.fair"))
        card.body.setSpacing(S)
        self._fair_name = Words("", Role.STRONG, wraps=True)
        self._fair_venue = Words("", wraps=True)
        self._fair_days = Words("", Role.MUTED)
        self._fair_when = StateWord("calendar-days", "")
        other = Button(tr("ui.today.other_fair"), Kind.PLAIN)
        other.clicked.connect(self.fair_asked)
        for each in (self._fair_name, self._fair_venue, self._fair_days, self._fair_when):
            card.body.addWidget(each)
        card.body.addWidget(other, 0, Qt.AlignmentFlag.AlignLeft)
        self._fair_card = card
        return card

    def _make_health(self) -> Card:
        card = Card(tr("ui.today.device"))
        self._health = QVBoxLayout()
        self._health.setSpacing(M)
        card.body.addLayout(self._health)
        return card

    def _show_fair(self, fair: FairShown | None) -> None:
        self._fair_card.setVisible(fair is not None)
        if fair is None:
            return
        self._fair_name.setText(fair.name)
        self._fair_venue.setText(fair.venue)
        self._fair_days.setText(fair.days)
        self._fair_when.say("calendar-days", fair.when, Tone.ACCENT)

    def _show_health(self, lines: tuple[Line, ...]) -> None:
        while self._health.count() < len(lines):
            self._health.addWidget(StateWord())
        for number in range(self._health.count()):
            item = self._health.itemAt(number)
            word = item.widget() if item is not None else None
            if isinstance(word, StateWord):
                word.setVisible(number < len(lines))
                if number < len(lines):
                    word.say(lines[number].icon, lines[number].text, lines[number].tone)

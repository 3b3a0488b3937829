"""The two forms of today: begin a stand, write a fair down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from inspector.records import Exhibitor, Fair, Officer
from ui.desktop.i18n import tr
from ui.desktop.screens.fair.shown import FairNow, met_line
from ui.desktop.theme.tokens import XS, L, M
from ui.desktop.widgets import Banner, Button, Card, Choice, DayEdit, Field, Kind, Page, Role, Words

_WIDTH = 860
_BEFORE_THE_REST = 100
"""The card takes all the room it may before the empty rest does."""


@dataclass(frozen=True)
class StartTyped:
    """A stand as typed."""

    fair_id: str
    hall: str
    booth: str
    place: str
    subject: str
    officer_ids: tuple[str, ...]
    party: str = ""
    """Name of who stands there; what else the roster says of them comes along."""
    is_risk_taken: bool = False
    """Begun although there is little room: somebody pressed the button that says so."""


@dataclass(frozen=True)
class FairTyped:
    """A fair as typed."""

    name: str
    venue: str
    address: str
    opens: date
    closes: date
    organiser: str
    division_code: str = ""


class _Form(Page):
    """Title, sentence, a card of fields in a grid, problems in place, back and one primary button, which Enter presses."""

    back_pressed = Signal()

    def __init__(self, title: str, line: str, action: str) -> None:
        super().__init__()
        holder = QWidget()
        holder.setMaximumWidth(_WIDTH)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(L)
        self.grid.setVerticalSpacing(XS)
        card = Card()
        card.body.setContentsMargins(L, L, L, XS)
        self.body.setSpacing(M)
        card.body.addLayout(self.grid)
        self.fields: dict[str, Field] = {}
        self.body.addWidget(Words(tr(title), Role.PAGE))
        self.body.addWidget(Words(tr(line), Role.MUTED))
        row = QHBoxLayout()
        row.addWidget(card)
        row.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(row)
        across = QHBoxLayout()
        across.addWidget(holder, _BEFORE_THE_REST)
        across.addStretch(1)
        self.body.addLayout(across)
        self.body.addStretch(1)
        self._banner = Banner(lines=2)
        self.back = Button(tr("ui.start.back"), icon="chevron-left")
        self.go = Button(tr(action), Kind.PRIMARY)
        self.back.clicked.connect(self.back_pressed)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            enter = QShortcut(QKeySequence(key), self)
            enter.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            enter.activated.connect(self.go.click)
        self.foot.addWidget(self._banner, 1)
        self.foot.addWidget(self.back)
        self.foot.addWidget(self.go)

    def show_problem(self, sentence: str, field: str = "") -> None:
        """Say what is wrong, at the field if one is named; an empty sentence takes everything back."""
        self.go.setEnabled(True)
        for each in self.fields.values():
            each.say("")
        self._banner.say("" if field else sentence)
        if sentence and field:
            self.fields[field].say(sentence)
            self.fields[field].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_working(self) -> None:
        """Keep a second press from doing it twice."""
        self.go.setEnabled(False)

    def place(self, name: str, label: str, at: tuple[int, int, int], editor: QWidget | None = None) -> Field:
        """Add a field at (row, column, span)."""
        field = Field(tr(label), editor=editor)
        field.value_changed.connect(lambda _: field.say(""))
        self.fields[name] = field
        self.grid.addWidget(field, at[0], at[1], 1, at[2])
        return field


class StartForm(_Form):
    """Which stand, where, why, and which two officers."""

    started = Signal(object)
    """StartTyped"""

    def __init__(self) -> None:
        super().__init__("ui.start.title", "ui.start.line", "ui.start.begin")
        self._fairs: tuple[Fair, ...] = ()
        self._place_is_own = False
        self._party_is_own = False
        self._hall_filled_in = ""
        """As the roster had it for the booth typed; somebody's own hall is another one."""
        self._roster = FairNow()
        self._fair = Choice()
        self._officers = (Choice(), Choice())
        self.place("fair", "ui.start.fair", (0, 0, 1), self._fair)
        self.place("hall", "ui.start.hall", (0, 1, 1))
        self.place("booth", "ui.start.booth", (1, 0, 1))
        self.place("party", "ui.start.party", (1, 1, 1))
        self.place("place", "ui.start.place", (2, 0, 2))
        self.place("subject", "ui.start.subject", (3, 0, 2))
        for number, choice in enumerate(self._officers):
            label = tr("ui.start.officer", number=number + 1)
            self.place(f"officer{number + 1}", label, (4, number, 1), choice)
        self.fields["booth"].value_changed.connect(lambda _: self._fill_hall())
        for name in ("fair", "hall", "booth"):
            self.fields[name].value_changed.connect(lambda _: self._fill_place())
            self.fields[name].value_changed.connect(lambda _: self._fill_party())
        self.fields["place"].value_changed.connect(lambda _: self._own_place())
        self.fields["party"].value_changed.connect(lambda _: self._own_party())
        self.go.clicked.connect(lambda: self.started.emit(self.typed()))
        self._banner.acted.connect(lambda: self.started.emit(replace(self.typed(), is_risk_taken=True)))

    def offer_risk(self, is_offered: bool) -> None:
        """Let one begin all the same, beside the sentence that says why one should not."""
        if is_offered:
            self._banner.say(self._banner.sentence, action=tr("ui.space.start_anyway"))

    def offer(self, fairs: Sequence[Fair], chosen: Fair | None, officers: Sequence[Officer]) -> None:
        """Offer the fairs and officers known; what is typed stays."""
        self._fairs = tuple(fairs)
        self._fair.set_choices(tuple((fair.id, fair.name) for fair in fairs))
        if chosen is not None and not self.fields["booth"].text():
            self.fields["fair"].set_text(chosen.id)
        for number, choice in enumerate(self._officers):
            was = choice.currentData()
            choice.set_choices(
                tuple((officer.id, f"{officer.name}（{officer.cert_no}）") for officer in officers)
            )
            if was is None and number < len(officers):
                choice.setCurrentIndex(number)
        if not self.fields["subject"].text():
            self.fields["subject"].set_text(tr("ui.start.subject.default"))
        self._fill_place()

    def offer_roster(self, roster: FairNow) -> None:
        """Know who stands where: typing a booth fills the party in."""
        self._roster = roster
        if self.fields["party"].text():
            self._say_of_party()
        else:
            self._fill_party()

    def follow_fields(self) -> None:
        """Take what a draft put back as typed: a place or party that is not the composed one is somebody's own."""
        place, party = self.fields["place"].text(), self.fields["party"].text()
        self._place_is_own = bool(place) and place != self._composed_place()
        there = self._roster.at(self.fields["hall"].text(), self.fields["booth"].text())
        self._party_is_own = bool(party) and (there is None or there.name != party)
        self._say_of_party()

    def begin_with(self, exhibitor: Exhibitor) -> None:
        """Begin at a stand of the roster, filled in."""
        self.clear()
        self.fields["hall"].set_text(exhibitor.hall)
        self.fields["booth"].set_text(exhibitor.booth)
        self.fields["party"].set_text(exhibitor.name)
        self._party_is_own = True
        for each in ("hall", "booth", "party"):  # chosen is as good as typed: a lock keeps it
            editor = self.fields[each].editor
            if isinstance(editor, QLineEdit):
                editor.setModified(True)
        self._fill_place()
        self._say_of_party()
        name = "booth" if not exhibitor.booth else "subject"
        self.fields[name].setFocus(Qt.FocusReason.OtherFocusReason)

    def begin(self) -> None:
        """Put the cursor where one types first: the roster knows the hall of a booth."""
        self.show_problem("")
        self.fields["booth"].setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Forget the stand that was begun."""
        self._place_is_own = self._party_is_own = False
        self._hall_filled_in = ""
        for name in ("hall", "booth", "place", "party"):
            self.fields[name].set_text("")

    def typed(self) -> StartTyped:
        """Return what is typed."""
        return StartTyped(
            fair_id=self.fields["fair"].text(),
            hall=self.fields["hall"].text(),
            booth=self.fields["booth"].text(),
            place=self.fields["place"].text(),
            subject=self.fields["subject"].text(),
            officer_ids=tuple(str(choice.currentData() or "") for choice in self._officers),
            party=self.fields["party"].text(),
        )

    def _own_party(self) -> None:
        self._party_is_own = bool(self.fields["party"].text())
        self._say_of_party()

    def _fill_hall(self) -> None:
        """Fill in the hall where the roster has the booth in one only, until somebody types another one."""
        if self.fields["hall"].text() not in {"", self._hall_filled_in}:
            return
        halls = self._roster.halls_of(self.fields["booth"].text())
        self._hall_filled_in = halls[0] if len(halls) == 1 else ""
        self.fields["hall"].set_text(self._hall_filled_in)

    def _fill_party(self) -> None:
        """Name who the roster says stands there, until somebody types another name."""
        if not self._party_is_own:
            there = self._roster.at(self.fields["hall"].text(), self.fields["booth"].text())
            self.fields["party"].set_text(there.name if there else "")
        self._say_of_party()

    def _say_of_party(self) -> None:
        """Say what comes along from the roster, and whether the party was met before."""
        name = self.fields["party"].text()
        there = self._roster.at(self.fields["hall"].text(), self.fields["booth"].text(), name)
        known = there if name and there else Exhibitor(name)
        met = met_line(self._roster.met(known)) if name else None
        code = known.credit_code or tr("ui.fair.no_code")
        if name and there and met:
            self.fields["party"].set_hint(tr("ui.start.party_met", number=code, met=met.text))
        elif name and there:
            self.fields["party"].set_hint(tr("ui.start.party_roster", number=code))
        else:
            self.fields["party"].set_hint(met.text if met else "")

    def _own_place(self) -> None:
        self._place_is_own = bool(self.fields["place"].text())

    def _fill_place(self) -> None:
        """Compose the place until somebody types another one."""
        if not self._place_is_own:
            self.fields["place"].set_text(self._composed_place())

    def _composed_place(self) -> str:
        fair = next((fair for fair in self._fairs if fair.id == self.fields["fair"].text()), None)
        booth = self.fields["booth"].text()
        stand = f"{booth}展位" if booth else ""
        where = f"{fair.address}{fair.venue}" if fair else ""
        return f"{where}{self.fields['hall'].text()}{stand}"


class FairForm(_Form):
    """Name, place and days of a fair."""

    saved = Signal(object)
    """FairTyped"""

    def __init__(self) -> None:
        super().__init__("ui.fair.title", "ui.fair.line", "ui.fair.save")
        self._opens, self._closes = DayEdit(), DayEdit()
        self._division = Choice()
        self.place("name", "ui.fair.name", (0, 0, 2))
        self.place("venue", "ui.fair.venue", (1, 0, 1))
        self.place("organiser", "ui.fair.organiser", (1, 1, 1))
        self.place("address", "ui.fair.address", (2, 0, 1))
        self.place("division", "ui.fair.division", (2, 1, 1), self._division)
        self.place("opens", "ui.fair.opens", (3, 0, 1), self._opens)
        self.place("closes", "ui.fair.closes", (3, 1, 1), self._closes)
        self.go.clicked.connect(lambda: self.saved.emit(self.typed()))

    def offer_divisions(self, divisions: Sequence[tuple[str, str]], own: str) -> None:
        """Offer the divisions of the law pack; the bureau's own is proposed."""
        if not self._division.count():
            self._division.set_choices(tuple(divisions))
            self.fields["division"].set_text(own)

    def set_days(self, opens: date, closes: date) -> None:
        """Suggest the days."""
        self._opens.set_day(opens)
        self._closes.set_day(closes)

    def begin(self) -> None:
        """Put the cursor where one types first."""
        self.show_problem("")
        self.fields["name"].setFocus(Qt.FocusReason.OtherFocusReason)

    def typed(self) -> FairTyped:
        """Return what is typed."""
        return FairTyped(
            name=self.fields["name"].text(),
            venue=self.fields["venue"].text(),
            address=self.fields["address"].text(),
            opens=self._opens.day,
            closes=self._closes.day,
            organiser=self.fields["organiser"].text(),
            division_code=str(self._division.currentData() or ""),
        )

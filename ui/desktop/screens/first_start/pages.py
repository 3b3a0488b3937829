"""The four pages of the first start, one at a time."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from inspector.errors import InputError
from inspector.records import BureauLevel
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.first_start.code_groups import CodeGroups
from ui.desktop.screens.first_start.typed import (
    BLOCK,
    CODE,
    BureauTyped,
    OfficerTyped,
    Problems,
    Strength,
    strength,
)
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import XL, L, M, S
from ui.desktop.widgets import Button, Card, DayEdit, Field, Role, Segments, StateWord, Tick, Words, row_of

_CHOSEN = ("level", "numbering")
"""Fields of the bureau that are pressed, not typed."""


class FormPage(QWidget):
    """A title, a sentence, and a column of fields; problems are said at the fields."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, Field] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(S)
        self.column.addWidget(Words(tr(f"ui.first.{page}.title"), Role.PAGE))
        self.column.addWidget(Words(tr(f"ui.first.{page}.line"), Role.MUTED, wraps=True))
        self.column.addSpacing(L)

    def show_problems(self, problems: Problems) -> None:
        """Say at each field what is wrong; the first wrong one gets the cursor."""
        for name, field in self.fields.items():
            code = problems.get(name, "")
            field.say(_sentence(code))
        wrong = next((field for name, field in self.fields.items() if name in problems), None)
        if wrong is not None:
            wrong.setFocus(Qt.FocusReason.OtherFocusReason)

    def field(self, name: str, label: str, *, placeholder: str = "", is_secret: bool = False) -> Field:
        """Make a field that forgets its problem as soon as it is typed into."""
        made = Field(tr(label), placeholder=tr(placeholder) if placeholder else "", is_secret=is_secret)
        made.value_changed.connect(lambda _: made.say(""))
        self.fields[name] = made
        return made


class BureauPage(FormPage):
    """The profile that is printed on every notice."""

    def __init__(self) -> None:
        super().__init__("bureau")
        self._level = Segments(
            tr("ui.first.level"),
            [(level.value, tr(f"ui.level.{level.value}")) for level in BureauLevel],
        )
        level = Field(tr("ui.first.level"), editor=self._level)
        level.setMinimumWidth(self._level.sizeHint().width())  # side by side, as the fields beside it stand
        self._level.chosen.connect(lambda _: level.say(""))
        self.fields["level"] = level
        self._numbering = Segments(
            tr("ui.first.numbering"), [(way, tr(f"ui.first.numbering.{way}")) for way in (BLOCK, CODE)]
        )
        numbering = Field(tr("ui.first.numbering"), editor=self._numbering)
        self._numbering.chosen.connect(lambda _: self._turn_numbering())
        self.fields["numbering"] = numbering
        grid = QGridLayout()
        grid.setHorizontalSpacing(L)
        grid.setVerticalSpacing(S)
        layout = (
            ("name", 0, 0, 3), ("short_name", 0, 3, 1),
            ("level", 1, 0, 1), ("division_code", 1, 1, 1), ("contact", 1, 2, 1), ("phone", 1, 3, 1),
            ("government", 2, 0, 2), ("court", 2, 2, 2),
            ("address", 3, 0, 4),
            ("numbering", 4, 0, 2), ("numbers_from", 4, 2, 1), ("numbers_to", 4, 3, 1), ("device_code", 4, 2, 2),
        )  # fmt: skip
        for name, row, column, span in layout:
            placed = self.fields.get(name) or self.field(
                name, f"ui.first.bureau.{name}", placeholder=f"ui.first.bureau.{name}.example"
            )
            grid.addWidget(placed, row, column, 1, span)
        self.fields["device_code"].value_changed.connect(lambda _: self._say_block())
        for column, width in enumerate((3, 2, 2, 2)):
            grid.setColumnStretch(column, width)
        self.column.addLayout(grid)
        self.column.addStretch(1)
        self._turn_numbering()

    def typed(self) -> BureauTyped:
        """Return what is typed."""
        texts = {name: field.text() for name, field in self.fields.items() if name not in _CHOSEN}
        return BureauTyped(level=self._level.value, numbering=self._numbering.value, **texts)

    def show_typed(self, typed: BureauTyped) -> None:
        """Fill the page."""
        for name, field in self.fields.items():
            if name not in _CHOSEN:
                field.set_text(getattr(typed, name))
        if typed.level:
            self._level.choose(typed.level)
        if typed.numbering:
            self._numbering.choose(typed.numbering)
        self._turn_numbering()

    def _turn_numbering(self) -> None:
        """Ask for the block, or for the code from which it follows; for neither before one is chosen."""
        way = self._numbering.value
        self.fields["numbering"].say("")
        for name in ("numbers_from", "numbers_to"):
            self.fields[name].setVisible(way == BLOCK)
        self.fields["device_code"].setVisible(way == CODE)
        self._say_block()

    def _say_block(self) -> None:
        typed = self.typed()
        is_known = typed.numbering == CODE and "device_code" not in typed.problems()
        first, last = typed.numbers() if is_known else (0, 0)
        self.fields["device_code"].set_hint(
            tr("ui.first.device_block", first=first, last=last) if is_known else ""
        )


class OfficersPage(FormPage):
    """Two officers with their certificates."""

    def __init__(self, today: date) -> None:
        super().__init__("officers")
        self._days: list[tuple[DayEdit, DayEdit]] = []
        cards = [self._card(number, today) for number in (1, 2)]
        self.column.addLayout(row_of(*cards, spacing=L))
        self.column.addStretch(1)

    def typed(self) -> tuple[OfficerTyped, ...]:
        """Return what is typed."""
        return tuple(
            OfficerTyped(
                self.fields[f"name{number}"].text(),
                self.fields[f"cert_no{number}"].text(),
                days[0].day,
                days[1].day,
            )
            for number, days in enumerate(self._days, 1)
        )

    def show_officer_problems(self, problems: tuple[Problems, ...]) -> None:
        """Say at each officer's fields what is wrong."""
        self.show_problems(
            {
                f"{name}{number}": code
                for number, each in enumerate(problems, 1)
                for name, code in each.items()
            }
        )

    def show_typed(self, officers: tuple[OfficerTyped, ...]) -> None:
        """Fill the page."""
        for number, (officer, days) in enumerate(zip(officers, self._days, strict=True), 1):
            self.fields[f"name{number}"].set_text(officer.name)
            self.fields[f"cert_no{number}"].set_text(officer.cert_no)
            days[0].set_day(officer.valid_from)
            days[1].set_day(officer.valid_to)

    def _card(self, number: int, today: date) -> Card:
        card = Card(tr("ui.first.officer", number=number), margin=XL)
        card.body.setSpacing(S)
        days = DayEdit(today), DayEdit(today.replace(year=today.year + 5, day=min(today.day, 28)))
        self._days.append(days)
        card.body.addWidget(self.field(f"name{number}", "ui.first.officer.name"))
        card.body.addWidget(self.field(f"cert_no{number}", "ui.first.officer.cert_no"))
        row = []
        for name, day in zip(("valid_from", "valid_to"), days, strict=True):
            field = Field(tr(f"ui.first.officer.{name}"), editor=day)
            field.value_changed.connect(lambda _, field=field: field.say(""))
            self.fields[f"{name}{number}"] = field
            row.append(field)
        card.body.addLayout(row_of(*row))
        return card


_STRENGTHS = {
    Strength.EMPTY: ("info", Tone.MUTED),
    Strength.WEAK: ("triangle-alert", Tone.WARN),
    Strength.FAIR: ("circle-check", Tone.OK),
    Strength.STRONG: ("shield-check", Tone.OK),
}


class PassphrasePage(FormPage):
    """The passphrase, twice, with a word on how hard it is to guess."""

    def __init__(self) -> None:
        super().__init__("passphrase")
        first = self.field("first", "ui.first.passphrase.first", is_secret=True)
        second = self.field("second", "ui.first.passphrase.second", is_secret=True)
        self._strength = StateWord()
        for field in (first, second):
            field.setMaximumWidth(560)
        self.column.addWidget(first)
        self.column.addWidget(self._strength)
        self.column.addSpacing(L)
        self.column.addWidget(second)
        self.column.addStretch(1)
        first.value_changed.connect(self._judge)
        self._judge("")

    def typed(self) -> tuple[str, str]:
        """Return both spellings as typed."""
        return self.fields["first"].text(), self.fields["second"].text()

    def show_typed(self, passphrase: str) -> None:
        """Fill both fields."""
        self.fields["first"].set_text(passphrase)
        self.fields["second"].set_text(passphrase)
        self._judge(passphrase)

    def _judge(self, passphrase: str) -> None:
        judged = strength(passphrase)
        icon, tone = _STRENGTHS[judged]
        self._strength.say(icon, tr(f"ui.first.strength.{judged.value}"), tone)


class CodePage(FormPage):
    """The recovery code, shown once; it must be written down before one goes on."""

    written_down = Signal(bool)
    print_asked = Signal()

    def __init__(self) -> None:
        super().__init__("code")
        self._card = Card(margin=XL)
        self._groups = CodeGroups()
        self._card.body.addWidget(self._groups)
        self._tick = Tick(tr("ui.first.code.written"))
        self._tick.toggled.connect(self.written_down)
        print_code = Button(tr("ui.first.code.print"), icon="printer")
        print_code.clicked.connect(self.print_asked)
        self.column.addWidget(self._card)
        self.column.addSpacing(M)
        row = row_of(self._tick)
        row.addStretch(1)
        row.addWidget(print_code)
        self.column.addLayout(row)
        self.column.addStretch(1)

    def show_code(self, code: str) -> None:
        """Show the code by its groups, numbered so that it can be read out."""
        self._card.setAccessibleName(tr("ui.first.code.title"))
        self._groups.show_code(code)


def _sentence(code: str) -> str:
    if not code:
        return ""
    return tr(code) if code.startswith("ui.") else InputError(code).sentence(spoken())

"""Step ② on the screen: the party, with its codes judged as they are typed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from inspector.records import Party, PartyKind
from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.parts import Answers, StepCard, page_of
from ui.desktop.screens.inspection.party_presenter import CodeWord
from ui.desktop.screens.inspection.text_field import TextField
from ui.desktop.widgets import Button

_LINES = (
    ("name", "licence_kind"),
    ("credit_code", "representative"),
    ("address", "phone"),
    ("id_number", "other_contact"),
)


_CODES = ("credit_code", "id_number")
"""Judged as they are typed; what is wrong with them takes three lines to say."""
_NOT_OF_A_PERSON = ("licence_kind", "credit_code", "representative")
"""Not asked of a natural person: neither shown, judged nor recorded then."""


class PartyView(QWidget):
    """One page, two columns; whatever is typed goes into the record when a field is left."""

    party_typed = Signal(object)
    """Party"""
    licence_asked = Signal()
    """The fields shall be proposed from a photo of the licence."""
    code_typed = Signal(str, str, object)
    """(field, text, PartyKind)"""

    def __init__(self) -> None:
        super().__init__()
        self._kind = Answers(tr("ui.party.kind"), [(kind, tr(f"ui.party.kind.{kind}")) for kind in PartyKind])
        self._kind.show_answer(PartyKind.COMPANY)
        self._fields = {
            name: TextField(tr(f"ui.party.{name}"), message_lines=3 if name in _CODES else 1)
            for line in _LINES
            for name in line
        }
        self._corrected: Mapping[str, str] = {}
        """What corrections say beside the facts, by field."""
        self._licence = Button(tr("ui.party.read_licence"), icon="scan-text")
        self._lay_out()
        self._licence.clicked.connect(self.licence_asked)
        self._kind.answered.connect(self._kind_chosen)
        for field in self._fields.values():
            field.committed.connect(self._give)
        for name in _CODES:
            self._fields[name].typed.connect(
                lambda text, name=name: self.code_typed.emit(name, text, self._kind.meant())
            )

    def show_corrected(self, corrected: Mapping[str, str]) -> None:
        """Say beside each fact what a correction says; the fact itself stays."""
        gone = set(self._corrected) - set(corrected)
        self._corrected = corrected
        for name in self._fields:
            if name in corrected or name in gone:
                self._fields[name].show_message(corrected.get(name, ""), is_wrong=False)

    def show_party(self, party: Party, *, is_frozen: bool) -> None:
        """Show the party; a wrong code that is still being corrected stays, and so do fields not asked."""
        self._kind.show_answer(party.kind)
        asked = self._asked()
        for name, field in self._fields.items():
            if name in asked and not field.is_wrong:
                field.show_text(getattr(party, name))
            field.set_frozen(is_frozen=is_frozen)
        self._licence.setEnabled(not is_frozen)
        self._kind.set_frozen(is_frozen=is_frozen)
        self._show_kind()
        self._judge_codes()

    def show_code(self, field: str, word: CodeWord) -> None:
        """Say beside the code what its digits say."""
        if word.is_wrong:
            self._fields[field].show_message(word.sentence)
        elif word.is_right:
            self._fields[field].show_message(
                word.sentence or f"✓ {tr('ui.party.code_right')}", is_wrong=False
            )
        else:
            self._fields[field].show_message("")
        if field in self._corrected and not word.is_wrong:
            self._fields[field].show_message(self._corrected[field], is_wrong=False)

    def show_hint(self, field: str, sentence: str) -> None:
        """Say at the field what is still asked."""
        self._fields[field].show_message(sentence, is_wrong=False)

    def put(self, field: str, value: str) -> None:
        """Type a value the officer accepted; one undo in the field brings the former one back."""
        if field == "kind":
            self._kind.show_answer(PartyKind(value))
            self._kind_chosen(PartyKind(value))
        elif field in self._asked():
            self._fields[field].put(value)

    def show_problem(self, field: str, sentence: str) -> None:
        """Say at the field what is wrong."""
        self._fields.get(field, self._fields["name"]).show_message(sentence)

    def go_to(self, field: str) -> None:
        """Put the cursor where a finding is mended."""
        self._fields.get(field, self._fields["name"]).setFocus()

    def forget(self) -> None:
        """Empty what another stand left behind."""
        for field in self._fields.values():
            field.show_message("")
            field.show_text("")

    def _lay_out(self) -> None:
        card = StepCard(tr("ui.party.title"))
        card.head.addWidget(self._licence)
        card.head.addWidget(self._kind)
        _grid(card, _LINES, self._fields)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page_of(card))

    def _kind_chosen(self, _kind: PartyKind) -> None:
        self._show_kind()
        self._give()

    def _show_kind(self) -> None:
        is_person = self._kind.meant() is PartyKind.PERSON
        self._fields["name"].set_caption(tr("ui.party.name.person" if is_person else "ui.party.name"))
        for name in _NOT_OF_A_PERSON:
            self._fields[name].setVisible(not is_person)

    def _asked(self) -> tuple[str, ...]:
        """Return the fields asked of the kind that is chosen."""
        is_person = self._kind.meant() is PartyKind.PERSON
        return tuple(name for name in self._fields if not (is_person and name in _NOT_OF_A_PERSON))

    def _judge_codes(self) -> None:
        for name in _CODES:
            self.code_typed.emit(name, self._fields[name].text(), self._kind.meant() or PartyKind.COMPANY)

    def _give(self, _text: str = "") -> None:
        asked = self._asked()
        typed = {name: field.text().strip() if name in asked else "" for name, field in self._fields.items()}
        self.party_typed.emit(Party(id="", kind=self._kind.meant() or PartyKind.COMPANY, **typed))
        self._judge_codes()


def _grid(card: StepCard, lines: tuple[tuple[str, ...], ...], fields: dict[str, TextField]) -> None:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    for line, names in enumerate(lines):
        for place, name in enumerate(names):
            grid.addWidget(fields[name], line, place, 1, 2 // len(names), Qt.AlignmentFlag.AlignTop)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    card.body.addLayout(grid)

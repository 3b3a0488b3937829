"""Step ② for the screen: the party, entered once, with codes judged while they are typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from inspector import codes
from inspector.actions import name_party
from inspector.actions.ports import Device
from inspector.records import Party, PartyKind
from ui.desktop.i18n import Language, spoken, tr
from ui.desktop.screens.inspection.case_presenter import corrected_words
from ui.desktop.screens.inspection.stand import Stand
from ui.desktop.screens.inspection.stand_now import StandNow


@dataclass(frozen=True)
class CodeWord:
    """What to say beside a code field while it is typed."""

    sentence: str = ""
    is_wrong: bool = False
    is_right: bool = False
    position: int | None = None
    """First character that cannot be right, from 1."""


class PartyView(Protocol):
    """What the presenter asks of the second step's view."""

    def show_party(self, party: Party, *, is_frozen: bool) -> None:
        """Show the party; fields being typed into keep what is typed."""

    def show_code(self, field: str, word: CodeWord) -> None:
        """Say beside the code field what its digits say."""

    def show_corrected(self, corrected: Mapping[str, str]) -> None:
        """Say beside each fact what a correction says, by field."""

    def show_hint(self, field: str, sentence: str) -> None:
        """Say at the field what is still asked, or nothing with an empty sentence."""

    def show_problem(self, field: str, sentence: str) -> None:
        """Say at the field what is wrong, or nothing with an empty sentence."""


NOBODY = Party(id="", kind=PartyKind.COMPANY, name="", address="", phone="", licence_kind="营业执照")
"""What the step starts with."""


class PartyPresenter:
    """Names the party; what cannot be recorded yet stays on the screen and out of the record."""

    def __init__(self, stand: Stand, view: PartyView) -> None:
        self._stand = stand
        self._view = view
        self._inspection_id = ""
        self._party = NOBODY
        self._draft: Party | None = None
        """What is typed and not in the record: no refresh may overwrite it."""
        self._wrong: set[str] = set()

    @property
    def holds_back(self) -> str:
        """Say what keeps something on the screen out of the record; empty when nothing does."""
        return self._name_asked or (tr("ui.party.code_held_back") if self._wrong else "")

    def show(self, now: StandNow) -> None:
        """Hand the party to the view: what is typed before there is a name, or else the record."""
        inspection, recorded = now.dossier.inspection, now.dossier.party
        is_named = self._draft is not None and bool(self._draft.name.strip())
        if inspection.id != self._inspection_id or now.goods_are_frozen or (recorded and is_named):
            self._draft = None
        self._inspection_id = inspection.id
        self._party = recorded or NOBODY
        self._view.show_corrected(corrected_words(now, "Party", self._party.id))
        self._view.show_party(self._draft or self._party, is_frozen=now.goods_are_frozen)
        if self._name_asked:
            self._view.show_hint("name", self._name_asked)

    def show_problem(self, about: str, sentence: str) -> None:
        """Show what naming the party could not do."""
        self._view.show_problem(about, sentence)

    def code_typed(self, field: str, text: str, kind: PartyKind) -> None:
        """Judge a credit code or identity number as it stands."""
        word = judge(field, text, kind)
        self._wrong.discard(field)
        if word.is_wrong:
            self._wrong.add(field)
        self._view.show_code(field, word)

    def party_typed(self, typed: Party) -> None:
        """Record the party once it has a name; a wrong code keeps its former value in the record."""
        given = replace(typed, id=self._party.id)
        was_asked = bool(self._name_asked)
        is_new = given != self._party and not (self._party.id and given.name.strip())
        self._draft = given if is_new else None
        if was_asked or self._name_asked:
            self._view.show_hint("name", self._name_asked)
        for field in ("credit_code", "id_number"):
            if judge(field, getattr(given, field), given.kind).is_wrong:
                given = replace(given, **{field: getattr(self._party, field)})
        if not given.name.strip() or given == self._party:
            return
        self._stand.do("name", lambda device, inspection_id, by: _name(device, inspection_id, given, by))

    @property
    def _name_asked(self) -> str:
        """What to say while something is typed about a party without a name."""
        if self._draft is None or self._draft.name.strip():
            return ""
        is_person = self._draft.kind is PartyKind.PERSON
        return tr("ui.party.name_hint.person" if is_person else "ui.party.name_hint")


def _name(device: Device, inspection_id: str, party: Party, by: str) -> Party:
    return name_party.name_party(
        device,
        inspection_id,
        kind=party.kind,
        name=party.name,
        address=party.address,
        phone=party.phone,
        licence_kind=party.licence_kind,
        credit_code=party.credit_code,
        representative=party.representative,
        id_number=party.id_number,
        other_contact=party.other_contact,
        by=by,
    )


def judge(field: str, text: str, kind: PartyKind) -> CodeWord:
    """Return what to say of a code: nothing while empty, of another document, or not asked of this kind."""
    is_person = kind is PartyKind.PERSON
    is_other = field == "id_number" and not is_person and len(codes.as_read(text)) != 18
    if not text.strip() or is_other or (field == "credit_code" and is_person):
        return CodeWord()
    check = codes.check("credit-code" if field == "credit_code" else "id-card", text)
    said = (check.remarks if check.valid else check.reasons)[:1]
    sentence = "".join(each.en if spoken() is Language.ENGLISH else each.zh for each in said)
    if check.valid:
        return CodeWord(sentence=sentence, is_right=True)
    return CodeWord(sentence=sentence, is_wrong=True, position=check.reasons[0].position)

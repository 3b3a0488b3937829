"""Step ② for the screen: the party, entered once, with codes judged while they are typed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from inspector import codes
from inspector.actions import name_party
from inspector.actions.ports import Device
from inspector.records import Party, PartyKind
from ui.desktop.i18n import Language, spoken
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
        """Show the party as recorded; fields being typed into keep what is typed."""

    def show_code(self, field: str, word: CodeWord) -> None:
        """Say beside the code field what its digits say."""

    def show_problem(self, field: str, sentence: str) -> None:
        """Say at the field what is wrong, or nothing with an empty sentence."""


NOBODY = Party(id="", kind=PartyKind.COMPANY, name="", address="", phone="", licence_kind="营业执照")
"""What the step starts with."""


class PartyPresenter:
    """Names the party; a code that cannot be right stays on the screen and out of the record."""

    def __init__(self, stand: Stand, view: PartyView) -> None:
        self._stand = stand
        self._view = view
        self._party = NOBODY
        self._wrong: set[str] = set()

    @property
    def holds_back(self) -> bool:
        """Tell whether a code on the screen cannot be right and is therefore not in the record."""
        return bool(self._wrong)

    def show(self, now: StandNow) -> None:
        """Hand the party to the view."""
        self._party = now.dossier.party or NOBODY
        self._view.show_party(self._party, is_frozen=now.goods_are_frozen)

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
        for field in ("credit_code", "id_number"):
            if judge(field, getattr(given, field), given.kind).is_wrong:
                given = replace(given, **{field: getattr(self._party, field)})
        if not given.name.strip() or given == self._party:
            return
        self._stand.do("name", lambda device, inspection_id, by: _name(device, inspection_id, given, by))


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
    """Return what to say of a code: nothing while empty; another document's number is not judged."""
    if not text.strip() or (
        field == "id_number" and kind is not PartyKind.PERSON and len(codes.as_read(text)) != 18
    ):
        return CodeWord()
    check = codes.check("credit-code" if field == "credit_code" else "id-card", text)
    said = (check.remarks if check.valid else check.reasons)[:1]
    sentence = "".join(each.en if spoken() is Language.ENGLISH else each.zh for each in said)
    if check.valid:
        return CodeWord(sentence=sentence, is_right=True)
    return CodeWord(sentence=sentence, is_wrong=True, position=check.reasons[0].position)

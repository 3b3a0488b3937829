"""Step ① for the screen: who showed which certificate, what was told and answered, who was present."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from inspector.actions import record_visit
from inspector.clock import CHINA
from inspector.records import Presence, PresenceKind, Witness, standing_corrections
from ui.desktop.screens.inspection.case_presenter import correction_words
from ui.desktop.screens.inspection.stand import Stand
from ui.desktop.screens.inspection.stand_now import StandNow, clock_text


@dataclass(frozen=True)
class VisitShown:
    """What the first step shows."""

    started: str
    place: str
    subject: str
    corrected: tuple[str, ...]
    """What was corrected of the visit's own facts, in words."""
    officers: tuple[tuple[str, str], ...]
    """(name, certificate number), in the order they sign."""
    credentials_sentence: str
    credentials_at: str
    credentials_answer: str
    rights_sentence: str
    rights_at: str
    rights_answer: str
    recusal_requested: bool
    presence: Presence | None
    likely_person: str
    """Who usually speaks for this party: the representative a roster or licence names; empty if none is known."""
    witness: Witness | None
    sources: tuple[tuple[str, str], ...]
    """(code, words) of where a case may come from, as the law pack lists them."""
    source: str
    lead_received: datetime | None
    day: date
    """A time typed without a day is of this one."""
    is_frozen: bool


class VisitView(Protocol):
    """What the presenter asks of the first step's view."""

    def show_visit(self, visit: VisitShown) -> None:
        """Show the step as recorded; fields being typed into keep what is typed."""

    def show_problem(self, field: str, sentence: str) -> None:
        """Say at the field what is wrong, or nothing with an empty sentence."""


class VisitPresenter:
    """Records the visit: each answer is written down as soon as it is given."""

    def __init__(self, stand: Stand, view: VisitView) -> None:
        self._stand = stand
        self._view = view
        self._visit: VisitShown | None = None

    def show(self, now: StandNow) -> None:
        """Hand the step's part of the record to the view."""
        self._visit = visit_shown(now)
        self._view.show_visit(self._visit)

    def show_problem(self, about: str, sentence: str) -> None:
        """Show what an action of this step could not do, where it was asked."""
        self._view.show_problem(about, sentence)

    def credentials_answered(self, answer: str) -> None:
        """Record that the certificates were shown now, with this answer."""
        if self._visit is None or not answer.strip() or answer.strip() == self._visit.credentials_answer:
            return
        self._stand.do(
            "credentials",
            lambda device, inspection_id, by: record_visit.show_credentials(
                device, inspection_id, answer=answer, by=by
            ),
        )

    def source_given(self, source: str, received: datetime | None) -> None:
        """Record where the case comes from, and when the lead came in."""
        if self._visit is None or not source:
            return
        if (source, received) != (self._visit.source, self._visit.lead_received):
            self._stand.do(
                "lead",
                lambda device, inspection_id, by: record_visit.state_source(
                    device, inspection_id, source=source, received=received, by=by
                ),
            )

    def rights_answered(self, answer: str, recusal_requested: bool) -> None:
        """Record that the rights were told now, with this answer."""
        told = (answer.strip(), recusal_requested)
        if (
            self._visit is None
            or not told[0]
            or told == (self._visit.rights_answer, self._visit.recusal_requested)
        ):
            return
        self._stand.do(
            "rights",
            lambda device, inspection_id, by: record_visit.tell_rights(
                device, inspection_id, answer=answer, recusal_requested=recusal_requested, by=by
            ),
        )

    def presence_given(self, presence: Presence) -> None:
        """Record who was there, once what the law asks for that case is filled in."""
        if self._visit is None or presence == self._visit.presence or not is_complete(presence):
            return
        self._stand.do(
            "presence",
            lambda device, inspection_id, by: record_visit.record_presence(
                device,
                inspection_id,
                kind=presence.kind,
                person=presence.person,
                note=presence.note,
                recording=presence.recording,
                by=by,
            ),
        )

    def witness_given(self, witness: Witness) -> None:
        """Record the witness, once name, number and contact are there."""
        parts = (witness.name, witness.id_number, witness.contact)
        if self._visit is None or witness == self._visit.witness or not all(part.strip() for part in parts):
            return
        self._stand.do(
            "witness",
            lambda device, inspection_id, by: record_visit.name_witness(
                device,
                inspection_id,
                name=witness.name,
                id_number=witness.id_number,
                contact=witness.contact,
                by=by,
            ),
        )


def is_complete(presence: Presence) -> bool:
    """Tell whether everything asked for this kind of presence is filled in (程序规定 28, 43)."""
    if presence.kind.is_absent:
        return bool(presence.note.strip() and presence.recording.strip())
    return bool(presence.person.strip())


def needs_witness(kind: PresenceKind | None) -> bool:
    """Tell whether a witness has to be named (行政强制法 18(九))."""
    return kind is not None and kind.is_absent


def visit_shown(now: StandNow) -> VisitShown:
    """Return the step's part of the record in words."""
    inspection = now.dossier.inspection
    credentials, rights = inspection.credentials, inspection.rights
    return VisitShown(
        started=clock_text(inspection.started),
        place=inspection.place,
        subject=inspection.subject,
        corrected=tuple(
            correction_words(now, each)
            for each in standing_corrections(now.dossier.corrections)
            if each.record_kind == "Inspection" and each.field != "supplier_asked"
        ),
        officers=tuple((officer.name, officer.cert_no) for officer in now.dossier.officers),
        credentials_sentence=now.wording["credentials_sentence"],
        credentials_at=_at(credentials.at if credentials else None),
        credentials_answer=credentials.answer if credentials else "",
        rights_sentence=now.wording["rights_sentence"],
        rights_at=_at(rights.at if rights else None),
        rights_answer=rights.answer if rights else "",
        recusal_requested=bool(rights and rights.recusal_requested),
        presence=inspection.presence,
        likely_person=party.representative if (party := now.dossier.party) else "",
        witness=inspection.witness,
        sources=now.source_words,
        source=inspection.source,
        lead_received=inspection.lead_received,
        day=inspection.started.astimezone(CHINA).date(),
        is_frozen=now.visit_is_frozen,
    )


def _at(instant: datetime | None) -> str:
    return clock_text(instant) if instant else ""

"""Checks of the party: named, reachable, its numbers well formed (F-21, F-22, form 9 fields 6 to 12)."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.codes import CodeCheck, as_read, credit_code, id_card
from inspector.law.checks.finding import Examination, Finding
from inspector.records import Party, PartyKind

_ID_LENGTH = 18


def party(case: Examination) -> Iterator[Finding]:
    """Judge the party as it would be printed on every notice."""
    known = case.dossier.party
    if known is None:
        yield case.finding("9-06", "missing", "party")
        return
    if case.dossier.inspection.party_id != known.id:
        yield case.finding("F-21", "mismatch", "party")
    if not known.name.strip():
        yield case.finding("9-06", "no-name", "party.name")
    if not known.address.strip():
        yield case.finding("9-09", "missing", "party.address")
    if not (known.phone.strip() or known.other_contact.strip()):
        yield case.finding("9-12", "missing", "party.phone")
    yield from _identity(case, known)


def _identity(case: Examination, known: Party) -> Iterator[Finding]:
    is_person = known.kind is PartyKind.PERSON
    if known.credit_code.strip():
        yield from _doubt(case, "credit-code", "party.credit_code", credit_code.check(known.credit_code))
    elif not is_person:
        yield case.finding("9-08", "missing", "party.credit_code")
    if not is_person and not known.representative.strip():
        yield case.finding("9-10", "missing", "party.representative")
    if len(as_read(known.id_number)) == _ID_LENGTH:
        yield from _doubt(case, "id-number", "party.id_number", id_card.check(known.id_number))
    elif is_person and not known.id_number.strip():
        yield case.finding("9-11", "missing", "party.id_number")


def _doubt(case: Examination, name: str, field: str, verdict: CodeCheck) -> Iterator[Finding]:
    if not verdict.valid:
        why = verdict.reasons[0]
        yield case.finding("F-22", name, field, why=why.zh, facts_en={"why": why.en})

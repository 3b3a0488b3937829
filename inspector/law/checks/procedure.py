"""Checks of what must be said and answered: credentials, rights, presence, witness (F-13 to F-17)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from inspector.codes import as_read
from inspector.law.checks.finding import Examination, Finding
from inspector.records import MeasureKind, PresenceKind


def procedure(case: Examination) -> Iterator[Finding]:
    """Judge the steps before any evidence is taken."""
    yield from _credentials(case)
    yield from _rights(case)
    yield from _presence(case)


def _credentials(case: Examination) -> Iterator[Finding]:
    field = "inspection.credentials"
    shown = case.dossier.inspection.credentials
    if shown is None:
        yield case.finding("F-13", "missing", field)
        return
    if not shown.answer.strip():
        yield case.finding("F-13", "no-answer", field)
    numbers = {as_read(number) for number in shown.cert_nos}
    for officer in case.dossier.officers:
        if officer.cert_no.strip() and as_read(officer.cert_no) not in numbers:
            yield case.finding("F-13", "not-shown", field, officer=officer.name, certificate=officer.cert_no)
    if _after_a_measure(case, shown.at):
        yield case.finding("F-13", "late", field)


def _rights(case: Examination) -> Iterator[Finding]:
    field = "inspection.rights"
    told = case.dossier.inspection.rights
    if told is None:
        yield case.finding("F-14", "missing", field)
        return
    if not told.answer.strip():
        yield case.finding("F-14", "no-answer", field)
    if _after_a_measure(case, told.at):
        yield case.finding("F-14", "late", field)


def _presence(case: Examination) -> Iterator[Finding]:
    field = "inspection.presence"
    presence = case.dossier.inspection.presence
    if presence is None:
        yield case.finding("9-13", "missing", field)
        return
    if presence.kind is PresenceKind.SITE_MANAGER and not presence.person.strip():
        yield case.finding("9-13", "no-person", field)
    if not presence.kind.is_absent:
        return
    if not presence.note.strip():
        yield case.finding("9-13", "no-note", field)
    if not presence.recording.strip():
        yield case.finding("F-16", "absent-no-recording", field)
    yield from _witness(case)


def _witness(case: Examination) -> Iterator[Finding]:
    """A seizure needs a witness (行政强制法 18(九)); an inspection alone may have one (程序规定 43)."""
    field = "inspection.witness"
    witness = case.dossier.inspection.witness
    if witness is not None and witness.name.strip() in {officer.name for officer in case.dossier.officers}:
        yield case.finding("F-17", "officer", field, name=witness.name)
    is_named = witness is not None and all(
        part.strip() for part in (witness.name, witness.id_number, witness.contact)
    )
    if not is_named and case.seizes:
        yield case.finding("F-17", "no-witness", field)
    elif not is_named:
        yield case.finding("F-16", "no-witness", field)


def _after_a_measure(case: Examination, at: datetime) -> bool:
    coercive = {MeasureKind.SEIZE, MeasureKind.REGISTER}
    return any(measure.kind in coercive and measure.decided < at for measure in case.dossier.measures)

"""Checks of who acts: two officers, valid certificates, recusal, one place at a time, one bureau (F-01 to F-04, F-06)."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.codes import as_read
from inspector.law.checks.finding import Examination, Finding
from inspector.records import Officer


def people(case: Examination) -> Iterator[Finding]:
    """Judge the officers named by the inspection."""
    officers = case.dossier.officers
    count = distinct_officers(officers)
    if count < 2:
        yield case.finding("F-01", "too-few", "inspection.officers", count=count)
    for officer in officers:
        yield from _certificate(case, officer)
    yield from _elsewhere(case)
    if case.dossier.inspection.bureau_id != case.dossier.bureau.id:
        yield case.finding("F-06", "other-bureau", "bureau.name")
    rights = case.dossier.inspection.rights
    if rights is not None and rights.recusal_requested:
        yield case.finding("F-03", "requested", "inspection.rights")


def _elsewhere(case: Examination) -> Iterator[Finding]:
    """Nobody inspects two stands at once; one that goes on is looked at as far as it has come."""
    own = case.dossier.inspection
    for other in case.dossier.elsewhere:
        first = max(own.started, other.started)
        last = min(own.ended or case.now, other.ended or case.now)
        for officer in case.dossier.officers:
            if officer.id in other.officer_ids and first < last and other.place != own.place:
                yield case.finding(
                    "F-04",
                    "two-places",
                    "inspection.officers",
                    officer=officer.name,
                    place=other.booth or other.place,
                    first=first,
                    last=last,
                )


def distinct_officers(officers: tuple[Officer, ...]) -> int:
    """Count persons: neither one id twice nor one certificate under two names makes two."""
    ids = {officer.id for officer in officers}
    certificates = {as_read(officer.cert_no) or officer.id for officer in officers}
    return min(len(ids), len(certificates))


def _certificate(case: Examination, officer: Officer) -> Iterator[Finding]:
    field = f"officer:{officer.id}"
    if not officer.cert_no.strip():
        yield case.finding("F-02", "no-certificate", field, officer=officer.name)
    elif not officer.holds_valid_certificate(case.day):
        yield case.finding(
            "F-02",
            "not-valid",
            field,
            officer=officer.name,
            day=case.day.isoformat(),
            first=officer.valid_from.isoformat(),
            last=officer.valid_to.isoformat(),
        )
    if as_read(officer.unit) != as_read(case.dossier.bureau.name):
        yield case.finding("F-02", "other-unit", field, officer=officer.name, unit=officer.unit)

"""Checks of who acts: two officers, valid certificates, recusal (F-01 to F-03)."""

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
    rights = case.dossier.inspection.rights
    if rights is not None and rights.recusal_requested:
        yield case.finding("F-03", "requested", "inspection.rights")


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

"""Checks of case quality that run at the stand: pure functions from a dossier to findings."""

from collections.abc import Iterable
from datetime import datetime

from inspector.law.checks.evidence import evidence
from inspector.law.checks.files import files
from inspector.law.checks.finding import Examination, Finding, in_order
from inspector.law.checks.lapsing import lapsing
from inspector.law.checks.lines import lines
from inspector.law.checks.listing import listing
from inspector.law.checks.measures import measures
from inspector.law.checks.numbering import numbering
from inspector.law.checks.origin import origin
from inspector.law.checks.papers import paper_findings
from inspector.law.checks.party import party
from inspector.law.checks.people import people
from inspector.law.checks.procedure import procedure
from inspector.law.checks.record import record
from inspector.law.checks.rights import rights
from inspector.law.checks.sampling import sampling
from inspector.law.checks.serving import serving
from inspector.law.checks.signing import signature_findings
from inspector.law.checks.written import written
from inspector.law.pack import LawPack
from inspector.records import Dossier

_FAMILIES = (
    people,
    origin,
    procedure,
    record,
    party,
    measures,
    sampling,
    lapsing,
    listing,
    evidence,
    files,
    rights,
    lines,
    written,
    serving,
    numbering,
)

_OF_LATER_ACTS = (people, lapsing, written, serving, numbering)
"""What can still be judged after the visit was sealed; the visit itself is not judged twice."""


def examine(pack: LawPack, dossier: Dossier, now: datetime) -> tuple[Finding, ...]:
    """Return everything found in a dossier: what blocks a form first, then by severity, warnings last."""
    case = Examination(pack, dossier, now)
    families = _OF_LATER_ACTS if dossier.inspection.follows else _FAMILIES
    return in_order(finding for family in families for finding in family(case))


def blocking(findings: Iterable[Finding], form: str, measure_id: str = "") -> tuple[Finding, ...]:
    """Return the findings that make the form (such as "9", "21", "24") impossible now, for one measure if it is named."""
    return tuple(
        finding
        for finding in findings
        if form in finding.forms
        and (not measure_id or not finding.measures or measure_id in finding.measures)
    )


__all__ = ["Finding", "blocking", "examine", "paper_findings", "signature_findings"]

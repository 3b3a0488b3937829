"""The six steps of a stand, where each finding is mended, and how far each step has come. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, IntEnum

from inspector.law.checks import Finding
from inspector.records import Dossier, InspectionState, NoticeState


class Step(IntEnum):
    """The rail from arrival to leaving; steps can be done in any order."""

    ARRIVAL = 1
    PARTY = 2
    GOODS = 3
    MEASURE = 4
    NOTICES = 5
    LEAVE = 6


class Mark(Enum):
    """What the rail shows beside a step."""

    EMPTY = "empty"
    OPEN = "open"
    """Begun, and something still stands against it."""
    DONE = "done"


@dataclass(frozen=True)
class Spot:
    """Where on the workspace something is mended."""

    step: Step
    field: str = ""
    """Name of the field within the step; empty for the step as a whole."""
    record_id: str = ""
    """The row or measure meant, if one is."""


_FIELDS: dict[str, tuple[Step, str]] = {
    "inspection.officers": (Step.ARRIVAL, "officers"),
    "inspection.credentials": (Step.ARRIVAL, "credentials"),
    "inspection.rights": (Step.ARRIVAL, "rights"),
    "inspection.presence": (Step.ARRIVAL, "presence"),
    "inspection.witness": (Step.ARRIVAL, "witness"),
    "inspection.subject": (Step.ARRIVAL, "officers"),
    "inspection.place": (Step.ARRIVAL, "officers"),
    "inspection.started": (Step.ARRIVAL, "officers"),
    "inspection.ended": (Step.NOTICES, "closing"),
    "inspection.party": (Step.PARTY, "name"),
    "inspection.findings": (Step.MEASURE, "findings"),
    "inspection.evidence_note": (Step.MEASURE, "evidence_note"),
    "inspection.supplier_asked": (Step.MEASURE, "supplier_asked"),
    "inspection.measure_told": (Step.MEASURE, "measure_told"),
    "inspection.statement": (Step.MEASURE, "statement"),
    "inspection.lead": (Step.ARRIVAL, "lead"),
    "inspection.lookups": (Step.MEASURE, "lookups"),
    "inspection.questioning_note": (Step.MEASURE, "questioning_note"),
    "inspection.closing": (Step.NOTICES, "closing"),
    "inspection.measure": (Step.MEASURE, "measure"),
    "signatures": (Step.NOTICES, "signatures"),
}

_KINDS: dict[str, Step] = {
    "inspection": Step.ARRIVAL,
    "officer": Step.ARRIVAL,
    "bureau": Step.ARRIVAL,
    "party": Step.PARTY,
    "item": Step.GOODS,
    "items": Step.GOODS,
    "photo": Step.GOODS,
    "photos": Step.GOODS,
    "measure": Step.MEASURE,
    "notice": Step.NOTICES,
    "signature": Step.NOTICES,
    "paper": Step.NOTICES,
}


def spot_of(path: str) -> Spot:
    """Return where a finding's machine path is mended, e.g. "item:<id>.quantity" or "party.address"."""
    if path in _FIELDS:
        step, field = _FIELDS[path]
        return Spot(step, field)
    record, _, field = path.partition(".")
    kind, _, record_id = record.partition(":")
    return Spot(_KINDS.get(kind, Step.ARRIVAL), field, record_id)


def marks(dossier: Dossier, findings: Iterable[Finding]) -> dict[Step, Mark]:
    """Tell how far each step has come: done only when begun and no finding that blocks a paper stands."""
    blocked = {spot_of(finding.field).step for finding in findings if finding.forms}
    begun = _begun(dossier)
    return {
        step: Mark.EMPTY if step not in begun else Mark.OPEN if step in blocked else Mark.DONE
        for step in Step
    }


def _begun(dossier: Dossier) -> set[Step]:
    inspection = dossier.inspection
    issued = [notice for notice in dossier.notices if notice.state is NoticeState.ISSUED]
    facts: dict[Step, object] = {
        Step.ARRIVAL: inspection.credentials or inspection.rights or inspection.presence,
        Step.PARTY: dossier.party,
        Step.GOODS: dossier.items or dossier.photos,
        Step.MEASURE: dossier.measures or inspection.findings or inspection.closing,
        Step.NOTICES: issued,
        Step.LEAVE: inspection.state is InspectionState.SEALED,
    }
    return {step for step, fact in facts.items() if fact}

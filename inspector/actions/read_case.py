"""Read what office and officers say of a case beside the record of the stand."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.actions.ports import Device
from inspector.records import CaseFile, Inspection, OfficeTask, TaskState


@dataclass(frozen=True)
class CaseSide:
    """The case of one inspection as it stands now."""

    file: CaseFile
    """Without fields while nobody wrote any."""
    waiting: tuple[OfficeTask, ...]
    """What a person has to decide."""


def case_side(device: Device, inspection_id: str) -> CaseSide:
    """Return the case an inspection belongs to; later acts share that of their visit."""
    with device.reading() as unit:
        case_id = unit.get(Inspection, inspection_id).case_id
        return CaseSide(
            file=unit.find(CaseFile, case_id) or CaseFile(case_id, case_id),
            waiting=tuple(
                task for task in unit.all(OfficeTask, inspection_id=case_id) if task.state is TaskState.OPEN
            ),
        )

"""Leave the stand: the gate that looks once more, then closes the record (S8)."""

from __future__ import annotations

from dataclasses import replace

from inspector.actions.gate_lines import GateLine, gate_of
from inspector.actions.ports import Device
from inspector.actions.read import dossier_in
from inspector.errors import InputError
from inspector.records import Inspection, InspectionState


def leave_gate(device: Device, inspection_id: str) -> tuple[GateLine, ...]:
    """Tell what still has to be done at this stand."""
    with device.reading() as unit:
        return gate_of(dossier_in(unit, inspection_id), device.law)


def seal_inspection(device: Device, inspection_id: str, *, by: str) -> Inspection:
    """Close the record of the stand for good; corrections later are new entries.

    Raises:
        InputError: `inspection.cannot_leave` with what is missing; `inspection.sealed`.
    """
    with device.unit() as unit:
        dossier = dossier_in(unit, inspection_id)
        if dossier.inspection.state is InspectionState.SEALED:
            raise InputError("inspection.sealed", booth=dossier.inspection.booth)
        open_lines = [line for line in gate_of(dossier, device.law) if line.stops and not line.passed]
        if open_lines:
            raise InputError(
                "inspection.cannot_leave",
                missing="；".join(line.text_zh for line in open_lines),
                missing_en="; ".join(line.text_en for line in open_lines),
            )
        inspection = replace(dossier.inspection, state=InspectionState.SEALED)
        if inspection.follows:
            inspection = replace(inspection, ended=device.clock.now().wall)
        unit.save(inspection, change="inspection.sealed", by=by)
        unit.commit()
    return inspection

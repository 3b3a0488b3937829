"""Leave the stand: the gate that looks once more, then closes the record (S8)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from inspector.actions.issue_notice import TITLES, fitting_forms
from inspector.actions.ports import Device
from inspector.actions.read import dossier_in
from inspector.errors import InputError
from inspector.records import Dossier, Inspection, InspectionState, NoticeState


@dataclass(frozen=True)
class GateLine:
    """One thing looked at before leaving; `passed` False and `stops` True keeps the stand open."""

    code: str
    passed: bool
    stops: bool
    text_zh: str
    text_en: str


def leave_gate(device: Device, inspection_id: str) -> tuple[GateLine, ...]:
    """Tell what still has to be done at this stand."""
    with device.reading() as unit:
        return _gate(dossier_in(unit, inspection_id))


def seal_inspection(device: Device, inspection_id: str, *, by: str) -> Inspection:
    """Close the record of the stand for good; corrections later are new entries.

    Raises:
        InputError: `inspection.cannot_leave` with what is missing; `inspection.sealed`.
    """
    with device.unit() as unit:
        dossier = dossier_in(unit, inspection_id)
        if dossier.inspection.state is InspectionState.SEALED:
            raise InputError("inspection.sealed", booth=dossier.inspection.booth)
        open_lines = [line for line in _gate(dossier) if line.stops and not line.passed]
        if open_lines:
            raise InputError(
                "inspection.cannot_leave",
                missing="；".join(line.text_zh for line in open_lines),
                missing_en="; ".join(line.text_en for line in open_lines),
            )
        inspection = replace(dossier.inspection, state=InspectionState.SEALED)
        unit.save(inspection, change="inspection.sealed", by=by)
        unit.commit()
    return inspection


def _gate(dossier: Dossier) -> tuple[GateLine, ...]:
    issued = {notice.form for notice in dossier.notices if notice.state is NoticeState.ISSUED}
    without_photo = [item.position for item in dossier.items if not dossier.photos_of(item.id)]
    unassigned = sum(1 for photo in dossier.photos if photo.item_id is None and photo.tag is None)
    lines = [
        GateLine(
            f"notice.{form}",
            form in issued,
            True,
            f"{TITLES[form]}{'已出具' if form in issued else '未出具'}",
            f"Form {form} {'issued' if form in issued else 'not issued'}",
        )
        for form in fitting_forms(dossier)
    ]
    lines += _decision_names_list(dossier)
    rows = "、".join(map(str, without_photo))
    lines.append(
        GateLine(
            "items.photos",
            not without_photo,
            False,
            f"第{rows}行没有照片" if without_photo else f"清单{len(dossier.items)}行，每行都有照片",
            f"rows without photo: {rows}" if without_photo else f"all {len(dossier.items)} rows have photos",
        )
    )
    lines.append(
        GateLine(
            "photos.assigned",
            not unassigned,
            False,
            f"{unassigned}张照片未归入物品或标明内容"
            if unassigned
            else f"{len(dossier.photos)}张照片全部归类",
            f"{unassigned} photos neither assigned nor tagged"
            if unassigned
            else "all photos assigned or tagged",
        )
    )
    return tuple(lines)


def _decision_names_list(dossier: Dossier) -> list[GateLine]:
    """The list comes first and the decision names it; a list issued later is not the one it names."""
    issued = {n.form: n.issued for n in dossier.notices if n.state is NoticeState.ISSUED}
    if not {"21", "24"} <= issued.keys():
        return []
    passed = issued["24"] <= issued["21"]
    return [
        GateLine(
            "notice.21.list",
            passed,
            True,
            "决定书写明现行清单的编号" if passed else "决定书写的不是现行清单的编号，须作废决定书后重新出具",
            "the decision names the list in force"
            if passed
            else "the decision names another list: set it aside and issue it anew",
        )
    ]

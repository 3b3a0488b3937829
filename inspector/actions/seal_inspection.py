"""Leave the stand: the gate that looks once more, then closes the record (S8)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from inspector.actions.decide_measure import LIST
from inspector.actions.issue_notice import TITLES, fitting_forms
from inspector.actions.number_runs import number_runs
from inspector.actions.ports import Device
from inspector.actions.read import dossier_in
from inspector.errors import InputError
from inspector.law.checks.measures import measure_name
from inspector.records import Dossier, Inspection, InspectionState, Measure, Notice, NoticeState


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
    without_photo = [item.position for item in dossier.items if not dossier.photos_of(item.id)]
    unassigned = sum(1 for photo in dossier.photos if photo.item_id is None and photo.tag is None)
    lines = [_paper(dossier, form, measure) for form, measure in fitting_forms(dossier)]
    issued_papers = {n.paper_id for n in dossier.notices if n.state is NoticeState.ISSUED}
    begun = [TITLES[paper.form] for paper in dossier.papers if paper.id not in issued_papers]
    if dossier.papers:
        lines.append(
            GateLine(
                "papers.issued",
                not begun,
                False,
                f"还没有出具：{'、'.join(begun)}" if begun else f"另写的{len(dossier.papers)}份文书都已出具",
                f"papers begun and not issued: {len(begun)}" if begun else "all papers begun are issued",
            )
        )
    signed_on_paper = [notice for notice in dossier.notices if notice.is_signed_on_paper]
    if signed_on_paper:
        lines.append(_scans(signed_on_paper))
    rows = number_runs(without_photo)
    lines.append(
        GateLine(
            "items.photos",
            not without_photo,
            False,
            f"第{rows}行没有照片" if without_photo else f"清单{len(dossier.items)}行，每行都有照片",
            f"rows without photo: {rows.replace('至', '–').replace('、', ', ')}"
            if without_photo
            else f"all {len(dossier.items)} rows have photos",
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


def _scans(notices: list[Notice]) -> GateLine:
    """Pages signed by hand that are not back: without them nothing shows that anybody signed."""
    out = [notice for notice in notices if notice.waits_for_scans]
    missing = "、".join(f"{TITLES[notice.form]}第{number_runs(list(notice.unscanned))}页" for notice in out)
    count = sum(len(notice.unscanned) for notice in out)
    return GateLine(
        "scans",
        not out,
        True,
        f"纸上签名的还缺扫描件：{missing}" if out else "纸上签名的各页都已扫描归档",
        f"pages signed on paper and not scanned: {count}" if out else "all pages signed on paper are scanned",
    )


def _paper(dossier: Dossier, form: str, measure: Measure | None) -> GateLine:
    """The decision names the list it was issued with; a list issued later is not the one it names."""
    code, title = f"notice.{form}", TITLES[form]
    measure_id = measure.id if measure else ""
    if measure is not None and sum(needed == form for needed, _ in fitting_forms(dossier)) > 1:
        code, title = f"{code}:{measure_id}", f"{title}（{measure_name(measure)[0]}）"
    issued, listed = dossier.issued(form, measure_id=measure_id), dossier.issued(LIST, measure_id=measure_id)
    if issued is None:
        return GateLine(code, False, True, f"{title}未出具", f"Form {form} not issued")
    is_older = listed is not None and listed.issued > issued.issued
    if measure is not None and measure.has_list and is_older:
        return GateLine(
            code,
            False,
            True,
            f"{title}写的不是现行清单的编号，须作废后重新出具",
            f"Form {form} names another list: set it aside and issue it anew",
        )
    return GateLine(code, True, True, f"{title}已出具", f"Form {form} issued")

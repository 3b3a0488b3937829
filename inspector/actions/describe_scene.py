"""Describe what was found and what the party said: 现场情况, 陈述申辩, 核对."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from inspector.actions import read
from inspector.actions.amend import FROZEN_BY_VISIT, amend_inspection, must_be_open
from inspector.actions.decide_measure import papers_of
from inspector.actions.notice_forms import TITLES
from inspector.actions.number_runs import number_runs
from inspector.actions.ports import Device
from inspector.actions.written import record_written, written
from inspector.clock import CHINA
from inspector.errors import InputError
from inspector.law.wording import for_notice
from inspector.records import (
    Closing,
    ClosingManner,
    Dossier,
    Inspection,
    RightLookup,
    Statement,
)


def describe_findings(
    device: Device,
    inspection_id: str,
    *,
    findings: str,
    supplier_asked: str = "",
    evidence_note: str = "",
    questioning_note: str = "",
    by: str,
) -> Inspection:
    """Write 现场情况, what was said of the supplier (商标法实施条例 79, 80), of the evidence and of questioning."""
    return amend_inspection(
        device,
        inspection_id,
        change="scene.described",
        by=by,
        findings=written(findings),
        supplier_asked=written(supplier_asked),
        evidence_note=written(evidence_note),
        questioning_note=written(questioning_note),
    )


def note_lookups(
    device: Device, inspection_id: str, lookups: tuple[RightLookup, ...], *, by: str
) -> Inspection:
    """Write down what registers said of the rights; one without a word is left out."""
    said = tuple(
        record_written(each)
        for each in lookups
        if each.channel.strip() or each.at or each.valid_until or each.covers_goods
    )
    return amend_inspection(device, inspection_id, change="scene.rights_looked_up", by=by, lookups=said)


def draft_measure_told(device: Device, inspection_id: str) -> str:
    """Propose what must be told of the measure: reasons, basis, rights and remedies, by the law of that day."""
    dossier = read.dossier(device, inspection_id)
    measure = dossier.measure
    return for_notice(device.law, dossier, measure)["measure_told"]


def tell_measure(device: Device, inspection_id: str, *, text: str, by: str) -> Inspection:
    """Record that the party was told of the measure on the spot, in these words (行政强制法 18(五)).

    Raises:
        InputError: `scene.told_missing`.
    """
    text = written(text)
    if not text:
        raise InputError("scene.told_missing")
    return amend_inspection(device, inspection_id, change="scene.measure_told", by=by, measure_told=text)


def record_statement(device: Device, inspection_id: str, *, text: str, by: str) -> Inspection:
    """Write the party's statement and defence word for word; 「未提出」 if there was none (行政强制法 18(六)).

    Raises:
        InputError: `scene.statement_missing`.
    """
    text = written(text)
    if not text:
        raise InputError("scene.statement_missing")
    return amend_inspection(
        device, inspection_id, change="scene.statement_recorded", by=by, statement=Statement(text)
    )


def close_record(
    device: Device, inspection_id: str, *, manner: ClosingManner, answer: str, by: str
) -> Inspection:
    """End the on-site record now, checked by or read out to the party, with the answer given.

    Raises:
        InputError: `visit.answer_missing`; `scene.papers_first` while list or paper of a measure are not
            handed over: after the end they no longer can be (行政强制法 24, 程序规定 37).
    """
    answer = written(answer)
    if not answer:
        raise InputError("visit.answer_missing")
    with device.unit() as unit:
        inspection = must_be_open(unit, inspection_id, FROZEN_BY_VISIT)
        dossier = read.dossier_in(unit, inspection_id)
        open_forms = [
            form
            for measure in dossier.ordered_measures
            for form in papers_of(measure)
            if dossier.issued(form, measure_id=measure.id) is None
        ]
        if open_forms:
            titles = "、".join(f"《{TITLES[form]}》" for form in dict.fromkeys(open_forms))
            raise InputError("scene.papers_first", titles=titles, forms=", ".join(dict.fromkeys(open_forms)))
        inspection = replace(inspection, closing=Closing(manner, answer), ended=device.clock.now().wall)
        unit.save(inspection, change="scene.record_closed", by=by)
        unit.commit()
    return inspection


def draft_findings(dossier: Dossier) -> str:
    """Propose 现场情况 from rows and photos, for the officer to edit: goods, quantity, value, marks, photo numbers."""
    numbers = {photo.id: number for number, photo in enumerate(dossier.photos, start=1)}
    inspection, fair = dossier.inspection, dossier.fair
    hall = f"{inspection.hall}" if inspection.hall else ""
    sentences = [f"执法人员在{fair.name}{hall}{inspection.booth}展位检查，现场陈列、存放下列物品："]
    for item in dossier.items:
        mark = f"，标有“{item.alleged.mark}”字样" if item.alleged.mark else ""
        price = f"，单价{item.unit_price:.2f}元" if item.unit_price is not None else ""
        shown = [numbers[photo.id] for photo in dossier.photos_of(item.id)]
        photos = f"（照片{number_runs(shown)}）" if shown else ""
        spec = f"（{item.specification}）" if item.specification else ""
        sentences.append(
            f"{item.position}．标称“{item.label_name}”{spec}{item.quantity.normalize():f}{item.unit}{mark}{price}{photos}；"
        )
    if len(sentences) > 1:
        sentences[-1] = sentences[-1].rstrip("；") + "。"
    by_unit: dict[str, Decimal] = {}
    for item in dossier.items:
        by_unit[item.unit] = by_unit.get(item.unit, Decimal(0)) + item.quantity
    totals = "、".join(f"{quantity.normalize():f}{unit}" for unit, quantity in by_unit.items())
    sentences += _sampled(dossier)
    is_priced = bool(dossier.items) and all(item.value is not None for item in dossier.items)
    value = f"，按所列单价计算货值共计{dossier.total_value:,.2f}元" if is_priced else ""
    pages = {scan.photo_id for notice in dossier.notices for scan in notice.scans}
    taken = sum(photo.id not in pages for photo in dossier.photos)
    sentences.append(f"以上共{len(dossier.items)}种，{totals}{value}。现场拍摄照片{taken}张。")
    return "".join((*sentences, *_looked_up(dossier)))


def _looked_up(dossier: Dossier) -> list[str]:
    """Say what registers said of the rights, with channel and day as evidence needs them."""
    said = []
    for lookup in dossier.inspection.lookups:
        if lookup.channel and lookup.at:
            day = lookup.at.astimezone(CHINA)
            until = lookup.valid_until
            ends = f"，有效期至{until.year}年{until.month}月{until.day}日" if until else ""
            said.append(
                f"{day.year}年{day.month}月{day.day}日经{lookup.channel}查询，权利号{lookup.number}{ends}。"
            )
    return said


def _sampled(dossier: Dossier) -> list[str]:
    """Say what was taken as samples, row by row."""
    drawn = []
    for item in dossier.items:
        sample = dossier.sample_of(item.id)
        if sample is None or sample.taken <= 0:
            continue
        reserve = f"、备样{sample.reserve.normalize():f}{item.unit}" if sample.reserve else ""
        seal = f"（封条{sample.seal_number}）" if sample.seal_number else ""
        drawn.append(f"第{item.position}项{sample.taken.normalize():f}{item.unit}{reserve}{seal}")
    return [f"当场从上述物品中抽取样品：{'，'.join(drawn)}。"] if drawn else []

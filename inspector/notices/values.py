"""What a form can name: every value of the one record as text, under the names the form files use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from inspector.notices.amounts import amount, amount_in_words, day, minute, quantity
from inspector.records import (
    ClosingManner,
    Dossier,
    Item,
    MeasureKind,
    Presence,
    PresenceKind,
    PriceBasis,
    Sample,
)

Values = Mapping[str, str]

_PRESENCE = {
    PresenceKind.PARTY: "当事人到场",
    PresenceKind.SITE_MANAGER: "现场负责人到场",
    PresenceKind.NOTIFIED_ABSENT: "已电话通知，当事人未到场",
    PresenceKind.UNREACHABLE: "无法通知当事人，当事人未到场",
}
_PRICE = {
    PriceBasis.SOLD: "实际销售价",
    PriceBasis.AVERAGE: "实际销售平均价",
    PriceBasis.MARKED: "标价",
    PriceBasis.MARKET: "市场中间价",
}


def values_of(
    dossier: Dossier, number: str, printed: datetime, wording: Mapping[str, str]
) -> defaultdict[str, str]:
    """Return every value by name; what is not known yet is the empty string."""
    values: defaultdict[str, str] = defaultdict(str)
    values.update({f"wording.{key}": text for key, text in wording.items()})
    values.update({"number": number, "printed.day": day(printed)})
    _bureau_and_people(values, dossier)
    _visit(values, dossier, wording)
    _measure(values, dossier)
    items = listed_items(dossier)
    values["list.total"] = total(items)
    values["samples.total"] = samples_total(dossier, items)
    values["list.number"] = wording.get("list_number", "")
    return values


def listed_items(dossier: Dossier) -> tuple[Item, ...]:
    """Return the rows of the list: what the measure covers, or all items while none is decided."""
    measure = dossier.measure
    return dossier.listed_items(measure) if measure else dossier.items


def parcels(dossier: Dossier) -> list[tuple[int, Item]]:
    """Return what gets a label, with its row on its own list: goods of every measure, samples as parcels of their own."""
    rows = []
    for measure in dossier.ordered_measures:
        for number, item in enumerate(dossier.listed_items(measure), 1):
            sample = None if measure.has_list else dossier.sample_of(item.id)
            parcel = item
            if sample is not None:
                parcel = replace(
                    item,
                    label_name=f"样品：{item.label_name}",
                    quantity=sample.away,
                    seal_number=sample.seal_number,
                )
            rows.append((number, parcel))
    return rows or list(enumerate(dossier.items, 1))


def sample_row(dossier: Dossier, item: Item, position: int) -> Values:
    """Return the cells of one row of the sampling record; figures not stated yet stay empty."""
    sample = dossier.sample_of(item.id)
    mark = f"商标“{item.alleged.mark}”" if item.alleged.mark else ""
    price = f"单价{amount(item.unit_price)}" if item.unit_price is not None else ""
    told = {
        "position": str(position),
        "name": "\n".join(filter(None, (item.label_name, mark))),
        "specification": item.specification or "—",
        "unit": item.unit,
    }
    if sample is None:
        return defaultdict(str, told | {"origin": price})
    return told | {
        "origin": "\n".join(filter(None, (sample.batch, sample.maker, price))) or "—",
        "base": quantity(sample.base),
        "taken": quantity(sample.taken) if sample.taken else "",
        "reserve": quantity(sample.reserve) if sample.reserve else "—",
        "seal": sample.seal_number,
    }


def samples_total(dossier: Dossier, items: tuple[Item, ...]) -> str:
    """Return the totals of the sampling record: rows, samples and reserve by unit."""
    by_unit: defaultdict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for item in items:
        sample = dossier.sample_of(item.id)
        if sample is not None:
            by_unit[item.unit][0] += sample.taken
            by_unit[item.unit][1] += sample.reserve
    counts = [
        "、".join(f"{quantity(each[which])}{unit}" for unit, each in by_unit.items() if each[which]) or "无"
        for which in (0, 1)
    ]
    return f"合计：{len(items)}项，样品{counts[0]}，备样{counts[1]}。"


def row_of(item: Item, position: int, sample: Sample | None = None) -> Values:
    """Return the cells of one row of the list; `sample` is what was taken of it as a sample."""
    return {
        "position": str(position),
        "label_name": item.label_name,
        "specification": item.specification or "—",
        "unit": item.unit,
        "quantity": quantity(item.quantity),
        "remark": _remark(item, sample),
    }


def total(items: tuple[Item, ...]) -> str:
    """Return the totals of the list: rows, quantity by unit, value in words and figures."""
    if not items:
        return "合计：0项。"
    by_unit: defaultdict[str, Decimal] = defaultdict(Decimal)
    for item in items:
        by_unit[item.unit] += item.quantity
    counts = "、".join(f"{quantity(count)}{unit}" for unit, count in by_unit.items())
    text = f"合计：{len(items)}项，{counts}。"
    priced = [item.value for item in items if item.value is not None]
    if priced:
        value = sum(priced, Decimal(0))
        text += f"货值金额{amount_in_words(value)}（{amount(value)}）"
        text += f"，另有{len(items) - len(priced)}项价格待查。" if len(priced) < len(items) else "。"
    return text


def _remark(item: Item, sample: Sample | None) -> str:
    parts = [f"标识“{item.alleged.mark}”"] if item.alleged.mark else []
    if item.unit_price is not None:
        basis = _PRICE[item.price_basis] if item.price_basis else "单价"
        parts.append(f"{basis}{amount(item.unit_price)}")
    parts += [f"封条{item.seal_number}"] if item.seal_number else []
    parts += [f"另抽样{quantity(sample.away)}{item.unit}"] if sample and sample.away else []
    parts += [item.remark] if item.remark else []
    return "；".join(parts)


def _bureau_and_people(values: dict[str, str], dossier: Dossier) -> None:
    bureau, party = dossier.bureau, dossier.party
    values.update(
        {"bureau.name": bureau.name, "bureau.contact": bureau.contact, "bureau.phone": bureau.phone}
    )
    for position, officer in enumerate(dossier.officers, 1):
        values[f"officer.{position}.name"] = officer.name
        values[f"officer.{position}.cert_no"] = officer.cert_no
    if party:
        for name in (
            "name",
            "licence_kind",
            "credit_code",
            "address",
            "representative",
            "id_number",
            "phone",
            "other_contact",
        ):
            values[f"party.{name}"] = getattr(party, name)


def _visit(values: dict[str, str], dossier: Dossier, wording: Mapping[str, str]) -> None:
    visit = dossier.inspection
    values["visit.started"] = minute(visit.started)
    values["visit.ended"] = minute(visit.ended) if visit.ended else ""
    values["visit.place"] = visit.place
    values["visit.subject"] = visit.subject
    values["visit.presence"] = _presence(visit.presence) if visit.presence else ""
    values["visit.credentials_answer"] = visit.credentials.answer if visit.credentials else ""
    values["visit.rights_answer"] = visit.rights.answer if visit.rights else ""
    values["visit.findings"] = visit.findings
    values["visit.measure_told"] = visit.measure_told
    values["visit.statement"] = visit.statement.text if visit.statement else ""
    if visit.witness:
        witness = visit.witness
        values["visit.witness"] = "，".join(
            filter(
                None, (witness.name, witness.id_number and f"证件号码{witness.id_number}", witness.contact)
            )
        )
    if visit.closing:
        read_out = visit.closing.manner is ClosingManner.READ_OUT
        values["visit.closing"] = wording.get(f"closing_sentence_{'read' if read_out else 'checked'}", "")
        values["visit.closing_answer"] = visit.closing.answer


def _presence(presence: Presence) -> str:
    text = _PRESENCE[presence.kind] + (f"（{presence.person}）" if presence.person else "")
    text += f"。{presence.note.rstrip('。')}" if presence.note else ""
    text += f"（录音录像编号：{presence.recording}）" if presence.recording else ""
    return f"{text}。" if presence.note or presence.recording else text


def _measure(values: dict[str, str], dossier: Dossier) -> None:
    measure = dossier.measure
    if measure:
        names = {MeasureKind.REGISTER: "先行登记保存", MeasureKind.SAMPLE: "抽样取证"}
        values["measure.form"] = names.get(measure.kind, measure.form.value)
        values["measure.decided"] = minute(measure.decided)
        for name in ("purpose", "method", "sampled_by", "keeper"):
            values[f"measure.{name}"] = getattr(measure, name)
        values["measure.reason"] = measure.reason
        values["measure.kept"] = "就地保存" if measure.is_kept_in_place else "异地保存"
        values["measure.days"] = str(measure.days)
        values["measure.place"] = measure.place
        values["measure.keeping"] = measure.keeping
        values["measure.day"] = day(measure.decided)

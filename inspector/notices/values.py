"""What a form can name: every value of the one record as text, under the names the form files use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
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
    values["list.number"] = wording.get("list_number", "")
    return values


def listed_items(dossier: Dossier) -> tuple[Item, ...]:
    """Return the rows of the list: what the measure covers, or all items while none is decided."""
    measure = dossier.measure
    return dossier.measured_items(measure) if measure else dossier.items


def row_of(item: Item, position: int) -> Values:
    """Return the cells of one row of the list."""
    return {
        "position": str(position),
        "label_name": item.label_name,
        "specification": item.specification or "—",
        "unit": item.unit,
        "quantity": quantity(item.quantity),
        "remark": _remark(item),
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


def _remark(item: Item) -> str:
    parts = [f"标识“{item.alleged.mark}”"] if item.alleged.mark else []
    if item.unit_price is not None:
        basis = _PRICE[item.price_basis] if item.price_basis else "单价"
        parts.append(f"{basis}{amount(item.unit_price)}")
    parts += [f"封条{item.seal_number}"] if item.seal_number else []
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
    values["visit.measure_told"] = visit.measure_told or wording.get("measure_told", "")
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
        is_kept = measure.kind is MeasureKind.REGISTER
        values["measure.form"] = "先行登记保存" if is_kept else measure.form.value
        values["measure.reason"] = measure.reason
        values["measure.kept"] = "就地保存" if measure.is_kept_in_place else "异地保存"
        values["measure.days"] = str(measure.days)
        values["measure.place"] = measure.place
        values["measure.keeping"] = measure.keeping
        values["measure.day"] = day(measure.decided)

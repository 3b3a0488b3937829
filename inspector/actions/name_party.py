"""Name the party once; every form prints it from here."""

from __future__ import annotations

from dataclasses import fields, replace

from inspector import codes
from inspector.actions.amend import FROZEN_BY_GOODS, must_be_open
from inspector.actions.ports import Device, UnitOfWork
from inspector.actions.written import written
from inspector.errors import InputError
from inspector.records import Inspection, Notice, NoticeState, Party, PartyKind

_NAME = frozenset({"name"})
PRINTED = dict.fromkeys(("11", "20", "22", "23", "31", "33"), _NAME) | {
    "44": frozenset(each.name for each in fields(Party)) - {"id", "kind"}
}
"""What papers beside those of visit and measure print of the party straight from the record, by form."""


def name_party(
    device: Device,
    inspection_id: str,
    *,
    kind: PartyKind,
    name: str,
    address: str,
    phone: str,
    licence_kind: str = "",
    credit_code: str = "",
    representative: str = "",
    id_number: str = "",
    other_contact: str = "",
    by: str,
) -> Party:
    """Write down who runs the stand, with checked codes; naming again corrects the same party.

    Raises:
        InputError: `party.name_missing`; `party.code_invalid` with the reasons if a credit code or an
            ID number does not check (GB 32100, GB 11643); `inspection.signed` for what a signed paper prints.
    """
    name, id_number = written(name), written(id_number)
    if not name:
        raise InputError("party.name_missing")
    credit_code = _checked("credit-code", written(credit_code))
    if kind is PartyKind.PERSON:
        id_number = _checked("id-card", id_number)
    with device.unit() as unit:
        inspection: Inspection = must_be_open(unit, inspection_id, FROZEN_BY_GOODS)
        party = Party(
            id=inspection.party_id or device.ids.record(),
            kind=kind,
            name=name,
            address=written(address),
            phone=written(phone),
            licence_kind=written(licence_kind),
            credit_code=credit_code,
            representative=written(representative),
            id_number=id_number,
            other_contact=written(other_contact),
        )
        if inspection.party_id is not None:
            _must_not_contradict(unit, inspection_id, unit.get(Party, inspection.party_id), party)
        unit.save(party, change="party.named", by=by)
        if inspection.party_id is None:
            unit.save(replace(inspection, party_id=party.id), change="inspection.party_named", by=by)
        unit.commit()
    return party


def _must_not_contradict(unit: UnitOfWork, inspection_id: str, before: Party, after: Party) -> None:
    """What a signed paper prints of the party stays as it is (程序规定 29); the rest may still be filled in."""
    changed = {each.name for each in fields(Party) if getattr(before, each.name) != getattr(after, each.name)}
    for notice in unit.all(Notice, inspection_id=inspection_id):
        if notice.state is NoticeState.ISSUED and changed & PRINTED.get(notice.form, frozenset()):
            raise InputError("inspection.signed", form=notice.form, number=notice.number or "—")


def _checked(kind: str, value: str) -> str:
    if not value:
        return ""
    result = codes.check(kind, value)
    if not result.valid:
        raise InputError(
            "party.code_invalid",
            kind=kind,
            value=value,
            why="；".join(reason.zh for reason in result.reasons),
        )
    return result.value_as_read

"""Open an inspection of one stand: two officers with valid certificates, or none (S2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from inspector.actions.ports import Device, UnitOfWork
from inspector.actions.written import written
from inspector.clock import CHINA
from inspector.codes.credit_code import market_body
from inspector.errors import InputError
from inspector.records import Bureau, Exhibitor, Fair, Inspection, Officer, Party, PartyKind


def open_inspection(
    device: Device,
    *,
    fair_id: str,
    hall: str,
    booth: str,
    place: str,
    subject: str,
    officer_ids: tuple[str, ...],
    exhibitor: Exhibitor | None = None,
    by: str,
) -> Inspection:
    """Start the record of a stand now; who stands there, as far as the roster says it, is the party at once.

    Raises:
        InputError: `inspection.two_officers` unless two distinct officers are named (行政处罚法 42),
            `inspection.certificate` if one's certificate is not valid today or not of this bureau,
            `inspection.place_missing`, `inspection.subject_missing`.
    """
    now = device.clock.now().wall
    hall, booth, place, subject = written(hall), written(booth), written(place), written(subject)
    if not booth or not place:
        raise InputError("inspection.place_missing")
    if not subject:
        raise InputError("inspection.subject_missing")
    with device.unit() as unit:
        unit.get(Fair, fair_id)
        bureau = unit.all(Bureau)[-1]
        must_be_two_officers(unit, officer_ids, bureau, now)
        inspection = Inspection(
            id=device.ids.record(),
            fair_id=fair_id,
            bureau_id=bureau.id,
            hall=hall,
            booth=booth,
            place=place,
            subject=subject,
            officer_ids=tuple(officer_ids),
            started=now,
        )
        if exhibitor is not None and written(exhibitor.name):
            party = party_of(exhibitor, device.ids.record())
            unit.save(party, change="party.named", by=by)
            inspection = replace(inspection, party_id=party.id)
        unit.save(inspection, change="inspection.opened", by=by)
        unit.commit()
    return inspection


def must_be_two_officers(
    unit: UnitOfWork, officer_ids: tuple[str, ...], bureau: Bureau, now: datetime
) -> None:
    """Refuse all but two persons whose certificates are valid today and of this bureau.

    Raises:
        InputError: `inspection.two_officers`, `inspection.certificate`.
    """
    officers = [unit.get(Officer, officer_id) for officer_id in officer_ids]
    if min(len(set(officer_ids)), len({officer.cert_no for officer in officers})) < 2:
        raise InputError("inspection.two_officers")
    day = now.astimezone(CHINA).date()
    for officer in officers:
        if not officer.holds_valid_certificate(day) or officer.unit != bureau.name:
            raise InputError("inspection.certificate", officer=officer.name, cert_no=officer.cert_no, day=day)


def party_of(exhibitor: Exhibitor, party_id: str) -> Party:
    """Return the party as the roster says it; its credit code tells whether it is a sole trader."""
    is_sole = market_body(exhibitor.credit_code) == "个体工商户"
    return Party(
        id=party_id,
        kind=PartyKind.SOLE_TRADER if is_sole else PartyKind.COMPANY,
        name=written(exhibitor.name),
        address=written(exhibitor.address),
        phone=written(exhibitor.phone),
        licence_kind="营业执照" if exhibitor.credit_code else "",
        credit_code=exhibitor.credit_code,
        representative=written(exhibitor.representative),
    )

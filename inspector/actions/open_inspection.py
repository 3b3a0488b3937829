"""Open an inspection of one stand: two officers with valid certificates, or none (S2)."""

from __future__ import annotations

from inspector.actions.ports import Device
from inspector.actions.written import written
from inspector.clock import CHINA
from inspector.errors import InputError
from inspector.records import Bureau, Fair, Inspection, Officer


def open_inspection(
    device: Device,
    *,
    fair_id: str,
    hall: str,
    booth: str,
    place: str,
    subject: str,
    officer_ids: tuple[str, ...],
    by: str,
) -> Inspection:
    """Start the record of a stand now.

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
    if len(set(officer_ids)) < 2:
        raise InputError("inspection.two_officers")
    with device.unit() as unit:
        unit.get(Fair, fair_id)
        bureau = unit.all(Bureau)[-1]
        officers = [unit.get(Officer, officer_id) for officer_id in officer_ids]
        if len({officer.cert_no for officer in officers}) < 2:
            raise InputError("inspection.two_officers")
        day = now.astimezone(CHINA).date()
        for officer in officers:
            if not officer.holds_valid_certificate(day) or officer.unit != bureau.name:
                raise InputError(
                    "inspection.certificate", officer=officer.name, cert_no=officer.cert_no, day=day
                )
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
        unit.save(inspection, change="inspection.opened", by=by)
        unit.commit()
    return inspection

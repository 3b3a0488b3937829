"""Begin the record of what happens after a stand was sealed: an extension, a release, goods returned, a service."""

from __future__ import annotations

from inspector.actions.open_inspection import must_be_two_officers
from inspector.actions.ports import Device
from inspector.actions.written import written
from inspector.errors import InputError
from inspector.records import FOLLOWED, Bureau, Inspection, InspectionState


def begin_follow_up(
    device: Device, inspection_id: str, *, officer_ids: tuple[str, ...], place: str, by: str
) -> Inspection:
    """Begin later acts of a sealed visit now; of other later acts it follows the same visit.

    The sealed record is not touched. Officers, place, photos and papers are the new record's own; goods, measures
    and party stay the visit's.

    Raises:
        InputError: `inspection.not_sealed`; `inspection.follow_up_open` while one is open already;
            `inspection.two_officers`, `inspection.certificate`, `inspection.place_missing`.
    """
    now, place = device.clock.now().wall, written(place)
    if not place:
        raise InputError("inspection.place_missing")
    with device.unit() as unit:
        visit = unit.get(Inspection, unit.get(Inspection, inspection_id).case_id)
        if visit.state is not InspectionState.SEALED:
            raise InputError("inspection.not_sealed", booth=visit.booth)
        for other in unit.all(Inspection):
            if other.follows == visit.id and other.state is InspectionState.OPEN:
                raise InputError("inspection.follow_up_open", booth=visit.booth)
        must_be_two_officers(unit, officer_ids, unit.all(Bureau)[-1], now)
        later = Inspection(
            id=device.ids.record(),
            fair_id=visit.fair_id,
            bureau_id=visit.bureau_id,
            hall=visit.hall,
            booth=visit.booth,
            place=place,
            subject=visit.subject,
            officer_ids=officer_ids,
            started=now,
            party_id=visit.party_id,
            follows=visit.id,
        )
        unit.save(later, change=FOLLOWED, by=by)
        unit.commit()
    return later

"""Reading for people and forms: dossier, pictures, today; nothing here changes anything."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from inspector.actions.number_blocks import numbers_unexplained
from inspector.actions.ports import Device, Records, UnitOfWork
from inspector.clock import CHINA
from inspector.errors import InputError, SystemFault
from inspector.law import LawPack
from inspector.law.checks import Finding
from inspector.law.checks import examine as examine_dossier
from inspector.law.deadlines.deadline import Deadline
from inspector.law.running import Course, approval_end_of, course_of, end_of
from inspector.records import (
    AllegedAct,
    Bureau,
    Correction,
    Dimension,
    Dossier,
    Fair,
    Inspection,
    InspectionState,
    Item,
    Measure,
    Notice,
    Officer,
    Paper,
    Party,
    Photo,
    PhotoLayer,
    Recording,
    Roster,
)


@dataclass(frozen=True)
class StandLine:
    """One inspection as a line of the day's list."""

    inspection: Inspection
    party_name: str
    photos: int
    items: int
    notices: int


@dataclass(frozen=True)
class Ending:
    """A measure and when it ends by the law, or by when its approval has to be made good."""

    measure: Measure
    booth: str
    end: Deadline
    course: Course
    """What became of its period."""


@dataclass(frozen=True)
class Today:
    """What the first screen tells of the work itself; delivery is told by the outbox."""

    bureau: Bureau
    officers: tuple[Officer, ...]
    fairs: tuple[Fair, ...]
    open: tuple[StandLine, ...]
    sealed: tuple[StandLine, ...]
    photos: tuple[Photo, ...]
    endings: tuple[Ending, ...] = ()
    """Measures that end by themselves or have to be ended."""


def today(device: Device) -> Today:
    """Return the day's overview: bureau, fairs, open and finished stands."""
    with device.reading() as unit:
        lines = [_line(unit, inspection) for inspection in unit.all(Inspection)]
        return Today(
            bureau=unit.all(Bureau)[-1],
            officers=unit.all(Officer),
            fairs=unit.all(Fair),
            open=tuple(line for line in lines if line.inspection.state is InspectionState.OPEN),
            sealed=tuple(line for line in lines if line.inspection.state is InspectionState.SEALED),
            photos=unit.all(Photo),
            endings=_endings(device, unit),
        )


def _endings(device: Device, unit: UnitOfWork) -> tuple[Ending, ...]:
    found: list[Ending] = []
    every = unit.all(Inspection)
    cases = _case_ids(every)
    for inspection in every:
        if unit.all(Measure, inspection_id=inspection.id):
            case = cases.get(inspection.id, (inspection.id,))
            dossier = _measures_only(unit, inspection, case)
            found += [*approvals(device.law, dossier), *endings(device.law, dossier)]
    return tuple(found)


def approvals(law: LawPack, dossier: Dossier) -> tuple[Ending, ...]:
    """Return the measures taken on the spot that wait for their approval, each with the hour it is due."""
    return tuple(
        Ending(measure, dossier.inspection.booth, end, course_of(dossier, measure))
        for measure in dossier.ordered_measures
        if (end := approval_end_of(law, measure)) is not None
    )


def _measures_only(unit: UnitOfWork, inspection: Inspection, case: tuple[str, ...]) -> Dossier:
    """Read what tells how long measures run: today's screen asks it of every stand of the fair."""
    return Dossier(
        bureau=unit.get(Bureau, inspection.bureau_id),
        fair=unit.get(Fair, inspection.fair_id),
        inspection=inspection,
        officers=(),
        party=None,
        items=(),
        photos=(),
        measures=unit.all(Measure, inspection_id=inspection.id),
        notices=tuple(notice for part in case for notice in unit.all(Notice, inspection_id=part)),
        papers=tuple(paper for part in case for paper in unit.all(Paper, inspection_id=part)),
    )


def endings(law: LawPack, dossier: Dossier) -> tuple[Ending, ...]:
    """Return the measures of one stand that still run, each with its end as the papers after it have moved it."""
    found = []
    for measure in dossier.ordered_measures:
        course = course_of(dossier, measure)
        end = end_of(law, measure, course)
        if end is not None and not course.is_lifted:
            found.append(Ending(measure, dossier.inspection.booth, end, course))
    return tuple(found)


@dataclass(frozen=True)
class Encounter:
    """One inspection at which a party was named: for telling who was met before."""

    inspection: Inspection
    party_name: str
    credit_code: str
    measures: int


def encounters(device: Device) -> tuple[Encounter, ...]:
    """Return every inspection of this device with a named party, oldest first."""
    with device.reading() as unit:
        parties = {party.id: party for party in unit.all(Party)}
        return tuple(
            Encounter(
                inspection,
                party.name,
                party.credit_code,
                len(unit.all(Measure, inspection_id=inspection.id)),
            )
            for inspection in unit.all(Inspection)
            if not inspection.follows
            and inspection.party_id
            and (party := parties.get(inspection.party_id)) is not None
        )


def officers(device: Device) -> tuple[Officer, ...]:
    """Return all officers of the device, oldest first."""
    with device.reading() as unit:
        return unit.all(Officer)


def measure_before(device: Device, inspection_id: str) -> Measure | None:
    """Return the measure decided last at any other stand of this device."""
    with device.reading() as unit:
        others = [each for each in unit.all(Measure) if each.inspection_id != inspection_id]
    return max(others, key=lambda each: each.decided, default=None)


def rights_alleged_before(device: Device, inspection_id: str) -> tuple[AllegedAct, ...]:
    """Return the rights with a number that goods of other stands of the same fair were listed under, the newest first."""
    with device.reading() as unit:
        fair_id = unit.get(Inspection, inspection_id).fair_id
        stands = {each.id for each in unit.all(Inspection) if each.fair_id == fair_id} - {inspection_id}
        items = [each for each in unit.all(Item) if each.inspection_id in stands and each.alleged.number]
    newest = sorted(items, key=lambda each: each.id, reverse=True)
    return tuple(dict.fromkeys(each.alleged for each in newest))


def rosters(device: Device, fair_id: str) -> tuple[Roster, ...]:
    """Return what was imported of a fair's stands, oldest first."""
    with device.reading() as unit:
        return tuple(roster for roster in unit.all(Roster) if roster.fair_id == fair_id)


def dossier(device: Device, inspection_id: str) -> Dossier:
    """Return everything known of one inspection."""
    with device.reading() as unit:
        return dossier_in(unit, inspection_id)


def dossier_in(unit: Records, inspection_id: str) -> Dossier:
    """Read the dossier from records that are open for reading, here or at the centre."""
    inspection = unit.get(Inspection, inspection_id)
    every = unit.all(Inspection)
    visit, case = inspection.case_id, _case_ids(every).get(inspection.case_id, (inspection.case_id,))
    return Dossier(
        bureau=unit.get(Bureau, inspection.bureau_id),
        fair=unit.get(Fair, inspection.fair_id),
        inspection=inspection,
        officers=tuple(
            officer
            for officer_id in inspection.officer_ids
            if (officer := unit.find(Officer, officer_id)) is not None
        ),
        party=unit.find(Party, inspection.party_id) if inspection.party_id else None,
        items=tuple(sorted(unit.all(Item, inspection_id=visit), key=lambda item: item.position)),
        photos=unit.all(Photo, inspection_id=inspection_id),
        measures=unit.all(Measure, inspection_id=visit),
        notices=tuple(notice for part in case for notice in unit.all(Notice, inspection_id=part)),
        elsewhere=tuple(other for other in every if _meets(inspection, other)),
        papers=tuple(paper for part in case for paper in unit.all(Paper, inspection_id=part)),
        dimensions=unit.all(Dimension, inspection_id=inspection_id),
        corrections=unit.all(Correction, inspection_id=visit),
        recordings=unit.all(Recording, inspection_id=inspection_id),
    )


def _case_ids(every: Iterable[Inspection]) -> dict[str, tuple[str, ...]]:
    """Return by the visit's id the inspections of each case that has later acts, the visit first."""
    cases: dict[str, tuple[str, ...]] = {}
    for inspection in every:
        if inspection.follows:
            cases[inspection.follows] = (*cases.get(inspection.follows, (inspection.follows,)), inspection.id)
    return cases


def _meets(inspection: Inspection, other: Inspection) -> bool:
    """Tell whether another visit shares an officer and may overlap; later acts go on at a desk, for days."""
    if inspection.follows or other.follows:
        return False
    is_shared = other.id != inspection.id and bool(set(other.officer_ids) & set(inspection.officer_ids))
    begins_later = inspection.ended is not None and other.started >= inspection.ended
    ended_before = other.ended is not None and other.ended <= inspection.started
    return is_shared and not begins_later and not ended_before


def examine(device: Device, inspection_id: str, *, thorough: bool = False) -> tuple[Finding, ...]:
    """Run all on-site checks over the inspection as it stands now (案件质量).

    `thorough`: read every original and compare it with its hash, and look at every number of the device as
    well. That takes its time, so the panel that follows each change does without.
    """
    now = device.clock.now().wall
    with device.reading() as unit:
        known = dossier_in(unit, inspection_id)
        layers = unit.all(PhotoLayer, inspection_id=inspection_id)
    known = replace(known, layers=layers)
    if thorough:
        gaps = numbers_unexplained(device, now.astimezone(CHINA).year)
        known = replace(known, number_gaps=gaps, damaged=_damaged(device, known.photos))
    return examine_dossier(device.law, known, now)


def _damaged(device: Device, photos: tuple[Photo, ...]) -> frozenset[str]:
    """Read every original and return those that are not as they were taken."""
    damaged = set()
    with device.reading() as unit:
        here = [photo for photo in photos if not unit.sealed_object(photo.id).is_released]
    for photo in here:
        try:
            content = original(device, photo.id)
        except (SystemFault, InputError):  # altered, or not there any more
            damaged.add(photo.id)
        else:
            if hashlib.sha256(content).hexdigest() != photo.sha256:
                damaged.add(photo.id)
    return frozenset(damaged)


def original(device: Device, photo_id: str) -> bytes:
    """Return the original bytes of a photo, verified against its hash."""
    with device.reading() as unit:
        sealed = unit.sealed_object(photo_id)
    return device.vault.read(sealed)


def thumbnail(device: Device, photo_id: str) -> bytes | None:
    """Return the small JPEG of a photo, or None while it has not been made."""
    with device.reading() as unit:
        sealed = unit.thumbnail(photo_id)
    return None if sealed is None else device.vault.read(sealed)


def print_copy(device: Device, photo_id: str, longer_side: float) -> bytes | None:
    """Return an upright JPEG as fine as its `longer_side` on paper, in millimetres, asks.

    None if the original cannot be decoded; it is kept all the same.
    """
    with device.reading() as unit:
        photo = unit.get(Photo, photo_id)
    try:
        return device.photos.print_copy(original(device, photo_id), photo.claims.orientation, longer_side)
    except InputError:
        return None


def notice_pdf(device: Device, notice_id: str) -> bytes:
    """Return the PDF of an issued notice exactly as it was sealed.

    Raises:
        SystemFault: `vault.altered` if the file is not the one whose hash the notice's own entry carries.
    """
    with device.reading() as unit:
        notice = unit.get(Notice, notice_id)
        sealed = unit.sealed_object(notice.pdf_object_id)
    pdf = device.vault.read(sealed)
    if hashlib.sha256(pdf).hexdigest() != notice.pdf_sha256:
        raise SystemFault("vault.altered", object=sealed.id, segment="-")
    return pdf


def _line(unit: UnitOfWork, inspection: Inspection) -> StandLine:
    party = unit.find(Party, inspection.party_id) if inspection.party_id else None
    return StandLine(
        inspection=inspection,
        party_name=party.name if party else "",
        photos=len(unit.all(Photo, inspection_id=inspection.id)),
        items=len(unit.all(Item, inspection_id=inspection.id)),
        notices=len(unit.all(Notice, inspection_id=inspection.id)),
    )

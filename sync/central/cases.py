"""Cases as office and devices write them: both sides of every administrative field, sealed in the database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace

from sqlalchemy import Connection, and_, func, select

from inspector.canonical import canonical
from inspector.errors import BugError, InputError
from inspector.records import FOLLOWED, CaseFieldName, CaseFile
from inspector.records.plain import from_plain, instant_text
from inspector.typed import converted
from sync.bundle.entries import Entry
from sync.central.centre import Centre
from sync.central.database import insert_or
from sync.central.feed_tables import cases
from sync.central.keys import CentralKeys
from sync.central.reading import entries_in
from sync.central.tables import bundles, entries

# who delivered an entry first, by the centre's clock; two in one millisecond by their ids, so that it is always the same
_ITS_BUNDLE = and_(bundles.c.bureau == entries.c.bureau, bundles.c.bundle == entries.c.bundle)
_FIRST_FIRST = (bundles.c.announced, entries.c.device)
_BEGAN_LATER_ACTS = (entries.c.kind == "Inspection", entries.c.change == FOLLOWED)


@dataclass(frozen=True)
class CaseLine:
    """One administrative field of a case at the centre."""

    value: str = ""
    """In effect: the last word of either side that the other one knew of; the office's while they differ."""
    by: str = ""
    at: str = ""
    """UTC with milliseconds."""
    office: str = ""
    """What the office told the device last."""
    told: str = ""
    """When it did; empty: never."""
    device: str = ""
    """What the device said last."""
    is_waiting: bool = False
    """Both wrote it without knowing of the other: the officers of the device decide."""


@dataclass(frozen=True)
class CaseAtCentre:
    """The administrative side of one case."""

    inspection: str
    device: str
    fields: Mapping[CaseFieldName, CaseLine]


@dataclass(frozen=True)
class _Sealed:
    fields: dict[CaseFieldName, CaseLine] = field(default_factory=dict)


def case_of(centre: Centre, inspection: str) -> CaseAtCentre:
    """Return what is known of a case; fields nobody wrote are missing.

    Raises:
        InputError: `feed.case_unknown` if no device delivered such an inspection.
    """
    with centre.reading() as connection:
        device = device_of(connection, "Inspection", inspection)
        return CaseAtCentre(inspection, device, _read(connection, centre.keys, inspection))


def cases_of(centre: Centre) -> tuple[CaseAtCentre, ...]:
    """Return every visit that was delivered, oldest first, with what was written on its case; later acts are of it."""
    of_later_acts = select(entries.c.subject).where(*_BEGAN_LATER_ACTS)
    place = func.row_number().over(partition_by=entries.c.subject, order_by=_FIRST_FIRST)
    delivered = (
        select(entries.c.subject, entries.c.device, place.label("place"))
        .join(bundles, _ITS_BUNDLE)
        .where(entries.c.kind == "Inspection", entries.c.subject.not_in(of_later_acts))
        .subquery()
    )
    owned = select(delivered.c.subject, delivered.c.device).where(delivered.c.place == 1)
    with centre.reading() as connection:
        rows = connection.execute(owned.order_by(delivered.c.subject)).all()
        return tuple(
            CaseAtCentre(row[0], row[1], _read(connection, centre.keys, row[0])) for row in rows if row[0]
        )


def waiting_cases(centre: Centre) -> tuple[CaseAtCentre, ...]:
    """Return the cases in which a field waits for the officers of the device."""
    with centre.reading() as connection:
        rows = connection.execute(select(cases.c.inspection, cases.c.device)).all()
        found = [CaseAtCentre(row[0], row[1], _read(connection, centre.keys, row[0])) for row in rows]
    return tuple(each for each in found if any(line.is_waiting for line in each.fields.values()))


def visit_of(centre: Centre, inspection: str) -> str:
    """Return the visit in whose case an inspection belongs: itself, unless it records later acts.

    Raises:
        InputError: `bundle.altered` if the bundle that brought the later acts was damaged.
    """
    told = select(entries.c.bundle).where(*_BEGAN_LATER_ACTS, entries.c.subject == inspection).limit(1)
    with centre.reading() as connection:
        bundle = connection.execute(told).scalar()
    for entry in () if bundle is None else entries_in(centre, bundle):
        if (entry.change, entry.subject) == (FOLLOWED, inspection) and entry.record is not None:
            return str(entry.record["follows"])
    return inspection


def device_of(connection: Connection, kind: str, subject: str) -> str:
    """Return the device whose record it is: of all that delivered an entry on it, the one whose bundle came first.

    Raises:
        InputError: `feed.case_unknown`.
    """
    device = _owner(connection, kind, subject)
    if device is None:
        raise InputError("feed.case_unknown", case=subject)
    return device


def _owner(connection: Connection, kind: str, subject: str) -> str | None:
    of_record = entries.c.kind == kind, entries.c.subject == subject
    delivered = select(entries.c.device).join(bundles, _ITS_BUNDLE).where(*of_record)
    found: str | None = connection.execute(delivered.order_by(*_FIRST_FIRST).limit(1)).scalar()
    return found


def write_lines(
    connection: Connection,
    keys: CentralKeys,
    inspection: str,
    device: str,
    fields: Mapping[CaseFieldName, str],
    *,
    by: str,
    at: str,
) -> dict[str, str]:
    """Write what the office says and return what it had of the device's when it did."""
    lines = _read(connection, keys, inspection)
    over = {}
    for name, value in fields.items():
        before = lines.get(name, CaseLine())
        over[name.value] = before.device
        lines[name] = replace(before, value=value, by=by, at=at, office=value, told=at, is_waiting=False)
    _write(connection, keys, inspection, device, lines)
    return over


def learn_lines(
    connection: Connection,
    keys: CentralKeys,
    device: str,
    inspection: str,
    fields: Mapping[CaseFieldName, str],
    *,
    by: str,
    at: str,
) -> None:
    """Take back in what the office said and a restored database does not know; what it knows to be later stays."""
    lines = _read(connection, keys, inspection)
    lost = {name: value for name, value in fields.items() if at > lines.get(name, CaseLine()).told}
    if lost:
        write_lines(connection, keys, inspection, device, lost, by=by, at=at)


def record_cases(connection: Connection, keys: CentralKeys, device: str, accepted: Iterable[Entry]) -> None:
    """Take in what a device wrote on its cases: what it wrote knowing the office's word is in effect.

    A case is of the device whose inspection it is; what another one says of it is kept as an entry and no more.
    """
    for entry in accepted:
        if entry.kind != "CaseFile" or entry.record is None:
            continue
        try:
            file = from_plain(CaseFile, entry.record)
        except BugError:
            continue  # of a later version of the program; the entry itself is kept as it is
        if _owner(connection, "Inspection", file.id) != device:
            continue
        lines = _read(connection, keys, file.id)
        for said in file.fields:
            before = lines.get(said.name, CaseLine())
            lines[said.name] = _after(before, said.value, said.centre, by=said.by, at=instant_text(said.at))
        _write(connection, keys, file.id, device, lines)


def _after(before: CaseLine, value: str, centre: str, *, by: str, at: str) -> CaseLine:
    heard = replace(before, device=value)
    if value == before.value:
        return replace(heard, is_waiting=False)
    if centre == before.office:
        return replace(heard, value=value, by=by, at=at, is_waiting=False)
    return replace(heard, is_waiting=True)


def _read(connection: Connection, keys: CentralKeys, inspection: str) -> dict[CaseFieldName, CaseLine]:
    sealed = connection.execute(select(cases.c.sealed).where(cases.c.inspection == inspection)).scalar()
    if sealed is None:
        return {}
    return dict(converted(json.loads(keys.unseal(sealed)), _Sealed).fields)


def _write(
    connection: Connection,
    keys: CentralKeys,
    inspection: str,
    device: str,
    lines: Mapping[CaseFieldName, CaseLine],
) -> None:
    plain = canonical({"fields": {name.value: asdict(line) for name, line in lines.items()}})
    values = {"device": device, "sealed": keys.seal(plain)}
    kept = insert_or(connection, cases).values(inspection=inspection, **values)
    connection.execute(kept.on_conflict_do_update(index_elements=["bureau", "inspection"], set_=values))

"""What the office says to its devices: one function for each kind of word, for console and command line alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, insert, select

from inspector.actions.office_edits import CORRECTABLE, require_status
from inspector.canonical import Json
from inspector.errors import InputError
from inspector.records import CaseFieldName, Exhibitor, Fair, NumberBlock, Officer
from inspector.records.numbers import require_range
from inspector.records.plain import to_plain
from sync.central.cases import device_of, visit_of, write_lines
from sync.central.centre import Centre
from sync.central.feed_tables import number_blocks
from sync.central.feeding import Told, lock_feeds, standing_devices, tell, tell_in
from sync.central.restarting import unheard_devices
from sync.feed.bodies import CaseBody, CorrectionBody, NumbersBody, OfficerBody, RosterBody
from sync.feed.entry import Kind
from sync.law_packs import read_law_pack
from sync.work_calendars import read_calendar

TEXT_LIMIT = 2000
"""Characters of one field the office writes."""


def edit_case(centre: Centre, inspection: str, fields: Mapping[CaseFieldName, str], *, by: str) -> None:
    """Write case number, storage place, status or handler of a case; an empty value takes one away.

    `inspection` may be the visit or later acts of it: the case is the visit's.

    Raises:
        InputError: `feed.case_unknown`, `case.status_unknown`, `case.text_long`, `feed.device_unknown` if the device
            was taken off the list.
    """
    require_status(fields.get(CaseFieldName.STATUS, ""))
    for value in fields.values():
        _require_short(value)
    at, visit = centre.now(), visit_of(centre, inspection)
    with centre.transaction() as connection:
        device = device_of(connection, "Inspection", visit)
        lock_feeds(
            connection, [device]
        )  # the row is read and written whole: of two, the later sees the first
        over = write_lines(connection, centre.keys, visit, device, fields, by=by, at=at)
        body = CaseBody(visit, dict(fields), {CaseFieldName(name): value for name, value in over.items()})
        tell_in(connection, centre, Told(Kind.CASE, to_plain(body), by, visit, at), device=device)


def ask_correction(
    centre: Centre, record_kind: str, record: str, field: str, value: str, *, reason: str, by: str
) -> None:
    """Ask the officers to correct a fact of the stand; only they can, and only by a superseding entry.

    Raises:
        InputError: `feed.not_correctable`, `feed.reason_missing`, `feed.case_unknown`, `case.text_long`.
    """
    if record_kind not in CORRECTABLE or field not in CORRECTABLE[record_kind][1]:
        raise InputError("feed.not_correctable", kind=record_kind, field=field)
    if not reason.strip():
        raise InputError("feed.reason_missing")
    for text in (value, reason):
        _require_short(text)
    body = CorrectionBody(record_kind, record, field, value.strip(), reason.strip())
    with centre.transaction() as connection:
        device = device_of(connection, record_kind, record)
        told = Told(Kind.CORRECTION, to_plain(body), by, f"{record}/{field}")
        tell_in(connection, centre, told, device=device)


def tell_officer(centre: Centre, officer: Officer, *, by: str) -> int:
    """Put an officer on the roster, or say what changed; the certificate number says who it is. Returns the devices told.

    Raises:
        InputError: `feed.officer_incomplete`.
    """
    if not officer.name or not officer.cert_no or officer.valid_to < officer.valid_from:
        raise InputError("feed.officer_incomplete")
    return tell(centre, Told(Kind.OFFICER, to_plain(OfficerBody(officer)), by, officer.cert_no))


def allot_numbers(
    centre: Centre, device: str, blocks: Sequence[NumberBlock], *, by: str, is_sure: bool = False
) -> None:
    """Allot document numbers to one device; no number is ever allotted twice.

    `is_sure`: a person has looked that these numbers are free, though a restored centre has not heard from every device.

    Raises:
        InputError: `numbers.range`, `numbers.allotted` if it meets a block of any device, `numbers.unheard`,
            `feed.device_unknown`.
    """
    with centre.transaction() as connection:
        lock_feeds(
            connection, standing_devices(connection)
        )  # of two allotments at once, the later sees the first
        waiting = () if is_sure else unheard_devices(connection)
        if waiting:
            raise InputError("numbers.unheard", devices="、".join(waiting))
        for block in blocks:
            _require_free(connection, block)
            connection.execute(
                insert(number_blocks).values(
                    kind=block.kind,
                    year=block.year,
                    first=block.first,
                    last=block.last,
                    device=device,
                    told=centre.now(),
                )
            )
        tell_in(
            connection, centre, Told(Kind.NUMBERS, to_plain(NumbersBody(tuple(blocks))), by), device=device
        )


def tell_roster(
    centre: Centre, fair: Fair, exhibitors: Sequence[Exhibitor], *, file_name: str, file_sha256: str, by: str
) -> int:
    """Tell every device who stands where at a fair. Returns the devices told.

    Raises:
        InputError: `roster.nobody`, `feed.body_large`.
    """
    if not exhibitors:
        raise InputError("roster.nobody", file=file_name)
    body = RosterBody(fair, file_name, file_sha256, tuple(exhibitors))
    return tell(centre, Told(Kind.ROSTER, to_plain(body), by, file_sha256))


def tell_signed_law(centre: Centre, raw: bytes, *, by: str) -> tuple[str, int]:
    """Tell every device of a law pack or a calendar, whichever this centre signed.

    Returns how people call it and the number of devices told.

    Raises:
        InputError: as `read_law_pack`.
    """
    try:
        pack = read_law_pack(raw, centre.keys.receipt_public)
    except InputError as error:
        try:
            signed = read_calendar(raw, centre.keys.receipt_public)
        except InputError:
            raise error from None
        told = Told(Kind.CALENDAR, {"statement": raw.decode()}, by, signed.named)
        return signed.named, tell(centre, told)
    return pack.pack.version, tell(centre, Told(Kind.LAW, {"statement": raw.decode()}, by))


def allotted_blocks(centre: Centre) -> list[dict[str, Json]]:
    """Return every block of numbers this centre allotted: class, year, first, last, device, when."""
    order = number_blocks.c.kind, number_blocks.c.year, number_blocks.c.first
    names = "kind", "year", "first", "last", "device", "told"
    with centre.reading() as connection:
        rows = connection.execute(select(number_blocks).order_by(*order)).mappings()
        return [{name: row[name] for name in names} for row in rows]


def _require_free(connection: Connection, block: NumberBlock) -> None:
    require_range(block)
    same = number_blocks.c.kind == block.kind, number_blocks.c.year == block.year
    meets = number_blocks.c.first <= block.last, number_blocks.c.last >= block.first
    met = connection.execute(select(number_blocks).where(*same, *meets)).first()
    if met is not None:
        raise InputError(
            "numbers.allotted",
            kind=met.kind,
            year=met.year,
            first=met.first,
            last=met.last,
            device=met.device,
        )


def _require_short(text: str) -> None:
    if len(text) > TEXT_LIMIT:
        raise InputError("case.text_long", limit=TEXT_LIMIT)

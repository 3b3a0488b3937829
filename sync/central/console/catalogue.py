"""The catalogue: every record as it last stood, read once from each accepted bundle and kept sealed.

Intake knows nothing of it. Whoever opens the console first after a delivery reads what is new; a bundle that
cannot be read is noted with its reason and never stops the others (docs/adr/0145).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, and_, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from inspector.canonical import Json, canonical
from inspector.errors import InputError, InspectorError
from inspector.records import (
    Bureau,
    Correction,
    Dimension,
    Fair,
    Inspection,
    Item,
    Measure,
    Notice,
    Officer,
    Paper,
    Party,
    Photo,
    PhotoLayer,
    Recording,
)
from inspector.records.dossier import Record
from inspector.records.plain import from_json
from sync.bundle.entries import OBJECT_FOUND, OBJECT_MISSING, Entry
from sync.central.centre import Centre
from sync.central.console.sealing import Seal
from sync.central.console.tables import case_bundles, read_bundles, records
from sync.central.reading import entries_in
from sync.central.tables import bundles

R = TypeVar("R", bound=Record)
KEPT: dict[str, type[Record]] = {
    kind.__name__: kind
    for kind in (
        Bureau,
        Officer,
        Fair,
        Party,
        Inspection,
        Item,
        Photo,
        Measure,
        Notice,
        Paper,
        PhotoLayer,
        Dimension,
        Recording,
        Correction,
    )
}
_OF_ALL = {"Bureau", "Officer", "Fair", "Party"}
"""Kinds that belong to no inspection: a change may show in every line of the device."""
_ID = re.compile(r"[0-9a-f-]{8,64}")
_BODY_LIMIT = 4 << 20
"""Bytes of one record: a paper of text and signatures has a thousandth of it."""


class DeviceRecords:
    """The records of one device as they reached the centre; as `inspector.actions.ports.Records`."""

    def __init__(self, connection: Connection, seal: Seal, device: str) -> None:
        self._connection = connection
        self._seal = seal
        self._device = device

    def get(self, kind: type[R], record_id: str) -> R:
        """Return one record; `InputError("store.unknown")` if there is none."""
        found = self.find(kind, record_id)
        if found is None:
            raise InputError("store.unknown", kind=kind.__name__, id=record_id)
        return found

    def find(self, kind: type[R], record_id: str) -> R | None:
        """Return one record or None."""
        one = self._query(kind).where(records.c.subject == record_id)
        row = self._connection.execute(one).first()
        return None if row is None else self._read(kind, row)

    def all(self, kind: type[R], *, inspection_id: str | None = None) -> tuple[R, ...]:
        """Return the records of a kind, oldest first; only those of one inspection if it is named."""
        query = self._query(kind).order_by(records.c.position, records.c.subject)
        if inspection_id is not None:
            query = query.where(records.c.inspection == inspection_id)
        return tuple(self._read(kind, row) for row in self._connection.execute(query))

    def _query(self, kind: type[Any]) -> Any:
        mine = records.c.device == self._device, records.c.kind == kind.__name__, records.c.body.is_not(None)
        return select(records.c.subject, records.c.body).where(*mine)

    def _read(self, kind: type[R], row: Row[Any]) -> R:
        place = place_of(self._device, kind.__name__, row.subject)
        return from_json(kind, self._seal.open(row.body, place))


def place_of(device: str, kind: str, subject: str) -> str:
    """Return where a sealed body belongs: moved elsewhere it does not open."""
    return f"{device}/{kind}/{subject}"


@dataclass
class _News:
    """What one bundle brings, the last word on each record."""

    changes: dict[tuple[str, str], Entry] = field(default_factory=dict)
    first: dict[tuple[str, str], int] = field(default_factory=dict)
    objects: set[str] = field(default_factory=set)
    """Objects that were lost or found again."""
    cases: set[str] = field(default_factory=set)
    """Visits about which the officers wrote what the office reads too."""
    too_large: bool = False


def unread_bundles(connection: Connection) -> list[Row[Any]]:
    """Return the accepted bundles nobody has read yet, in the order in which they follow one another."""
    is_known = and_(read_bundles.c.bundle == bundles.c.bundle)
    query = select(bundles.c.bundle, bundles.c.device).outerjoin(read_bundles, is_known)
    query = query.where(bundles.c.state == "accepted", read_bundles.c.bundle.is_(None))
    return list(connection.execute(query.order_by(bundles.c.device, bundles.c.epoch, bundles.c.sequence)))


def read_in(centre: Centre, seal: Seal, bundle: str, device: str) -> frozenset[str]:
    """Take one accepted bundle into the catalogue and return the ids of the inspections it speaks of."""
    code, news = "", _News()
    try:
        news = _read(entries_in(centre, bundle))
    except InspectorError as error:
        code = error.code
    if news.too_large:
        code = "console.record_too_large"
    try:
        with centre.transaction() as connection:
            connection.execute(insert(read_bundles).values(bundle=bundle, code=code))
            touched = _keep(connection, seal, device, news)
            _note_bundle(connection, device, bundle, touched)
    except IntegrityError:
        return frozenset()  # another process was quicker
    return touched


def _read(entries: Iterator[Entry]) -> _News:
    news = _News()
    for entry in entries:
        if entry.change in {OBJECT_FOUND, OBJECT_MISSING} and not entry.kind:
            news.objects.add(entry.subject)
        if entry.kind == "CaseFile":
            news.cases.add(entry.subject)
        if entry.kind not in KEPT or not _ID.fullmatch(entry.subject):
            continue
        if len(entry.raw) > _BODY_LIMIT:
            news.too_large = True
            continue
        key = entry.kind, entry.subject
        news.changes[key] = entry
        news.first.setdefault(key, entry.seq)
    return news


def _keep(connection: Connection, seal: Seal, device: str, news: _News) -> frozenset[str]:
    touched: set[str] = set()
    for key, entry in news.changes.items():
        kind, subject = key
        mine = records.c.device == device, records.c.kind == kind, records.c.subject == subject
        known = connection.execute(select(records).where(*mine)).first()
        inspection = _inspection_of(kind, subject, entry.record) or (known.inspection if known else "")
        touched |= {inspection} - {""}
        if known is not None and (known.epoch, known.seq) >= (entry.epoch, entry.seq):
            continue
        body = None
        if entry.record is not None:
            body = seal.close(canonical(entry.record), place_of(device, kind, subject))
        values = {"epoch": entry.epoch, "seq": entry.seq, "inspection": inspection, "body": body}
        if known is None:
            new = {"device": device, "kind": kind, "subject": subject, "position": news.first[key]}
            connection.execute(insert(records).values(**new, **values))
        else:
            # another process may have read a later bundle in the meantime: its word stands
            is_older = or_(
                records.c.epoch < entry.epoch, and_(records.c.epoch == entry.epoch, records.c.seq < entry.seq)
            )
            connection.execute(update(records).where(*mine, is_older).values(**values))
    shown_in = select(records.c.inspection).where(records.c.device == device)
    if news.cases:
        visits = shown_in.where(records.c.kind == "Inspection", records.c.subject.in_(news.cases))
        touched |= set(connection.execute(visits).scalars())
    if news.objects:
        photos = shown_in.where(records.c.kind == "Photo", records.c.subject.in_(news.objects))
        touched |= set(connection.execute(photos).scalars())
    if any(kind in _OF_ALL for kind, _ in news.changes):
        touched |= set(connection.execute(shown_in.where(records.c.kind == "Inspection")).scalars())
    return frozenset(touched)


def _inspection_of(kind: str, subject: str, record: dict[str, Json] | None) -> str:
    if kind == "Inspection":
        return subject
    named = (record or {}).get("inspection_id")
    return named if isinstance(named, str) and _ID.fullmatch(named) else ""


def _note_bundle(connection: Connection, device: str, bundle: str, touched: frozenset[str]) -> None:
    for inspection in sorted(touched):
        connection.execute(insert(case_bundles).values(device=device, inspection=inspection, bundle=bundle))

"""The centre's side of the feed: entries are added for each device, signed and chained, and handed out in pages."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from inspector.canonical import Json, canonical
from inspector.errors import InputError
from sync.bundle.envelope import base64_text
from sync.central.centre import Centre
from sync.central.certifying import certificate_of_device, recipients_body
from sync.central.database import insert_or
from sync.central.feed_tables import (
    feed_bodies,
    feed_common,
    feed_entries,
    feed_positions,
    revocations,
)
from sync.central.keys import CentralKeys
from sync.central.tables import devices
from sync.feed.entry import NO_ENTRY, CarriedEntry, Head, Kind, encoded_body, make_entry
from sync.feed.page import UNASKED, Page, PageHead, Request, make_head, read_request, seal_page
from sync.statement import content_of, read_statement
from sync.strict_json import base64_bytes

_PAGE_BYTES = 8 << 20
_PAGE_ENTRIES = 500
CENTRE = "centre"
"""Who said it, where no person did."""


@dataclass(frozen=True)
class Told:
    """One thing to be said, before it has a place in anybody's feed."""

    kind: Kind
    body: dict[str, Json]
    by: str
    """Who at the office, as people read it."""
    subject: str = ""
    at: str = ""
    """Empty: now."""


def tell(centre: Centre, told: Told, *, device: str | None = None) -> int:
    """Add an entry to one device's feed, or to everybody's, also to those of devices enrolled later.

    Returns the number of devices that will hear it.

    Raises:
        InputError: `feed.device_unknown`, `feed.body_large`.
    """
    with centre.transaction() as connection:
        return tell_in(connection, centre, told, device=device)


def tell_in(
    connection: Connection,
    centre: Centre,
    told: Told,
    *,
    device: str | None = None,
    keys: CentralKeys | None = None,
) -> int:
    """Add an entry within a transaction, signed with `keys` if they are not those in use; as `tell`."""
    at = told.at or centre.now()
    told = Told(told.kind, told.body, told.by, told.subject, at)
    heard = _standing_devices(connection)
    if device is not None and device not in heard:
        raise InputError("feed.device_unknown", device=device)
    for each in [device] if device else heard:
        begin_in(connection, centre, each, centre.keys)
        _append(connection, keys or centre.keys, each, told)
    if device is None:
        _keep_for_later(connection, centre.keys, told)
        return len(heard)
    return 1


def begin_in(connection: Connection, centre: Centre, device: str, keys: CentralKeys) -> None:
    """Begin a device's feed, if it has none: the root, keys, its certificate, and what everybody was told before."""
    if _last(connection, device)[0]:
        return
    at = centre.now()
    root: dict[str, Json] = {"root_key": base64_text(keys.root_public)}
    _append(connection, keys, device, Told(Kind.ROOT, root, CENTRE, at=at))
    _append(
        connection,
        keys,
        device,
        Told(Kind.RECIPIENTS, recipients_body(connection, centre, keys), CENTRE, at=at),
    )
    certificate = certificate_of_device(connection, centre, keys, device)
    if certificate:
        body: dict[str, Json] = {"statement": certificate}
        _append(connection, keys, device, Told(Kind.CERTIFICATE, body, CENTRE, at=at))
    latest: dict[tuple[str, str], Told] = {}
    for row in connection.execute(select(feed_common.c.sealed).order_by(feed_common.c.number)):
        plain = json.loads(keys.unseal(row.sealed))
        told = Told(Kind(plain["kind"]), plain["body"], plain["by"], plain["subject"], at)
        latest.pop((told.kind, told.subject), None)
        latest[told.kind, told.subject] = told
    for told in latest.values():
        _append(connection, keys, device, told)


def answer(centre: Centre, raw: bytes, *, caller: str = "") -> tuple[str, bytes]:
    """Answer a device's request and return its id with the sealed page; repeating it changes nothing.

    `caller` is who signed the request over HTTP; a carried request speaks for itself.

    Raises:
        InputError: `feed.not_a_request`, `feed.device_unknown`, `feed.other_device`, `feed.other_bureau`.
    """
    keys = centre.keys
    with centre.transaction() as connection:
        request = _judged(connection, raw)
        if caller and request.device != caller:
            raise InputError("feed.other_device")
        if request.bureau not in {"", keys.bureau}:
            raise InputError("feed.other_bureau")
        if not _revoked(connection, request.device):
            begin_in(connection, centre, request.device, keys)
        length, _ = _last(connection, request.device)
        feed_key = base64_bytes(request.feed_key, 32) or b""
        _acknowledge(connection, centre, request, feed_key, length)
        page = _page(connection, centre, keys, request.device, request.after, request.nonce)
    return request.device, seal_page(page, request.device, feed_key)


def page_unasked(centre: Centre, device: str) -> bytes:
    """Return the sealed page with what a device has not acknowledged, to be carried to it.

    It answers no question: a device that asks over the network does not take it for an answer.

    Raises:
        InputError: `feed.device_unknown`; `feed.never_asked`: what pages for it are sealed with is not known yet.
    """
    keys = centre.keys
    with centre.transaction() as connection:
        if device not in _standing_devices(connection):
            raise InputError("feed.device_unknown", device=device)
        mine = select(feed_positions).where(feed_positions.c.device == device)
        asked = connection.execute(mine).first()
        if asked is None:
            raise InputError("feed.never_asked", device=device)
        page = _page(connection, centre, keys, device, asked.acknowledged, UNASKED)
    return seal_page(page, device, asked.feed_key)


def _append(connection: Connection, keys: CentralKeys, device: str, told: Told) -> None:
    body = encoded_body(told.body)
    seq, prev = _last(connection, device)
    head = Head(keys.bureau, device, seq + 1, prev, told.kind, told.subject, "", told.by, told.at)
    entry = make_entry(head, body, keys.signing.sign)
    digest = hashlib.sha256(body).hexdigest()
    kept = insert_or(connection, feed_bodies).values(sha256=digest, size=len(body), sealed=keys.seal(body))
    connection.execute(kept.on_conflict_do_nothing())
    sealed = keys.seal(canonical({"signature": entry.signature, "text": entry.text}))
    connection.execute(
        insert(feed_entries).values(
            device=device,
            seq=seq + 1,
            entry=entry.id,
            kind=told.kind,
            told=told.at,
            sealed_head=sealed,
            body_sha256=digest,
        )
    )


def _keep_for_later(connection: Connection, keys: CentralKeys, told: Told) -> None:
    number = connection.execute(select(func.coalesce(func.max(feed_common.c.number), 0))).scalar_one()
    plain = canonical({"kind": told.kind, "subject": told.subject, "by": told.by, "body": told.body})
    connection.execute(insert(feed_common).values(number=number + 1, sealed=keys.seal(plain)))


def _last(connection: Connection, device: str) -> tuple[int, str]:
    mine = select(feed_entries.c.seq, feed_entries.c.entry).where(feed_entries.c.device == device)
    row = connection.execute(mine.order_by(feed_entries.c.seq.desc()).limit(1)).first()
    return (row.seq, row.entry) if row else (0, NO_ENTRY)


def _standing_devices(connection: Connection) -> list[str]:
    gone = select(revocations.c.subject).where(revocations.c.what == "device")
    mine = select(devices.c.device).where(devices.c.device.not_in(gone))
    return list(connection.execute(mine.order_by(devices.c.enrolled, devices.c.device)).scalars())


def _revoked(connection: Connection, device: str) -> str:
    mine = revocations.c.what == "device", revocations.c.subject == device
    return str(connection.execute(select(revocations.c.since).where(*mine)).scalar() or "")


def _judged(connection: Connection, raw: bytes) -> Request:
    try:
        device = content_of(read_statement(raw)).get("device")
    except InputError as error:
        raise InputError("feed.not_a_request") from error
    key = connection.execute(select(devices.c.public_key).where(devices.c.device == str(device))).scalar()
    if key is None:
        raise InputError("feed.device_unknown", device=str(device))
    return read_request(raw, key)


def _acknowledge(
    connection: Connection, centre: Centre, request: Request, feed_key: bytes, length: int
) -> None:
    """Note how far a device has come; an older request that comes again takes nothing back."""
    told = min(request.after, length)
    before = connection.execute(
        select(feed_positions.c.acknowledged).where(feed_positions.c.device == request.device)
    ).scalar()
    values = {"acknowledged": max(told, before or 0), "asked": centre.now(), "feed_key": feed_key}
    kept = insert_or(connection, feed_positions).values(device=request.device, **values)
    connection.execute(kept.on_conflict_do_update(index_elements=["bureau", "device"], set_=values))


def _page(
    connection: Connection, centre: Centre, keys: CentralKeys, device: str, after: int, nonce: str
) -> Page:
    length, last = _last(connection, device)
    rows = rows_of(device).where(feed_entries.c.seq > after).limit(_PAGE_ENTRIES)
    found: list[CarriedEntry] = []
    size = 0
    for row in connection.execute(rows).all():
        entry = opened_entry(connection, keys, row)
        size += len(entry.body) + len(entry.text)
        if found and size > _PAGE_BYTES:
            break
        found.append(entry)
    head = PageHead(keys.bureau, device, length, last, nonce, centre.now())
    return Page(make_head(head, keys.signing.sign), tuple(found))


def rows_of(device: str) -> Any:
    """Return the query for a device's entries, in order."""
    return select(feed_entries).where(feed_entries.c.device == device).order_by(feed_entries.c.seq)


def opened_entry(connection: Connection, keys: CentralKeys, row: Row[Any]) -> CarriedEntry:
    """Return the entry a row holds sealed."""
    head = json.loads(keys.unseal(row.sealed_head))
    sealed = select(feed_bodies.c.sealed).where(feed_bodies.c.sha256 == row.body_sha256)
    body = keys.unseal(connection.execute(sealed).scalar_one())
    return CarriedEntry(head["text"], head["signature"], body.decode())

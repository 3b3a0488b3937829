"""Handing the feed out: a device's question is judged and answered with a page sealed for it alone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from inspector.errors import InputError
from sync.central.centre import Centre
from sync.central.database import insert_or
from sync.central.feed_tables import feed_entries, feed_positions, revocations
from sync.central.feeding import (
    begin_in,
    current_epoch,
    last_of,
    lock_feeds,
    opened_entry,
    rows_of,
    standing_devices,
)
from sync.central.keys import CentralKeys
from sync.central.tables import devices
from sync.feed.entry import CarriedEntry
from sync.feed.page import UNASKED, Page, PageHead, Request, make_head, read_request, seal_page
from sync.statement import content_of, read_statement
from sync.strict_json import base64_bytes

_PAGE_BYTES = 8 << 20
_PAGE_ENTRIES = 500


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
        lock_feeds(connection, [request.device])
        if not _revoked(connection, request.device):
            begin_in(connection, centre, request.device, keys)
        feed_key = base64_bytes(request.feed_key, 32) or b""
        _acknowledge(connection, centre, request, feed_key)
        has = request.epoch, request.after
        page = _page(connection, centre, keys, request.device, has, request.nonce)
    return request.device, seal_page(page, request.device, feed_key)


def page_unasked(centre: Centre, device: str) -> bytes:
    """Return the sealed page with what a device has not acknowledged, to be carried to it.

    It answers no question: a device that asks over the network does not take it for an answer.

    Raises:
        InputError: `feed.device_unknown`; `feed.never_asked`: what pages for it are sealed with is not known yet.
    """
    keys = centre.keys
    with centre.transaction() as connection:
        if device not in standing_devices(connection):
            raise InputError("feed.device_unknown", device=device)
        mine = select(feed_positions).where(feed_positions.c.device == device)
        asked = connection.execute(mine).first()
        if asked is None:
            raise InputError("feed.never_asked", device=device)
        lock_feeds(connection, [device])
        begin_in(connection, centre, device, keys)
        has = asked.epoch, asked.acknowledged
        page = _page(connection, centre, keys, device, has, UNASKED)
    return seal_page(page, device, asked.feed_key)


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


def _acknowledge(connection: Connection, centre: Centre, request: Request, feed_key: bytes) -> None:
    """Note how far a device has come, or that it has what is not known here; an older request takes nothing back."""
    mine = feed_positions.c.device == request.device
    before = connection.execute(select(feed_positions).where(mine)).first()
    said = request.epoch, request.after
    is_astray = bool(request.after) and not _is_known(connection, request)
    reached = max((0, 0) if is_astray else said, (before.epoch, before.acknowledged) if before else (0, 0))
    values: dict[str, Any] = {
        "epoch": reached[0],
        "acknowledged": reached[1],
        "asked": centre.now(),
        "feed_key": feed_key,
        "astray_epoch": request.epoch if is_astray else 0,
        "astray_seq": request.after if is_astray else 0,
    }
    kept = insert_or(connection, feed_positions).values(device=request.device, **values)
    connection.execute(kept.on_conflict_do_update(index_elements=["bureau", "device"], set_=values))


def _is_known(connection: Connection, request: Request) -> bool:
    place = feed_entries.c.epoch == request.epoch, feed_entries.c.seq == request.after
    mine = select(feed_entries.c.entry).where(feed_entries.c.device == request.device, *place)
    return connection.execute(mine).scalar() == request.head


def _page(
    connection: Connection, centre: Centre, keys: CentralKeys, device: str, has: tuple[int, int], nonce: str
) -> Page:
    """Return what comes after epoch and number `has`, from the present epoch alone."""
    epoch = current_epoch(connection)
    length, last = last_of(connection, device, epoch)
    after = has[1] if has[0] == epoch else 0
    rows = rows_of(device).where(feed_entries.c.epoch == epoch, feed_entries.c.seq > after)
    found: list[CarriedEntry] = []
    size = 0
    for row in connection.execute(rows.limit(_PAGE_ENTRIES)).all():
        entry = opened_entry(connection, keys, row)
        size += len(entry.body) + len(entry.text)
        if found and size > _PAGE_BYTES:
            break
        found.append(entry)
    head = PageHead(keys.bureau, device, epoch, length, last, nonce, centre.now())
    return Page(make_head(head, keys.signing.sign), tuple(found))

"""A device's feed as people may see it: opened, whole, and provable to anybody who knows the root (FORMAT.md 13.9)."""

from __future__ import annotations

from sqlalchemy import select

from inspector.canonical import Json, canonical
from sync.central.centre import Centre
from sync.central.certifying import certify_first
from sync.central.feed_tables import centre_keys, feed_entries
from sync.central.feeding import current_epoch, last_of, opened_entry, rows_of
from sync.feed.bodies import StatementBody, read_body
from sync.feed.entry import Kind
from sync.feed.page import UNASKED, PageHead, make_head
from sync.trust import Role

KIND = "inspector-feed"


def opened_feed(centre: Centre, device: str) -> bytes:
    """Return everything a device (its id) was told, with an ending signed now and the root's certificates.

    Raises:
        SystemFault: `central.no_key` at an intake node.
    """
    keys = centre.keys
    with centre.transaction() as connection:
        certify_first(connection, centre, keys)
        rows = connection.execute(rows_of(device)).all()
        epoch = rows[-1].epoch if rows else current_epoch(connection)  # a revoked device stays in its own
        length, last = last_of(connection, device, epoch)
        entries = [opened_entry(connection, keys, row) for row in rows]
        certified = select(centre_keys.c.certificate).where(centre_keys.c.role == Role.RECEIPT)
        certificates = list(connection.execute(certified.order_by(centre_keys.c.number)).scalars())
    head = make_head(
        PageHead(keys.bureau, device, epoch, length, last, UNASKED, centre.now()), keys.signing.sign
    )
    plain: dict[str, Json] = {
        "v": 1,
        "kind": KIND,
        "certificates": certificates,
        "entries": [each.plain() for each in entries],
        "head": {"signature": head.signature, "text": head.text},
        "request": "",
    }
    return canonical(plain)


def certificates(centre: Centre) -> dict[str, str]:
    """Return every certificate the root gave at this centre, by a name for its file: keys by role and id, devices by id."""
    found: dict[str, str] = {}
    with centre.reading() as connection:
        for row in connection.execute(select(centre_keys).order_by(centre_keys.c.role, centre_keys.c.number)):
            found[f"{row.role}-{row.number}"] = row.certificate
        mine = select(feed_entries).where(feed_entries.c.kind == Kind.CERTIFICATE)
        order = feed_entries.c.device, feed_entries.c.epoch, feed_entries.c.seq
        for row in connection.execute(mine.order_by(*order)).all():
            entry = opened_entry(connection, centre.keys, row)
            found[row.device] = read_body(entry, StatementBody).statement
    return found

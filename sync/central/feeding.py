"""What the centre says: entries are added to the feed of each device, signed and chained."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
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
    feed_restarts,
    revocations,
)
from sync.central.keys import CentralKeys
from sync.central.tables import devices
from sync.feed.entry import NO_ENTRY, CarriedEntry, Head, Kind, body_of, encoded_body, make_entry

_OF_ONE_DEVICE = {Kind.CASE, Kind.CORRECTION, Kind.NUMBERS}
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
    heard = standing_devices(connection)
    if device is not None and device not in heard:
        raise InputError("feed.device_unknown", device=device)
    to_tell = [device] if device else heard
    lock_feeds(connection, to_tell)
    epoch, signing = current_epoch(connection), keys or centre.keys
    body = keep_body(connection, signing, told)
    for each in to_tell:
        begin_in(connection, centre, each, centre.keys)
        _append(connection, signing, each, told, body, epoch)
    if device is None:
        _keep_for_later(connection, centre.keys, told)
        return len(heard)
    return 1


def lock_feeds(connection: Connection, of: Sequence[str]) -> None:
    """Let nobody else write to the feeds of these devices until the transaction ends, on whatever node."""
    mine = select(devices.c.device).where(devices.c.device.in_(of)).order_by(devices.c.device)
    connection.execute(mine.with_for_update()).all()


def begin_in(connection: Connection, centre: Centre, device: str, keys: CentralKeys) -> None:
    """Begin a device's feed in the present epoch, if nothing of it is there.

    That is the root (or its word that a new epoch begins), the keys, the device's certificate, and what everybody was
    told before; in a new epoch also what this device alone was told and never acknowledged.
    """
    epoch = current_epoch(connection)
    if last_of(connection, device, epoch)[0]:
        return
    for told in (
        *_beginning(connection, centre, device, keys, epoch),
        # in the order they were said: the clock may have been set in between
        *_told_everybody(connection, keys),
        *_never_acknowledged(connection, keys, device, epoch),
    ):
        _append(connection, keys, device, told, keep_body(connection, keys, told), epoch)


def _beginning(
    connection: Connection, centre: Centre, device: str, keys: CentralKeys, epoch: int
) -> list[Told]:
    at = centre.now()
    first: dict[str, Json] = {"root_key": base64_text(keys.root_public)}
    if epoch > 1:
        word = select(feed_restarts.c.statement).where(feed_restarts.c.epoch == epoch)
        first = {"statement": connection.execute(word).scalar_one()}
    recipients = recipients_body(connection, centre, keys)
    found = [
        Told(Kind.RESTART if epoch > 1 else Kind.ROOT, first, CENTRE, at=at),
        Told(Kind.RECIPIENTS, recipients, CENTRE, at=at),
    ]
    certificate = certificate_of_device(connection, centre, keys, device)
    if certificate:
        found.append(Told(Kind.CERTIFICATE, {"statement": certificate}, CENTRE, at=at))
    return found


def _told_everybody(connection: Connection, keys: CentralKeys) -> list[Told]:
    latest: dict[tuple[str, str], Told] = {}
    for row in connection.execute(select(feed_common.c.sealed).order_by(feed_common.c.number)):
        plain = json.loads(keys.unseal(row.sealed))
        told = Told(Kind(plain["kind"]), plain["body"], plain["by"], plain["subject"], plain["at"])
        latest.pop((told.kind, told.subject), None)
        latest[told.kind, told.subject] = told
    return list(latest.values())


def _never_acknowledged(connection: Connection, keys: CentralKeys, device: str, epoch: int) -> list[Told]:
    """Return what one device alone was told in the epoch before, and has not said that it has: it heard the rest."""
    mine = feed_positions.c.device == device
    row = connection.execute(select(feed_positions).where(mine)).first()
    reached = (row.epoch, row.acknowledged) if row else (0, 0)
    found = []
    for each in connection.execute(rows_of(device).where(feed_entries.c.epoch < epoch)).all():
        if each.kind in _OF_ONE_DEVICE and (each.epoch, each.seq) > reached:
            entry = opened_entry(connection, keys, each)
            head = json.loads(entry.text)
            found.append(Told(Kind(each.kind), body_of(entry), head["by"], head["subject"], head["at"]))
    return found


def current_epoch(connection: Connection) -> int:
    """Return the epoch every feed of this bureau is in."""
    return max(1, connection.execute(select(func.max(feed_restarts.c.epoch))).scalar() or 1)


def last_of(connection: Connection, device: str, epoch: int) -> tuple[int, str]:
    """Return number and id of the last entry of a feed in an epoch; 0 and zeros for none."""
    mine = feed_entries.c.device == device, feed_entries.c.epoch == epoch
    query = select(feed_entries.c.seq, feed_entries.c.entry).where(*mine)
    row = connection.execute(query.order_by(feed_entries.c.seq.desc()).limit(1)).first()
    return (row.seq, row.entry) if row else (0, NO_ENTRY)


def keep_body(connection: Connection, keys: CentralKeys, told: Told) -> bytes:
    """Keep what is said, once for all who hear it, and return its bytes; `InputError("feed.body_large")`."""
    body = encoded_body(told.body)
    digest = hashlib.sha256(body).hexdigest()
    known = select(feed_bodies.c.size).where(feed_bodies.c.sha256 == digest)
    if connection.execute(known).first() is None:
        kept = insert_or(connection, feed_bodies).values(
            sha256=digest, size=len(body), sealed=keys.seal(body)
        )
        connection.execute(kept.on_conflict_do_nothing())  # another node said the same
    return body


def _append(
    connection: Connection, keys: CentralKeys, device: str, told: Told, body: bytes, epoch: int
) -> None:
    seq, prev = last_of(connection, device, epoch)
    head = Head(keys.bureau, device, epoch, seq + 1, prev, told.kind, told.subject, "", told.by, told.at)
    entry = make_entry(head, body, keys.signing.sign)
    sealed = keys.seal(canonical({"signature": entry.signature, "text": entry.text}))
    connection.execute(
        insert(feed_entries).values(
            device=device,
            epoch=epoch,
            seq=seq + 1,
            entry=entry.id,
            kind=told.kind,
            told=told.at,
            sealed_head=sealed,
            body_sha256=hashlib.sha256(body).hexdigest(),
        )
    )


def _keep_for_later(connection: Connection, keys: CentralKeys, told: Told) -> None:
    plain = canonical(
        {"kind": told.kind, "subject": told.subject, "by": told.by, "at": told.at, "body": told.body}
    )
    highest, sealed = select(func.coalesce(func.max(feed_common.c.number), 0)), keys.seal(plain)
    is_kept = False
    while (
        not is_kept
    ):  # where no device is enrolled nothing was locked: two who speak at once want the same number
        number = connection.execute(highest).scalar_one() + 1
        kept = insert_or(connection, feed_common).values(number=number, sealed=sealed)
        own = kept.on_conflict_do_nothing().returning(feed_common.c.number)
        is_kept = connection.execute(own).first() is not None


def standing_devices(connection: Connection) -> list[str]:
    """Return the devices that are enrolled and were not taken off the list, in the order they came."""
    gone = select(revocations.c.subject).where(revocations.c.what == "device")
    mine = select(devices.c.device).where(devices.c.device.not_in(gone))
    return list(connection.execute(mine.order_by(devices.c.enrolled, devices.c.device)).scalars())


def rows_of(device: str) -> Any:
    """Return the query for a device's entries, in order."""
    order = feed_entries.c.epoch, feed_entries.c.seq
    return select(feed_entries).where(feed_entries.c.device == device).order_by(*order)


def opened_entry(connection: Connection, keys: CentralKeys, row: Row[Any]) -> CarriedEntry:
    """Return the entry a row holds sealed."""
    head = json.loads(keys.unseal(row.sealed_head))
    sealed = select(feed_bodies.c.sealed).where(feed_bodies.c.sha256 == row.body_sha256)
    body = keys.unseal(connection.execute(sealed).scalar_one())
    return CarriedEntry(head["text"], head["signature"], body.decode())

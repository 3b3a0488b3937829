"""How devices and words of the feed stand, for whoever looks after the centre: who is enrolled, who has heard what."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, not_, or_, select

from inspector.errors import InputError
from sync.central.centre import Centre
from sync.central.feed_tables import COPIED, feed_entries, feed_positions, feed_restarts, revocations
from sync.central.feeding import opened_entry
from sync.central.tables import devices
from sync.feed.entry import Kind

_BEGINNING = ((1, (Kind.ROOT, Kind.RESTART)), (2, (Kind.RECIPIENTS,)), (3, (Kind.CERTIFICATE,)))
"""Places and kinds of the entries a feed begins with."""
SHORTEST = 4
"""Digits of a device's id that may stand for all of it, if no other device begins with them."""


@dataclass(frozen=True)
class DeviceStanding:
    """One enrolled device, and how far it has come with its feed."""

    device: str
    name: str
    enrolled: str
    length: int
    """Entries there are for it."""
    acknowledged: int
    """Entries it said it has."""
    asked: str
    """When it asked last, empty if never."""
    astray: int
    """Entries it has that this centre does not know; 0 in calm days, else an older backup was put back here."""
    revoked: str
    """When it was taken off the list, empty if it stands."""


@dataclass(frozen=True)
class ToldWord:
    """One thing the office said, and to how many devices it has come."""

    at: str
    kind: str
    subject: str
    by: str
    devices: int
    """In whose feed it stands."""
    heard: int
    """Who said that they have it."""
    body: str
    """Canonical JSON."""


def device_standings(centre: Centre) -> tuple[DeviceStanding, ...]:
    """Return every device that was ever enrolled, by name."""
    begun = feed_restarts.c.epoch > COPIED
    present = select(func.coalesce(func.max(feed_restarts.c.epoch), 1)).where(begun).scalar_subquery()
    length = (
        select(feed_entries.c.device, func.max(feed_entries.c.seq).label("length"))
        .where(feed_entries.c.epoch == present)
        .group_by(feed_entries.c.device)
        .subquery()
    )
    # what was astray in an epoch before was begun anew
    is_astray = and_(feed_positions.c.astray_seq > 0, feed_positions.c.astray_epoch >= present)
    reached = case((feed_positions.c.epoch == present, feed_positions.c.acknowledged), else_=0)
    gone = select(revocations).where(revocations.c.what == "device").subquery()
    query = (
        select(
            devices,
            length.c.length,
            reached.label("acknowledged"),
            feed_positions.c.asked,
            case((is_astray, feed_positions.c.astray_seq), else_=0).label("astray"),
            gone.c.since,
        )
        .outerjoin(length, length.c.device == devices.c.device)
        .outerjoin(feed_positions, feed_positions.c.device == devices.c.device)
        .outerjoin(gone, gone.c.subject == devices.c.device)
        .order_by(devices.c.name, devices.c.device)
    )
    with centre.reading() as connection:
        return tuple(
            DeviceStanding(
                row.device,
                row.name,
                row.enrolled,
                row.length or 0,
                row.acknowledged or 0,
                row.asked or "",
                row.astray,
                row.since or "",
            )
            for row in connection.execute(query)
        )


def device_named(centre: Centre, said: str) -> DeviceStanding:
    """Return the device whose id begins with `said`, or whose name it is.

    Raises:
        InputError: `feed.device_unknown`; `feed.device_which` if there are several.
    """
    found = [
        each
        for each in device_standings(centre)
        if each.name == said or (len(said) >= SHORTEST and each.device.startswith(said))
    ]
    if not found:
        raise InputError("feed.device_unknown", device=said)
    if len(found) > 1:
        raise InputError("feed.device_which", said=said, devices="、".join(each.device for each in found))
    return found[0]


def told_words(centre: Centre, device: str = "") -> tuple[ToldWord, ...]:
    """Return what the office said, oldest first: to anybody, or to one device (its id)."""
    has_it = case((is_acknowledged(), 1), else_=0)
    query = (
        select(
            feed_entries.c.told,
            feed_entries.c.kind,
            feed_entries.c.body_sha256,
            func.count().label("devices"),
            func.sum(has_it).label("heard"),
            func.min(feed_entries.c.device).label("device"),
            func.min(feed_entries.c.seq).label("seq"),
        )
        .outerjoin(feed_positions, feed_positions.c.device == feed_entries.c.device)
        .group_by(feed_entries.c.told, feed_entries.c.kind, feed_entries.c.body_sha256)
        .order_by(feed_entries.c.told, "seq", "device")
    )
    if device:
        query = query.where(feed_entries.c.device == device)
    else:  # how a feed begins is the same for everybody and hides what the office said
        at_place = (
            and_(feed_entries.c.seq == seq, feed_entries.c.kind.in_(kinds)) for seq, kinds in _BEGINNING
        )
        query = query.where(not_(or_(*at_place)))
    with centre.reading() as connection:
        found = []
        for row in connection.execute(query).all():
            same = (
                feed_entries.c.told == row.told,
                feed_entries.c.kind == row.kind,
                feed_entries.c.body_sha256 == row.body_sha256,
            )
            one = select(feed_entries).where(feed_entries.c.device == row.device, *same).limit(1)
            entry = opened_entry(connection, centre.keys, connection.execute(one).one())
            head = json.loads(entry.text)
            word = row.told, row.kind, head["subject"], head["by"], row.devices, int(row.heard), entry.body
            found.append(ToldWord(*word))
    return tuple(found)


def is_acknowledged() -> ColumnElement[bool]:
    """Tell in SQL whether the device of an entry, joined with its position, has it."""
    return or_(
        feed_entries.c.epoch < feed_positions.c.epoch,
        and_(
            feed_entries.c.epoch == feed_positions.c.epoch,
            feed_entries.c.seq <= feed_positions.c.acknowledged,
        ),
    )

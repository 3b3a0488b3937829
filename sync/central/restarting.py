"""After an older backup was put back: the root begins every feed anew, and devices' journals bring back what was lost.

Between the two a number could be allotted twice, so none is before every device has delivered (`unheard_devices`).
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, and_, delete, exists, func, insert, or_, select, update

from sync.bundle.envelope import base64_text
from sync.central.centre import Centre
from sync.central.certifying import certify_first
from sync.central.feed_tables import COPIED, NOT_HEARD, feed_entries, feed_positions, feed_restarts
from sync.central.feeding import begin_in, current_epoch, lock_feeds, standing_devices
from sync.central.keys import load_root
from sync.central.revoking import require_reason
from sync.central.tables import devices, entries
from sync.feed.entry import Kind
from sync.feed.restart import Restart, make_restart

MOST_AHEAD = 64
"""Epochs a device may be ahead of a restored centre and still be believed: more were hardly begun since its backup, and
nobody who has a stolen device can use epochs up. Who is further ahead is reached by beginning anew again."""


def restart_feeds(centre: Centre, *, reason: str, by: str, root: Path | None = None) -> int:
    """Begin every feed of the bureau anew, in an epoch above any that a standing device has named, and return it.

    Raises:
        InputError: `feed.reason_missing`, `central.root_absent`, `central.root_other`.
    """
    require_reason(reason)
    keys, private = centre.keys, load_root(centre.data / "keys", root)
    with centre.transaction() as connection:
        certify_first(connection, centre, keys)
        told = standing_devices(connection)
        lock_feeds(connection, told)
        present = current_epoch(connection)
        is_believed = feed_positions.c.device.in_(told), feed_positions.c.astray_epoch <= present + MOST_AHEAD
        named = select(func.coalesce(func.max(feed_positions.c.astray_epoch), 1)).where(*is_believed)
        epoch = 1 + max(present, int(connection.execute(named).scalar_one()))
        at = centre.now()
        restart = Restart(keys.bureau, epoch, base64_text(keys.receipt_public), reason.strip(), by, at)
        statement = make_restart(restart, private.sign).encoded().decode()
        connection.execute(delete(feed_restarts).where(feed_restarts.c.epoch == COPIED))
        connection.execute(insert(feed_restarts).values(epoch=epoch, at=at, statement=statement))
        for device in told:
            begin_in(connection, centre, device, keys)
    return epoch


def mark_as_copy(connection: Connection, at: str) -> None:
    """Write into the copy a backup made that it is one: where it is put back, it does not know what was told since."""
    connection.execute(delete(feed_restarts).where(feed_restarts.c.epoch == COPIED))
    connection.execute(insert(feed_restarts).values(epoch=COPIED, at=at, statement=""))
    connection.execute(update(feed_positions).values(astray_seq=NOT_HEARD))


def unheard_devices(connection: Connection) -> list[str]:
    """Return the names of devices that may have been told what this centre does not know.

    Those that have more than it; after a backup was put back, those that have not asked since; after the feed began anew,
    those whose journal has not come so far: a device writes down that it began anew, and once that was delivered, so
    was everything before it.
    """
    epoch = current_epoch(connection)
    is_copy = exists().where(feed_restarts.c.epoch == COPIED)
    is_unsure = or_(
        and_(feed_positions.c.astray_seq > 0, feed_positions.c.astray_epoch >= epoch),
        and_(is_copy, or_(feed_positions.c.astray_seq.is_(None), feed_positions.c.astray_seq == NOT_HEARD)),
    )
    named = (
        select(devices.c.name)
        .outerjoin(feed_positions, feed_positions.c.device == devices.c.device)
        .where(devices.c.device.in_(standing_devices(connection)))
        .order_by(devices.c.name)
    )
    if epoch == 1:
        return list(connection.execute(named.where(is_unsure)).scalars())
    began = (
        select(entries.c.device)
        .join(feed_entries, feed_entries.c.entry == entries.c.subject)
        .where(
            entries.c.kind == "FeedEntry", feed_entries.c.kind == Kind.RESTART, feed_entries.c.epoch == epoch
        )
    )
    since = select(feed_restarts.c.at).where(feed_restarts.c.epoch == epoch).scalar_subquery()
    has_not_delivered = and_(devices.c.device.not_in(began), devices.c.enrolled < since)
    return list(connection.execute(named.where(or_(is_unsure, has_not_delivered))).scalars())

"""After an older backup was put back: the root begins every feed anew, and devices' journals bring back what was lost.

Between the two a number could be allotted twice, so none is before every device has delivered (`unheard_devices`).
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, func, insert, select

from sync.bundle.envelope import base64_text
from sync.central.centre import Centre
from sync.central.certifying import certify_first
from sync.central.feed_tables import feed_entries, feed_positions, feed_restarts
from sync.central.feeding import begin_in, current_epoch, lock_feeds, standing_devices
from sync.central.keys import load_root
from sync.central.revoking import require_reason
from sync.central.tables import devices, entries
from sync.feed.entry import Kind
from sync.feed.restart import Restart, make_restart


def restart_feeds(centre: Centre, *, reason: str, by: str, root: Path | None = None) -> int:
    """Begin every feed of the bureau anew, in an epoch above any that a device has named, and return it.

    Raises:
        InputError: `feed.reason_missing`, `central.root_absent`, `central.root_other`.
    """
    require_reason(reason)
    keys, private = centre.keys, load_root(centre.data / "keys", root)
    with centre.transaction() as connection:
        certify_first(connection, centre, keys)
        told = standing_devices(connection)
        lock_feeds(connection, told)
        named = select(func.coalesce(func.max(feed_positions.c.astray_epoch), 1))
        epoch = 1 + max(current_epoch(connection), int(connection.execute(named).scalar_one()))
        at = centre.now()
        restart = Restart(keys.bureau, epoch, base64_text(keys.receipt_public), reason.strip(), by, at)
        statement = make_restart(restart, private.sign).encoded().decode()
        connection.execute(insert(feed_restarts).values(epoch=epoch, at=at, statement=statement))
        for device in told:
            begin_in(connection, centre, device, keys)
    return epoch


def unheard_devices(connection: Connection) -> list[str]:
    """Return the names of devices whose journal has not come so far that the centre knows all it told them before.

    A device writes down that the feed began anew; once that entry was delivered, so was everything before it.
    """
    epoch = current_epoch(connection)
    if epoch == 1:
        return []
    began = (
        select(entries.c.device)
        .join(feed_entries, feed_entries.c.entry == entries.c.subject)
        .where(
            entries.c.kind == "FeedEntry", feed_entries.c.kind == Kind.RESTART, feed_entries.c.epoch == epoch
        )
    )
    since = select(feed_restarts.c.at).where(feed_restarts.c.epoch == epoch).scalar_subquery()
    standing = standing_devices(connection)
    mine = select(devices.c.name).where(devices.c.device.in_(standing), devices.c.device.not_in(began))
    before = mine.where(devices.c.enrolled < since)
    return list(connection.execute(before.order_by(devices.c.name)).scalars())

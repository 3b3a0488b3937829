"""Released originals: every copy the store keeps forgets what opened them (ADR 0138)."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, select

from inspector.durable import sync_folder
from inspector.errors import SystemFault
from inspector.records import Delivery, DeliveryState, Receipt, SealedObject
from inspector.store import snapshots
from inspector.store.database_file import store_faults
from inspector.store.making import remove_database
from inspector.store.tables import sealed_object


def releasing_mark(path: Path) -> Path:
    """Return the file that lies beside the database from before a release until every copy has forgotten."""
    return path.with_name(path.name + ".releasing")


def is_named(sealed: SealedObject, deliveries: tuple[Delivery, ...], receipts: tuple[Receipt, ...]) -> bool:
    """Tell whether a kept receipt of a confirmed delivery names an object with its hash."""
    confirmed = {each.id for each in deliveries if each.state is DeliveryState.CONFIRMED}
    return any(
        receipt.id in confirmed
        and any((each.object_id, each.sha256) == (sealed.id, sealed.sha256) for each in receipt.objects)
        for receipt in receipts
    )


def released_ids(connection: Connection) -> tuple[str, ...]:
    """Return the ids of the objects whose key is gone for good."""
    query = select(sealed_object.c.id).where(sealed_object.c.wrapped_key == b"").order_by(sealed_object.c.id)
    return tuple(connection.execute(query).scalars())


def drop_older_snapshots(path: Path, kept: Path) -> None:
    """Delete every snapshot but the one that was taken after the release."""
    for each in snapshots.kept_snapshots(path):
        if each.path != kept:
            remove_database(each.path)
    sync_folder(snapshots.folder_of(path))


def fold_in(engine: Engine) -> None:
    """Empty the write-ahead log: the pages that held the keys are overwritten in the file, and gone here.

    Raises:
        SystemFault: `store.busy` while somebody still reads the state of before.
    """
    with store_faults(), engine.connect() as connection:
        blocked = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
    if blocked:
        raise SystemFault("store.busy")

"""The rows of an accepted bundle: entries, objects, the device's new head, the receipt; all in one transaction."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select, update

from inspector.errors import SystemFault
from sync.bundle import Foot, OpenedBundle
from sync.bundle.checkpoint import NO_HASH
from sync.bundle.entries import Entry
from sync.bundle.merkle import Frontier
from sync.central.centre import Centre
from sync.central.database import insert_or
from sync.central.tables import branches, bundles, devices, entries, heads, objects
from sync.statement import Statement

_BATCH = 1000


@dataclass(frozen=True)
class Head:
    """Where the accepted journal of one device ends."""

    sequence: int
    foot_sha256: str
    leaf: bytes
    frontier: Frontier
    from_epoch: int = 0
    """The epoch this one goes on from; 0 for the first, and for one that goes on from nothing."""


_NOTHING = Head(0, NO_HASH, b"", Frontier())


def head_of(connection: Connection, foot: Foot) -> Head:
    """Return where the accepted journal of a bundle's device and epoch ends.

    An epoch that has no bundle yet goes on from the accepted one that FOOT names, wherever in the epochs
    before: there the branch leaves the others.
    """
    mine = select(heads).where(heads.c.device == foot.device, heads.c.epoch == foot.epoch)
    row = connection.execute(mine).first()
    if row is None:
        return _branching(connection, foot) if foot.opens_epoch else _NOTHING
    return Head(row.sequence, row.foot_sha256, row.leaf, Frontier.decoded(row.size, row.frontier))


def require_unmoved(connection: Connection, foot: Foot, head: Head) -> None:
    """Lock a device for this transaction and refuse if it is not where it was when the bundle was verified.

    Raises:
        SystemFault: `central.busy`: another node has taken in a bundle of this device meanwhile.
    """
    connection.execute(select(devices.c.device).where(devices.c.device == foot.device).with_for_update())
    if head_of(connection, foot) != head:
        raise SystemFault("central.busy")


def _branching(connection: Connection, foot: Foot) -> Head:
    named = bundles.c.device == foot.device, bundles.c.foot_sha256 == foot.previous
    is_before = bundles.c.state == "accepted", bundles.c.epoch < foot.epoch
    base = connection.execute(select(bundles).where(*named, *is_before)).first()
    if base is None:
        return _NOTHING
    frontier, leaf = Frontier(), b""
    for leaf in _leaves(connection, foot.device, base.epoch, json.loads(base.receipt_text)["last"]):
        frontier = frontier.with_leaf(leaf)
    return Head(0, base.foot_sha256, leaf, frontier, base.epoch)


def _leaves(connection: Connection, device: str, epoch: int, size: int) -> list[bytes]:
    """Return the leaves of the first `size` entries as they stood in an epoch, from wherever it went on."""
    mine = entries.c.device == device, entries.c.epoch == epoch, entries.c.seq <= size
    rows = connection.execute(
        select(entries.c.seq, entries.c.leaf).where(*mine).order_by(entries.c.seq)
    ).all()
    before = rows[0].seq - 1 if rows else size
    inherited: list[bytes] = []
    if before:
        of_epoch = branches.c.device == device, branches.c.epoch == epoch
        parent = connection.execute(select(branches.c.from_epoch).where(*of_epoch)).scalar_one()
        inherited = _leaves(connection, device, parent, before)
    return [*inherited, *(row.leaf for row in rows)]


def bundles_held(centre: Centre) -> int:
    """Return how many bundles were ever taken in; each device's head counts its own."""
    with centre.reading() as connection:
        return int(connection.execute(select(func.coalesce(func.sum(heads.c.sequence), 0))).scalar_one())


def record_entries(connection: Connection, foot: Foot, accepted: list[Entry]) -> None:
    """Keep what the entries are and where; their text stays in the bundle."""
    for begin in range(0, len(accepted), _BATCH):
        connection.execute(
            insert(entries),
            [
                {
                    "device": foot.device,
                    "epoch": foot.epoch,
                    "seq": entry.seq,
                    "bundle": foot.bundle,
                    "leaf": entry.leaf,
                    "change": entry.change,
                    "kind": entry.kind,
                    "subject": entry.subject,
                }
                for entry in accepted[begin : begin + _BATCH]
            ],
        )


def record_objects(connection: Connection, centre: Centre, opened: OpenedBundle) -> None:
    """Keep what proves and opens each object; its bytes stay in the bundle."""
    foot, keys = opened.file.foot, centre.keys
    rows = [
        {
            "device": foot.device,
            "object": known.id,
            "bundle": foot.bundle,
            "position": position,
            "sha256": known.sha256,
            "size": known.size,
            "wrapped_key": keys.wrap(known.key),
        }
        for position, known in enumerate(opened.manifest.objects)
    ]
    kept = insert_or(
        connection, objects
    ).on_conflict_do_nothing()  # held from an earlier epoch, the same to the byte
    for begin in range(0, len(rows), _BATCH):
        connection.execute(kept, rows[begin : begin + _BATCH])


def record_head(connection: Connection, foot: Foot, after: Head) -> None:
    """Move the end of the device's accepted journal."""
    values = {
        "sequence": after.sequence,
        "foot_sha256": after.foot_sha256,
        "size": after.frontier.size,
        "leaf": after.leaf,
        "frontier": after.frontier.encoded(),
    }
    if foot.opens_epoch and after.from_epoch:
        branch = {"device": foot.device, "epoch": foot.epoch, "from_epoch": after.from_epoch}
        connection.execute(insert(branches).values(**branch, size=foot.first - 1))
    row = insert_or(connection, heads).values(device=foot.device, epoch=foot.epoch, **values)
    connection.execute(row.on_conflict_do_update(index_elements=["bureau", "device", "epoch"], set_=values))


def record_acceptance(
    connection: Connection, centre: Centre, opened: OpenedBundle, receipt: Statement
) -> None:
    """Keep the receipt and what opens the bundle again."""
    connection.execute(
        update(bundles)
        .where(bundles.c.bundle == opened.file.foot.bundle)
        .values(
            state="accepted",
            code="",
            wrapped_key=centre.keys.wrap(opened.bundle_key),
            receipt_text=receipt.text,
            receipt_signature=receipt.signature,
        )
    )

"""The rows of an accepted bundle: entries, objects, the device's new head, the receipt; all in one transaction."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or

from sync.bundle import Foot, OpenedBundle
from sync.bundle.checkpoint import NO_HASH
from sync.bundle.entries import Entry
from sync.bundle.merkle import Frontier
from sync.central.centre import Centre
from sync.central.tables import bundles, entries, heads, objects
from sync.statement import Statement

_BATCH = 1000


@dataclass(frozen=True)
class Head:
    """Where the accepted journal of one device ends."""

    sequence: int
    foot_sha256: str
    leaf: bytes
    frontier: Frontier


def head_of(connection: Connection, foot: Foot) -> Head:
    """Return where the accepted journal of a bundle's device ends."""
    mine = select(heads).where(heads.c.device == foot.device, heads.c.epoch == foot.epoch)
    row = connection.execute(mine).first()
    if row is None:
        return Head(0, NO_HASH, b"", Frontier())
    return Head(row.sequence, row.foot_sha256, row.leaf, Frontier.decoded(row.size, row.frontier))


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
    foot = opened.file.foot
    for position, known in enumerate(opened.manifest.objects):
        connection.execute(
            insert(objects).values(
                device=foot.device,
                object=known.id,
                bundle=foot.bundle,
                position=position,
                sha256=known.sha256,
                size=known.size,
                wrapped_key=centre.keys.wrap(known.key),
            )
        )


def record_head(connection: Connection, foot: Foot, after: Head) -> None:
    """Move the end of the device's accepted journal."""
    values = {
        "sequence": after.sequence,
        "foot_sha256": after.foot_sha256,
        "size": after.frontier.size,
        "leaf": after.leaf,
        "frontier": after.frontier.encoded(),
    }
    row = insert_or(heads).values(device=foot.device, epoch=foot.epoch, **values)
    connection.execute(row.on_conflict_do_update(index_elements=["device", "epoch"], set_=values))


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

"""Taking a bundle in: everything is verified, then entries, objects and receipt in one transaction.

A bundle that contradicts what was accepted is a fork or a restored old device: kept, never applied.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or

from inspector.canonical import Json
from inspector.durable import replace, sync_folder
from inspector.errors import InputError
from inspector.records import ConfirmedObject
from sync.bundle import BundleFile, OpenedBundle, open_bundle
from sync.bundle.checkpoint import NO_HASH, cosigned
from sync.bundle.entries import Entry
from sync.bundle.envelope import key_id
from sync.bundle.layout import Foot, altered
from sync.bundle.merkle import Frontier
from sync.central.centre import Centre
from sync.central.receiving import disk_faults, missing_parts, own_bundle
from sync.central.tables import bundles, entries, heads, objects
from sync.receipts import ReceiptFacts, make_receipt
from sync.statement import Statement, make_statement

_BATCH = 1000


@dataclass(frozen=True)
class _Head:
    """Where the accepted journal of one device ends."""

    sequence: int
    foot_sha256: str
    leaf: bytes
    frontier: Frontier


def accept(centre: Centre, bundle: str, *, caller: str) -> Statement:
    """Verify a complete bundle, take it in and return the receipt; the same bundle, the same receipt.

    Raises:
        InputError: `bundle.unknown`; `bundle.incomplete` with `missing`; `bundle.waiting_previous`;
            `bundle.fork`; `bundle.altered`, `bundle.key_unknown`, `bundle.object_missing`.
        SystemFault: `central.io`.
    """
    with centre.lock(caller):
        row = own_bundle(centre, bundle, caller)
        if row.state == "accepted":
            return _receipt_in(row)
        missing = missing_parts(centre, bundle)
        if missing:
            raise InputError("bundle.incomplete", missing=len(missing))
        try:
            return _take_in(centre, bundle)
        except InputError as error:
            state = "receiving" if error.code == "bundle.waiting_previous" else "refused"
            with centre.transaction() as connection:
                noted = update(bundles).where(bundles.c.bundle == bundle)
                connection.execute(noted.values(state=state, code=error.code))
            raise


def receipt_of(centre: Centre, bundle: str, *, caller: str) -> Statement:
    """Return the receipt given before; `InputError("bundle.unknown")` if there is none."""
    row = own_bundle(centre, bundle, caller)
    if row.state != "accepted":
        raise InputError("bundle.unknown")
    return _receipt_in(row)


def refusal(centre: Centre, file: BundleFile, error: InputError) -> Statement:
    """Return the signed refusal of a carried bundle."""
    content: dict[str, Json] = {
        "v": 1,
        "bundle": file.foot.bundle,
        "foot_sha256": file.foot_sha256,
        "code": error.code,
        "zh": error.sentence("zh"),
        "en": error.sentence("en"),
        "at": centre.now(),
    }
    return make_statement("refusal", content, centre.keys.signing.sign)


def _take_in(centre: Centre, bundle: str) -> Statement:
    # a crash between the rename and the transaction leaves the file under its final name
    grown, kept = centre.incoming(bundle), centre.kept(bundle)
    with disk_faults(), BundleFile(centre.file_of(bundle)) as file:
        with centre.reading() as connection:
            head = _head(connection, file.foot)
        _require_next(head, file.foot)
        file.verify()
        opened = open_bundle(file, centre.keys.opening)
        opened.check_objects()
        accepted = list(opened.entries())
        after = _joined(head, accepted, opened)
        with centre.reading() as connection:
            _require_closed(connection, accepted, file.foot)
        receipt = _receipt(centre, opened)
        with disk_faults():
            if not kept.exists():
                replace(grown, kept)
            sync_folder(kept.parent)
        with centre.transaction() as connection:
            _record_entries(connection, file.foot, accepted)
            _record_objects(connection, centre, opened)
            _record_head(connection, file.foot, after)
            connection.execute(
                update(bundles)
                .where(bundles.c.bundle == bundle)
                .values(
                    state="accepted",
                    code="",
                    wrapped_key=centre.keys.wrap(opened.bundle_key),
                    receipt_text=receipt.text,
                    receipt_signature=receipt.signature,
                )
            )
    return receipt


def _require_next(head: _Head, foot: Foot) -> None:
    if foot.sequence > head.sequence + 1:
        raise InputError("bundle.waiting_previous", sequence=head.sequence + 1)
    joins = (foot.sequence, foot.previous, foot.first)
    if joins != (head.sequence + 1, head.foot_sha256, head.frontier.size + 1):
        raise InputError("bundle.fork")


def _joined(head: _Head, accepted: list[Entry], opened: OpenedBundle) -> _Head:
    """Return the head after this bundle; the tree over all entries ever accepted must be the checkpoint's."""
    foot = opened.file.foot
    if accepted[0].prev != (head.leaf.hex() if head.leaf else NO_HASH):
        raise InputError("bundle.fork")
    frontier = head.frontier
    for entry in accepted:
        frontier = frontier.with_leaf(entry.leaf)
    if frontier.root() != opened.file.checkpoint.root:
        raise altered("checkpoint", "root")
    return _Head(foot.sequence, opened.file.foot_sha256, accepted[-1].leaf, frontier)


def _require_closed(connection: Connection, accepted: list[Entry], foot: Foot) -> None:
    """No record without its bytes, no bytes without a record that names them."""
    named = {object_id for entry in accepted for object_id in entry.object_ids}
    brought = {known.id for known in foot.objects}
    held = set(connection.execute(select(objects.c.object).where(objects.c.device == foot.device)).scalars())
    lacking = named - brought - held
    if lacking or brought - named or brought & held:
        raise InputError("bundle.object_missing", missing=len(lacking) or len(brought - named))


def _receipt(centre: Centre, opened: OpenedBundle) -> Statement:
    foot, public_key = opened.file.foot, centre.keys.receipt_public
    name = f"inspector/centre/{key_id(public_key)}"
    facts = ReceiptFacts(
        bundle=foot.bundle,
        device=foot.device,
        epoch=foot.epoch,
        sequence=foot.sequence,
        first=foot.first,
        last=foot.last,
        foot_sha256=opened.file.foot_sha256,
        objects=tuple(ConfirmedObject(known.id, known.sha256) for known in opened.manifest.objects),
        checkpoint=cosigned(opened.file.checkpoint, name, public_key, centre.keys.signing.sign),
        centre=centre.name,
        received=centre.now(),
    )
    return make_receipt(facts, centre.keys.signing.sign)


def _record_entries(connection: Connection, foot: Foot, accepted: list[Entry]) -> None:
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


def _record_objects(connection: Connection, centre: Centre, opened: OpenedBundle) -> None:
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


def _record_head(connection: Connection, foot: Foot, after: _Head) -> None:
    values = {
        "sequence": after.sequence,
        "foot_sha256": after.foot_sha256,
        "size": after.frontier.size,
        "leaf": after.leaf,
        "frontier": after.frontier.encoded(),
    }
    row = insert_or(heads).values(device=foot.device, epoch=foot.epoch, **values)
    connection.execute(row.on_conflict_do_update(index_elements=["device", "epoch"], set_=values))


def _head(connection: Connection, foot: Foot) -> _Head:
    mine = select(heads).where(heads.c.device == foot.device, heads.c.epoch == foot.epoch)
    row = connection.execute(mine).first()
    if row is None:
        return _Head(0, NO_HASH, b"", Frontier())
    return _Head(row.sequence, row.foot_sha256, row.leaf, Frontier.decoded(row.size, row.frontier))


def _receipt_in(row: Row[Any]) -> Statement:
    return Statement(row.receipt_text, row.receipt_signature)

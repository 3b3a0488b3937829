"""Taking a bundle in: everything is verified, then entries, objects and receipt in one transaction.

A bundle that contradicts what was accepted is a fork or a restored old device: kept, never applied.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select, update
from sqlalchemy.exc import IntegrityError

from inspector.canonical import Json
from inspector.errors import InputError, InspectorError, SystemFault
from inspector.records import ConfirmedObject
from sync.bundle import BundleFile, OpenedBundle, open_bundle
from sync.bundle.checkpoint import NO_HASH, centre_name, cosigned
from sync.bundle.entries import Entry
from sync.bundle.foot import Foot
from sync.bundle.layout import altered
from sync.central.cases import record_cases
from sync.central.centre import Centre
from sync.central.enrolling import write_signers
from sync.central.quarantining import QUARANTINED, keep_in_quarantine, require_from_before
from sync.central.receiving import forget_parts, missing_parts, own_bundle
from sync.central.recording import (
    Head,
    head_of,
    record_acceptance,
    record_entries,
    record_head,
    record_objects,
    require_unmoved,
)
from sync.central.relearning import lost_words, take_back
from sync.central.store.folder import disk_faults
from sync.central.tables import bundles, devices, objects
from sync.receipts import ReceiptFacts, make_receipt
from sync.statement import Statement, make_statement


def accept(centre: Centre, bundle: str, *, caller: str) -> Statement:
    """Verify a complete bundle, take it in and return the receipt; the same bundle, the same receipt.

    Raises:
        InputError: `bundle.unknown`; `bundle.incomplete` with `missing`; `bundle.waiting_previous`;
            `bundle.fork`; `bundle.quarantined`; `bundle.altered`, `bundle.key_unknown`, `bundle.object_missing`.
        SystemFault: `central.io`, `central.disk_full`, `central.busy`: nothing was taken in.
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
        except InspectorError as error:
            row = own_bundle(centre, bundle, caller)
            if row.state == "accepted":
                return _receipt_in(row)  # another process on this folder was quicker
            if isinstance(error, InputError):
                _note_refusal(centre, bundle, error)
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


def _note_refusal(centre: Centre, bundle: str, error: InputError) -> None:
    goes_on = error.code in {"bundle.waiting_previous", "bundle.incomplete"}
    is_quarantined = error.code == "bundle.quarantined"
    state = "receiving" if goes_on else QUARANTINED if is_quarantined else "refused"
    with centre.transaction() as connection:
        still_open = update(bundles).where(bundles.c.bundle == bundle, bundles.c.state != "accepted")
        connection.execute(still_open.values(state=state, code=error.code))
        if is_quarantined:
            keep_in_quarantine(connection, centre, bundle)


def _take_in(centre: Centre, bundle: str) -> Statement:
    with disk_faults(), centre.store.open(bundle) as file:
        with centre.reading() as connection:
            _require_current(connection, file.foot)
            require_from_before(connection, centre, bundle)
            head = head_of(connection, file.foot)
        _require_next(head, file.foot)
        try:
            opened, accepted = _opened(centre, file)
        except InputError as error:
            torn = tuple(file.damaged())
            if not torn:
                raise
            # each was whole when it came: the disk lost it, and the device still has it
            forget_parts(centre, file.foot, torn)
            raise InputError("bundle.incomplete", missing=len(torn)) from error
    after = _joined(head, accepted, opened)
    with centre.reading() as connection:
        _require_closed(connection, accepted, opened)
    receipt = _receipt(centre, opened)
    centre.store.keep(bundle)
    try:
        with centre.transaction() as connection:
            lost = lost_words(connection, centre, opened.file.foot.device, accepted)
            require_unmoved(connection, opened.file.foot, head)
            record_entries(connection, opened.file.foot, accepted)
            record_objects(connection, centre, opened)
            record_head(connection, opened.file.foot, after)
            record_acceptance(connection, centre, opened, receipt)
            is_other_list = take_back(connection, centre, opened.file.foot.device, lost)
            record_cases(connection, centre.keys, opened.file.foot.device, accepted)
    except IntegrityError as error:
        # another process took in a bundle of this device meanwhile; nothing of ours was kept
        raise SystemFault("central.busy") from error
    if is_other_list:
        write_signers(centre)
    return receipt


def _opened(centre: Centre, file: BundleFile) -> tuple[OpenedBundle, list[Entry]]:
    """Open everything; `InputError` where a byte is not as the device signed it, whoever changed it.

    An object that opens to the plain bytes of the signed manifest is the very file that was sealed: each segment is
    authenticated under a key and a nonce used once. So only what no opening proves is hashed again.
    """
    for part in file.damaged(parts=(part for part in file.foot.all_parts() if not part.region.object_id)):
        raise altered(part.place)
    opened = open_bundle(file, centre.keys.opening_for(file.foot.recipients))
    opened.check_objects()
    return opened, list(opened.entries())


def _require_current(connection: Connection, foot: Foot) -> None:
    """Take nothing more into an epoch that is over: whoever still writes in it is a copy of the device."""
    current = select(devices.c.epoch).where(devices.c.device == foot.device)
    if foot.epoch != connection.execute(current).scalar_one():
        raise InputError("bundle.fork")


def _require_next(head: Head, foot: Foot) -> None:
    if foot.sequence > head.sequence + 1:
        raise InputError("bundle.waiting_previous", sequence=head.sequence + 1)
    joins = (foot.sequence, foot.previous, foot.first)
    if joins != (head.sequence + 1, head.foot_sha256, head.frontier.size + 1):
        raise InputError("bundle.fork")


def _joined(head: Head, accepted: list[Entry], opened: OpenedBundle) -> Head:
    """Return the head after this bundle; the tree over all entries ever accepted must be the checkpoint's."""
    foot = opened.file.foot
    if accepted[0].prev != (head.leaf.hex() if head.leaf else NO_HASH):
        raise InputError("bundle.fork")
    frontier = head.frontier
    for entry in accepted:
        frontier = frontier.with_leaf(entry.leaf)
    if frontier.root() != opened.file.checkpoint.root:
        raise altered("checkpoint", "root")
    return Head(foot.sequence, opened.file.foot_sha256, accepted[-1].leaf, frontier, head.from_epoch)


def _require_closed(connection: Connection, accepted: list[Entry], opened: OpenedBundle) -> None:
    """No record without its bytes, unless the run says that they are lost; no bytes without a record.

    What the centre holds already is brought again only at the beginning of an epoch, by a device that never
    got the receipt for it, and then it is the same to the byte.
    """
    foot = opened.file.foot
    named = {object_id for entry in accepted for object_id in entry.object_ids}
    brought = {known.id for known in foot.objects}
    mine = select(objects.c.object, objects.c.sha256).where(objects.c.device == foot.device)
    held = {row.object: row.sha256 for row in connection.execute(mine)}
    told_lost = {entry.missing_id for entry in accepted}
    lacking = named - brought - held.keys() - told_lost
    again = [known for known in opened.manifest.objects if known.id in held]
    if any(held[known.id] != known.sha256 for known in again):
        raise altered("manifest", "sha256")
    if lacking or brought - named or (again and not foot.opens_epoch):
        raise InputError("bundle.object_missing", missing=len(lacking) or len(brought - named))


def _receipt(centre: Centre, opened: OpenedBundle) -> Statement:
    foot, keys = opened.file.foot, centre.keys
    public_key = keys.receipt_public
    facts = ReceiptFacts(
        bundle=foot.bundle,
        device=foot.device,
        epoch=foot.epoch,
        sequence=foot.sequence,
        first=foot.first,
        last=foot.last,
        foot_sha256=opened.file.foot_sha256,
        objects=tuple(ConfirmedObject(known.id, known.sha256) for known in opened.manifest.objects),
        checkpoint=cosigned(opened.file.checkpoint, centre_name(public_key), public_key, keys.signing.sign),
        centre=centre.name,
        received=centre.now(),
    )
    return make_receipt(facts, keys.signing.sign)


def _receipt_in(row: Row[Any]) -> Statement:
    return Statement(row.receipt_text, row.receipt_signature)

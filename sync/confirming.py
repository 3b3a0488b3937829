"""Confirming: only a complete receipt that verifies, over our own journal, turns a delivery green."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from inspector.actions.ports import Device
from inspector.canonical import Json
from inspector.errors import InputError
from inspector.records import Delivery, DeliveryState, Receipt
from inspector.records.plain import instant_text
from sync.bundle.checkpoint import read_cosigned
from sync.bundle.entries import CLOCK_COMPARED
from sync.enrolment import CentreKeys
from sync.outbox import drop_in
from sync.receipts import read_receipt


def apply_receipt(
    device: Device, centre: CentreKeys, delivery: Delivery, receipt: bytes, *, by: str
) -> Delivery:
    """Confirm a delivery by its receipt, in one transaction; anything amiss confirms nothing.

    Raises:
        InputError: `receipt.form`, `receipt.signature` if the pinned key did not sign it;
            `receipt.other_bundle`; `receipt.checkpoint` if the checkpoint on it is not the one of this
            journal at the bundle's end, signed by both; `receipt.incomplete` with `missing` if an object is not named
            or its hash is not the one taken at arrival.
    """
    key = centre.key_of(receipt, "receipt", "received")
    statement, facts = read_receipt(receipt, key)
    order = facts.epoch, facts.sequence
    about = (facts.bundle, facts.device, facts.foot_sha256, order, facts.first, facts.last)
    ours = (
        delivery.id,
        device.id,
        delivery.foot_sha256,
        delivery.order,
        delivery.first_entry,
        delivery.last_entry,
    )
    if about != ours:
        raise InputError("receipt.other_bundle")
    _require_our_checkpoint(device, key, delivery, facts.checkpoint)
    named = {each.object_id: each.sha256 for each in facts.objects}
    with device.unit() as unit:
        current = unit.get(Delivery, delivery.id)
        if current.state is DeliveryState.CONFIRMED:
            return current
        if current.state is DeliveryState.DROPPED:
            drop_in(unit, current, reason=f"receipt of {current.id}", by=by)
        ours_now = unit.sealed_objects(current.object_ids)
        missing = [each.id for each in ours_now if named.get(each.id) != each.sha256]
        if missing:
            raise InputError("receipt.incomplete", missing=len(missing))
        confirmed = replace(current, state=DeliveryState.CONFIRMED, reason="")
        kept = Receipt(
            id=delivery.id,
            text=statement.text,
            signature=statement.signature,
            received=device.clock.now().wall,
            objects=facts.objects,
        )
        unit.save(kept, change="receipt.verified", by=by)
        unit.note(
            CLOCK_COMPARED, delivery.id, _compared(delivery, facts.received, kept.received), by="device"
        )
        unit.save(confirmed, change="delivery.confirmed", by=by)
        unit.commit()
    return confirmed


def _require_our_checkpoint(device: Device, receipt_key: bytes, delivery: Delivery, note: str) -> None:
    """Make sure that what the centre cosigned is our journal, and so goes on from all it cosigned before."""
    try:
        checkpoint = read_cosigned(note, device.signer.public_key, receipt_key)
    except InputError as error:
        raise InputError("receipt.checkpoint") from error
    if (checkpoint.device, checkpoint.size) != (device.id, delivery.last_entry):
        raise InputError("receipt.checkpoint")
    if device.journal.root(checkpoint.size) != checkpoint.root:
        raise InputError("receipt.checkpoint")


def _compared(delivery: Delivery, received: str, now: datetime) -> dict[str, Json]:
    """Say how the two clocks stand: the centre's moment lies between the writing of the bundle and now.

    So the device's clock is ahead of the centre's by `offset_ms` at most, and by `bound_ms` less at least.
    """
    offset = now - datetime.fromisoformat(received)
    return {
        "device": instant_text(now),
        "centre": received,
        "offset_ms": round(offset / timedelta(milliseconds=1)),
        "bound_ms": round((now - delivery.created) / timedelta(milliseconds=1)),
    }

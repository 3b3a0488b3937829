"""Carrying by stick: bundles out, receipts and refusals in; nothing on the device is removed by either."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inspector.actions.ports import Device
from inspector.errors import InputError
from inspector.progress import Progress
from inspector.records import Delivery, DeliveryState
from sync.confirming import apply_receipt
from sync.engine import recorded_bundle
from sync.enrolment import CentreKeys
from sync.meter import Meter
from sync.outbox import save_state
from sync.statement import read_statement, verified
from sync.transport.folder import FolderTransport
from sync.transport.protocol import Caller, Standing


def carry_out(
    device: Device,
    delivery: Delivery,
    folder: Path,
    transport: FolderTransport,
    *,
    by: str,
    progress: Progress | None = None,
) -> Delivery:
    """Copy one bundle to a stick, read back and verified; a pending enrolment request goes along.

    Raises:
        Cancelled: the stick holds no half bundle under its name.
        InputError: `bundle.altered` if our own file has spoiled.
        SystemFault: `bundle.lost`; `transport.stick`, `transport.stick_full`, `transport.stick_gone`,
            `transport.stick_read_only`, `transport.stick_unreliable`.
    """
    progress, caller = progress or Progress(), Caller(device.id, device.signer)
    request = folder / f"{device.id}.enrol"
    if request.exists():
        transport.carry_request(request)
    with recorded_bundle(device, folder, delivery) as bundle:
        if isinstance(transport.announce(caller, bundle), Standing):
            transport.send(caller, bundle, (), progress, Meter())
    return save_state(device, delivery, DeliveryState.SENT, reason="", by=by)


@dataclass(frozen=True)
class NotBelieved:
    """An answer on a stick that changed nothing, and why."""

    delivery: Delivery
    error: InputError


@dataclass(frozen=True)
class CarriedIn:
    """What became of the answers a stick brought back."""

    moved: tuple[Delivery, ...]
    """Deliveries whose state changed: confirmed by a receipt, or refused by the centre."""
    not_believed: tuple[NotBelieved, ...]


def carry_in(device: Device, centre: CentreKeys, stick: Path, *, by: str) -> CarriedIn:
    """Take in what a stick brought back; one bad answer never hides the others.

    An answer for another device is passed over; one that does not verify changes nothing and is told.

    Raises:
        SystemFault: `transport.stick`.
    """
    transport = FolderTransport(stick)
    receipts, refusals = transport.receipts(), transport.refusals()
    with device.reading() as unit:
        # dropped ones too: their receipt may have been on its way
        deliveries = sorted(unit.all(Delivery), key=lambda delivery: delivery.order)
    moved, not_believed = [], []
    for delivery in deliveries:
        if delivery.state is DeliveryState.CONFIRMED:
            continue
        try:
            if delivery.id in receipts:
                moved.append(apply_receipt(device, centre, delivery, receipts[delivery.id], by=by))
            elif delivery.id in refusals and delivery.state is not DeliveryState.DROPPED:
                reason = _reason(refusals[delivery.id], centre, delivery)
                moved.append(save_state(device, delivery, DeliveryState.REFUSED, reason=reason, by=by))
        except InputError as error:
            not_believed.append(NotBelieved(delivery, error))
    return CarriedIn(tuple(moved), tuple(not_believed))


def _reason(refusal: bytes, centre: CentreKeys, delivery: Delivery) -> str:
    said = verified(read_statement(refusal), "refusal", centre.key_of(refusal, "refusal"))
    if (said.get("bundle"), said.get("foot_sha256")) != (delivery.id, delivery.foot_sha256):
        raise InputError("receipt.other_bundle")
    return f"{said.get('code')}：{said.get('zh')}"

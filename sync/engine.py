"""Delivering one bundle: a pure step function, and the loop that carries its steps out.

Every step may be repeated. Where the way is cut the records say how far it came, and the next call
asks the centre first and goes on from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from inspector.actions.ports import Device
from inspector.errors import InputError, SystemFault
from inspector.progress import Progress
from inspector.records import Delivery, DeliveryState
from sync.bundle.reader import BundleFile
from sync.enrolment import CentreKeys
from sync.outbox import apply_receipt, bundle_path, save_state
from sync.statement import read_statement, verified
from sync.transport.folder import FolderTransport
from sync.transport.protocol import Accepted, Caller, Carried, Refused, Said, Standing, Transport, Waiting


@dataclass(frozen=True)
class Announce:
    """Ask the centre how the bundle stands."""


@dataclass(frozen=True)
class Send:
    """Send these parts and no others."""

    missing: tuple[int, ...]


@dataclass(frozen=True)
class Commit:
    """All bytes are there: note that they were sent and ask for the receipt."""


@dataclass(frozen=True)
class Confirm:
    """Verify the receipt and confirm."""

    receipt: bytes


@dataclass(frozen=True)
class Refuse:
    """Note the centre's reason."""

    reason: str


@dataclass(frozen=True)
class Rest:
    """Nothing more can be done now."""

    state: DeliveryState
    reason: str = ""


Step = Announce | Send | Commit | Confirm | Refuse | Rest


def next_step(delivery: Delivery, said: Said | None) -> Step:
    """Return what to do next, from the delivery's record and what the centre said last."""
    step: Step
    match said:
        case _ if delivery.state is DeliveryState.CONFIRMED:
            step = Rest(DeliveryState.CONFIRMED)
        case None:
            step = Announce()
        case Standing(missing=missing):
            step = Send(missing) if missing else Commit()
        case Carried():
            step = Rest(DeliveryState.SENT)
        case Waiting(reason=reason):
            step = Rest(DeliveryState.SENT, reason)
        case Accepted(receipt=receipt):
            step = Confirm(receipt)
        case Refused(code=code, zh=zh):
            step = Refuse(f"{code}：{zh}")
    return step


def deliver(
    device: Device,
    transport: Transport,
    centre: CentreKeys,
    delivery: Delivery,
    folder: Path,
    *,
    by: str,
    progress: Progress | None = None,
) -> Delivery:
    """Bring one bundle as far as it gets and return its record.

    Raises:
        Cancelled: what was sent stays sent.
        InputError: `receipt.*` if the receipt cannot be believed; `bundle.altered` if our file is damaged.
        SystemFault: `bundle.lost`; `transport.*`: the next call goes on where this one stopped.
    """
    progress, caller = progress or Progress(), Caller(device.id, device.signer)
    if delivery.state is DeliveryState.CONFIRMED:
        return delivery
    said: Said | None = None
    lacking: int | None = None
    with _recorded_bundle(folder, delivery) as bundle:
        while True:
            match next_step(delivery, said):
                case Announce():
                    said = transport.announce(caller, bundle)
                case Send(missing):
                    if lacking is not None and len(missing) >= lacking:
                        raise SystemFault("transport.no_progress")
                    lacking = len(missing)
                    said = transport.send(caller, bundle, missing, progress)
                case Commit():
                    if delivery.state is not DeliveryState.SENT:
                        delivery = save_state(device, delivery, DeliveryState.SENT, reason="", by=by)
                    said = transport.commit(caller, bundle)
                    if isinstance(said, Standing):
                        raise SystemFault("transport.answer", url=centre.url)
                case Confirm(receipt):
                    return apply_receipt(device, centre, delivery, receipt, by=by)
                case Refuse(reason):
                    return save_state(device, delivery, DeliveryState.REFUSED, reason=reason, by=by)
                case Rest(state, reason):
                    return save_state(device, delivery, state, reason=reason, by=by)


def carry_out(
    device: Device,
    delivery: Delivery,
    folder: Path,
    stick: Path,
    *,
    by: str,
    progress: Progress | None = None,
) -> Delivery:
    """Copy one bundle to a stick, read back and verified; a pending enrolment request goes along.

    Raises:
        Cancelled: the stick holds no half bundle under its name.
        SystemFault: `transport.stick`, `transport.stick_full`, `transport.stick_unreliable`.
    """
    progress, caller = progress or Progress(), Caller(device.id, device.signer)
    transport = FolderTransport(stick)
    request = folder / f"{device.id}.enrol"
    if request.exists():
        transport.carry_request(request)
    with _recorded_bundle(folder, delivery) as bundle:
        if isinstance(transport.announce(caller, bundle), Standing):
            transport.send(caller, bundle, (), progress)
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


@contextmanager
def _recorded_bundle(folder: Path, delivery: Delivery) -> Iterator[BundleFile]:
    """Open the file of a delivery and make sure it is the recorded one."""
    try:
        bundle = BundleFile(bundle_path(folder, delivery.id))
    except OSError as error:
        raise SystemFault("bundle.lost", bundle=delivery.id, why=error.strerror or "") from error
    with bundle:
        if bundle.foot_sha256 != delivery.foot_sha256:
            raise InputError("bundle.altered", place="foot", why="not the recorded one")
        yield bundle


def _reason(refusal: bytes, centre: CentreKeys, delivery: Delivery) -> str:
    said = verified(read_statement(refusal), "refusal", centre.receipt_public)
    if (said.get("bundle"), said.get("foot_sha256")) != (delivery.id, delivery.foot_sha256):
        raise InputError("receipt.other_bundle")
    return f"{said.get('code')}：{said.get('zh')}"

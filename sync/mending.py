"""Mending the outbox: a bundle whose file was lost or damaged is confirmed by its receipt, or written anew."""

from __future__ import annotations

from pathlib import Path

from inspector.actions.ports import Device
from inspector.errors import InputError
from inspector.progress import Progress
from inspector.records import Delivery, DeliveryState
from sync.bundle.reader import BundleFile
from sync.enrolment import CentreKeys
from sync.outbox import apply_receipt, bundle_path, drop_from, standing_deliveries
from sync.transport.protocol import Caller, Transport


def mend_outbox(
    device: Device,
    transport: Transport,
    centre: CentreKeys,
    folder: Path,
    *,
    by: str,
    progress: Progress | None = None,
) -> None:
    """Make sure that every unconfirmed delivery has its bundle; call before sealing what is new.

    The centre is asked first: it may have taken the bundle in, or one that was dropped, before its receipt
    got here. Only then the delivery and all after it are dropped, so that sealing writes the same run anew.

    Raises:
        Cancelled: nothing was dropped.
        SystemFault: `transport.*`: nothing was dropped; the next try begins again.
    """
    progress, caller = progress or Progress(), Caller(device.id, device.signer)
    for delivery in _unconfirmed(device):
        damage = "" if delivery.state is DeliveryState.DROPPED else _damage(folder, delivery, progress)
        if delivery.state is not DeliveryState.DROPPED and not damage:
            continue
        if _is_confirmed(device, transport, centre, delivery, caller, by):
            continue
        if damage:
            drop_from(device, delivery, reason=damage, by=by)
            return


def _unconfirmed(device: Device) -> list[Delivery]:
    """Return what a receipt may still confirm: beyond the last confirmed sequence, dropped ones first."""
    with device.reading() as unit:
        confirmed = [
            each.sequence for each in standing_deliveries(unit) if each.state is DeliveryState.CONFIRMED
        ]
        waiting = [each for each in unit.all(Delivery) if each.sequence > max(confirmed, default=0)]
    return sorted(waiting, key=lambda each: (each.sequence, each.state is not DeliveryState.DROPPED))


def _is_confirmed(
    device: Device, transport: Transport, centre: CentreKeys, delivery: Delivery, caller: Caller, by: str
) -> bool:
    receipt = transport.receipt(caller, delivery.id)
    if receipt is None:
        return False
    try:
        apply_receipt(device, centre, delivery, receipt, by=by)
    except InputError:
        return False  # what lies there proves nothing: as good as no receipt
    return True


def _damage(folder: Path, delivery: Delivery, progress: Progress) -> str:
    """Return what is wrong with a delivery's file, "" if it is whole."""
    try:
        with BundleFile(bundle_path(folder, delivery.id)) as bundle:
            if bundle.foot_sha256 != delivery.foot_sha256:
                return "foot_sha256"
            bundle.verify(progress)
    except OSError as error:
        return error.strerror or "lost"
    except InputError as error:
        return f"{error.code} {error.facts.get('place', '')}".strip()
    return ""

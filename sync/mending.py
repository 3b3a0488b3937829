"""Mending the outbox: a bundle that was lost or damaged is confirmed by its receipt, or written anew."""

from __future__ import annotations

from pathlib import Path

from inspector.actions.ports import Device
from inspector.errors import InputError
from inspector.progress import Progress
from inspector.records import Delivery, DeliveryState
from sync.confirming import apply_receipt
from sync.enrolment import CentreKeys
from sync.outbox import drop_from, frame_path, open_outgoing
from sync.transport.protocol import Caller, Transport

SeenWhole = set[tuple[str, int, int]]
"""Bundle, and time of change in nanoseconds and bytes of its frame, of each that was read through and found whole."""
_CONTENT = {"bundle.altered", "bundle.object_missing", "bundle.key_unknown", "part.digest"}
"""Codes of refusals that say something of the bundle itself."""


def mend_outbox(
    device: Device,
    transport: Transport,
    centre: CentreKeys,
    folder: Path,
    *,
    by: str,
    progress: Progress | None = None,
    whole: SeenWhole | None = None,
) -> frozenset[str]:
    """Make sure that every unconfirmed delivery can be read whole; call before sealing what is new.

    The centre is asked first: it may have taken the bundle in, or one that was dropped, before its receipt
    got here. Only then the delivery and all after it are dropped, so that sealing writes the same run anew.
    `whole` remembers which bundles were read through and found whole, so that a try every few minutes does not read them
    all again. A bundle whose content the centre turned down is written anew, for the same bytes would be turned down again.
    Returns the ids of those that cannot be sent and need not: a later one is confirmed, so the centre took
    them in, and only their receipt is lacking.

    Raises:
        Cancelled: nothing was dropped.
        SystemFault: `transport.*`: nothing was dropped; the next try begins again.
    """
    progress, caller = progress or Progress(), Caller(device.id, device.signer)
    whole = set() if whole is None else whole
    receipt_only: set[str] = set()
    waiting, confirmed = _unconfirmed(device)
    for delivery in waiting:
        is_dropped, is_lost = (
            delivery.state is state for state in (DeliveryState.DROPPED, DeliveryState.LOST)
        )
        damage = ""
        if not is_dropped and not is_lost:
            damage = _turned_down(delivery) or _damage(device, folder, delivery, progress, whole)
            if not damage:
                continue
        if _is_confirmed(device, transport, centre, delivery, caller, by) or is_dropped:
            continue
        if is_lost:  # nothing here can bring it: the centre may find it in its own store
            receipt_only.add(delivery.id)
            continue
        if delivery.order > confirmed:
            drop_from(device, delivery, reason=damage, by=by)
            break
        receipt_only.add(delivery.id)
    return frozenset(receipt_only)


def _unconfirmed(device: Device) -> tuple[list[Delivery], tuple[int, int]]:
    """Return what a receipt may still confirm, dropped ones first, and the place of the last confirmed."""
    with device.reading() as unit:
        known = unit.all(Delivery)
    done = DeliveryState.CONFIRMED
    confirmed = max((each.order for each in known if each.state is done), default=(0, 0))
    waiting = [
        each
        for each in known
        if each.state is not done and (each.state is not DeliveryState.DROPPED or each.order > confirmed)
    ]
    waiting.sort(key=lambda each: (each.order, each.state is not DeliveryState.DROPPED))
    return waiting, confirmed


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


def _turned_down(delivery: Delivery) -> str:
    """Return why the centre will never take these very bytes, "" if it may."""
    is_content = delivery.state is DeliveryState.REFUSED and _code(delivery) in _CONTENT
    return delivery.reason if is_content else ""


def _code(delivery: Delivery) -> str:
    return delivery.reason.partition("：")[0]


def _damage(device: Device, folder: Path, delivery: Delivery, progress: Progress, whole: SeenWhole) -> str:
    """Return what is wrong with a delivery's bundle, "" if it is whole."""
    try:
        with open_outgoing(device, folder, delivery) as bundle:
            if bundle.foot_sha256 != delivery.foot_sha256:
                return "foot_sha256"
            kept = frame_path(folder, delivery.id).stat()
            seen = (delivery.id, kept.st_mtime_ns, kept.st_size)
            if seen not in whole or _code(delivery) in _CONTENT:  # sending found what an earlier look had not
                bundle.verify(progress)
                whole.add(seen)
    except OSError as error:
        return error.strerror or "lost"
    except InputError as error:
        return f"{error.code} {error.facts.get('place', '')}".strip()
    return ""

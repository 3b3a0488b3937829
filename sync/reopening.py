"""A centre that went back in time: what it confirmed and no longer has is noticed, told, and delivered again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from inspector.actions.ports import Device, UnitOfWork
from inspector.errors import InputError
from inspector.records import Delivery, DeliveryState
from sync.outbox import drop_in, open_outgoing, standing_deliveries

if TYPE_CHECKING:
    from sync.engine import Way

_LOST_AT_CENTRE = "delivery.lost_at_centre"
"""Begins the reason of a bundle that was confirmed once and has to go out again."""


def reopen_lost(way: Way, waiting: Delivery) -> tuple[Delivery, ...]:
    """Take back the confirmed bundles before `waiting` that the centre has no receipt for; return them, oldest first.

    A centre restored from a backup waits for bundles it has confirmed already. Their receipts are kept here, and
    prove what it had; their photos are not green any more until it has them again, and no original of them leaves the
    device. A bundle that can be read whole goes out again. One that cannot, though its originals are here, e.g. since the
    outbox was not in a backup, is dropped with all after it: sealing writes the same run anew. Where an original
    has left the device the bundle is lost: the centre must look in its own store (`inspector central recover`).

    Raises:
        SystemFault: `transport.*`.
    """
    with way.device.reading() as unit:
        before = [each for each in standing_deliveries(unit) if each.order < waiting.order]
    gone: list[Delivery] = []
    for each in reversed(before):
        if (
            each.state is not DeliveryState.CONFIRMED
            or way.transport.receipt(way.caller, each.id) is not None
        ):
            break
        gone.insert(0, each)
    if not gone:
        return ()
    whole = {each.id for each in gone if _is_whole(way, each)}
    reopened: list[Delivery] = []
    with way.device.unit() as unit:
        for each in gone:
            state = _now(unit, each, is_whole=each.id in whole)
            if any(earlier.state is DeliveryState.DROPPED for earlier in reopened):
                state = DeliveryState.DROPPED  # it names the bytes of one that is written anew
            code = "delivery.lost_for_good" if state is DeliveryState.LOST else _LOST_AT_CENTRE
            moved = replace(each, state=state, reason=f"{code}：{InputError(code).sentence('zh')}")
            change = "delivery.lost" if state is DeliveryState.LOST else "delivery.reopened"
            unit.save(moved, change=change, by=way.by)
            reopened.append(moved)
        first = next((each for each in reopened if each.state is DeliveryState.DROPPED), None)
        if first is not None:
            drop_in(unit, first, reason=first.reason, by=way.by)
        unit.commit()
    return tuple(reopened)


def reopened(device: Device) -> set[str]:
    """Return the bundles the centre has lost that it has not got again."""
    with device.reading() as unit:
        return {each.id for each in unit.all(Delivery) if each.reason.startswith(_LOST_AT_CENTRE)}


def _now(unit: UnitOfWork, delivery: Delivery, *, is_whole: bool) -> DeliveryState:
    """Return what becomes of a bundle the centre lost."""
    if is_whole:
        return DeliveryState.WRITTEN
    has_left = any(each.is_released for each in unit.sealed_objects(delivery.object_ids))
    return DeliveryState.LOST if has_left else DeliveryState.DROPPED


def _is_whole(way: Way, delivery: Delivery) -> bool:
    try:
        with open_outgoing(way.device, way.folder, delivery) as bundle:
            bundle.verify(way.progress.unwatched())
            return bundle.foot_sha256 == delivery.foot_sha256
    except (InputError, OSError):
        return False

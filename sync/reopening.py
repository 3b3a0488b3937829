"""A centre that went back in time: what it confirmed and no longer has is noticed, told, and delivered again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from inspector.errors import InputError
from inspector.records import Delivery, DeliveryState
from sync.outbox import open_outgoing, standing_deliveries

if TYPE_CHECKING:
    from sync.engine import Way


def reopen_lost(way: Way, waiting: Delivery) -> tuple[Delivery, ...]:
    """Reopen the confirmed bundles before `waiting` that the centre has no receipt for, and return them, oldest first.

    A centre restored from a backup waits for bundles it has confirmed already. Their receipts are kept here, and
    prove what it had; their photos are not green any more until it has them again. A bundle that cannot be read whole any
    more, e.g. because its originals left the device, stays confirmed and says so: the centre must look in its own store
    (`inspector central recover`).

    Raises:
        SystemFault: `transport.*`.
    """
    with way.device.reading() as unit:
        before = [each for each in standing_deliveries(unit) if each.order < waiting.order]
    lost: list[Delivery] = []
    for each in reversed(before):
        if (
            each.state is not DeliveryState.CONFIRMED
            or way.transport.receipt(way.caller, each.id) is not None
        ):
            break
        lost.insert(0, each)
    if not lost:
        return ()
    whole = {each.id for each in lost if _is_whole(way, each)}
    reopened = []
    with way.device.unit() as unit:
        for each in lost:
            is_here = each.id in whole
            told = InputError("delivery.lost_at_centre" if is_here else "delivery.lost_for_good")
            state = DeliveryState.WRITTEN if is_here else DeliveryState.CONFIRMED
            moved = replace(each, state=state, reason=f"{told.code}：{told.sentence('zh')}")
            unit.save(moved, change="delivery.reopened" if is_here else "delivery.lost", by=way.by)
            reopened.append(moved)
        unit.commit()
    return tuple(reopened)


def _is_whole(way: Way, delivery: Delivery) -> bool:
    try:
        with open_outgoing(way.device, way.folder, delivery) as bundle:
            bundle.verify(way.progress.unwatched())
            return bundle.foot_sha256 == delivery.foot_sha256
    except (InputError, OSError):
        return False

"""One run over the outbox: several bundles under way, one faulty one set aside while the rest goes on.

While the parts of one bundle go out, the last answers and the receipt of the one before are waited for and the next one
is sealed. What is unanswered is bounded over all of them: a break of the network costs one part at most.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from threading import Event

from inspector.errors import InputError, InspectorError, SystemFault
from inspector.progress import Cancelled, Progress
from inspector.records import Delivery, DeliveryState, Photo
from sync.engine import UnderWay, Way, begin, put_away, settle
from sync.outbox import ENDED, PhotoState, photo_states, save_state, seal_bundle, standing_deliveries
from sync.runs import RUN_BYTES

IN_FLIGHT = 3
"""Bundles sent and not yet answered at most."""
_ITS_OWN_FAULT = {"bundle.lost", "transport.no_progress"}
"""Faults of one bundle: the next one may go all the same."""


def send_all(
    way: Way, *, skip: frozenset[str] = frozenset(), most_bytes: int = RUN_BYTES
) -> tuple[Delivery, ...]:
    """Send every bundle that has no receipt, sealing what is new on the way; return what became of each.

    A bundle that cannot be delivered for a reason of its own keeps the reason on its record and holds up none after
    it. `skip` names deliveries whose receipt only is lacking.

    Raises:
        Cancelled: what was sent stays sent.
        SystemFault: `transport.*`, `bundle.disk_full`…: every bundle that could be settled was.
    """
    _plan(way)
    ended: list[Delivery] = []
    is_over = Event()
    with (
        ThreadPoolExecutor(1, thread_name_prefix="seal") as sealing,
        ThreadPoolExecutor(1, thread_name_prefix="settle") as settling,
    ):
        waiting: deque[Future[Delivery]] = deque()
        try:
            for delivery in _in_turn(way, sealing, skip, most_bytes):
                try:
                    under_way = begin(way, delivery)
                except (InputError, SystemFault) as error:
                    ended.append(_set_aside(way, delivery, error))
                    continue
                waiting.append(settling.submit(_settled, way, under_way, is_over))
                while len(waiting) >= IN_FLIGHT or (waiting and waiting[0].done()):
                    ended.append(waiting.popleft().result())
            while waiting:
                ended.append(waiting.popleft().result())
        except BaseException:
            is_over.set()  # what is being asked for at this moment is still waited for
            raise
    return tuple(sorted(ended, key=lambda delivery: delivery.order))


def _in_turn(way: Way, sealing: Executor, skip: frozenset[str], most_bytes: int) -> Iterator[Delivery]:
    """Yield what waits in the outbox, then run after run of what is new; one run is sealed ahead.

    What was dropped meanwhile is not yielded, and what it held is new again.
    """
    with way.device.reading() as unit:
        standing = standing_deliveries(unit)
    waiting = [each for each in standing if each.state is not DeliveryState.CONFIRMED and each.id not in skip]
    progress = way.progress.unwatched() if waiting else way.progress
    ahead = sealing.submit(_sealed, way, progress, most_bytes)
    if not waiting:
        ahead.exception()  # nothing else can be done meanwhile: its steps are shown
    has_dropped = False
    for each in waiting:
        if _is_wanted(way, each):
            yield each
        else:
            has_dropped = True
    while (fresh := ahead.result()) is not None or has_dropped:
        ahead = sealing.submit(_sealed, way, way.progress.unwatched(), most_bytes)
        has_dropped = fresh is not None and not _is_wanted(way, fresh)
        if fresh is not None and not has_dropped:
            yield fresh


def _is_wanted(way: Way, delivery: Delivery) -> bool:
    """Tell whether it is still to be sent: one before it may have been found lost at the centre meanwhile."""
    with way.device.reading() as unit:
        return unit.get(Delivery, delivery.id).state not in ENDED


def _sealed(way: Way, progress: Progress, most_bytes: int) -> Delivery | None:
    fresh = seal_bundle(
        way.device,
        way.centre,
        way.folder,
        by=way.by,
        progress=progress,
        most_bytes=most_bytes,
        hashed=way.hashed,
    )
    if fresh is not None:
        way.meter.expect(fresh.id, fresh.size, _sealed_bytes(way, fresh.object_ids))
    return fresh


def _settled(way: Way, under_way: UnderWay, is_over: Event) -> Delivery:
    try:
        way.progress.unwatched().step(0, 1)
    except Cancelled:
        is_over.set()
    if is_over.is_set():
        put_away(way, under_way)
        raise Cancelled
    try:
        return settle(way, under_way)
    except (InputError, SystemFault) as error:
        return _set_aside(way, under_way.delivery, error)


def _set_aside(way: Way, delivery: Delivery, error: InspectorError) -> Delivery:
    """Keep the reason on the record if the fault is the bundle's own; any other ends the run."""
    if not isinstance(error, InputError) and error.code not in _ITS_OWN_FAULT:
        raise error
    with way.device.reading() as unit:
        current = unit.get(Delivery, delivery.id)
    reason = f"{error.code}：{error.sentence('zh')}"
    return save_state(way.device, current, current.state, reason=reason, by=way.by)


def _plan(way: Way) -> None:
    with way.device.reading() as unit:
        states = photo_states(unit)
        waiting = [photo for photo in unit.all(Photo) if states[photo.id] is not PhotoState.CONFIRMED]
        deliveries = standing_deliveries(unit)
    unsealed = [photo.id for photo in waiting if states[photo.id] is PhotoState.SEALED]
    way.meter.plan((photo.id for photo in waiting), _sealed_bytes(way, unsealed))
    for delivery in deliveries:
        if delivery.state is not DeliveryState.CONFIRMED:
            way.meter.expect(delivery.id, delivery.size)


def _sealed_bytes(way: Way, object_ids: tuple[str, ...] | list[str]) -> int:
    with way.device.reading() as unit:
        return sum(each.cipher_size for each in unit.sealed_objects(object_ids))

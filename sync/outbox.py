"""The outbox: what is new becomes a bundle, and only a complete verified receipt makes it confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice
from pathlib import Path

from inspector.actions.ports import Device, UnitOfWork
from inspector.durable import write_file
from inspector.errors import SystemFault
from inspector.progress import Progress
from inspector.records import Delivery, DeliveryState, Receipt
from sync.bundle.checkpoint import NO_HASH
from sync.bundle.entries import OBJECT_MISSING, Entry, read_entries, survey
from sync.bundle.foot import foot_hash
from sync.bundle.frame import FRAME, open_framed
from sync.bundle.hashed import Hashed
from sync.bundle.layout import TRAILER_SIZE
from sync.bundle.reader import BundleFile
from sync.bundle.writer import BundleOrder, disk_faults, objects_in, write_frame
from sync.enrolment import CentreKeys
from sync.left_out import damaged_objects, tell, tell_found
from sync.runs import RUN_BYTES, end_of_run

_AT_ONCE = 50


class PhotoState(StrEnum):
    """How far one photo or recording has truly come."""

    SEALED = "sealed"
    """In the vault, in no bundle yet."""
    WRITTEN = "written"
    """In a bundle on disk."""
    SENT = "sent"
    """All bytes of its bundle left the device; this proves nothing yet."""
    CONFIRMED = "confirmed"
    """A verified receipt names it with the hash taken at arrival."""
    DAMAGED = "damaged"
    """Its sealed file could not be read when its records went out: only the records went."""


ENDED = {DeliveryState.CONFIRMED, DeliveryState.LOST, DeliveryState.DROPPED}
"""What is sent no more, whoever asks late."""


def seal_bundle(
    device: Device,
    centre: CentreKeys,
    folder: Path,
    *,
    by: str,
    progress: Progress | None = None,
    most_bytes: int = RUN_BYTES,
    hashed: Hashed | None = None,
) -> Delivery | None:
    """Seal the next run of what is new into a bundle, its frame under `folder`; return None if there is nothing new.

    A run holds about `most_bytes` of objects: call again until None. What only tells of delivering itself is not news: it goes along with the next record. A vault object that
    can no longer be read stops nothing: the run says so, the rest goes, and it follows once it was mended. `hashed` is
    told of each object that was read through.

    Raises:
        Cancelled: nothing was left behind and nothing recorded.
        SystemFault: `bundle.disk_full`, `bundle.io`, `bundle.object_damaged` if an object reads well one time
            and not the next.
    """
    with disk_faults():
        folder.mkdir(parents=True, exist_ok=True)
    if centre.request:
        with disk_faults():
            write_file(folder / f"{device.id}.enrol", centre.request.encode())
    while True:
        with device.reading() as unit:
            before = standing_deliveries(unit)
        _remove_strays(folder, before)
        tell_found(device, before, by=by)
        order = _next_order(device, centre, before, most_bytes)
        if order is None:
            return None
        try:
            foot = write_frame(
                frame_path(folder, order.bundle),
                order,
                vault=device.vault,
                journal=device.journal,
                signer=device.signer,
                progress=progress,
                hashed=hashed,
            )
        except SystemFault as fault:
            if fault.code == "bundle.disk_full":
                raise
            lost = damaged_objects(device, order.objects, progress)
            if not lost:
                raise
            tell(device, OBJECT_MISSING, lost, by=by)
            continue
        written = _record(device, order, foot.encoded(), foot.offset, before, by=by)
        if written is not None:
            return written


def _next_order(
    device: Device, centre: CentreKeys, before: list[Delivery], most_bytes: int
) -> BundleOrder | None:
    """Return what the next bundle shall hold: the next run since the last one, if there is news in it."""
    first = before[-1].last_entry + 1 if before else 1
    if device.journal.length() < first:
        return None
    delivered = {object_id for delivery in before for object_id in delivery.object_ids}
    last = _end_of_run(device, first, delivered, most_bytes)
    news = survey(device.journal.entries(first, last))
    if news.is_bookkeeping:
        return None
    with device.reading() as unit:
        objects = unit.sealed_objects(name for name in news.object_ids if name not in delivered)
    told_missing = [each for each in objects if each.id in news.missing_ids]
    lost = {each.id for each in damaged_objects(device, told_missing)}
    return BundleOrder(
        bundle=device.ids.object(),
        device=device.id,
        sequence=before[-1].sequence + 1 if before and before[-1].epoch == news.epoch else 1,
        previous=before[-1].foot_sha256 if before else NO_HASH,
        created_ms=int(device.clock.now().wall.timestamp() * 1000),
        first=first,
        last=last,
        checkpoint=device.journal.checkpoint(last),
        survey=news,
        objects=tuple(each for each in objects if each.id not in lost),
        recipients=(centre.recipient_at(device.clock.now().wall),),
    )


def _end_of_run(device: Device, first: int, delivered: AbstractSet[str], most_bytes: int) -> int:
    length = device.journal.length()
    (newest,) = read_entries(device.journal.entries(length, length))
    told = read_entries(device.journal.entries_of_change(OBJECT_MISSING))
    sizes: dict[str, int] = {}
    with device.reading() as unit:
        return end_of_run(
            _sized(unit, read_entries(device.journal.entries(first, length)), delivered, sizes),
            epoch=newest.epoch,
            told_missing={
                each.missing_id: each.seq for each in told if each.missing_id and each.seq >= first
            },
            size_of=lambda name: sizes.get(name, 0),
            most_bytes=most_bytes,
        )


def _sized(
    unit: UnitOfWork, entries: Iterator[Entry], delivered: AbstractSet[str], sizes: dict[str, int]
) -> Iterator[Entry]:
    """Yield the entries, having told the size of each object they bring: asked for many at a time."""
    while batch := tuple(islice(entries, _AT_ONCE)):
        brought = {name for entry in batch for name in entry.object_ids} - delivered
        sizes.update((each.id, each.cipher_size) for each in unit.sealed_objects(brought))
        yield from batch


def _record(
    device: Device, order: BundleOrder, foot: bytes, offset: int, before: list[Delivery], *, by: str
) -> Delivery | None:
    """Record what was written; None if the delivery it follows was dropped meanwhile: it names bytes nobody will have."""
    brought = tuple(each.id for each in order.objects)
    delivery = Delivery(
        id=order.bundle,
        sequence=order.sequence,
        epoch=order.survey.epoch,
        first_entry=order.first,
        last_entry=order.last,
        object_ids=brought,
        foot_sha256=foot_hash(foot),
        size=offset + len(foot) + TRAILER_SIZE,
        created=datetime.fromtimestamp(order.created_ms / 1000, UTC),
        missing_ids=tuple(name for name in order.survey.missing_ids if name not in brought),
    )
    with device.unit() as unit:
        if before and unit.get(Delivery, before[-1].id).state is DeliveryState.DROPPED:
            return None
        unit.save(delivery, change="delivery.written", by=by)
        unit.commit()
    return delivery


def photo_states(unit: UnitOfWork) -> dict[str, PhotoState]:
    """Return the state of every photo and recording by its id; confirmed only where a receipt names its hash."""
    in_bundle = {name: delivery for delivery in standing_deliveries(unit) for name in delivery.object_ids}
    left_out = {name for delivery in standing_deliveries(unit) for name in delivery.missing_ids}
    named = {each.object_id: each.sha256 for receipt in unit.all(Receipt) for each in receipt.objects}
    states = {}
    for name, sha256 in unit.original_hashes().items():
        delivery = in_bundle.get(name)
        if delivery is None and name in left_out:
            states[name] = PhotoState.DAMAGED
            continue
        states[name] = _state(delivery, named.get(name) == sha256)
    return states


def standing_deliveries(unit: UnitOfWork) -> list[Delivery]:
    """Return the deliveries that count, by sequence; a dropped one was replaced by a new one."""
    standing = [each for each in unit.all(Delivery) if each.state is not DeliveryState.DROPPED]
    return sorted(standing, key=lambda delivery: delivery.order)


def drop_from(device: Device, delivery: Delivery, *, reason: str, by: str) -> None:
    """Drop an unconfirmed delivery and all after it: each names the bytes of the one before.

    Their records and objects are all here still; the next bundle takes up the same sequence and run.
    """
    with device.unit() as unit:
        drop_in(unit, delivery, reason=reason, by=by)
        unit.commit()


def frame_path(folder: Path, bundle: str) -> Path:
    """Return where the outbox keeps what the vault does not hold of a bundle."""
    return folder / f"{bundle}{FRAME}"


def open_outgoing(
    device: Device, folder: Path, delivery: Delivery, hashed: Hashed | None = None
) -> BundleFile:
    """Open the bundle of a delivery, from its frame and the vault; `hashed` names objects that were read lately.

    Raises:
        InputError: `bundle.altered`, `bundle.not_a_bundle` if the frame is damaged; later, an object.
        OSError: if the frame cannot be read.
    """
    with device.reading() as unit:
        sealed = unit.sealed_objects(delivery.object_ids)
    return open_framed(frame_path(folder, delivery.id), objects_in(device.vault, sealed), hashed)


def save_state(device: Device, delivery: Delivery, state: DeliveryState, *, reason: str, by: str) -> Delivery:
    """Record how far a delivery has come; what was confirmed, lost or dropped meanwhile stays that, whoever asks late."""
    with device.unit() as unit:
        current = unit.get(Delivery, delivery.id)
        if current.state in ENDED or (current.state, current.reason) == (state, reason):
            return current
        moved = replace(current, state=state, reason=reason)
        unit.save(moved, change=f"delivery.{state}", by=by)
        unit.commit()
    return moved


def save_put(device: Device, delivery: Delivery, put_bytes: int, payload: int | None, *, by: str) -> Delivery:
    """Record that bytes of parts left the device; `payload` is said once the centre has every part."""
    with device.unit() as unit:
        current = unit.get(Delivery, delivery.id)
        put = current.put_bytes + put_bytes
        moved = replace(current, put_bytes=put)
        if payload is not None:
            moved = replace(moved, resent_bytes=max(0, put - payload))
            if current.state is not DeliveryState.SENT and current.state not in ENDED:
                moved = replace(moved, state=DeliveryState.SENT, reason="")
        if moved == current:
            return current
        unit.save(moved, change=f"delivery.{moved.state}", by=by)
        unit.commit()
    return moved


def drop_in(unit: UnitOfWork, first: Delivery, *, reason: str, by: str) -> None:
    """Drop as `drop_from` does, within a transaction of the caller's."""
    for each in standing_deliveries(unit):
        is_after = each.epoch == first.epoch and each.sequence >= first.sequence
        if is_after and each.state is not DeliveryState.CONFIRMED:
            dropped = replace(each, state=DeliveryState.DROPPED, reason=reason)
            unit.save(dropped, change="delivery.dropped", by=by)


def _state(delivery: Delivery | None, is_named: bool) -> PhotoState:
    if delivery is None:
        return PhotoState.SEALED
    if delivery.state is DeliveryState.CONFIRMED and is_named:
        return PhotoState.CONFIRMED
    if delivery.state is DeliveryState.SENT:
        return PhotoState.SENT
    return PhotoState.WRITTEN


def _remove_strays(folder: Path, known: list[Delivery]) -> None:
    """Remove what was being written when the program died: no record names it."""
    names = {f"{delivery.id}{FRAME}" for delivery in known}
    with disk_faults():
        for file in folder.iterdir():
            if file.name not in names and file.suffix in {
                FRAME,
                ".part",
                ".ipb",
            }:  # the last: of an early version
                file.unlink()

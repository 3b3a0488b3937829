"""Delivering one bundle: a pure step function, and the loop that carries its steps out.

Every step may be repeated. Where the way is cut the records say how far it came, and the next call
asks the centre first and goes on from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from inspector.actions.ports import Device
from inspector.errors import BugError, InputError, SystemFault
from inspector.progress import Progress
from inspector.records import Delivery, DeliveryState
from sync.bundle.reader import BundleFile
from sync.confirming import apply_receipt
from sync.enrolment import CentreKeys
from sync.meter import Meter, payload_of
from sync.outbox import open_outgoing, save_put, save_state
from sync.reopening import reopen_lost
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


@dataclass(frozen=True)
class Way:
    """What every delivery on one way to the centre needs."""

    device: Device
    transport: Transport
    centre: CentreKeys
    folder: Path
    """Of the outbox."""
    by: str
    progress: Progress = field(default_factory=Progress)
    meter: Meter = field(default_factory=Meter)

    @property
    def caller(self) -> Caller:
        """Return who asks."""
        return Caller(self.device.id, self.device.signer)


def deliver(
    device: Device,
    transport: Transport,
    centre: CentreKeys,
    delivery: Delivery,
    folder: Path,
    *,
    by: str,
    progress: Progress | None = None,
    meter: Meter | None = None,
) -> Delivery:
    """Bring one bundle as far as it gets and return its record.

    Raises:
        Cancelled: what was sent stays sent.
        InputError: `receipt.*` if the receipt cannot be believed; `bundle.altered` if our file is damaged.
        SystemFault: `bundle.lost`; `transport.*`: the next call goes on where this one stopped.
    """
    way = Way(device, transport, centre, folder, by, progress or Progress(), meter or Meter())
    return settle(way, *put_parts(way, delivery))


def put_parts(way: Way, delivery: Delivery) -> tuple[Delivery, Said | None]:
    """Bring what the centre lacks of one bundle and return its record and what the centre said last.

    Raises:
        Cancelled, InputError, SystemFault: as `deliver`; the bytes that left are on the record all the same.
    """
    said: Said | None = None
    lacking: int | None = None
    if delivery.state is DeliveryState.CONFIRMED:
        return delivery, None
    with recorded_bundle(way.device, way.folder, delivery) as bundle:
        payload: int | None = None
        try:
            while True:
                match next_step(delivery, said):
                    case Announce():
                        said = way.transport.announce(way.caller, bundle)
                        if isinstance(said, Standing):
                            way.meter.stands(bundle.foot, said.missing)
                    case Send(missing):
                        if lacking is not None and len(missing) >= lacking:
                            raise SystemFault("transport.no_progress")
                        lacking = len(missing)
                        said = way.transport.send(way.caller, bundle, missing, way.progress, way.meter)
                    case Commit():
                        payload = payload_of(bundle.foot)
                        break
                    case _:
                        break
        finally:
            delivery = save_put(
                way.device, delivery, way.meter.take_put(bundle.foot.bundle), payload, by=way.by
            )
    return delivery, said


def settle(way: Way, delivery: Delivery, said: Said | None) -> Delivery:
    """Ask for the receipt of a bundle whose parts are all there, and keep whatever the answer is.

    Raises:
        InputError: `receipt.*` if the receipt cannot be believed.
        SystemFault: `bundle.lost`; `transport.*`.
    """
    device, by = way.device, way.by
    while True:
        match next_step(delivery, said):
            case Commit():
                with recorded_bundle(way.device, way.folder, delivery) as bundle:
                    said = way.transport.commit(way.caller, bundle)
                if isinstance(said, Standing):
                    raise SystemFault("transport.answer", url=way.centre.url)
            case Confirm(receipt):
                return apply_receipt(device, way.centre, delivery, receipt, by=by)
            case Refuse(reason):
                return save_state(device, delivery, DeliveryState.REFUSED, reason=reason, by=by)
            case Rest(state, reason):
                if isinstance(said, Waiting):
                    reopen_lost(way, delivery)
                return save_state(device, delivery, state, reason=reason, by=by)
            case step:
                raise BugError("sync.step", step=type(step).__name__)


@contextmanager
def recorded_bundle(device: Device, folder: Path, delivery: Delivery) -> Iterator[BundleFile]:
    """Open the bundle of a delivery and make sure it is the recorded one."""
    try:
        bundle = open_outgoing(device, folder, delivery)
    except OSError as error:
        raise SystemFault("bundle.lost", bundle=delivery.id, why=error.strerror or "") from error
    with bundle:
        if bundle.foot_sha256 != delivery.foot_sha256:
            raise InputError("bundle.altered", place="foot", why="not the recorded one")
        yield bundle

"""Delivering one bundle: a pure step function, and the loop that carries its steps out.

Every step may be repeated. Where the way is cut the records say how far it came, and the next call
asks the centre first and goes on from there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from inspector.actions.ports import Device
from inspector.errors import InputError, InspectorError, SystemFault
from inspector.progress import Cancelled, Progress
from inspector.records import Delivery, DeliveryState
from sync.bundle.hashed import Hashed
from sync.bundle.reader import BundleFile
from sync.confirming import apply_receipt
from sync.enrolment import CentreKeys
from sync.meter import Meter, payload_of
from sync.outbox import open_outgoing, save_put, save_state
from sync.reopening import reopen_lost
from sync.transport.protocol import (
    Accepted,
    Answers,
    Caller,
    Carried,
    Incomplete,
    Refused,
    Said,
    Standing,
    Transport,
    Waiting,
)


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
        case None | Incomplete():
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
    hashed: Hashed = field(default_factory=Hashed)
    """Objects that were read through in this run."""

    @property
    def caller(self) -> Caller:
        """Return who asks."""
        return Caller(self.device.id, self.device.signer)


@dataclass(frozen=True)
class UnderWay:
    """A bundle whose last part is leaving; it stays open until it is settled or put away."""

    delivery: Delivery
    bundle: BundleFile
    lacking: int
    """Parts that were sent, as the centre lacked them."""
    answers: Answers


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
    if delivery.state is DeliveryState.CONFIRMED:
        return delivery
    way = Way(device, transport, centre, folder, by, progress or Progress(), meter or Meter())
    return settle(way, begin(way, delivery))


def begin(way: Way, delivery: Delivery) -> UnderWay:
    """Let leave what the centre lacks of a bundle; return when the last part is on its way.

    Raises:
        Cancelled, InputError, SystemFault: as `deliver`; the bytes that left are on the record all the same.
    """
    bundle = recorded_bundle(way.device, way.folder, delivery, way.hashed)
    try:
        said = _announced(way, bundle)
        if isinstance(said, Standing) and said.missing:
            return UnderWay(delivery, bundle, len(said.missing), _sent(way, bundle, said.missing))
        return UnderWay(delivery, bundle, 0, lambda: said)
    except BaseException:
        with bundle:
            _note_put(way, delivery)
        raise


def settle(way: Way, under_way: UnderWay) -> Delivery:
    """Wait until all parts were answered, ask for the receipt, and keep whatever the answer is.

    Raises:
        Cancelled, InputError, SystemFault: as `deliver`; the bytes that left are on the record all the same.
    """
    device, by = way.device, way.by
    delivery, bundle, lacking = under_way.delivery, under_way.bundle, under_way.lacking
    with bundle:
        try:
            said = under_way.answers()
            while True:
                match next_step(delivery, said):
                    case Announce():
                        said = _announced(way, bundle)
                        if said == Standing(()):
                            raise SystemFault("transport.no_progress")
                    case Send(missing):
                        if lacking and len(missing) >= lacking:
                            raise SystemFault("transport.no_progress")
                        lacking = len(missing)
                        said = _sent(way, bundle, missing)()
                    case Commit():
                        delivery = _note_put(way, delivery, payload_of(bundle.foot))
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
        finally:
            _note_put(way, delivery)


def put_away(way: Way, under_way: UnderWay) -> None:
    """Wait for what is leaving still, put its bytes on the record and ask for nothing: the run has ended."""
    with under_way.bundle:
        try:
            under_way.answers()
        except (InspectorError, Cancelled):
            pass  # the next run asks the centre how far it came
        finally:
            _note_put(way, under_way.delivery)


def recorded_bundle(
    device: Device, folder: Path, delivery: Delivery, hashed: Hashed | None = None
) -> BundleFile:
    """Open the bundle of a delivery and make sure it is the recorded one.

    Raises:
        InputError: `bundle.altered`.
        SystemFault: `bundle.lost`.
    """
    try:
        bundle = open_outgoing(device, folder, delivery, hashed)
    except OSError as error:
        raise SystemFault("bundle.lost", bundle=delivery.id, why=error.strerror or "") from error
    if bundle.foot_sha256 != delivery.foot_sha256:
        bundle.close()
        raise InputError("bundle.altered", place="foot", why="not the recorded one")
    return bundle


def _announced(way: Way, bundle: BundleFile) -> Said:
    said = way.transport.announce(way.caller, bundle)
    if isinstance(said, Standing):
        way.meter.stands(bundle.foot, said.missing)
    return said


def _sent(way: Way, bundle: BundleFile, missing: tuple[int, ...]) -> Answers:
    if not set(missing) <= set(range(len(bundle.foot.parts))):
        raise SystemFault("transport.no_progress")  # it will never have what the bundle has not
    return way.transport.send(way.caller, bundle, missing, way.progress, way.meter)


def _note_put(way: Way, delivery: Delivery, payload: int | None = None) -> Delivery:
    """Put on the record what left since this was last done; `payload` is said once the centre has every part."""
    put = way.meter.take_put(delivery.id)
    if not put and payload is None:
        return delivery
    return save_put(way.device, delivery, put, payload, by=way.by)

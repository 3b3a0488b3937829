"""Delivery for desktop and command line: enrol, seal and send, carry by folder, collect receipts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from inspector.actions.read_times import DeviceTimes
from inspector.durable import replace, write_pieces
from inspector.errors import InputError, SystemFault
from inspector.progress import Progress
from inspector.records import Bureau, Delivery, DeliveryState, Inspection, Photo, Receipt, Recording
from ui.feed_desk import FeedDesk

if TYPE_CHECKING:
    from inspector.actions.ports import Device
    from inspector.records.time_bounds import TimeBounds
    from sync.carrying import CarriedIn
    from sync.enrolment import CentreKeys
    from sync.mending import SeenWhole
    from sync.meter import Meter
    from sync.outbox import PhotoState
    from sync.retention import Originals


@dataclass(frozen=True)
class PhotoLine:
    """One photo with the state it has truly reached."""

    photo: Photo
    state: PhotoState
    time: TimeBounds | None = None
    """When it was taken, as far as anybody vouches for it."""


@dataclass(frozen=True)
class RecordingLine:
    """One recording with the state it has truly reached."""

    recording: Recording
    state: PhotoState


@dataclass(frozen=True)
class StandDelivery:
    """The photos and recordings of one inspection, for one row of the sync screen."""

    inspection: Inspection
    photos: tuple[PhotoLine, ...]
    recordings: tuple[RecordingLine, ...] = ()


@dataclass(frozen=True)
class DeliveryStatus:
    """What the sync screen shows; `confirmed` counts only what a verified receipt names."""

    centre: str
    """Name of the centre, empty while the device is not enrolled."""
    stands: tuple[StandDelivery, ...]
    deliveries: tuple[Delivery, ...]
    receipts: tuple[Receipt, ...]
    taken: int
    sent: int
    confirmed: int
    oldest_unconfirmed: datetime | None
    recordings: int = 0
    """Counted apart: `taken`, `sent` and `confirmed` are of photos."""
    recordings_confirmed: int = 0


class DeliveryDesk:
    """The device's way to the centre."""

    def __init__(self, device: Device, folder: Path, *, forget: Callable[[], None] = lambda: None) -> None:
        """`forget` lets the copies of the database forget the keys of originals that left."""
        self._forget = forget
        self._device = device
        self._outbox = folder / "outbox"
        self._times = DeviceTimes(device)
        self._whole: SeenWhole = set()
        self.feed = FeedDesk(device)
        self._turn = Lock()
        """Only one run over the outbox at a time, whatever the way."""

    def clock_steps_since(self, moment: datetime) -> int:
        """Count the jumps of the device's clock journalled since a moment."""
        return self._times.steps_since(moment)

    def centre(self) -> CentreKeys | None:
        """Return the pinned centre, or None while not enrolled."""
        from sync.enrolment import pinned

        return pinned(self._device)

    def enrol(self, invitation: Path, *, by: str = "device") -> CentreKeys:
        """Enrol with a centre's invitation file and pin its keys.

        Raises:
            InputError: `enrol.*` if the file is no invitation or its code was used.
            SystemFault: `transport.*` if the centre cannot be reached.
        """
        from sync.enrolment import enrol, pin, read_invitation

        with self._device.reading() as unit:
            bureau = unit.all(Bureau)[-1]
        centre = enrol(self._device, bureau.name, read_invitation(invitation))
        pin(self._device, centre, by=by)
        return centre

    def move(self, url: str, *, by: str = "device") -> None:
        """Note that the pinned centre has a new address; whom we believe stays as it was.

        Raises:
            InputError: `device.not_enrolled`.
        """
        from sync.enrolment import move

        move(self._device, url, by=by)

    def status(self) -> DeliveryStatus:
        """Return what was taken, sent and confirmed, photo by photo."""
        from sync.outbox import PhotoState, photo_states

        with self._device.reading() as unit:
            states = photo_states(unit)
            photos = unit.all(Photo)
            recordings = tuple(RecordingLine(each, states[each.id]) for each in unit.all(Recording))
            inspections = unit.all(Inspection)
            deliveries = unit.all(Delivery)
            receipts = unit.all(Receipt)
        times = self._times.of_photos()
        lines = tuple(PhotoLine(photo, states[photo.id], times.get(photo.id)) for photo in photos)
        waiting = [line.photo.arrived for line in lines if line.state is not PhotoState.CONFIRMED]
        waiting += [line.recording.arrived for line in recordings if line.state is not PhotoState.CONFIRMED]
        centre = self.centre()
        return DeliveryStatus(
            centre=centre.name if centre else "",
            stands=tuple(
                StandDelivery(
                    inspection,
                    tuple(line for line in lines if line.photo.inspection_id == inspection.id),
                    tuple(line for line in recordings if line.recording.inspection_id == inspection.id),
                )
                for inspection in inspections
            ),
            deliveries=deliveries,
            receipts=receipts,
            taken=len(lines),
            sent=sum(1 for line in lines if line.state in {PhotoState.SENT, PhotoState.CONFIRMED}),
            confirmed=sum(1 for line in lines if line.state is PhotoState.CONFIRMED),
            oldest_unconfirmed=min(waiting, default=None),
            recordings=len(recordings),
            recordings_confirmed=sum(1 for line in recordings if line.state is PhotoState.CONFIRMED),
        )

    def seal_and_send(
        self, *, by: str, progress: Progress | None = None, meter: Meter | None = None
    ) -> tuple[Delivery, ...]:
        """Seal what is new and send every bundle that has no receipt yet; `meter` counts what goes out.

        Raises:
            InputError: `device.not_enrolled`.
            SystemFault: `transport.*`; everything stays here and the next try goes on where this one stopped.
        """
        from sync.engine import Way
        from sync.mending import mend_outbox
        from sync.meter import Meter
        from sync.reopening import reopened
        from sync.sending import send_all
        from sync.stamping import stamp_after_sync
        from sync.transport.http import HttpTransport

        progress = progress or Progress()
        with self._turn, HttpTransport(self._pinned().url) as transport:
            self.feed.fetch_beside(transport)  # it may bring the keys to seal for and to believe
            centre = self._pinned()
            way = Way(self._device, transport, centre, self._outbox, by, progress, meter or Meter())
            done = mend_outbox(
                self._device, transport, centre, self._outbox, by=by, progress=progress, whole=self._whole
            )
            before = reopened(self._device)
            sent = send_all(way, skip=done)
            if (
                reopened(self._device) - before
            ):  # the centre went back: once more, and only once, as it may lie
                last = {each.id: each for each in (*sent, *send_all(way, skip=done))}
                sent = tuple(last.values())
            self.feed.fetch_beside(transport)
        stamp_after_sync(self._device, by=by)
        return sent

    def carry_to(self, stick: Path, *, by: str, progress: Progress | None = None) -> tuple[Delivery, ...]:
        """Seal what is new and copy every unconfirmed bundle to a stick, read back and verified."""
        from sync.carrying import carry_out
        from sync.mending import mend_outbox
        from sync.outbox import seal_bundle
        from sync.transport.folder import FolderTransport

        centre, progress = self._pinned(), progress or Progress()
        with self._turn:
            transport = FolderTransport(stick)
            self.feed.carry_request(stick)
            done = mend_outbox(
                self._device, transport, centre, self._outbox, by=by, progress=progress, whole=self._whole
            )
            while seal_bundle(self._device, centre, self._outbox, by=by, progress=progress):
                pass
            carried = []
            # what no stick holds yet goes first: one that fills up leaves out what another carried already
            for waiting in sorted(self._waiting(done), key=_was_carried):
                try:
                    carried.append(
                        carry_out(self._device, waiting, self._outbox, transport, by=by, progress=progress)
                    )
                except SystemFault as fault:
                    if fault.code != "transport.stick_full" or not _was_carried(waiting):
                        raise
                    break
            return tuple(sorted(carried, key=lambda each: each.order))

    def collect_from(self, stick: Path, *, by: str) -> CarriedIn:
        """Take in the feed and the receipts a stick brought back; say what these changed and which are not believed."""
        from sync.carrying import carry_in

        self.feed.take_beside(stick)  # it may bring the key the receipts are signed with
        with self._turn:
            return carry_in(self._device, self._pinned(), stick, by=by)

    def originals(self, *, days: int) -> Originals:
        """Return how the originals stand, and which may leave `days` after their receipt.

        Raises:
            InputError: `device.not_enrolled`, `release.days`.
        """
        from sync.retention import originals

        return originals(self._device, self._pinned(), days=days)

    def release(self, object_ids: frozenset[str], *, days: int, by: str) -> int:
        """Remove these originals from the device for good, as far as they may leave; return how many left.

        Raises:
            InputError: `device.not_enrolled`, `release.days`.
            SystemFault: `store.*`, `vault.io`: the next start brings it to its end.
        """
        from sync.retention import release

        with self._turn:
            return release(
                self._device,
                self._pinned(),
                object_ids,
                days=days,
                by=by,
                folder=self._outbox,
                forget=self._forget,
            )

    def write_bundle(self, delivery: Delivery, target: Path) -> Path:
        """Write the whole bundle of a delivery into one file, read back, and return where it lies.

        Raises:
            InputError: `bundle.altered` if the device has it no more as it was signed.
            SystemFault: `bundle.lost` if its frame is gone.
            OSError: as any file; what lay at `target` is still there.
        """
        from sync.bundle import BundleFile
        from sync.engine import recorded_bundle

        part = target.with_name(target.name + ".part")
        try:
            with recorded_bundle(self._device, self._outbox, delivery) as bundle:
                write_pieces(part, iter(partial(bundle.whole().read, 1 << 20), b""))
            with BundleFile(part) as written:
                written.verify()
            replace(part, target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        return target

    def _pinned(self) -> CentreKeys:
        centre = self.centre()
        if centre is None:
            raise InputError("device.not_enrolled")
        return centre

    def _waiting(self, done: frozenset[str]) -> tuple[Delivery, ...]:
        from sync.outbox import standing_deliveries

        with self._device.reading() as unit:
            standing = standing_deliveries(unit)
        unconfirmed = (each for each in standing if each.state is not DeliveryState.CONFIRMED)
        return tuple(each for each in unconfirmed if each.id not in done)


def _was_carried(delivery: Delivery) -> bool:
    return delivery.state is DeliveryState.SENT

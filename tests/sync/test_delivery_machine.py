"""Delivering in any order of anything: parts, commits, receipts, mishaps, restarts, pauses, damage, sticks, yesterday.

Real device, real store, real centre. Whatever happened, what is green is at the centre with its hash, and one calm
day brings the state of a device to which nothing ever happened.
"""

from __future__ import annotations

import hashlib
import itertools
import shutil
import tempfile
import threading
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from inspector.clock import SetClock
from inspector.errors import InputError, SystemFault
from inspector.progress import Cancelled, Progress
from inspector.records import Delivery, DeliveryState
from sync.central import (
    create_central,
    invite,
    read_entries,
    read_object,
    running_central,
    stored_objects,
    take_in_folder,
)
from sync.confirming import apply_receipt
from sync.engine import Way
from sync.enrolment import CentreKeys, enrol, pin, pinned
from sync.mending import SeenWhole, mend_outbox
from sync.meter import Meter
from sync.outbox import PhotoState, frame_path, open_outgoing, photo_states, standing_deliveries
from sync.sending import send_all
from sync.transport.http import HttpTransport
from sync.transport.protocol import Accepted, Caller
from tests.stand import MORNING, PASSPHRASE, begin
from tests.sync.unruly import Mishap, unruly

SMALL = 3000
"""Bytes of a run: a photo or two, so that several bundles are under way."""
WAY = {"transport.unreachable", "transport.answer", "transport.no_progress", "transport.centre_busy"}
"""What a way may answer for, whatever happens to it."""
PLACES = st.integers(0, 9)


class DeliveryMachine(RuleBasedStateMachine):
    """A device, its centre, a network and a stick in the hands of chance."""

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.stand = begin(self.folder / "device")
        self.outbox = self.folder / "device" / "outbox"
        self.central, self.centre_clock = self.folder / "central", SetClock(MORNING)
        create_central(self.central, "样本中心")
        self.serve()
        pin(self.stand.device, enrol(self.stand.device, "样本局", invite(self.central, self.url)), by="x")
        self.seed = 0
        self.whole: SeenWhole = set()
        self.receipts: list[bytes] = []
        self.poisoned: dict[Path, bytes] = {}
        self.went_back = False
        (self.folder / "stick").mkdir()

    # -- the day's work ---------------------------------------------------------------------------------

    @rule(count=st.integers(1, 3))
    def photograph(self, count: int) -> None:
        for _ in range(count):
            self.seed += 1
            self.stand.photo(self.seed)

    @rule(mishaps=st.lists(st.sampled_from(Mishap), max_size=8))
    def send(self, mishaps: list[Mishap]) -> None:
        left = itertools.chain(mishaps, itertools.repeat(Mishap.NONE))
        transport, _ = unruly(self.url, lambda: next(left))
        with transport:
            self.go_over(transport, Progress())

    @rule(at=st.integers(1, 12))
    def stop(self, at: int) -> None:
        steps = itertools.count(1)
        progress = Progress(lambda *_: progress.cancel() if next(steps) == at else None)
        with HttpTransport(self.url) as transport:
            self.go_over(transport, progress)

    @rule(at=st.integers(1, 12))
    def pause(self, at: int) -> None:
        """Somebody pauses at a step, and lets it go on once it stands."""
        steps, threads = itertools.count(1), []

        def report(*_: object) -> None:
            if next(steps) == at:
                progress.pause()
                threads.append(threading.Thread(target=progress.resume))
                threads[0].start()

        progress = Progress(report)
        with HttpTransport(self.url) as transport:
            self.go_over(transport, progress)
        for thread in threads:
            thread.join()

    # -- single steps, in any order ---------------------------------------------------------------------

    @rule(which=PLACES, part=PLACES)
    def bring_a_part(self, which: int, part: int) -> None:
        """A part arrives by itself: announced or not, again, of a later bundle first."""
        delivery = self.waiting(which)
        if delivery is None:
            return
        with (
            HttpTransport(self.url) as transport,
            suppress(InputError, OSError),  # damaged here: never leaves
            open_outgoing(self.stand.device, self.outbox, delivery) as bundle,
        ):
            if part % 2:
                transport.announce(self.caller, bundle)
            numbers = (part % len(bundle.foot.parts),)
            transport.send(self.caller, bundle, numbers, Progress(), Meter())()

    @rule(which=PLACES)
    def commit(self, which: int) -> None:
        delivery = self.waiting(which)
        if delivery is None:
            return
        with (
            HttpTransport(self.url) as transport,
            suppress(InputError, OSError),
            open_outgoing(self.stand.device, self.outbox, delivery) as bundle,
        ):
            said = transport.commit(self.caller, bundle)
            if isinstance(said, Accepted):
                self.receipts.append(said.receipt)

    @precondition(lambda self: self.receipts)
    @rule(which=PLACES, receipt=PLACES, flip=st.booleans())
    def hand_in_a_receipt(self, which: int, receipt: int, flip: bool) -> None:
        """Any receipt for any delivery, genuine or not: only its own confirms."""
        deliveries = self.deliveries()
        if not deliveries:
            return
        delivery, raw = deliveries[which % len(deliveries)], self.receipts[receipt % len(self.receipts)]
        given = raw[:-20] + bytes([raw[-20] ^ 1]) + raw[-19:] if flip else raw
        is_its_own = delivery.id.encode() in raw and not flip
        try:
            done = apply_receipt(self.stand.device, self.keys, delivery, given, by=self.stand.by)
        except InputError as error:
            assert not is_its_own
            assert error.code.startswith("receipt.")
        else:
            assert is_its_own
            assert done.state is DeliveryState.CONFIRMED

    # -- what befalls the two machines ------------------------------------------------------------------

    @rule()
    def restart_the_device(self) -> None:
        self.stand.opened.close()
        self.stand = replace(self.stand, opened=self.stand.workplace.unlock(PASSPHRASE))
        self.whole = set()

    @rule()
    def restart_the_centre(self) -> None:
        self.running.__exit__(None, None, None)
        self.serve()

    @rule(days=st.sampled_from([-400, -2, 3, 500]), at_the_centre=st.booleans())
    def move_a_clock(self, days: int, at_the_centre: bool) -> None:
        (self.centre_clock if at_the_centre else self.stand.clock).step(timedelta(days=days))

    @rule(which=PLACES, lose=st.booleans())
    def spoil_a_frame(self, which: int, lose: bool) -> None:
        delivery = self.waiting(which)
        if delivery is None:
            return
        frame = frame_path(self.outbox, delivery.id)
        if lose:
            frame.unlink(missing_ok=True)
        elif frame.exists():
            raw = bytearray(frame.read_bytes())
            raw[len(raw) // 2] ^= 1
            frame.write_bytes(raw)

    @rule(which=PLACES)
    def poison(self, which: int) -> None:
        """A photo that nobody else has rots in the vault."""
        with self.stand.device.reading() as unit:
            states = photo_states(unit)
        there = self.held()
        photos = sorted(name for name, state in states.items() if state in _ONLY_HERE and name not in there)
        if photos:
            (file,) = (self.folder / "device" / "vault").rglob(f"{photos[which % len(photos)]}.*")
            if file not in self.poisoned:
                self.poisoned[file] = file.read_bytes()
                file.write_bytes(self.poisoned[file][:-1])

    @precondition(lambda self: self.poisoned)
    @rule()
    def heal(self) -> None:
        for file, content in self.poisoned.items():
            file.write_bytes(content)
        self.poisoned.clear()

    @rule(collects=st.booleans())
    def carry(self, collects: bool) -> None:
        """By stick what also goes by network, whose answers may come back much later."""
        with suppress(InputError):  # `bundle.altered`: what rotted since it was sealed does not leave
            self.stand.opened.delivery.carry_to(self.folder / "stick", by=self.stand.by)
        take_in_folder(self.central, self.folder / "stick")
        if collects:
            self.stand.opened.delivery.collect_from(self.folder / "stick", by=self.stand.by)

    @rule()
    def keep_yesterday(self) -> None:
        self.running.__exit__(None, None, None)
        shutil.rmtree(self.folder / "yesterday", ignore_errors=True)
        shutil.copytree(self.central, self.folder / "yesterday")
        self.serve()

    @precondition(lambda self: (self.folder / "yesterday").exists())
    @rule()
    def restore_yesterday(self) -> None:
        """The centre's disk is lost, and yesterday's backup takes its place."""
        self.running.__exit__(None, None, None)
        shutil.rmtree(self.central)
        shutil.copytree(self.folder / "yesterday", self.central)
        shutil.rmtree(self.folder / "stick")
        (self.folder / "stick").mkdir()
        self.receipts.clear()
        self.went_back = True
        self.serve()

    # -- what holds -------------------------------------------------------------------------------------

    @invariant()
    def what_is_green_is_at_the_centre(self) -> None:
        if not hasattr(self, "went_back") or self.went_back:
            return  # a device notices what its centre lost at its next delivery, not before
        with self.stand.device.reading() as unit:
            green = [name for name, state in photo_states(unit).items() if state is PhotoState.CONFIRMED]
        assert set(green) <= self.held()

    def teardown(self) -> None:
        if not hasattr(self, "went_back"):
            return
        try:
            self.one_calm_day()
        finally:
            self.stand.opened.close()
            self.running.__exit__(None, None, None)
            shutil.rmtree(self.folder)

    def one_calm_day(self) -> None:
        self.photograph(1)  # a device with nothing new to say does not ask its centre anything
        for _ in range(6):
            with HttpTransport(self.url) as transport:
                self.go_over(transport, Progress(), is_calm=True)
        device = self.stand.device
        rotten = {file.name.partition(".")[0] for file in self.poisoned}
        with device.reading() as unit:
            states = photo_states(unit)
            standing = standing_deliveries(unit)
            hashes = {name: unit.sealed_object(name).sha256 for name in states}
        lost = {name for name, state in states.items() if state is not PhotoState.CONFIRMED}
        assert lost <= rotten, [(each.id, each.state, each.reason) for each in standing]
        assert {each.state for each in standing} == {DeliveryState.CONFIRMED}
        there = [(each.object_id, each.sha256) for each in stored_objects(self.central)]
        assert sorted(there) == sorted((name, hashes[name]) for name in hashes.keys() - lost)
        for name, sha256 in there:
            assert hashlib.sha256(read_object(self.central, name)).hexdigest() == sha256
        last = max(each.last_entry for each in standing)
        assert list(read_entries(self.central, device.id)) == list(device.journal.entries(1, last))

    # -- tools ------------------------------------------------------------------------------------------

    def serve(self) -> None:
        self.running = running_central(self.central, clock=self.centre_clock)
        self.url = self.running.__enter__()

    def go_over(self, transport: HttpTransport, progress: Progress, *, is_calm: bool = False) -> None:
        """Go over the outbox once, as the delivery desk does."""
        device, by = self.stand.device, self.stand.by
        way = Way(device, transport, self.keys, self.outbox, by, progress, Meter())
        try:
            done = mend_outbox(
                device, transport, self.keys, self.outbox, by=by, progress=progress, whole=self.whole
            )
            send_all(way, skip=done, most_bytes=SMALL)
        except Cancelled:
            assert not is_calm
        except SystemFault as fault:
            assert fault.code in WAY
            assert not is_calm

    @property
    def keys(self) -> CentreKeys:
        keys = pinned(self.stand.device)
        assert keys is not None
        return keys

    @property
    def caller(self) -> Caller:
        return Caller(self.stand.device.id, self.stand.device.signer)

    def held(self) -> set[str]:
        """Objects the centre has."""
        return {each.object_id for each in stored_objects(self.central)}

    def deliveries(self) -> list[Delivery]:
        with self.stand.device.reading() as unit:
            return standing_deliveries(unit)

    def waiting(self, which: int) -> Delivery | None:
        found = [each for each in self.deliveries() if each.state is not DeliveryState.CONFIRMED]
        return found[which % len(found)] if found else None


_ONLY_HERE = {PhotoState.SEALED, PhotoState.WRITTEN, PhotoState.SENT}


QUICK = settings(deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
"""A run of a second or two is told as it was: making it shorter would take an hour."""


class TestQuickly(DeliveryMachine.TestCase):  # type: ignore[misc]  # made by Hypothesis
    settings = settings(QUICK, max_examples=2, stateful_step_count=12)


@pytest.mark.long
class TestAtLength(DeliveryMachine.TestCase):  # type: ignore[misc]  # made by Hypothesis
    settings = settings(QUICK, max_examples=60, stateful_step_count=30)

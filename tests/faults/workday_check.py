"""Kill a working day, then hold what it left to every word it said; at the end deliver all of it."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from inspector.actions.ports import Device
from inspector.records import Delivery, DeliveryState, Photo, Receipt
from sync.central import create_central, invite, read_object, take_in_folder
from sync.outbox import PhotoState, open_outgoing, photo_states, seal_bundle
from sync.verifier import verify
from tests.faults.killing import PROJECT
from tests.stand import CHEAP, PASSPHRASE, begin
from ui.wiring import OpenDevice, Workplace


@dataclass
class Bureau:
    """A device and its centre in one folder, and everything the killed days acknowledged."""

    folder: Path
    photos: dict[str, str] = field(default_factory=dict)
    """SHA-256 of the original by photo id."""
    deliveries: dict[str, str] = field(default_factory=dict)
    """FOOT hash by delivery id."""
    seen: set[str] = field(default_factory=set)
    """Photos and deliveries that were looked at to the byte already."""

    @classmethod
    def found(cls, folder: Path) -> Bureau:
        """Set up device and centre; bundles are carried, so the fault tests need no port."""
        create_central(folder / "central", "样本中心")
        invitation = folder / "invitation.json"
        invitation.write_text(json.dumps(invite(folder / "central")), "utf-8")
        with begin(folder / "device").opened as opened:
            opened.delivery.enrol(invitation)
        return cls(folder)

    @property
    def outbox(self) -> Path:
        return self.folder / "device" / "outbox"

    def unlock(self) -> OpenDevice:
        return Workplace(self.folder / "device", is_sample=True, kdf_cost=CHEAP).unlock(PASSPHRASE)

    def start(self, *options: str) -> subprocess.Popen[str]:
        """Begin a working day in a process of its own."""
        command = [sys.executable, "-m", "tests.faults.workday", str(self.folder), *options]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT)

    def points(self, seed: int) -> int:
        """Let a day end well; return how many points of the write protocol it has."""
        with self.start("--seed", str(seed)) as day:
            said, _ = day.communicate(timeout=120)
        self._hear(said)
        assert day.returncode == 0
        return int(json.loads(said.splitlines()[-1])["points"])

    def die_at(self, point: int, seed: int) -> int:
        """Let a day die at a point of the write protocol; return its exit status."""
        with self.start("--seed", str(seed), "--die-at", str(point)) as day:
            said, _ = day.communicate(timeout=120)
        self._hear(said)
        return day.returncode

    def kill_after(self, moment_s: float, seed: int) -> None:
        """Kill a day at a moment counted from the first sign that it is open."""
        with self.start("--seed", str(seed), "--rounds", "1000") as day:
            assert day.stdout is not None
            ready = day.stdout.readline()
            try:
                day.wait(timeout=moment_s)
            except subprocess.TimeoutExpired:
                day.kill()
            self._hear(ready + day.stdout.read())

    def check(self) -> None:
        """Open the device as the next start does and hold it to everything that was acknowledged."""
        with self.unlock() as opened:
            assert opened.missing_objects == ()
            assert opened._store.verify() == ()
            with opened.device.reading() as unit:
                photos = {photo.id: photo for photo in unit.all(Photo)}
                deliveries = {delivery.id: delivery for delivery in unit.all(Delivery)}
                for name, sha256 in self.photos.items():
                    assert photos[name].sha256 == sha256
                for name in photos.keys() - self.seen:  # acknowledged or not: never one by halves
                    original = opened.device.vault.read(unit.sealed_object(name))
                    assert hashlib.sha256(original).hexdigest() == photos[name].sha256
                    assert len(original) == photos[name].size
            assert opened._store.object_ids() == photos.keys()
            lying = {file.name for file in (self.folder / "device" / "vault").glob("??/*")}
            assert lying == {f"{name}.ipv" for name in photos}
            for name, foot_sha256 in self.deliveries.items():
                assert deliveries[name].foot_sha256 == foot_sha256
            sequence = [deliveries[name].sequence for name in deliveries]
            assert sorted(sequence) == list(range(1, len(deliveries) + 1))
            for name in deliveries.keys() - self.seen:
                self._verify(opened.device, deliveries[name])
            self.seen |= photos.keys() | deliveries.keys()

    def deliver_everything(self) -> None:
        """Seal what is left, carry it all to the centre, and see every photo confirmed exactly once."""
        with self.unlock() as opened:
            device, centre = opened.device, opened.delivery.centre()
            assert centre is not None
            with device.reading() as unit:
                photos = unit.all(Photo)
            by = photos[0].taken_by
            seal_bundle(device, centre, self.outbox, by=by)
            kept = {file.name for file in self.outbox.iterdir()}
            with device.reading() as unit:
                names = {f"{delivery.id}.frame" for delivery in unit.all(Delivery)}
            assert kept == names | {f"{device.id}.enrol"}  # no stray is left once a bundle was sealed
            stick = self.folder / "stick"
            stick.mkdir()
            opened.delivery.carry_to(stick, by=by)
            said = take_in_folder(self.folder / "central", stick)
            assert (said["refused"], said["waiting"]) == ([], [])
            opened.delivery.collect_from(stick, by=by)
            with device.reading() as unit:
                states = photo_states(unit)
                receipts = unit.all(Receipt)
                deliveries = unit.all(Delivery)
            assert set(states.values()) == {PhotoState.CONFIRMED}
            assert {delivery.state for delivery in deliveries} == {DeliveryState.CONFIRMED}
            confirmed = [(each.object_id, each.sha256) for receipt in receipts for each in receipt.objects]
            assert sorted(confirmed) == sorted((photo.id, photo.sha256) for photo in photos)
        for photo in photos:
            there = read_object(self.folder / "central", photo.id)
            assert hashlib.sha256(there).hexdigest() == photo.sha256

    def _verify(self, device: Device, delivery: Delivery) -> None:
        path = self.folder / "whole.ipb"
        with open_outgoing(device, self.outbox, delivery) as bundle:
            path.write_bytes(bundle.whole().read())
        found = verify(path)
        assert found.verdict == "signer-unknown", found.reason_en  # intact; there is no list of signers here
        assert path.stat().st_size == delivery.size

    def _hear(self, said: str) -> None:
        """Believe whole lines only: a cut one was not acknowledged to anybody."""
        for line in said.splitlines(keepends=True):
            fact: dict[str, Any] = json.loads(line) if line.endswith("\n") else {}
            if "photo" in fact:
                self.photos[fact["photo"]] = fact["sha256"]
            elif "delivery" in fact:
                self.deliveries[fact["delivery"]] = fact["foot_sha256"]

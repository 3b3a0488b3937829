"""Two copies of one device: both branches are kept, each goes on in an epoch of its own, nothing is lost or doubled."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from inspector.actions.take_photo import take_photo
from inspector.errors import InputError
from inspector.records import Delivery, DeliveryState, Photo, PhotoOrigin, PinnedCentre
from sync.central import (
    create_central,
    forked_bundles,
    invite,
    read_entries,
    read_object,
    running_central,
    stored_objects,
    take_in_folder,
)
from sync.outbox import PhotoState
from tests import pictures
from tests.stand import CHEAP, PASSPHRASE, Stand, begin
from ui.command_line import main
from ui.wiring import OpenDevice, Workplace


class Clones:
    """A device and a copy of its folder, with one centre."""

    def __init__(self, folder: Path, url: str, stand: Stand) -> None:
        self.folder, self.url, self.stand = folder, url, stand
        self.data = folder / "central"

    @contextmanager
    def opened(self, name: str) -> Iterator[OpenDevice]:
        with Workplace(self.folder / name, clock=self.stand.clock, kdf_cost=CHEAP).unlock(
            PASSPHRASE
        ) as opened:
            yield opened

    def photo(self, name: str, seed: int) -> str:
        with self.opened(name) as opened:
            return take_photo(
                opened.device,
                self.stand.inspection.id,
                content=io.BytesIO(pictures.make_jpeg(96, 64, seed)),
                file_name=f"{seed}.jpg",
                origin=PhotoOrigin.CAMERA,
                by=self.stand.by,
            ).id

    def send(self, name: str) -> tuple[Delivery, ...]:
        with self.opened(name) as opened:
            return opened.delivery.seal_and_send(by=self.stand.by)

    def carry(self, name: str) -> tuple[Delivery, ...]:
        stick = self.folder / "stick"
        stick.mkdir(exist_ok=True)
        with self.opened(name) as opened:
            opened.delivery.carry_to(stick, by=self.stand.by)
            take_in_folder(self.data, stick)
            return opened.delivery.collect_from(stick, by=self.stand.by).moved

    def enrol(self, name: str) -> None:
        self.invitation(self.folder / "invitation.json")
        with self.opened(name) as opened:
            opened.delivery.enrol(self.folder / "invitation.json", by=self.stand.by)

    def invitation(self, path: Path) -> None:
        path.write_text(json.dumps(invite(self.data, self.url)))

    def epoch(self, name: str) -> int:
        with self.opened(name) as opened, opened.device.reading() as unit:
            return unit.get(PinnedCentre, opened.device.id).epoch

    def photos(self, name: str) -> dict[str, tuple[Photo, PhotoState]]:
        with self.opened(name) as opened:
            lines = [line for stand in opened.delivery.status().stands for line in stand.photos]
        return {line.photo.id: (line.photo, line.state) for line in lines}

    def assert_all_at_the_centre(self, *names: str) -> None:
        """Every photo of every copy is confirmed to it and at the centre, once, to the byte."""
        held = {each.object_id: each.sha256 for each in stored_objects(self.data)}
        known: set[str] = set()
        for name in names:
            for photo, state in self.photos(name).values():
                assert state is PhotoState.CONFIRMED
                assert held[photo.id] == photo.sha256
                assert hashlib.sha256(read_object(self.data, photo.id)).hexdigest() == photo.sha256
                known.add(photo.id)
        assert held.keys() == known
        entries = list(read_entries(self.data, self.stand.device.id))
        assert len(entries) == len(set(entries))
        at_centre = set(entries)
        for name in names:
            with self.opened(name) as opened:
                with opened.device.reading() as unit:
                    last = max(each.last_entry for each in unit.all(Delivery))
                assert set(opened.device.journal.entries(1, last)) <= at_centre


@pytest.fixture
def clones(tmp_path: Path) -> Iterator[Clones]:
    stand = begin(tmp_path / "a")
    create_central(tmp_path / "central", "样本中心")
    with running_central(tmp_path / "central") as url:
        found = Clones(tmp_path, url, stand)
        with stand.opened as opened:
            found.invitation(tmp_path / "invitation.json")
            opened.delivery.enrol(tmp_path / "invitation.json", by=stand.by)
            stand.photo(1)
            opened.delivery.seal_and_send(by=stand.by)
            stand.photo(2)  # in both copies, and nowhere else yet
        shutil.copytree(tmp_path / "a", tmp_path / "b")
        yield found


@pytest.mark.parametrize("way", ["send", "carry"])
def test_two_copies_that_deliver_by_turns_lose_and_double_nothing(clones: Clones, way: str) -> None:
    deliver = getattr(clones, way)
    clones.photo("a", 3)
    clones.photo("b", 4)
    assert [each.state for each in deliver("a")] == [DeliveryState.CONFIRMED]
    (refused,) = deliver("b")
    assert refused.is_forked
    assert "重新登记" in refused.reason
    (fork,) = forked_bundles(clones.data)
    assert (fork.bundle, fork.is_whole, fork.is_settled) == (refused.id, True, False)

    clones.enrol("b")
    clones.photo("b", 5)
    assert [each.state for each in deliver("b")] == [DeliveryState.CONFIRMED]
    assert (clones.epoch("a"), clones.epoch("b")) == (1, 2)

    clones.photo("a", 6)
    (refused,) = deliver("a")
    assert refused.is_forked
    assert all(each.is_whole and each.is_settled for each in forked_bundles(clones.data))
    clones.enrol("a")
    assert [each.state for each in deliver("a")] == [DeliveryState.CONFIRMED]
    assert clones.epoch("a") == 3

    clones.photo("a", 7)
    assert [each.state for each in deliver("a")] == [DeliveryState.CONFIRMED]
    clones.assert_all_at_the_centre("a", "b")
    assert len(stored_objects(clones.data)) == 7


def test_an_old_state_put_back_goes_on_from_its_last_receipt(clones: Clones) -> None:
    clones.photo("a", 3)
    clones.send("a")
    clones.photo("a", 4)
    clones.send("a")
    clones.photo("b", 5)
    assert clones.send("b")[-1].is_forked
    clones.enrol("b")
    (opening,) = clones.send("b")
    assert (opening.epoch, opening.sequence, opening.state) == (2, 1, DeliveryState.CONFIRMED)
    with clones.opened("b") as opened, opened.device.reading() as unit:
        receipts = {each.sequence: each for each in unit.all(Delivery) if each.epoch == 1}
    assert opening.first_entry == receipts[1].last_entry + 1
    held = {each.object_id for each in stored_objects(clones.data)}
    assert clones.photos("b").keys() <= held
    assert len(held) == 5


def test_entries_carry_the_new_epoch_from_the_enrolment_on(clones: Clones) -> None:
    clones.photo("a", 3)
    clones.send("a")
    clones.photo("b", 4)
    clones.send("b")
    clones.enrol("b")
    clones.photo("b", 5)
    with clones.opened("b") as opened:
        entries = [
            json.loads(raw) for raw in opened.device.journal.entries(1, opened.device.journal.length())
        ]
    epochs = [entry["epoch"] for entry in entries]
    assert epochs == sorted(epochs)
    first = epochs.index(2)
    assert (entries[first]["kind"], entries[first]["change"]) == ("PinnedCentre", "centre.pinned")


def test_a_used_invitation_opens_no_new_epoch(clones: Clones) -> None:
    clones.photo("a", 3)
    clones.send("a")
    clones.photo("b", 4)
    clones.send("b")
    old = clones.folder / "invitation.json"
    with clones.opened("b") as opened, pytest.raises(InputError):
        opened.delivery.enrol(old, by=clones.stand.by)
    assert clones.epoch("b") == 1
    assert [each.is_forked for each in clones.send("b")] == [True]


def test_two_copies_never_get_the_same_epoch(clones: Clones) -> None:
    clones.photo("a", 3)
    clones.photo("b", 4)
    clones.send("a")
    clones.send("b")
    clones.invitation(clones.folder / "first.json")
    clones.enrol("b")
    clones.send("b")
    clones.photo("a", 5)
    clones.send("a")
    with clones.opened("a") as opened, pytest.raises(InputError, match=r"enrol\."):
        opened.delivery.enrol(clones.folder / "first.json", by=clones.stand.by)
    clones.enrol("a")
    assert clones.epoch("a") == 3


def test_without_a_fork_enrolling_again_changes_no_epoch(clones: Clones) -> None:
    clones.enrol("a")
    assert clones.epoch("a") == 1
    assert [each.state for each in clones.send("a")] == [DeliveryState.CONFIRMED]


def test_the_command_lists_what_contradicts(clones: Clones, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["central", "forks", "--data", str(clones.data)]
    assert main(asked) == 0
    assert "没有互相矛盾" in capsys.readouterr().out
    clones.photo("a", 3)
    clones.photo("b", 4)
    clones.send("a")
    clones.send("b")
    assert main([*asked, "--json"]) == 1
    (listed,) = json.loads(capsys.readouterr().out)
    assert (listed["epoch"], listed["is_whole"], listed["is_settled"]) == (1, True, False)
    assert main(asked) == 1
    assert "等待重新登记" in capsys.readouterr().out


def test_the_sync_screen_says_that_a_new_enrolment_is_needed(clones: Clones) -> None:
    from ui.desktop.screens.sync.shown import sync_shown

    clones.photo("a", 3)
    clones.photo("b", 4)
    for name, is_forked in (("a", False), ("b", True)):
        clones.send(name)
        with clones.opened(name) as opened:
            assert sync_shown(opened.delivery.status()).is_forked is is_forked
    clones.enrol("b")
    with clones.opened("b") as opened:
        assert not sync_shown(opened.delivery.status()).is_forked
        # a copy in another folder is told by the centre; here each folder is held against its own past
        assert not opened.watch.went_back
    clones.send("b")
    with clones.opened("b") as opened:
        assert not opened.watch.went_back

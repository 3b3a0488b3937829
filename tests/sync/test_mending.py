"""A bundle whose file was lost or damaged never holds up the rest: its receipt is fetched, or it goes out anew."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.errors import InputError, SystemFault
from inspector.progress import Progress
from inspector.records import Delivery, DeliveryState
from inspector.vault.layout import place
from sync.central import invite, stored_objects, take_in_folder
from sync.enrolment import pin
from sync.meter import Meter
from sync.outbox import frame_path
from sync.transport.http import HttpTransport
from sync.transport.protocol import Caller
from tests.stand import Stand
from tests.sync.delivery_site import Site


def lose(path: Path) -> None:
    path.unlink()


def damage(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:300] + bytes([whole[300] ^ 1]) + whole[301:])


@pytest.fixture
def desk(site: Site) -> Site:
    """The site as its own delivery desk sees it."""
    pin(site.stand.device, site.centre, by=site.stand.by)
    return Site(site.stand, site.data, site.url, site.centre, site.stand.opened.folder / "outbox")


@pytest.mark.parametrize("spoil", [lose, damage])
def test_an_unsent_bundle_that_is_gone_goes_out_anew_with_the_next_photo(desk: Site, spoil: object) -> None:
    delivery, stand = desk.seal(), desk.stand
    spoil(frame_path(desk.outbox, delivery.id))  # type: ignore[operator]  # one of the two above
    stand.photo(4)
    (done,) = stand.opened.delivery.seal_and_send(by=stand.by)
    assert (done.sequence, done.state) == (1, DeliveryState.CONFIRMED)
    assert desk.recorded(delivery).state is DeliveryState.DROPPED
    assert stand.opened.delivery.status().confirmed == 4
    assert len(stored_objects(desk.data)) == 4


def test_the_bundles_after_a_lost_one_are_written_anew_as_well(desk: Site) -> None:
    first, stand = desk.seal(), desk.stand
    stand.photo(4)
    second = desk.seal()
    lose(frame_path(desk.outbox, first.id))
    stand.opened.delivery.seal_and_send(by=stand.by)
    assert {desk.recorded(each).state for each in (first, second)} == {DeliveryState.DROPPED}
    assert stand.opened.delivery.status().confirmed == 4


def test_a_half_received_bundle_does_not_block_the_one_in_its_place(desk: Site) -> None:
    delivery, stand = desk.seal(), desk.stand
    path = frame_path(desk.outbox, delivery.id)
    caller = Caller(stand.device.id, stand.device.signer)
    with HttpTransport(desk.url) as transport, desk.bundle(delivery) as bundle:
        transport.announce(caller, bundle)
    lose(path)
    stand.opened.delivery.seal_and_send(by=stand.by)
    assert stand.opened.delivery.status().confirmed == 3


def test_a_lost_bundle_the_centre_has_taken_in_is_confirmed_by_its_receipt(desk: Site) -> None:
    delivery, stand = desk.seal(), desk.stand
    path = frame_path(desk.outbox, delivery.id)
    caller = Caller(stand.device.id, stand.device.signer)
    with HttpTransport(desk.url) as transport, desk.bundle(delivery) as bundle:
        everything = tuple(range(len(bundle.foot.parts)))
        transport.announce(caller, bundle)
        transport.send(caller, bundle, everything, Progress(), Meter())()
        transport.commit(caller, bundle)
    lose(path)
    stand.opened.delivery.seal_and_send(by=stand.by)
    assert desk.recorded(delivery).state is DeliveryState.CONFIRMED
    assert stand.opened.delivery.status().confirmed == 3


def test_a_receipt_that_comes_late_confirms_the_dropped_bundle_and_the_rest_follows(
    stand: Stand, data: Path, tmp_path: Path
) -> None:
    """The stick with the first bundle was away when its file was lost here."""
    stand.photo(1)
    invitation = tmp_path / "invitation.json"
    invitation.write_text(json.dumps(invite(data)))
    desk = stand.opened.delivery
    desk.enrol(invitation)
    away, here = tmp_path / "away", tmp_path / "here"
    away.mkdir()
    here.mkdir()
    (first,) = desk.carry_to(away, by=stand.by)
    lose(frame_path(stand.opened.folder / "outbox", first.id))
    stand.photo(2)
    (instead,) = desk.carry_to(here, by=stand.by)
    assert (instead.sequence, len(instead.object_ids)) == (1, 2)
    take_in_folder(data, away)
    assert [each["code"] for each in take_in_folder(data, here)["refused"]] == ["bundle.fork"]
    desk.collect_from(here, by=stand.by)
    desk.collect_from(away, by=stand.by)
    assert desk.status().confirmed == 1
    desk.carry_to(here, by=stand.by)
    take_in_folder(data, here)
    desk.collect_from(here, by=stand.by)
    assert desk.status().confirmed == 2
    with stand.device.reading() as unit:
        assert {each.id: each.state for each in unit.all(Delivery)}[instead.id] is DeliveryState.DROPPED


def test_a_lost_bundle_before_a_confirmed_one_waits_for_its_receipt_and_holds_up_nothing(
    stand: Stand, data: Path, tmp_path: Path
) -> None:
    stand.photo(1)
    invitation = tmp_path / "invitation.json"
    invitation.write_text(json.dumps(invite(data)))
    desk, stick = stand.opened.delivery, tmp_path / "stick"
    stick.mkdir()
    desk.enrol(invitation)
    (first,) = desk.carry_to(stick, by=stand.by)
    stand.photo(2)
    desk.carry_to(stick, by=stand.by)
    take_in_folder(data, stick)
    receipt = stick / "IPB-IN" / f"{first.id}.receipt"
    receipt.rename(tmp_path / receipt.name)
    desk.collect_from(stick, by=stand.by)
    lose(frame_path(stand.opened.folder / "outbox", first.id))
    stand.photo(3)
    (third,) = desk.carry_to(stick, by=stand.by)
    assert third.sequence == 3
    (tmp_path / receipt.name).rename(receipt)
    take_in_folder(data, stick)
    desk.collect_from(stick, by=stand.by)
    assert desk.status().confirmed == 3


def test_a_sealed_file_that_spoils_after_its_bundle_was_found_whole_holds_nothing_up(
    desk: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bundle was read through once and is not read again, until something of it cannot be sent."""
    delivery, stand = desk.seal(), desk.stand
    answers = HttpTransport.announce

    def unheard(*_: object) -> None:
        raise SystemFault("transport.unreachable", url=desk.url, why="")

    monkeypatch.setattr(HttpTransport, "announce", unheard)
    with pytest.raises(SystemFault, match=r"transport\.unreachable"):
        stand.opened.delivery.seal_and_send(by=stand.by)
    monkeypatch.setattr(HttpTransport, "announce", answers)
    damage(place(stand.opened.folder / "vault", delivery.object_ids[0]))
    stand.photo(4)
    stand.opened.delivery.seal_and_send(by=stand.by)
    stand.opened.delivery.seal_and_send(by=stand.by)
    assert desk.recorded(delivery).state is DeliveryState.DROPPED
    assert stand.opened.delivery.status().confirmed == 3, "all but the one that is damaged"


def test_a_bundle_that_cannot_be_written_out_whole_leaves_the_file_that_was_there(
    desk: Site, tmp_path: Path
) -> None:
    delivery, target = desk.seal(), tmp_path / "whole.ipb"
    desk.stand.opened.delivery.write_bundle(delivery, target)
    before = target.read_bytes()
    damage(place(desk.stand.opened.folder / "vault", delivery.object_ids[0]))
    with pytest.raises(InputError, match=r"bundle\.altered"):
        desk.stand.opened.delivery.write_bundle(delivery, target)
    assert target.read_bytes() == before
    assert [file.name for file in tmp_path.glob("whole*")] == ["whole.ipb"]

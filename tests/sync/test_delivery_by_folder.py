"""The other way: bundles out and receipts in on a stick, without any network."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import BinaryIO

import pytest

from inspector.actions.take_recording import take_recording
from inspector.errors import SystemFault
from inspector.progress import Progress
from inspector.records import DeliveryState
from sync.central import invite, read_object, stored_objects, take_in_folder
from sync.transport import folder as stick_folder
from sync.transport.stick import copy_pieces
from tests.recordings import make_film
from tests.stand import Stand
from ui.desktop.screens.sync.shown import sync_shown


@pytest.fixture
def stick(stand: Stand, data: Path, tmp_path: Path) -> Path:
    for seed in (1, 2):
        stand.photo(seed)
    invitation = tmp_path / "invitation.json"
    invitation.write_text(json.dumps(invite(data)))
    stand.opened.delivery.enrol(invitation)
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def test_device_without_network_enrols_delivers_and_is_confirmed(
    stand: Stand, data: Path, stick: Path
) -> None:
    (carried,) = stand.opened.delivery.carry_to(stick, by=stand.by)
    assert carried.state is DeliveryState.SENT
    result = take_in_folder(data, stick)
    assert result["accepted"] == [{"bundle": carried.id, "objects": 2}]
    assert result["enrolled"] == [stand.device.id]
    (confirmed,) = stand.opened.delivery.collect_from(stick, by=stand.by).moved
    assert confirmed.state is DeliveryState.CONFIRMED
    assert stand.opened.delivery.status().confirmed == 2
    for object_id in confirmed.object_ids:
        with stand.device.reading() as unit:
            assert read_object(data, object_id) == stand.device.vault.read(unit.sealed_object(object_id))


def test_a_recording_is_delivered_confirmed_and_counted_apart(stand: Stand, data: Path, stick: Path) -> None:
    film = make_film()
    recording = take_recording(
        stand.device, stand.inspection.id, content=io.BytesIO(film), file_name="a.mp4", by=stand.by
    )
    (carried,) = stand.opened.delivery.carry_to(stick, by=stand.by)
    assert recording.id in carried.object_ids
    assert take_in_folder(data, stick)["accepted"] == [{"bundle": carried.id, "objects": 3}]
    assert read_object(data, recording.id) == film
    before = stand.opened.delivery.status()
    assert (before.taken, before.confirmed, before.recordings, before.recordings_confirmed) == (2, 0, 1, 0)
    stand.opened.delivery.collect_from(stick, by=stand.by)
    after = stand.opened.delivery.status()
    assert (after.taken, after.confirmed, after.recordings, after.recordings_confirmed) == (2, 2, 1, 1)
    assert after.oldest_unconfirmed is None
    assert sync_shown(after).stands[0].numbers == "封存 2　已传 2　确认 2　录像录音 1 段，确认 1"


def test_everything_may_be_done_twice(stand: Stand, data: Path, stick: Path) -> None:
    for _ in range(2):
        stand.opened.delivery.carry_to(stick, by=stand.by)
        result = take_in_folder(data, stick)
        assert (len(stored_objects(data)), result["refused"]) == (2, [])
    assert len(stand.opened.delivery.collect_from(stick, by=stand.by).moved) == 1
    assert stand.opened.delivery.collect_from(stick, by=stand.by).moved == ()


def test_two_bundles_on_one_stick_are_taken_in_by_order(stand: Stand, data: Path, stick: Path) -> None:
    stand.opened.delivery.carry_to(stick, by=stand.by)
    stand.photo(3)
    carried = stand.opened.delivery.carry_to(stick, by=stand.by)
    assert len(carried) == 2
    result = take_in_folder(data, stick)
    assert [each["bundle"] for each in result["accepted"]] == [each.id for each in carried]


def test_a_later_bundle_alone_waits_for_the_earlier_one(stand: Stand, data: Path, stick: Path) -> None:
    (first,) = stand.opened.delivery.carry_to(stick, by=stand.by)
    stand.photo(3)
    _, second = stand.opened.delivery.carry_to(stick, by=stand.by)
    hidden = stick / f"{first.id}.ipb"
    (stick / "IPB-OUT" / hidden.name).rename(hidden)
    result = take_in_folder(data, stick)
    assert (result["waiting"], result["accepted"]) == ([second.id], [])
    hidden.rename(stick / "IPB-OUT" / hidden.name)
    assert len(take_in_folder(data, stick)["accepted"]) == 2


def test_what_waited_from_an_earlier_stick_is_taken_in_and_answered_with_the_one_it_waited_for(
    stand: Stand, data: Path, stick: Path, tmp_path: Path
) -> None:
    desk, second_stick = stand.opened.delivery, tmp_path / "second"
    second_stick.mkdir()
    (first,) = desk.carry_to(stick, by=stand.by)
    stand.photo(3)
    second = next(each for each in desk.carry_to(second_stick, by=stand.by) if each.id != first.id)
    (second_stick / "IPB-OUT" / f"{first.id}.ipb").unlink(missing_ok=True)
    assert take_in_folder(data, second_stick)["waiting"] == [second.id]
    said = take_in_folder(data, stick)
    assert said["accepted"] == [{"bundle": first.id, "objects": 2}, {"bundle": second.id, "objects": 1}]
    assert {each.id for each in desk.collect_from(stick, by=stand.by).moved} == {first.id, second.id}
    assert desk.status().confirmed == 3


def test_a_bundle_damaged_on_the_stick_is_refused_by_place_and_the_next_is_taken(
    stand: Stand, data: Path, stick: Path
) -> None:
    (carried,) = stand.opened.delivery.carry_to(stick, by=stand.by)
    path = stick / "IPB-OUT" / f"{carried.id}.ipb"
    whole = path.read_bytes()
    path.write_bytes(whole[:500] + bytes([whole[500] ^ 1]) + whole[501:])
    result = take_in_folder(data, stick)
    (refused,) = result["refused"]
    assert refused["code"] == "bundle.altered"
    assert carried.object_ids[0] in refused["zh"]
    (told,) = stand.opened.delivery.collect_from(stick, by=stand.by).moved
    assert told.state is DeliveryState.REFUSED
    path.write_bytes(whole)
    take_in_folder(data, stick)
    (confirmed,) = stand.opened.delivery.collect_from(stick, by=stand.by).moved
    assert confirmed.state is DeliveryState.CONFIRMED


def test_what_is_no_bundle_is_named_and_stops_nothing(stand: Stand, data: Path, stick: Path) -> None:
    stand.opened.delivery.carry_to(stick, by=stand.by)
    (stick / "IPB-OUT" / "a.ipb").write_bytes(b"%PDF")
    (stick / "IPB-OUT" / "b.ipb").symlink_to("/etc/hostname")
    result = take_in_folder(data, stick)
    assert [each["code"] for each in result["refused"]] == ["bundle.not_a_bundle"]
    assert len(result["accepted"]) == 1


@pytest.mark.parametrize(
    ("place", "whence"), [(300, os.SEEK_SET), (0, os.SEEK_SET), (-4, os.SEEK_END), (-1000, os.SEEK_END)]
)
def test_a_stick_that_gives_back_other_bytes_is_told(
    stand: Stand, stick: Path, monkeypatch: pytest.MonkeyPatch, place: int, whence: int
) -> None:
    honest = copy_pieces

    def lying(source: BinaryIO, name: str, pieces: list[tuple[Path, int]], progress: Progress) -> list[str]:
        digests = honest(source, name, pieces, progress)
        with pieces[0][0].open("r+b") as file:
            file.seek(place, whence)
            file.write(bytes(min(64, abs(place) or 64)))
        return digests

    monkeypatch.setattr(stick_folder, "copy_pieces", lying)
    with pytest.raises(SystemFault, match=r"transport\.stick_unreliable"):
        stand.opened.delivery.carry_to(stick, by=stand.by)
    assert list((stick / "IPB-OUT").glob("*.ipb*")) == []
    assert stand.opened.delivery.status().deliveries[0].state is DeliveryState.WRITTEN


def test_junk_among_the_answers_does_not_pass_for_carrying(stand: Stand, data: Path, stick: Path) -> None:
    (carried,) = stand.opened.delivery.carry_to(stick, by=stand.by)
    other = stick.parent / "other"
    (other / "IPB-IN").mkdir(parents=True)
    (other / "IPB-IN" / f"{carried.id}.receipt").write_bytes(b"junk")
    stand.opened.delivery.carry_to(other, by=stand.by)
    assert (other / "IPB-OUT" / f"{carried.id}.ipb").exists()


def test_a_bad_receipt_is_told_and_the_good_one_after_it_confirms(
    stand: Stand, data: Path, stick: Path
) -> None:
    (first,) = stand.opened.delivery.carry_to(stick, by=stand.by)
    stand.photo(3)
    _, second = stand.opened.delivery.carry_to(stick, by=stand.by)
    take_in_folder(data, stick)
    (stick / "IPB-IN" / f"{first.id}.receipt").write_bytes(b"{}")
    found = stand.opened.delivery.collect_from(stick, by=stand.by)
    assert [each.id for each in found.moved] == [second.id]
    assert [(each.delivery.id, each.error.code) for each in found.not_believed] == [
        (first.id, "receipt.form")
    ]

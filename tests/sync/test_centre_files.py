"""The centre where a file is lost or a stick is full: it goes on, and says what it could not do."""

from __future__ import annotations

import errno
import json
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from inspector.errors import InputError, SystemFault
from inspector.records import DeliveryState
from sync.bundle.envelope import base64_text
from sync.central import Centre, intake_folder, invite, take_in_folder
from sync.central.enrolling import write_signers
from sync.enrolment import pin
from sync.transport.http import HttpTransport
from sync.transport.protocol import Caller
from tests.stand import Stand
from tests.sync.delivery_site import Site
from tests.together import faults_of


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


@pytest.mark.parametrize("harm", [Path.unlink, cut])
def test_a_growing_file_the_disk_lost_is_asked_for_anew(site: Site, harm: Callable[[Path], None]) -> None:
    stand = site.stand
    pin(stand.device, site.centre, by=stand.by)
    here = Site(stand, site.data, site.url, site.centre, stand.opened.folder / "outbox")
    delivery = here.seal()
    caller = Caller(stand.device.id, stand.device.signer)
    with HttpTransport(site.url) as transport, here.bundle(delivery) as bundle:
        transport.announce(caller, bundle)
    harm(site.data / "incoming" / f"{delivery.id}.ipb.part")
    (done,) = stand.opened.delivery.seal_and_send(by=stand.by)
    assert done.state is DeliveryState.CONFIRMED


def test_a_full_stick_takes_back_nothing_and_the_answers_come_next_time(
    stand: Stand, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand.photo(1)
    invitation = tmp_path / "invitation.json"
    invitation.write_text(json.dumps(invite(data)))
    stand.opened.delivery.enrol(invitation)
    stick = tmp_path / "stick"
    stick.mkdir()
    (carried,) = stand.opened.delivery.carry_to(stick, by=stand.by)

    def full(_path: Path, _content: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(intake_folder, "write_file", full)
        result = take_in_folder(data, stick)
    assert (result["enrolled"], result["refused"]) == ([stand.device.id], [])
    assert result["accepted"] == [{"bundle": carried.id, "objects": 1}]
    assert [each["code"] for each in result["unanswered"]] == ["transport.stick_full"] * 3
    assert take_in_folder(data, stick)["unanswered"] == []
    assert len(stand.opened.delivery.collect_from(stick, by=stand.by).moved) == 1


def test_a_folder_that_is_not_there_is_said(data: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"central\.no_folder"):
        take_in_folder(data, tmp_path / "stick")
    assert not (tmp_path / "stick").exists()


def test_whoever_opens_a_new_centre_beside_another_waits_for_his_turn(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody has opened it since it was made: the first turns the file to WAL, which SQLite does at once or not at all."""
    waits_or_ended = threading.Event()
    faults: list[SystemFault] = []

    def waited(_: float, wait: Callable[[float], None] = time.sleep) -> None:
        waits_or_ended.set()
        wait(0.001)

    def open_it() -> None:
        try:
            with Centre(data) as centre, centre.transaction():
                pass
        except SystemFault as fault:
            faults.append(fault)
        waits_or_ended.set()

    monkeypatch.setattr(time, "sleep", waited)
    other = sqlite3.connect(data / "central.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    opening = threading.Thread(target=open_it)
    opening.start()
    assert waits_or_ended.wait(60)
    other.execute("ROLLBACK")
    other.close()
    opening.join()
    assert faults == []


def test_the_list_of_signers_may_be_written_from_many_sides_at_once(data: Path) -> None:
    def write() -> None:
        with Centre(data) as centre:
            for _ in range(5):
                write_signers(centre)

    assert faults_of(4, write) == []
    listed = json.loads((data / "signers.json").read_text("utf-8"))
    with Centre(data) as centre:
        key = base64_text(centre.keys.receipt_public)
        own = {"name": centre.name, "receipt_key": key, "from": None, "to": None}
        root = {"bureau": centre.keys.bureau, "root_key": base64_text(centre.keys.root_public)}
    assert listed == {"v": 1, "signers": [], "centres": [own], "roots": [root]}

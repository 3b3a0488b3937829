"""What a node keeps in memory is bounded and right, and what many ask for at once is done once for all of them."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from inspector.errors import SystemFault
from sync.bundle import BundleFile, Foot
from sync.central import Centre
from sync.central.database import SqliteDatabase, sqlite
from sync.central.enrolling import device_key, signers_now
from sync.central.memory import Feet, Together
from sync.central.tables import invitations
from tests.sync.central.bringing import VECTORS
from tests.vectors.by_hand import DEVICE, SIGNER

SIZES = {"a": 3, "b": 3, "c": 3, "huge": 50}


class Reading:
    def __init__(self) -> None:
        self.read: list[str] = []
        with BundleFile(VECTORS / "first.ipb") as bundle:
            self._foot = bundle.foot

    def __call__(self, bundle: str, digest: str) -> Foot:
        if bundle == "lost":
            raise SystemFault("central.io", why="")
        self.read.append(bundle)
        return replace(self._foot, bundle=bundle, parts=("0" * 64,) * SIZES[bundle])


def test_the_feet_used_last_are_kept_as_long_as_their_parts_find_room() -> None:
    reading = Reading()
    feet = Feet(reading, most_parts=7)
    for name in ("a", "b", "a", "c", "a", "b"):
        assert feet.get(name, "digest").bundle == name
    assert reading.read == ["a", "b", "c", "b"]
    assert feet.get("b", "another digest") is not feet.get("b", "digest")


def test_one_foot_larger_than_the_room_is_kept_alone_and_a_lost_one_never() -> None:
    reading = Reading()
    feet = Feet(reading, most_parts=7)
    assert [len(feet.get(name, "digest").parts) for name in ("a", "huge", "huge", "a")] == [3, 50, 50, 3]
    assert reading.read == ["a", "huge", "a"]
    for _ in range(2):
        with pytest.raises(SystemFault):
            feet.get("lost", "digest")


def test_work_asked_for_while_it_is_done_is_done_once_more_for_all_who_asked() -> None:
    together, began, goes_on = Together(), threading.Event(), threading.Event()
    done: list[int] = []

    def work() -> None:
        began.set()
        assert goes_on.wait(30)
        done.append(1)

    first = threading.Thread(target=together.do, args=(work,))
    first.start()
    assert began.wait(30)
    late = [threading.Thread(target=together.do, args=(work,)) for _ in range(5)]
    for thread in late:
        thread.start()
    while together._asked < 6:  # each has said what it wants before it waits
        pass
    goes_on.set()
    for thread in (first, *late):
        thread.join()
    assert len(done) == 2


def test_work_that_failed_is_not_taken_for_done() -> None:
    together, done = Together(), []
    with pytest.raises(ZeroDivisionError):
        together.do(lambda: 1 / 0)
    together.do(lambda: done.append(1))
    assert done == [1]


def test_writers_of_one_process_queue_and_none_is_told_to_come_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "_WAIT_S", 0)
    database, faults = SqliteDatabase(tmp_path / "central.db", "main"), []

    def write(number: int) -> None:
        try:
            for each in range(25):
                with database.transaction() as connection:
                    row = {"invitation": f"{number}-{each}", "wrapped_code": b"", "made": ""}
                    connection.execute(invitations.insert().values(row))
        except SystemFault as fault:
            faults.append(fault.code)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as connection:
        count = len(connection.execute(invitations.select()).all())
    database.close()
    assert (faults, count) == ([], 200)


def test_a_key_is_asked_for_once_and_a_stranger_each_time(central_folder: Path) -> None:
    with Centre(central_folder) as centre:
        assert device_key(centre, "f" * 32) is None
        assert centre.device_keys.get("f" * 32) is None
        assert device_key(centre, DEVICE) == SIGNER.public_key().public_bytes_raw()
        centre.database.close()
        assert device_key(centre, DEVICE) == centre.device_keys.get(DEVICE)


def test_the_list_of_signers_is_that_of_the_database_not_of_the_node(central_folder: Path) -> None:
    with Centre(central_folder) as centre:
        listed = {each["device"] for each in json.loads(signers_now(centre))["signers"]}
    assert DEVICE in listed
    assert not (central_folder / "signers.json").exists()

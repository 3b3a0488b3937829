"""The console of two nodes over one PostgreSQL: many tries at once are each counted, an older word never wins."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from inspector.errors import InputError
from inspector.records import Fair
from inspector.records.plain import to_plain
from sync.bundle.entries import Entry
from sync.central import Centre
from sync.central.console.catalogue import DeviceRecords, _keep, _News
from sync.central.console.sealing import Seal
from sync.central.console.sign_in import count_try
from sync.central.console.tables import tries
from tests.sample_records import a_fair

DEVICE, FAIR = "0" * 31 + "1", a_fair()


def test_of_many_tries_at_once_five_are_free(central_on_servers: Path) -> None:
    at_once = 16
    gate = threading.Barrier(at_once)
    with Centre(central_on_servers) as centre, ThreadPoolExecutor(at_once) as guessing:

        def guess(_: int) -> str:
            gate.wait()
            try:
                count_try(centre, "样本内勤", "192.0.2.1")
            except InputError as error:
                return error.code
            return "counted"

        said = sorted(guessing.map(guess, range(at_once)))
        with centre.reading() as connection:
            failures = sorted(connection.execute(select(tries.c.failures)).scalars())
    assert said == ["console.wait"] * (at_once - 5) + ["counted"] * 5
    assert failures == [5, 5], "by name, and by address for those that passed"


def test_a_node_that_read_an_older_bundle_does_not_write_over_the_newer(
    central_on_servers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Centre(central_on_servers) as centre:
        mine, theirs = Seal(centre.keys), Seal(centre.keys)

        def keep(seal: Seal, seq: int) -> None:
            told = _told(seq)
            with centre.transaction() as connection:
                _keep(connection, seal, DEVICE, _News({("Fair", FAIR.id): told}, {("Fair", FAIR.id): seq}))

        keep(mine, 1)
        close = mine.close

        def overtaken(body: bytes, place: str) -> bytes:
            keep(theirs, 9)  # between what this node has read and what it writes
            return close(body, place)

        monkeypatch.setattr(mine, "close", overtaken)
        keep(mine, 5)
        with centre.reading() as connection:
            fair = DeviceRecords(connection, theirs, DEVICE).get(Fair, FAIR.id)
    assert fair.name == "样本展会 9"


def _told(seq: int) -> Entry:
    record = to_plain(FAIR) | {"name": f"样本展会 {seq}"}
    return Entry(b"", DEVICE, 1, seq, "", "fair.opened", "Fair", FAIR.id, record)

"""The checkpoint kept outside the database tells when the journal is less or other than what was signed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from inspector.clock import SetClock
from inspector.store import Store
from inspector.store.witness import EVERY, Alarm, Finding, Witness
from tests.fakes import DEVICE_ID, FakeSigner
from tests.inspector.store.conftest import KEY, LOG_KEY
from tests.sample_records import NOW


def work(store: Store, count: int, word: str = "sample.noted") -> None:
    for number in range(count):
        with store.unit() as unit:
            unit.note(word, f"thing-{number}", {}, by="device")
            unit.commit()


@pytest.fixture
def places(tmp_path: Path) -> list[Path]:
    return [tmp_path / "here" / "kept", tmp_path / "state" / "deep" / "kept"]


def witness_of(store: Store, places: list[Path]) -> Witness:
    return Witness(places, store.journal, DEVICE_ID, FakeSigner().public_key)


def old_copy(path: Path) -> None:
    """Put back the database and its log as they were copied before."""
    for name in ("store.db", "journal.log"):
        shutil.copy(path.with_name("old-" + name), path.with_name(name))
    for name in ("store.db-wal", "store.db-shm"):
        path.with_name(name).unlink(missing_ok=True)


def copied(path: Path) -> None:
    for name in ("store.db", "journal.log"):
        shutil.copy(path.with_name(name), path.with_name("old-" + name))


def opened(path: Path) -> Store:
    return Store.open(
        path, KEY, log_key=LOG_KEY, device_id=DEVICE_ID, signer=FakeSigner(), clock=SetClock(NOW)
    )


def test_a_journal_that_goes_on_is_well(store: Store, places: list[Path]) -> None:
    work(store, 3)
    kept = witness_of(store, places)
    kept.keep()
    work(store, 3)
    assert kept.look() is None
    assert kept.fault == ""
    assert places[0].read_bytes() == places[1].read_bytes() != b""


@pytest.mark.parametrize("gone", [0, 1, None])
def test_an_old_state_put_back_is_found_by_either_copy(
    store: Store, path: Path, places: list[Path], gone: int | None
) -> None:
    work(store, 3)
    store.close()
    copied(path)
    with opened(path) as going_on:
        work(going_on, 2)
        witness_of(going_on, places).keep()
    old_copy(path)
    if gone is not None:
        places[gone].unlink()
    with opened(path) as old:
        found = witness_of(old, places).look()
        assert found is not None
        assert (found.finding, found.length, found.witnessed) == (Finding.SHORTER, 3, 5)
        assert found.change == "journal.rollback_found"
        work(old, 2, "sample.other")  # as long again, but another history
        found = witness_of(old, places).look()
        assert found is not None
        assert found.finding is Finding.OTHER


def test_a_note_somebody_else_wrote_witnesses_nothing(store: Store, places: list[Path]) -> None:
    work(store, 2)
    kept = witness_of(store, places)
    kept.keep()
    note = places[0].read_text()
    for wrong in (note.replace("\n2\n", "\n9\n"), note[:-9], "", "x", note.replace(DEVICE_ID, "0" * 32)):
        for place in places:
            place.write_text(wrong)
        assert kept.look() is None


def test_no_note_at_all_is_told_once_the_journal_is_long(store: Store, places: list[Path]) -> None:
    kept = witness_of(store, places)
    work(store, EVERY)
    assert kept.look() is None
    work(store, 1)
    found = kept.look()
    assert found is not None
    assert (found.finding, found.change) == (Finding.MISSING, "journal.witness_missing")


def test_it_is_written_every_so_many_entries_and_at_once_for_what_weighs(
    store: Store, places: list[Path]
) -> None:
    store.witness = witness_of(store, places)
    work(store, EVERY - 1)
    assert not places[0].exists()
    work(store, 1)
    assert f"\n{EVERY}\n" in places[0].read_text()
    with store.unit() as unit:
        unit.note("receipt.verified", "delivery", {}, by="device")
        unit.commit()
    assert f"\n{EVERY + 1}\n" in places[1].read_text()


def test_a_disk_that_refuses_is_remembered_and_fails_nothing(store: Store, tmp_path: Path) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("in the way")
    good = tmp_path / "good"
    store.witness = witness_of(store, [blocked / "kept", good])
    work(store, EVERY)
    assert store.witness.fault
    assert good.exists()
    assert store.journal.length() == EVERY


def test_the_alarm_stands_until_the_entry_is_confirmed(tmp_path: Path) -> None:
    alarm = Alarm(tmp_path / "alarm")
    assert not alarm.is_raised(lambda: 0)
    alarm.raise_at(7)
    assert alarm.is_raised(lambda: 6)
    assert not alarm.is_raised(lambda: 7)


def test_an_alarm_the_disk_refuses_stands_and_is_written_once_it_can_be(tmp_path: Path) -> None:
    folder = tmp_path / "later"
    alarm = Alarm(folder / "alarm")
    alarm.raise_at(7)
    assert alarm.fault == "store.io"
    assert alarm.is_raised(lambda: 6)
    assert not alarm.is_raised(lambda: 7)
    folder.mkdir()
    alarm.keep()
    assert alarm.fault == ""
    assert Alarm(folder / "alarm").is_raised(lambda: 6)

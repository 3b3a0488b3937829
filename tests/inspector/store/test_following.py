"""Database and log: the log follows, a log that fails is told and caught up, the longer one brings the other forward."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inspector.errors import SystemFault
from inspector.progress import Cancelled, Progress
from inspector.records import Fair, Photo, SealedObject
from inspector.store import Store
from inspector.store.journal_log import Damage, Frame, LogReader
from inspector.store.snapshot import examine
from tests.fakes import DEVICE_ID
from tests.sample_records import a_fair, a_photo

KEY, LOG_KEY = b"k" * 32, b"l" * 32
Reopen = Callable[..., Store]


def sealed(number: int) -> SealedObject:
    return SealedObject(f"{number:032x}", f"{number:064x}", 5, "ef" * 32, 61, b"w" * 40)


def take(store: Store, number: int) -> None:
    """Write a record whose entry brings in a vault object."""
    with store.unit() as unit:
        unit.keep_object(sealed(number))
        unit.save(a_photo(f"{number:032x}", sha256=f"{number:064x}"), change="photo.taken", by="o")
        unit.commit()


def write(store: Store, number: int) -> None:
    with store.unit() as unit:
        unit.save(a_fair(number, "样本博览会" * 20), change="fair.registered", by="o")
        unit.commit()


def logged(path: Path) -> list[Frame | Damage]:
    return list(LogReader(path.with_name("journal.log"), LOG_KEY, DEVICE_ID).frames())


def must_agree(store: Store, path: Path) -> None:
    entries = list(store.journal.entries(1, store.journal.length()))
    assert [frame.entry for frame in logged(path) if isinstance(frame, Frame)] == entries
    assert (store.log_behind, store.log_fault) == (0, None)
    assert store.verify() == ()


def changes(store: Store) -> list[str]:
    import json

    return [json.loads(entry)["change"] for entry in store.journal.entries(1, store.journal.length())]


def test_every_entry_is_in_the_log_when_commit_returns_with_what_opens_its_object(
    store: Store, path: Path
) -> None:
    take(store, 1)
    write(store, 2)
    must_agree(store, path)
    first, second = logged(path)
    assert isinstance(first, Frame)
    assert isinstance(second, Frame)
    assert (first.opens, second.opens) == ((sealed(1),), ())


def test_a_unit_that_was_not_committed_is_not_in_the_log(store: Store, path: Path) -> None:
    with store.unit() as unit:
        unit.save(a_fair(), change="fair.registered", by="o")
    assert logged(path) == []


def test_a_log_that_cannot_be_written_is_told_and_caught_up_at_the_next_commit(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(store, 1)

    def refuse(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(os, "fsync", refuse)
        take(store, 2)  # the commit stands
        write(store, 3)
    assert store.log_behind == 2
    assert store.log_fault is not None
    assert store.log_fault.code == "store.log_behind"
    assert len(logged(path)) == 1
    write(store, 4)
    must_agree(store, path)
    caught_up = logged(path)[1]
    assert isinstance(caught_up, Frame)
    assert caught_up.opens == (sealed(2),)


@pytest.mark.parametrize("left", [0.0, 0.4, 0.99])
def test_a_log_cut_off_or_gone_is_caught_up_at_opening_without_a_word(
    store: Store, path: Path, reopen: Reopen, left: float
) -> None:
    for number in range(1, 6):
        take(store, number)
    store.close()
    log = path.with_name("journal.log")
    content = log.read_bytes()
    log.unlink()
    if left:
        log.write_bytes(content[: int(len(content) * left)])
    with reopen() as again:
        must_agree(again, path)
        assert changes(again) == ["photo.taken"] * 5
    frames = [frame for frame in logged(path) if isinstance(frame, Frame)]
    assert [frame.opens for frame in frames] == [(sealed(number),) for number in range(1, 6)]


def test_a_log_damaged_in_the_middle_is_set_aside_and_written_anew(
    store: Store, path: Path, reopen: Reopen
) -> None:
    for number in range(1, 6):
        take(store, number)
    store.close()
    log = path.with_name("journal.log")
    content = bytearray(log.read_bytes())
    content[len(content) // 2] ^= 1
    log.write_bytes(content)
    path.with_name("store.db.running").touch()  # the run before was cut off: everything is read through
    with reopen() as again:
        must_agree(again, path)
        assert changes(again) == [*["photo.taken"] * 5, "store.brought_forward"]
    (kept,) = (path.parent / "set-aside").iterdir()
    assert kept.read_bytes() == content


def test_case_8_an_old_database_file_put_back_is_brought_forward_from_the_log(
    store: Store, path: Path, reopen: Reopen
) -> None:
    take(store, 1)
    store.snapshot_to(path.with_name("old.db"))
    for number in range(2, 6):
        take(store, number)
    before = list(store.journal.entries(1, 5))
    store.close()
    shutil.copy(path.with_name("old.db"), path)
    with reopen() as again:
        assert list(again.journal.entries(1, 5)) == before
        assert changes(again)[5:] == ["store.brought_forward"]
        assert again.reconciled.replayed.entries == 4
        must_agree(again, path)
        with again.reading() as unit:
            assert len(unit.all(Photo)) == 5
            assert [unit.sealed_object(sealed(number).id) for number in range(1, 6)] == [
                sealed(number) for number in range(1, 6)
            ]


def test_a_log_that_tells_another_story_is_set_aside_and_the_database_stands(
    store: Store, path: Path, reopen: Reopen
) -> None:
    write(store, 1)
    store.snapshot_to(path.with_name("old.db"))
    write(store, 2)
    store.close()
    other = path.with_name("journal.log").read_bytes()
    path.with_name("journal.log").unlink()
    shutil.copy(path.with_name("old.db"), path)
    with reopen() as again:
        write(again, 3)
    path.with_name("journal.log").write_bytes(other)
    with reopen() as again:
        assert again.reconciled.log_set_aside == "other"
        must_agree(again, path)
        with again.reading() as unit:
            assert {fair.id for fair in unit.all(Fair)} == {"fair-1", "fair-3"}
    (kept,) = (path.parent / "set-aside").iterdir()
    assert kept.read_bytes() == other


def test_case_16_a_snapshot_of_a_busy_database_holds_and_writers_go_on(store: Store, path: Path) -> None:
    stop, lengths = threading.Event(), []

    def work() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            write(store, number)

    writer = threading.Thread(target=work)
    writer.start()
    try:
        for number in range(4):
            copy = store.snapshot_to(path.with_name(f"copy-{number}.db"))
            lengths.append(copy.length)
            assert examine(copy.path, KEY.hex(), DEVICE_ID) == (copy.length, [])
    finally:
        stop.set()
        writer.join()
    assert lengths == sorted(lengths)
    assert store.journal.length() > lengths[0]
    assert sorted(file.name for file in path.parent.glob("copy-*")) == [f"copy-{n}.db" for n in range(4)]


def test_a_snapshot_of_a_damaged_database_is_refused_and_the_one_before_stays(
    store: Store, path: Path
) -> None:
    write(store, 1)
    target = path.with_name("copy.db")
    store.snapshot_to(target)
    good = target.read_bytes()
    with store._engine.connect() as connection:
        connection.exec_driver_sql("UPDATE fair SET body = CAST('{}' AS BLOB)")
        connection.commit()
    with pytest.raises(SystemFault) as told:
        store.snapshot_to(target)
    assert told.value.code == "store.snapshot_flawed"
    assert target.read_bytes() == good
    assert not list(path.parent.glob("*.new*"))


def test_half_a_snapshot_of_a_run_that_was_cut_off_is_gone_at_the_next_opening(
    store: Store, path: Path, reopen: Reopen
) -> None:
    write(store, 1)
    kept = store.keep_snapshot(is_wanted=True)
    assert kept is not None
    for ending in (".new", ".new-journal"):
        kept.path.with_name("0000000009-20261120T013000Z.db" + ending).write_bytes(b"half")
    store.close()
    with reopen() as again:
        assert [each.path for each in again.snapshots()] == [kept.path]
        assert list(kept.path.parent.iterdir()) == [kept.path]


def test_a_snapshot_the_disk_refuses_leaves_nothing_behind(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(store, 1)

    def refuse(*_: Any) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(SystemFault) as told:
        store.snapshot_to(path.with_name("copy.db"))
    assert told.value.code == "store.io"
    assert not list(path.parent.glob("copy*"))


def test_a_snapshot_stopped_on_the_way_leaves_nothing_and_the_ones_before(store: Store, path: Path) -> None:
    write(store, 1)
    store.keep_snapshot()
    before = store.snapshots()
    write(store, 2)
    for part in (1, 2):
        progress = Progress()
        progress._report = lambda done, *_, at=part, of=progress: of.cancel() if done == at else None
        with pytest.raises(Cancelled):
            store.keep_snapshot(progress, is_wanted=True)
    assert store.snapshots() == before
    assert len(list((path.parent / "snapshots").iterdir())) == 1

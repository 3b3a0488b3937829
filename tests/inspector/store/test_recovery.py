"""A damaged database comes back from the newest snapshot and the log; what is not damage never leads there."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from inspector.clock import SetClock
from inspector.errors import SystemFault
from inspector.progress import Cancelled, Progress
from inspector.records import Photo, PinnedCentre
from inspector.store import SCHEMA, Store, database_file, length_of_sound_copy
from inspector.store.checking import check_store
from inspector.store.entry import Origin
from inspector.store.journal_log import JournalLog
from inspector.store.opening import log_path, running_mark
from inspector.store.recovery import open_or_recover, recover, recovery_read, unread_recovery
from inspector.store.snapshots import kept_snapshots
from tests.fakes import DEVICE_ID, FakeSigner
from tests.inspector.store.test_following import changes, must_agree, sealed, take
from tests.sample_records import NOW

KEY, LOG_KEY = b"k" * 32, b"l" * 32
PHOTOS = 12
SNAPSHOT_AT = 7
PAGE = 4096
Damage = Callable[[Path], None]


def opened(path: Path, key: bytes = KEY, progress: Progress | None = None) -> Store:
    return open_or_recover(
        path,
        key,
        log_key=LOG_KEY,
        device_id=DEVICE_ID,
        signer=FakeSigner(),
        clock=SetClock(NOW),
        progress=progress,
    )


@pytest.fixture
def worked(store: Store, path: Path) -> list[bytes]:
    """A device closed after some work, with one snapshot in the middle; returns its entries."""
    for number in range(1, PHOTOS + 1):
        take(store, number)
        if number == SNAPSHOT_AT:
            store.keep_snapshot()
    entries = list(store.journal.entries(1, PHOTOS))
    store.close()
    return entries


def must_be_whole(store: Store, path: Path, entries: list[bytes]) -> None:
    """Hold the store to every entry and every object it ever acknowledged."""
    assert list(store.journal.entries(1, len(entries))) == entries
    must_agree(store, path)
    with store.reading() as unit:
        assert len(unit.all(Photo)) == len(entries)
        for number in range(1, len(entries) + 1):
            assert unit.sealed_object(sealed(number).id) == sealed(number)


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def cut(path: Path) -> None:
    with path.open("rb+") as file:
        file.truncate(path.stat().st_size - 3 * PAGE - 100)


DAMAGES: dict[str, Damage] = {
    "case_5_first_page": lambda path: flip(path, 50),
    "case_5_schema_page": lambda path: flip(path, PAGE - 200),
    "case_5_some_page_in_the_middle": lambda path: flip(path, 5 * PAGE + 70),
    "case_9_cut_off": cut,
    "case_9_half_a_page": lambda path: path.write_bytes(path.read_bytes()[:2000]),
    "case_10_empty": lambda path: path.write_bytes(b""),
    "noise": lambda path: path.write_bytes(random.Random(5).randbytes(40 * PAGE)),
    "gone": Path.unlink,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_database_is_recovered_from_snapshot_and_log(
    worked: list[bytes], path: Path, damage: Damage
) -> None:
    damage(path)
    damaged = path.read_bytes() if path.exists() else None
    with opened(path) as store:
        must_be_whole(store, path, worked)
        assert changes(store)[PHOTOS:] == ["store.recovered"]
        told = unread_recovery(path)
        assert told is not None
        assert (told.from_snapshot, told.replayed, told.carried_over, told.lost) == (
            SNAPSHOT_AT,
            PHOTOS - SNAPSHOT_AT,
            0,
            (),
        )
        take(store, PHOTOS + 1)
    if damaged is not None:
        assert (path.parent / "set-aside" / told.set_aside).read_bytes() == damaged
    recovery_read(path)
    with opened(path) as again:
        assert unread_recovery(path) is None
        assert len(changes(again)) == PHOTOS + 2


def test_a_recovery_counts_its_entries_and_stopped_it_leaves_all_as_it_was(
    worked: list[bytes], path: Path
) -> None:
    flip(path, 50)
    damaged = path.read_bytes()
    steps: list[tuple[int, int]] = []
    stopping = Progress(lambda *_: stopping.cancel())
    with pytest.raises(Cancelled):
        opened(path, progress=stopping)
    assert path.read_bytes() == damaged
    assert not path.with_name("store.db.recovering").exists()
    with opened(path, progress=Progress(lambda done, total, _: steps.append((done, total)))) as store:
        must_be_whole(store, path, worked)
    assert steps == [(0, PHOTOS), (PHOTOS, PHOTOS)]


@pytest.mark.long
def test_case_5_a_bit_flipped_in_every_single_page_is_survived(worked: list[bytes], path: Path) -> None:
    whole, log = path.read_bytes(), path.with_name("journal.log").read_bytes()
    recovered = 0
    for page in range(len(whole) // PAGE):
        path.write_bytes(whole)
        path.with_name("journal.log").write_bytes(log)
        flip(path, page * PAGE + 100 + page)
        path.with_name("store.db.running").touch()
        with opened(path) as store:
            must_be_whole(store, path, worked)
            recovered += changes(store)[PHOTOS:] == ["store.recovered"]
    assert recovered == len(whole) // PAGE


def test_case_6_two_pages_swapped_are_found_and_mended(worked: list[bytes], path: Path) -> None:
    whole = path.read_bytes()
    pages = [whole[start : start + PAGE] for start in range(0, len(whole), PAGE)]
    pages[4], pages[6] = pages[6], pages[4]
    path.write_bytes(b"".join(pages))
    with opened(path) as store:
        must_be_whole(store, path, worked)
        assert unread_recovery(path) is not None


def test_case_7_an_old_page_put_back_is_found_and_mended(store: Store, path: Path) -> None:
    for number in range(1, 5):
        take(store, number)
    store.close()
    old = path.read_bytes()
    with opened(path) as again:
        for number in range(5, PHOTOS + 1):
            take(again, number)
        entries = list(again.journal.entries(1, PHOTOS))
    new, log = path.read_bytes(), path.with_name("journal.log").read_bytes()
    changed = [n for n in range(len(old) // PAGE) if old[n * PAGE :][:PAGE] != new[n * PAGE :][:PAGE]]
    assert len(changed) > 5
    for page in changed:
        path.write_bytes(new[: page * PAGE] + old[page * PAGE :][:PAGE] + new[(page + 1) * PAGE :])
        path.with_name("journal.log").write_bytes(log)
        path.with_name("store.db.running").touch()
        with opened(path) as again:
            assert list(again.journal.entries(1, PHOTOS)) == entries
            must_agree(again, path)
            with again.reading() as unit:
                assert len(unit.all(Photo)) == PHOTOS
                for number in range(1, PHOTOS + 1):
                    assert unit.sealed_object(sealed(number).id) == sealed(number)


def test_case_9_a_deleted_wal_costs_nothing_that_is_in_the_log(store: Store, path: Path) -> None:
    for number in range(1, 6):
        take(store, number)
    entries = list(store.journal.entries(1, 5))
    folder = path.with_name("killed")
    folder.mkdir()
    for name in ("store.db", "store.db.key-check", "store.db.running", "journal.log"):
        shutil.copy(path.with_name(name), folder / name)  # as a kill leaves it, but without its -wal
    with opened(folder / "store.db") as again:
        must_be_whole(again, folder / "store.db", entries)


def test_without_a_snapshot_the_log_alone_is_enough(worked: list[bytes], path: Path) -> None:
    shutil.rmtree(path.with_name("snapshots"))
    path.unlink()
    with opened(path) as store:
        must_be_whole(store, path, worked)


def test_a_damaged_snapshot_is_passed_over_for_an_older_one(store: Store, path: Path) -> None:
    for number in range(1, PHOTOS + 1):
        take(store, number)
        if number % 4 == 0:
            store.keep_snapshot(is_wanted=True)
    entries = list(store.journal.entries(1, PHOTOS))
    store.close()
    newest, middle, _ = kept_snapshots(path)
    flip(newest.path, 6 * PAGE)
    middle.path.write_bytes(b"")
    path.write_bytes(b"")
    with opened(path) as again:
        must_be_whole(again, path, entries)
        told = unread_recovery(path)
        assert told is not None
        assert told.from_snapshot == 4


def test_what_the_log_lacks_is_read_from_the_damaged_file(worked: list[bytes], path: Path) -> None:
    log = path.with_name("journal.log")
    log.write_bytes(log.read_bytes()[:2000])  # far behind, as after days on a full disk
    shutil.rmtree(path.with_name("snapshots"))
    connection = database_file.connect(path, KEY.hex())
    connection.execute("DROP TRIGGER journal_never_changes")
    connection.execute("UPDATE journal SET leaf = zeroblob(32) WHERE seq = 12")
    connection.close()
    path.with_name("store.db.running").touch()
    with opened(path) as store:
        must_be_whole(store, path, worked)


def test_behind_an_entry_that_is_lost_everywhere_nothing_more_is_lost(
    worked: list[bytes], path: Path
) -> None:
    from inspector.store.journal_log import Frame, LogReader

    log = path.with_name("journal.log")
    reader = LogReader(log, LOG_KEY, DEVICE_ID)
    assert all(isinstance(found, Frame) for found in reader.frames())
    shutil.rmtree(path.with_name("snapshots"))
    path.unlink()
    content = log.read_bytes()
    starts = [at for at in range(len(content)) if content[at : at + 4] == b"IJF1"]
    flip(log, starts[4] + 100)  # the fifth entry
    with opened(path) as store:
        told = unread_recovery(path)
        assert told is not None
        assert (told.replayed, told.carried_over, told.lost) == (4, PHOTOS - 5, (5,))
        assert list(store.journal.entries(1, 4)) == worked[:4]
        assert store.verify() == ()
        with store.reading() as unit:
            kept = {photo.id for photo in unit.all(Photo)}
            assert kept == {f"{number:032x}" for number in range(1, PHOTOS + 1)} - {f"{5:032x}"}
            for name in kept:
                unit.sealed_object(name)
        assert store.log_behind == 0


@pytest.mark.parametrize(
    ("make", "code"),
    [
        ("wrong key", "store.wrong_key"),
        ("plain", "store.not_encrypted"),
        ("newer schema", "store.newer_schema"),
    ],
)
def test_case_10_what_is_not_damage_is_told_and_nothing_is_touched(
    worked: list[bytes], path: Path, make: str, code: str
) -> None:
    if make == "plain":
        path.write_bytes(b"SQLite format 3\0" + bytes(4080))
    elif make == "newer schema":
        connection = database_file.connect(path, KEY.hex())
        connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
        connection.close()
    before = {file: file.read_bytes() for file in path.parent.rglob("*") if file.is_file()}
    with pytest.raises(SystemFault) as told:
        opened(path, b"x" * 32 if make == "wrong key" else KEY)
    assert told.value.code == code
    assert {file: file.read_bytes() for file in path.parent.rglob("*") if file.is_file()} == before


def test_with_neither_snapshot_nor_log_the_damage_is_told_and_nothing_is_touched(
    worked: list[bytes], path: Path
) -> None:
    shutil.rmtree(path.with_name("snapshots"))
    path.with_name("journal.log").unlink()
    path.write_bytes(bytes(8192))
    with pytest.raises(SystemFault) as told:
        opened(path)
    assert told.value.code == "store.damaged"
    assert path.read_bytes() == bytes(8192)
    assert sorted(file.name for file in path.parent.iterdir()) == ["store.db", "store.db.key-check"]


def test_a_table_that_differs_from_its_journal_is_written_anew_after_a_cut_off_run(
    worked: list[bytes], path: Path
) -> None:
    connection = database_file.connect(path, KEY.hex())
    connection.execute("UPDATE photo SET body = CAST('{}' AS BLOB) WHERE seq = 3")
    connection.close()
    path.with_name("store.db.running").touch()
    with opened(path) as store:
        must_be_whole(store, path, worked)
        assert store.reconciled.mended == 1


def test_a_flaw_a_snapshot_finds_is_mended_at_the_next_opening(worked: list[bytes], path: Path) -> None:
    with opened(path) as store:
        connection = database_file.connect(path, KEY.hex())
        connection.execute("DELETE FROM photo WHERE seq = 3")
        connection.close()
        with pytest.raises(SystemFault):
            store.keep_snapshot(is_wanted=True)
    assert len(kept_snapshots(path)) == 1
    with opened(path) as again:
        must_be_whole(again, path, worked)
        assert again.reconciled.mended == 1


def test_a_rebuild_makes_the_catalogue_from_the_log_and_sets_the_old_one_aside(
    worked: list[bytes], path: Path
) -> None:
    old = path.read_bytes()
    done = recover(path, KEY, log_key=LOG_KEY, origin=Origin(DEVICE_ID, 1), clock=SetClock(NOW))
    assert (done.why, done.snapshot, done.replayed, done.lost) == ("rebuild", "", PHOTOS, ())
    assert (path.parent / "set-aside" / done.set_aside).read_bytes() == old
    with opened(path) as store:
        must_be_whole(store, path, worked)


class Killed(BaseException):
    """In the place of SIGKILL: nothing after it runs but what a new process runs."""


def test_a_recovery_cut_off_at_any_step_is_done_at_the_next_start(
    worked: list[bytes], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    path.write_bytes(bytes(8192))
    start = {
        file.relative_to(path.parent): file.read_bytes() for file in path.parent.rglob("*") if file.is_file()
    }
    for point in range(60):
        for file in path.parent.rglob("*"):
            if file.is_file():
                file.unlink()
        for name, content in start.items():
            (path.parent / name).write_bytes(content)
        left = point

        def watched(real: Callable[..., None]) -> Callable[..., None]:
            def call(*args: object, **more: object) -> None:
                nonlocal left
                left -= 1
                if left < 0:
                    raise Killed
                real(*args, **more)

            return call

        with monkeypatch.context() as killing:
            killing.setattr(os, "fsync", watched(os.fsync))
            killing.setattr(os, "replace", watched(os.replace))
            try:
                opened(path).close()
                is_through = True
            except Killed:
                is_through = False
        with opened(path) as store:
            must_be_whole(store, path, worked)
        if is_through:
            break
    else:
        pytest.fail("never came through")
    assert point > 8


def test_a_salvaged_file_is_read_from_a_copy(worked: list[bytes], path: Path) -> None:
    flip(path, 9 * PAGE + 40)
    with pytest.raises((dbapi2.DatabaseError, SystemFault)):
        Store.open(path, KEY, log_key=LOG_KEY, device_id=DEVICE_ID, signer=FakeSigner(), clock=SetClock(NOW))
    assert not [file.name for file in path.parent.iterdir() if "looked-at" in file.name]


def entries_of(store: Store) -> list[dict[str, Any]]:
    return [json.loads(raw) for raw in store.journal.entries(1, store.journal.length())]


def damage_frames(path: Path, *numbers: int) -> None:
    log = JournalLog(log_path(path), LOG_KEY, DEVICE_ID)
    starts = list(log._starts)
    log.close()
    for number in numbers:
        flip(log_path(path), starts[number - 1] + 60)


@pytest.mark.parametrize("frames", [(8, 9), (8, 9, 10), (10, 11, 12), (9, 12)])
def test_what_was_entered_anew_once_never_comes_in_again(
    path: Path, worked: list[bytes], frames: tuple[int, ...]
) -> None:
    """The log keeps the old numbers until it is written anew; the database has new ones behind the hole."""
    for kept in kept_snapshots(path):
        kept.path.unlink()
    damage_frames(path, *frames)
    path.write_bytes(b"\0" * path.stat().st_size)
    running_mark(path).touch()
    for _ in range(3):
        with opened(path) as store:
            told = entries_of(store)
            photos = [entry["subject"] for entry in told if entry["kind"] == "Photo"]
            assert len(photos) == len(set(photos)) == PHOTOS - len(frames)
            assert store.verify() == ()
        running_mark(path).touch()


def test_what_is_entered_after_a_recovery_stays_in_the_devices_epoch(store: Store, path: Path) -> None:
    centre = PinnedCentre(DEVICE_ID, "样本中心", "", "r", "c", epoch=2)
    with store.unit() as unit:
        unit.save(centre, change="centre.pinned", by="officer-1")
        unit.commit()
    take(store, 1)
    store.close()
    path.write_bytes(b"\0" * path.stat().st_size)
    with opened(path) as again:
        take(again, 2)
        epochs = [entry["epoch"] for entry in entries_of(again)]
        changes_told = [entry["change"] for entry in entries_of(again)]
    assert "store.recovered" in changes_told
    assert epochs[changes_told.index("store.recovered") :] == [2] * (
        len(epochs) - changes_told.index("store.recovered")
    )


def test_a_rebuild_cut_off_between_the_two_names_is_finished(
    path: Path, worked: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old database is set aside, the new one still has no name: it is the only one with what the log lacks."""
    damage_frames(path, 11, 12)

    def cut(fresh: Path, target: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("inspector.store.making.replace", cut)
    monkeypatch.setattr(
        "inspector.store.recovery.remove_database", lambda path: None
    )  # a killed process tidies nothing
    origin = Origin(DEVICE_ID, 1)
    with pytest.raises(KeyboardInterrupt):
        recover(path, KEY, log_key=LOG_KEY, origin=origin, clock=SetClock(NOW))
    monkeypatch.undo()
    assert not path.exists()
    for kept in kept_snapshots(path):
        kept.path.unlink()
    with opened(path) as store:
        assert list(store.journal.entries(1, PHOTOS)) == worked
        assert store.verify() == ()


FULL = dbapi2.OperationalError("database or disk is full")


def refusing(refusal: Exception) -> Callable[..., None]:
    def refuse(*_: object, **__: object) -> None:
        raise refusal

    return refuse


@pytest.mark.parametrize("has_log", [True, False])
@pytest.mark.parametrize(
    ("refusal", "code"),
    [
        (FULL, "store.disk_full"),
        (dbapi2.OperationalError("disk I/O error"), "store.io"),
        (dbapi2.OperationalError("database is locked"), "store.busy"),
        (OSError(28, "No space left on device"), "store.disk_full"),
    ],
)
def test_a_disk_that_refuses_the_copy_is_no_flaw_of_the_snapshot(
    worked: list[bytes],
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    refusal: Exception,
    code: str,
    has_log: bool,
) -> None:
    if has_log:
        damage_frames(path, *range(1, SNAPSHOT_AT))  # these are in the snapshot only
    else:
        log_path(path).unlink()
    path.write_bytes(bytes(8192))
    with monkeypatch.context() as full:
        full.setattr("inspector.store.checking.copy_database", refusing(refusal))
        with pytest.raises(SystemFault) as told:
            opened(path)
    assert told.value.code == code
    assert path.read_bytes() == bytes(8192)
    with opened(path) as store:
        kept = PHOTOS if has_log else SNAPSHOT_AT
        assert list(store.journal.entries(1, kept)) == worked[:kept]
        recovered = unread_recovery(path)
        assert recovered is not None
        assert (recovered.from_snapshot, recovered.lost) == (SNAPSHOT_AT, ())


def test_a_disk_that_fills_while_the_damaged_file_is_read_is_told_and_nothing_called_lost(
    worked: list[bytes], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damage_frames(path, 11)  # only the damaged file holds it still
    connection = database_file.connect(path, KEY.hex())
    connection.execute("DROP TRIGGER journal_never_changes")
    connection.execute("UPDATE journal SET leaf = zeroblob(32) WHERE seq = 12")
    connection.close()
    running_mark(path).touch()
    damaged = path.read_bytes()
    with monkeypatch.context() as full:
        full.setattr("inspector.store.recovery.frames_of", refusing(FULL))
        with pytest.raises(SystemFault) as told:
            opened(path)
    assert told.value.code == "store.disk_full"
    assert path.read_bytes() == damaged
    with opened(path) as store:
        must_be_whole(store, path, worked)


@pytest.mark.parametrize("refused", ["write_mark", "replace", "sync_folder"])
def test_a_disk_that_refuses_the_last_steps_leaves_a_whole_database(
    worked: list[bytes], path: Path, monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    """Without log and snapshot afterwards: what was recovered is the only one that holds everything."""
    flip(path, 50)
    with monkeypatch.context() as full:
        full.setattr(f"inspector.store.making.{refused}", refusing(OSError(28, "No space left on device")))
        with pytest.raises(SystemFault) as told:
            opened(path)
    assert told.value.code == "store.disk_full"
    if refused == "write_mark":
        assert path.exists()  # nothing was begun
    else:
        shutil.rmtree(path.with_name("snapshots"))
        log_path(path).unlink()
    with opened(path) as store:
        must_be_whole(store, path, worked)
        assert changes(store)[PHOTOS:] == ["store.recovered"]
        assert unread_recovery(path) is not None
    assert not path.with_name("store.db.recovering").exists()


def an_old_database_with_a_hole_in_the_log(store: Store, path: Path) -> None:
    take(store, 1)
    store.snapshot_to(path.with_name("old.db"))
    for number in range(2, 6):
        take(store, number)
    store.close()
    shutil.copy(path.with_name("old.db"), path)
    damage_frames(path, 3)


def test_what_replay_lost_is_told_in_the_same_transaction(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_old_database_with_a_hole_in_the_log(store, path)
    with monkeypatch.context() as full:  # whatever is written after the replay is refused
        full.setattr(
            "inspector.store.unit_of_work.WritingUnit.commit", refusing(SystemFault("store.disk_full"))
        )
        opened(path).close()
    with opened(path) as again:
        told = [entry for entry in entries_of(again) if entry["change"] == "store.brought_forward"]
        assert [(entry["facts"]["lost"], entry["facts"]["carried_over"]) for entry in told] == [([3], 2)]
        assert again.verify() == ()
        must_agree(again, path)


def test_a_word_that_cannot_be_written_takes_the_replay_back(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_old_database_with_a_hole_in_the_log(store, path)
    with monkeypatch.context() as full:
        full.setattr("inspector.store.reconciling.append", refusing(FULL))
        with pytest.raises(SystemFault) as refused:
            opened(path)
    assert refused.value.code == "store.disk_full"
    with opened(path) as again:
        assert again.reconciled.length_before == 1
        assert again.reconciled.replayed.lost == (3,)
        assert changes(again)[-1] == "store.brought_forward"


def test_a_clock_moved_back_is_told_before_what_was_brought_forward(store: Store, path: Path) -> None:
    take(store, 1)
    store.snapshot_to(path.with_name("old.db"))
    take(store, 2)
    store.close()
    shutil.copy(path.with_name("old.db"), path)
    earlier = SetClock(NOW - timedelta(hours=1))
    with open_or_recover(
        path, KEY, log_key=LOG_KEY, device_id=DEVICE_ID, signer=FakeSigner(), clock=earlier
    ) as again:
        assert changes(again)[2:] == ["clock.stepped", "store.brought_forward"]


def test_a_store_whose_last_word_is_refused_lets_go_of_everything(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows found wrong only after the replay are told in a unit of their own."""
    an_old_database_with_a_hole_in_the_log(store, path)
    closed: list[Store] = []
    found = iter([0, 1])
    with monkeypatch.context() as full:
        full.setattr("inspector.store.store.require_sound", lambda *_, **__: next(found))
        full.setattr(
            "inspector.store.unit_of_work.WritingUnit.commit", refusing(SystemFault("store.disk_full"))
        )
        close = Store.close
        full.setattr(Store, "close", lambda self: (closed.append(self), close(self)))
        with pytest.raises(SystemFault):
            opened(path)
    assert len(closed) == 1
    with opened(path) as again:
        assert changes(again).count("store.brought_forward") == 1


@pytest.mark.parametrize(("left", "code"), [(b"", "store.empty"), (None, "store.missing")])
def test_an_emptied_database_is_told_as_empty(
    worked: list[bytes], path: Path, left: bytes | None, code: str
) -> None:
    path.unlink()
    if left is not None:
        path.write_bytes(left)
    told = check_store(path, KEY, log_key=LOG_KEY, device_id=DEVICE_ID)
    assert (told.database, told.entries, told.logged) == ((code,), 0, PHOTOS)
    with pytest.raises(SystemFault) as refused:
        length_of_sound_copy(path, KEY, DEVICE_ID)
    assert refused.value.code == code
    assert path.exists() == (left is not None)


def test_a_database_without_a_schema_is_told_as_damaged(worked: list[bytes], path: Path) -> None:
    connection = database_file.connect(path, KEY.hex())
    connection.execute("PRAGMA user_version = 0")
    connection.close()
    assert check_store(path, KEY, log_key=LOG_KEY, device_id=DEVICE_ID).database == ("store.damaged",)
    with pytest.raises(SystemFault) as refused:
        length_of_sound_copy(path, KEY, DEVICE_ID)
    assert refused.value.code == "store.damaged"


def test_snapshots_of_a_longer_history_neither_stand_for_the_newest_nor_push_it_out(
    store: Store, path: Path
) -> None:
    for number in range(1, 4):
        take(store, number)
    folder = path.with_name("snapshots")
    folder.mkdir()
    for length in (40, 41, 42):
        (folder / f"{length:010}-20250101T000000Z.db").write_bytes(b"another history")
    assert store.entries_since_snapshot == 3
    taken = store.keep_snapshot()
    assert taken is not None
    assert taken.path.exists()
    assert [kept.length for kept in kept_snapshots(path)] == [42, 41, 3]
    assert store.keep_snapshot() is None

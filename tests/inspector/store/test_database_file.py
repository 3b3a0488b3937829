"""The database file: encrypted or not there at all, and each refusal with its true reason."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlcipher3 import dbapi2

from inspector.errors import BugError, SystemFault
from inspector.records import Fair, PinnedCentre
from inspector.store import SCHEMA, Store, database_file
from tests.older_schema import take_back_to_the_first
from tests.sample_records import a_fair, an_item

KEY = b"k" * 32
LOG_KEY = b"l" * 32
Reopen = Callable[..., Store]


def write_one(store: Store, name: str = "样本博览会") -> None:
    with store.unit() as unit:
        unit.save(a_fair(name=name), change="fair.registered", by="officer-1")
        unit.commit()


def keyed(path: Path) -> Any:
    return database_file.connect(path, KEY.hex())


def refusal(reopen: Reopen, key: bytes = KEY) -> str:
    with pytest.raises(SystemFault) as told:
        reopen(key)
    return told.value.code


def test_no_text_of_a_record_is_found_in_any_file(store: Store, path: Path) -> None:
    canary = "金丝雀Kanarienvogel"
    write_one(store, canary)
    with store.unit() as unit:
        unit.save(an_item(label=canary), change="item.listed", by=canary)
        unit.commit()
    assert (path.parent / "store.db-wal").stat().st_size > 0
    store.journal.checkpoint()
    for moment in ("open", "closed"):
        for file in path.parent.iterdir():
            content = file.read_bytes()
            for trace in (
                canary.encode(),
                canary.encode("utf-16-le"),
                b"Kanarienvogel",
                b"SQLite format 3",
                KEY.hex().encode(),
            ):
                assert trace not in content, (moment, file.name)
        store.close()


@pytest.mark.parametrize(
    "malformed", ["", "abcd", "k" * 64, "AB" * 32, "ab" * 32 + "\n", "ab" * 31, b"short", b""]
)
def test_a_malformed_raw_key_is_refused_before_it_becomes_a_passphrase(
    tmp_path: Path, malformed: str
) -> None:
    path = tmp_path / "fresh.db"
    with pytest.raises(BugError) as told:
        database_file.connect(path, database_file.raw_key(malformed))
    assert told.value.code == "store.raw_key"
    assert not path.exists()


def test_a_cipher_that_does_not_answer_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the standard library's sqlite3 ignores PRAGMA key, as a wrongly built wheel would
    monkeypatch.setattr(database_file, "dbapi2", sqlite3)
    path = tmp_path / "fresh.db"
    with pytest.raises(BugError) as told:
        database_file.connect(path, KEY.hex())
    assert told.value.code == "store.not_encrypting"
    assert not path.exists() or path.stat().st_size == 0


def test_a_missing_plain_foreign_cut_and_empty_file_are_told_apart(
    store: Store, path: Path, reopen: Reopen
) -> None:
    write_one(store)
    store.close()
    whole = path.read_bytes()
    assert refusal(reopen, b"x" * 32) == "store.wrong_key"
    for content, code in (
        (b"", "store.empty"),
        (bytes(8192), "store.damaged"),
        (bytes([whole[0] ^ 0xFF]) + whole[1:], "store.damaged"),
        (b"SQLite format 3\0" + bytes(4080), "store.not_encrypted"),
    ):
        path.write_bytes(content)
        assert refusal(reopen) == code
        assert path.read_bytes() == content
    path.unlink()
    assert refusal(reopen) == "store.missing"
    path.write_bytes(whole)
    reopen().close()


def test_a_newer_schema_is_refused_and_left_untouched(store: Store, path: Path, reopen: Reopen) -> None:
    store.close()
    connection = keyed(path)
    connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    connection.close()
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    assert refusal(reopen) == "store.newer_schema"
    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == before


def test_an_existing_database_is_never_replaced(store: Store, path: Path) -> None:
    from inspector.clock import SetClock
    from tests.fakes import DEVICE_ID, FakeSigner
    from tests.sample_records import NOW

    write_one(store)
    with pytest.raises(SystemFault) as told:
        Store.create(
            path, KEY, log_key=LOG_KEY, device_id=DEVICE_ID, signer=FakeSigner(), clock=SetClock(NOW)
        )
    assert told.value.code == "store.exists"
    with store.reading() as unit:
        assert unit.get(Fair, "fair-1") == a_fair()


def test_what_was_committed_is_there_after_closing_and_all_is_in_one_file(
    store: Store, path: Path, reopen: Reopen
) -> None:
    write_one(store)
    store.close()
    assert sorted(file.name for file in path.parent.iterdir()) == [
        "journal.log",
        "store.db",
        "store.db.key-check",
    ]
    with reopen() as again, again.reading() as unit:
        assert unit.get(Fair, "fair-1") == a_fair()


def test_every_connection_has_the_settings(store: Store) -> None:
    expected = {
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "temp_store": 2,
        "busy_timeout": 5000,
        "journal_mode": "wal",
        "synchronous": 2,
    }
    with store._engine.connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in expected}
    assert found == expected


def test_after_a_cut_off_run_damaged_pages_are_found_at_opening(
    store: Store, path: Path, reopen: Reopen
) -> None:
    for number in range(40):
        write_one(store, f"样本博览会 {number} " + "长" * 500)
    store.close()
    pages = bytearray(path.read_bytes())
    pages[-4096 * 3 + 100] ^= 1
    path.write_bytes(pages)
    (path.parent / "store.db.running").touch()
    assert refusal(reopen) == "store.damaged"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET entry = x'00' WHERE seq = 1",
        "DELETE FROM journal WHERE seq = 1",
        "DELETE FROM journal",
        "INSERT INTO journal VALUES (5, x'00', x'00')",
        "INSERT OR REPLACE INTO journal VALUES (1, x'00', x'00')",
        "REPLACE INTO journal VALUES (2, x'00', x'00')",
    ],
)
def test_the_database_itself_refuses_to_rewrite_the_journal(store: Store, path: Path, statement: str) -> None:
    write_one(store)
    write_one(store)
    before = list(store.journal.entries(1, 2))
    connection = keyed(path)
    with pytest.raises(dbapi2.DatabaseError, match=r"append-only|no gaps"):
        connection.execute(statement)
    connection.close()
    assert list(store.journal.entries(1, 2)) == before


def test_a_full_disk_is_told_and_takes_back_the_whole_unit(store: Store) -> None:
    write_one(store)
    with pytest.raises(SystemFault) as told, store.unit() as unit:
        # the database is told that it may not grow: SQLite answers as it does when the disk is full
        unit._run(text("PRAGMA max_page_count = 1"))
        for number in range(50):
            unit.save(a_fair(number, "长" * 2000), change="fair.registered", by="officer-1")
        unit.commit()
    assert told.value.code == "store.disk_full"
    with store.reading() as unit:
        assert unit.all(Fair) == (a_fair(),)
    assert store.journal.length() == 1
    assert store.verify() == ()


def test_a_writer_of_another_process_is_waited_for_and_then_told(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_file, "_SETTINGS", (*database_file._SETTINGS, "busy_timeout = 1"))
    store._engine.dispose()
    other = keyed(path)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(SystemFault) as told:
        write_one(store)
    assert told.value.code == "store.busy"
    other.execute("ROLLBACK")
    other.close()
    write_one(store)
    assert store.journal.length() == 1


def test_a_database_of_the_first_schema_gets_the_new_table_and_keeps_its_records(
    store: Store, path: Path, reopen: Reopen
) -> None:
    with store.unit() as unit:
        unit.save(a_fair(), change="fair.opened", by="device")
        unit.commit()
    store.close()
    take_back_to_the_first(keyed(path))
    with reopen() as newer:
        assert newer.verify() == ()
        with newer.reading() as unit:
            assert unit.all(Fair) == (a_fair(),)
            assert unit.all(PinnedCentre) == ()
    connection = keyed(path)
    assert connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA
    connection.close()

"""What must never be rewritten: refused by the database to the app's own connection, and found where it was forced."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from inspector.canonical import canonical
from inspector.records import SealedObject
from inspector.store import Flaw, Store
from inspector.store.database_file import connect
from inspector.store.merkle import leaf_hash
from inspector.store.tables import GUARDS
from tests.inspector.store.conftest import KEY

SEALED = SealedObject("a1" * 16, "b2" * 32, 5, "c3" * 32, 99, b"wrapped")
OTHER_KEY = ("UPDATE sealed_object SET wrapped_key = CAST('again' AS BLOB)",)
REFUSED = (
    "UPDATE journal SET entry = CAST('{}' AS BLOB) WHERE seq = 2",
    "UPDATE journal SET seq = 9 WHERE seq = 2",
    "UPDATE journal SET leaf = zeroblob(32)",
    "DELETE FROM journal WHERE seq = 5",
    "DELETE FROM journal",
    "REPLACE INTO journal VALUES (2, zeroblob(2), zeroblob(32))",
    "INSERT INTO journal VALUES (9, zeroblob(2), zeroblob(32))",
    "DELETE FROM sealed_object",
    "UPDATE sealed_object SET sha256 = 'd4'",
    "UPDATE sealed_object SET size = 6",
    "UPDATE sealed_object SET id = 'e5'",
    f"REPLACE INTO sealed_object VALUES ('{SEALED.id}', 'd4', 5, 'c3', 99, zeroblob(3))",
)


@pytest.fixture
def filled(store: Store) -> Store:
    with store.unit() as unit:
        for number in range(5):
            unit.note("sample.noted", f"thing-{number}", {"number": number}, by="officer-1")
        unit.keep_object(SEALED)
        unit.note("sample.noted", "thing-5", {}, by="device")
        unit.commit()
    return store


@pytest.mark.parametrize("statement", REFUSED)
def test_plain_sql_with_the_app_s_own_key_is_refused(filled: Store, path: Path, statement: str) -> None:
    connection = connect(path, KEY.hex())
    before = connection.execute("SELECT * FROM journal, sealed_object").fetchall()
    with pytest.raises(dbapi2.IntegrityError):
        connection.execute(statement)
    assert connection.execute("SELECT * FROM journal, sealed_object").fetchall() == before
    connection.close()
    assert filled.verify() == ()


def test_the_same_original_may_be_sealed_again(filled: Store, path: Path) -> None:
    connection = connect(path, KEY.hex())
    connection.execute(*OTHER_KEY)
    assert connection.execute("SELECT wrapped_key FROM sealed_object").fetchone()[0] == b"again"
    connection.close()


def forced(path: Path, work: Callable[[dict[int, bytes]], dict[int, bytes]]) -> None:
    """Rewrite the journal as somebody can who has the key and takes the guards down first."""
    connection = connect(path, KEY.hex())
    for guard in GUARDS:
        connection.execute(f"DROP TRIGGER {guard.split()[2]}")
    rows = dict(connection.execute("SELECT seq, entry FROM journal ORDER BY seq").fetchall())
    connection.execute("DELETE FROM journal")
    for seq, entry in sorted(work(rows).items()):
        connection.execute("INSERT INTO journal VALUES (?, ?, ?)", (seq, entry, leaf_hash(entry)))
    connection.close()


MUTATIONS: dict[str, Any] = {
    "v": 2,
    "device": "f" * 32,
    "epoch": 7,
    "seq": 8,
    "prev": "0" * 64,
    "by": "officer-2",
    "change": "sample.other",
    "kind": "Photo",
    "subject": "thing-x",
    "record": {"id": "x"},
    "facts": {"number": 99},
    "wall": "2020-01-01T00:00:00.000Z",
    "mono_us": 1,
    "boot": "another boot",
}


@pytest.mark.parametrize("key", MUTATIONS)
def test_each_changed_field_of_an_entry_is_found(filled: Store, path: Path, key: str) -> None:
    def change(rows: dict[int, bytes]) -> dict[int, bytes]:
        told = json.loads(rows[3])
        assert told[key] != MUTATIONS[key]
        return {**rows, 3: canonical({**told, key: MUTATIONS[key]})}

    forced(path, change)
    assert any(flaw.what == "chain" and flaw.where in {"3", "4"} for flaw in filled.verify())


def test_every_field_of_the_format_was_changed(filled: Store) -> None:
    assert MUTATIONS.keys() == json.loads(next(filled.journal.entries(3, 3))).keys()


MOVES: dict[str, Callable[[dict[int, bytes]], dict[int, bytes]]] = {
    "removed": lambda rows: {seq: rows[seq if seq < 3 else seq + 1] for seq in range(1, 6)},
    "removed, a gap left": lambda rows: {seq: entry for seq, entry in rows.items() if seq != 3},
    "exchanged": lambda rows: {**rows, 3: rows[4], 4: rows[3]},
    "inserted": lambda rows: {**{seq + 1: entry for seq, entry in rows.items() if seq >= 3}, 1: rows[1], 2: rows[2], 3: rows[3]},
    "first removed": lambda rows: {seq: rows[seq + 1] for seq in range(1, 6)},
}  # fmt: skip


@pytest.mark.parametrize("move", MOVES)
def test_an_entry_removed_moved_or_inserted_is_found(filled: Store, path: Path, move: str) -> None:
    forced(path, MOVES[move])
    assert any(flaw.what == "chain" for flaw in filled.verify())


def test_a_wrong_hash_beside_an_entry_is_found(filled: Store, path: Path) -> None:
    forced(path, lambda rows: rows)
    connection = connect(path, KEY.hex())
    connection.execute("UPDATE journal SET leaf = ? WHERE seq = 4", (hashlib.sha256(b"x").digest(),))
    connection.close()
    assert Flaw("chain", "4") in filled.verify()


def test_a_database_without_a_guard_gets_it_at_its_next_opening(
    filled: Store, path: Path, reopen: Callable[..., Store]
) -> None:
    filled.close()
    connection = connect(path, KEY.hex())
    connection.execute("DROP TRIGGER object_never_shrinks")
    connection.close()
    with reopen():
        connection = connect(path, KEY.hex())
        with pytest.raises(dbapi2.IntegrityError):
            connection.execute("DELETE FROM sealed_object")
        connection.close()

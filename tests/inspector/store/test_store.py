"""The journal is the authority: tables follow from it, and whatever does not is found."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from inspector.clock import SetClock
from inspector.errors import InputError
from inspector.records import Item
from inspector.store import Flaw, Store, database_file
from inspector.store.merkle import Frontier, leaf_hash, node_hash
from inspector.store.tables import projections
from tests.fakes import DEVICE_ID, FakeSigner
from tests.sample_records import NOW, a_fair, a_photo, an_item

KEY = b"k" * 32
LOG_KEY = b"l" * 32

steps = st.lists(
    st.tuples(
        st.sampled_from(["save", "remove", "note", "fair", "photo"]), st.integers(1, 4), st.text(max_size=8)
    ),
    max_size=25,
)


def rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store._engine.connect() as connection:
        return {
            kind: [tuple(row) for row in connection.execute(select(table).order_by(table.c.id))]
            for kind, table in projections.items()
        }


def take(store: Store, step: tuple[str, int, str]) -> None:
    what, number, text = step
    with store.unit() as unit:
        if what == "save":
            unit.save(an_item(number, inspection=number % 2, label=text), change="item.listed", by="o")
        elif what == "remove":
            try:
                unit.remove(Item, f"item-{number}", change="item.struck", by="o")
            except InputError:
                return
        elif what == "fair":
            unit.save(a_fair(number, text), change="fair.registered", by="o")
        elif what == "photo":
            unit.save(a_photo(f"{number:032x}", sha256=f"{number % 2:064x}"), change="photo.taken", by="o")
        else:
            unit.note("sample.noted", text, {"number": number}, by="o")
        unit.commit()


@given(steps)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_tables_rebuilt_from_the_journal_are_the_same_to_the_byte(
    tmp_path: Path, work: list[tuple[str, int, str]]
) -> None:
    number = len(list(tmp_path.iterdir()))
    folder = tmp_path / str(number)
    folder.mkdir()
    with Store.create(
        folder / "s.db", KEY, log_key=LOG_KEY, device_id=DEVICE_ID, signer=FakeSigner(), clock=SetClock(NOW)
    ) as store:
        for step in work:
            take(store, step)
        before = rows(store)
        assert store.verify() == ()
        store.rebuild_projections()
        assert rows(store) == before
        assert store.verify() == ()


def tampered(store: Store, path: Path, *statements: str) -> tuple[Flaw, ...]:
    """Change the database behind the store's back, as someone could who has the key."""
    connection = database_file.connect(path, KEY.hex())
    for statement in statements:
        connection.execute(statement)
    connection.close()
    return store.verify()


def test_a_changed_table_is_found_and_mended_from_the_journal(store: Store, path: Path) -> None:
    take(store, ("save", 1, "样本花瓶"))
    take(store, ("save", 2, "样本茶壶"))
    flaws = tampered(
        store,
        path,
        "UPDATE item SET body = CAST('{}' AS BLOB) WHERE id = 'item-1'",
        "DELETE FROM item WHERE id = 'item-2'",
    )
    assert flaws == (Flaw("record", "Item item-1"), Flaw("record", "Item item-2"))
    store.rebuild_projections()
    assert store.verify() == ()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE journal SET entry = CAST(replace(CAST(entry AS TEXT), '样本', '别的') AS BLOB) WHERE seq = 2",
        "UPDATE journal SET leaf = zeroblob(32) WHERE seq = 2",
        "UPDATE journal SET entry = CAST('[]' AS BLOB) WHERE seq = 2",
        "UPDATE journal SET entry = CAST(CAST(entry AS TEXT) || ' ' AS BLOB) WHERE seq = 2",
        "UPDATE journal SET entry = x'ff' WHERE seq = 2",
    ],
)
def test_a_rewritten_journal_is_found_where_it_was_rewritten(store: Store, path: Path, change: str) -> None:
    for number in (1, 2, 3):
        take(store, ("save", number, "样本花瓶"))
    flaws = tampered(store, path, "DROP TRIGGER journal_never_changes", change)
    assert Flaw("chain", "2") in flaws


def test_a_journal_with_a_missing_entry_is_found(store: Store, path: Path) -> None:
    for number in (1, 2, 3):
        take(store, ("save", number, "样本花瓶"))
    flaws = tampered(store, path, "DROP TRIGGER journal_never_shrinks", "DELETE FROM journal WHERE seq = 2")
    assert flaws == (Flaw("chain", "2"),)


def naive_root(leaves: list[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << ((len(leaves) - 1).bit_length() - 1)
    return node_hash(naive_root(leaves[:half]), naive_root(leaves[half:]))


def test_the_frontier_gives_the_root_of_every_size() -> None:
    frontier = Frontier()
    leaves: list[bytes] = []
    for number in range(130):
        leaves.append(leaf_hash(bytes([number])))
        frontier.add(leaves[-1])
        assert (frontier.size, frontier.root()) == (number + 1, naive_root(leaves))


def test_a_checkpoint_taken_again_only_reads_what_is_new(store: Store, reopen: Callable[..., Store]) -> None:
    for number in (1, 2, 3):
        take(store, ("save", number, "样本花瓶"))
        store.journal.checkpoint()
    last = store.journal.checkpoint()
    store.close()
    with reopen() as again:
        assert again.journal.checkpoint() == last


CROWD = """
import sys, threading
from pathlib import Path
from inspector.clock import SetClock
from inspector.records import Item
from inspector.store import Store
from tests.fakes import FakeSigner
from tests.sample_records import NOW, an_item
parts = {"log_key": b"l" * 32, "device_id": "d0" * 16, "signer": FakeSigner(), "clock": SetClock(NOW)}
store = Store.create(Path(sys.argv[1]), b"k" * 32, **parts)
failures = []
def work(worker):
    try:
        for number in range(15):
            with store.unit() as unit:
                unit.save(an_item(worker * 100 + number), change="item.listed", by="o")
                unit.commit()
            with store.reading() as unit:
                unit.all(Item)
            store.journal.length()
        store.journal.checkpoint()
    except BaseException as error:
        failures.append(repr(error))
threads = [threading.Thread(target=work, args=(worker,)) for worker in range(16)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
assert not failures, failures
assert store.journal.length() == 240
assert store.verify() == ()
store.close()
print("done")
"""


def test_sixteen_threads_read_and_write_without_error_or_crash(path: Path) -> None:
    """In a process of its own: the failure this guards against is a crash of the interpreter."""
    done = subprocess.run(
        [sys.executable, "-c", CROWD, str(path)],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=Path(__file__).parents[3],
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "done\n", "")

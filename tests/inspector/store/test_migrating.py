"""Case 14: an older database is brought forward as a proven copy; cut off anywhere it is the old one or the new one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inspector.clock import SetClock
from inspector.errors import SystemFault
from inspector.records import Photo
from inspector.store import SCHEMA, Store, database_file, migrating
from inspector.store.making import make_database
from inspector.store.snapshots import kept_snapshots
from tests.fakes import DEVICE_ID, FakeSigner
from tests.inspector.store.fixtures.make_fixture import ENTRIES, KEY, PHOTOS
from tests.sample_records import NOW

FIXTURES = Path(__file__).parent / "fixtures"
OLDER = range(1, SCHEMA)


def put(schema: int, folder: Path) -> Path:
    """Lay a database of a released schema where a device has its own."""
    path = folder / "store.db"
    folder.mkdir(exist_ok=True)
    for ending in ("", ".key-check"):
        shutil.copy(FIXTURES / f"schema-{schema}.db{ending}", folder / f"store.db{ending}")
    return path


def opened(path: Path) -> Store:
    return Store.open(
        path, KEY, log_key=b"l" * 32, device_id=DEVICE_ID, signer=FakeSigner(), clock=SetClock(NOW)
    )


def tables(path: Path) -> dict[str, str]:
    connection = database_file.connect(path, KEY.hex())
    try:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        return {name: "".join(sql.split()) for name, sql in rows}
    finally:
        connection.close()


def must_be_whole(path: Path) -> None:
    with opened(path) as store:
        assert store.verify() == ()
        assert len(list(store.journal.entries(1, ENTRIES))) == ENTRIES
        with store.reading() as unit:
            assert {photo.id for photo in unit.all(Photo)} == set(PHOTOS)


@pytest.mark.parametrize("schema", OLDER)
def test_what_was_brought_forward_has_the_tables_of_a_new_database(tmp_path: Path, schema: int) -> None:
    path = put(schema, tmp_path / "old")
    must_be_whole(path)
    make_database(tmp_path / "new.db", KEY.hex())
    assert tables(path) == tables(tmp_path / "new.db")


@pytest.mark.parametrize("schema", OLDER)
def test_the_old_file_stays_as_a_snapshot_of_its_own_schema(tmp_path: Path, schema: int) -> None:
    path = put(schema, tmp_path / "old")
    must_be_whole(path)
    (kept,) = kept_snapshots(path)
    assert migrating.schema_of(kept.path, KEY.hex()) == schema
    assert kept.length == ENTRIES


class Killed(BaseException):
    """In the place of SIGKILL: nothing after it runs but what a new process runs."""


def cut_off_at(point: int, monkeypatch: pytest.MonkeyPatch, path: Path) -> bool:
    """Open the database and die at a point; tell whether it came through."""
    left = point

    def watched(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            nonlocal left
            left -= 1
            if left < 0:
                raise Killed
            return real(*args, **more)

        return call

    with monkeypatch.context() as killing:
        killing.setattr(os, "fsync", watched(os.fsync))
        killing.setattr(os, "replace", watched(os.replace))
        for name in (
            "fold_log_in",
            "copy_database",
            "bring_forward",
            "examine",
            "_content",
            "remove_database",
        ):
            killing.setattr(migrating, name, watched(getattr(migrating, name)))
        try:
            opened(path).close()
        except Killed:
            return False
        return True


@pytest.mark.parametrize(
    "schema",
    # what lies between runs the same steps as the oldest
    [pytest.param(each, marks=[pytest.mark.long] if 1 < each < SCHEMA - 1 else []) for each in OLDER],
)
def test_case_14_cut_off_at_any_step_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, schema: int
) -> None:
    for point in range(80):
        path = put(schema, tmp_path / str(point))
        is_through = cut_off_at(point, monkeypatch, path)
        assert migrating.schema_of(path, KEY.hex()) in {schema, SCHEMA}
        must_be_whole(path)
        left = {file.name for file in path.parent.rglob("*") if file.suffix in {".new", ".migrating"}}
        assert left == set()
        if is_through:
            break
    else:
        pytest.fail("never came through")
    assert point > 15


def test_a_copy_that_lost_a_row_is_refused_and_the_old_database_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(1, tmp_path / "old")
    before = path.read_bytes()
    losing = {**migrating.STEPS, 2: (*migrating.STEPS[2], "DELETE FROM photo")}
    with monkeypatch.context() as broken:
        broken.setattr(migrating, "STEPS", losing)
        with pytest.raises(SystemFault) as told:
            opened(path)
    assert told.value.code == "store.migration_flawed"
    assert path.read_bytes() == before
    must_be_whole(path)

"""From an older schema to the present one: a copy is brought forward, proven, and takes the old one's place.

Each step is SQL as it was written when its schema was released: tables of today's code do not reach into
it. The file that was there before stays as a snapshot. Cut off anywhere, the old database is untouched or
the new one is whole.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from inspector.durable import replace, sync_folder
from inspector.errors import SystemFault
from inspector.store import snapshots
from inspector.store.database_file import SCHEMA, connect, store_faults, why_not_openable
from inspector.store.making import fold_log_in, remove_database
from inspector.store.snapshot import copy_database, examine

STEPS: dict[int, tuple[str, ...]] = {
    2: (
        (
            "CREATE TABLE pinned_centre (id TEXT NOT NULL, position INTEGER NOT NULL, seq INTEGER NOT NULL,"
            " body BLOB NOT NULL, PRIMARY KEY (id), UNIQUE (position)) STRICT"
        ),
    ),
    3: (
        (
            "CREATE TABLE paper (id TEXT NOT NULL, position INTEGER NOT NULL, seq INTEGER NOT NULL,"
            " inspection_id TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (id), UNIQUE (position)) STRICT"
        ),
        "CREATE INDEX ix_paper_inspection_id ON paper (inspection_id)",
    ),
    4: (
        (
            "CREATE TABLE roster (id TEXT NOT NULL, position INTEGER NOT NULL, seq INTEGER NOT NULL,"
            " body BLOB NOT NULL, PRIMARY KEY (id), UNIQUE (position)) STRICT"
        ),
        (
            "CREATE TABLE photo_layer (id TEXT NOT NULL, position INTEGER NOT NULL, seq INTEGER NOT NULL,"
            " inspection_id TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (id), UNIQUE (position)) STRICT"
        ),
        "CREATE INDEX ix_photo_layer_inspection_id ON photo_layer (inspection_id)",
        (
            "CREATE TABLE dimension (id TEXT NOT NULL, position INTEGER NOT NULL, seq INTEGER NOT NULL,"
            " inspection_id TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (id), UNIQUE (position)) STRICT"
        ),
        "CREATE INDEX ix_dimension_inspection_id ON dimension (inspection_id)",
        (
            "CREATE TABLE recording (id TEXT NOT NULL, position INTEGER NOT NULL, seq INTEGER NOT NULL,"
            " inspection_id TEXT NOT NULL, sha256 TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (id),"
            " UNIQUE (position)) STRICT"
        ),
        "CREATE INDEX ix_recording_inspection_id ON recording (inspection_id)",
        "CREATE INDEX ix_recording_sha256 ON recording (sha256)",
        (
            "CREATE TABLE case_file (id TEXT NOT NULL, position INTEGER NOT NULL, seq INTEGER NOT NULL,"
            " inspection_id TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (id), UNIQUE (position)) STRICT"
        ),
        "CREATE INDEX ix_case_file_inspection_id ON case_file (inspection_id)",
        (
            "CREATE TABLE feed_entry (id TEXT NOT NULL, position INTEGER NOT NULL, seq INTEGER NOT NULL,"
            " body BLOB NOT NULL, PRIMARY KEY (id), UNIQUE (position)) STRICT"
        ),
        (
            "CREATE TABLE office_task (id TEXT NOT NULL, position INTEGER NOT NULL, seq INTEGER NOT NULL,"
            " inspection_id TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (id), UNIQUE (position)) STRICT"
        ),
        "CREATE INDEX ix_office_task_inspection_id ON office_task (inspection_id)",
        (
            "CREATE TABLE correction (id TEXT NOT NULL, position INTEGER NOT NULL, seq INTEGER NOT NULL,"
            " inspection_id TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (id), UNIQUE (position)) STRICT"
        ),
        "CREATE INDEX ix_correction_inspection_id ON correction (inspection_id)",
    ),
}
"""What leads to each schema from the one before it."""


def migrate(path: Path, key_hex: str, device: str, found: int, wall: datetime) -> None:
    """Bring the database at `path`, of schema `found`, to the present one.

    Raises:
        SystemFault: `store.migration_flawed` if the copy is not what the old one was, `store.disk_full`,
            `store.io`, `store.damaged`: the old database is as it was.
    """
    fresh = path.with_name(path.name + ".migrating")
    try:
        with store_faults():
            remove_database(fresh)
            before = _content(path, key_hex)
            copy_database(path, fresh, key_hex)
            bring_forward(fresh, key_hex, found)
            _require_same(before, _content(fresh, key_hex))
        length, flaws = examine(fresh, key_hex, device)
        if flaws:
            raise SystemFault("store.migration_flawed", what=f"{flaws[0].what} {flaws[0].where}")
        _keep_as_snapshot(path, key_hex, length, wall)
        with store_faults():
            fold_log_in(path, key_hex)  # nothing that was committed is left beside what gets the name now
        replace(fresh, path)
        sync_folder(path.parent)
    finally:
        remove_database(fresh)


def bring_forward(path: Path, key_hex: str, found: int) -> None:
    """Run the steps from schema `found` to the present one in one transaction, on a file nobody has open."""
    connection = connect(path, key_hex)
    try:
        connection.execute("BEGIN IMMEDIATE")
        for version in range(found + 1, SCHEMA + 1):
            for statement in STEPS[version]:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("COMMIT")
    finally:
        connection.close()


def schema_of(path: Path, key_hex: str) -> int:
    """Return the schema of a database file."""
    connection = connect(path, key_hex)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


def known_schema_of(path: Path, key_hex: str) -> int:
    """Return the schema of a database file that can be brought to the present one.

    Raises:
        SystemFault: `store.missing`, `store.empty`, `store.damaged` if it has no schema, `store.newer_schema`.
    """
    if not path.exists() or path.stat().st_size == 0:
        raise why_not_openable(path, key_hex, "")
    found = schema_of(path, key_hex)
    if found > SCHEMA:
        raise SystemFault("store.newer_schema", found=found, known=SCHEMA)
    if found < 1:
        raise SystemFault("store.damaged")
    return found


def _keep_as_snapshot(path: Path, key_hex: str, length: int, wall: datetime) -> None:
    target = snapshots.place_for(path, length, wall)
    fresh = target.with_name(target.name + ".new")
    try:
        remove_database(fresh)
        with store_faults():
            copy_database(path, fresh, key_hex)
            _require_same(_content(path, key_hex), _content(fresh, key_hex))
        replace(fresh, target)
        sync_folder(target.parent)
    finally:
        remove_database(fresh)


def _content(path: Path, key_hex: str) -> dict[str, Any]:
    """Return the number of rows of each table, every leaf of the journal, and what the page check says."""
    connection = connect(path, key_hex)
    try:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        content: dict[str, Any] = {
            # names come from the database's own list
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
            for name in tables
        }
        content["leaves"] = [row[0] for row in connection.execute("SELECT leaf FROM journal ORDER BY seq")]
        content["said"] = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        return content
    finally:
        connection.close()


def _require_same(before: dict[str, Any], after: dict[str, Any]) -> None:
    if before["said"]:
        raise dbapi2.DatabaseError("database disk image is malformed")
    for name, value in before.items():
        if after.get(name) != value:
            raise SystemFault("store.migration_flawed", what=name)

"""A new, empty database; and the change of one database file for another, harmless wherever it is cut off."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from inspector.durable import replace, sync_folder
from inspector.store.database_file import SCHEMA, WRITES, connect, engine_of, write_mark
from inspector.store.set_aside import set_aside
from inspector.store.tables import GUARDS, metadata

BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database."""


def make_database(path: Path, key_hex: str) -> None:
    """Make an empty database of the present schema."""
    remove_database(path)
    engine = engine_of(path, key_hex)
    try:
        with engine.connect().execution_options(**{WRITES: True}) as connection:
            metadata.create_all(connection)
            for guard in GUARDS:
                connection.exec_driver_sql(guard)
            connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")
            connection.commit()
            _fold_in_the_log(connection)
    finally:
        engine.dispose()
    path.chmod(0o600)


def _fold_in_the_log(connection: Connection) -> None:
    """Write the log into the one file and sync it; closing would do it too, but keep a refusal to itself."""
    driver: Any = connection.connection.driver_connection  # past SQLAlchemy: it would begin a transaction
    driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def remove_database(path: Path) -> None:
    """Delete an unfinished copy and what SQLite leaves beside it."""
    for ending in ("", *BESIDE):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def fold_log_in(path: Path, key_hex: str) -> None:
    """Bring all that was committed into the one file: a -wal left behind would be taken for the new file's."""
    connection = connect(path, key_hex)
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    finally:
        connection.close()


def put_in_place(fresh: Path, path: Path, key_hex: str, wall: datetime) -> None:
    """Give a whole new database the name of a damaged one, which is set aside.

    The old file goes first: what is left of it by a cut is never a database without its last pages. Cut off
    on the way there is none, and the whole new one waits beside: `recovery` finishes it at the next start.
    """
    write_mark(path, key_hex)  # first: a disk that refuses it leaves the old one where it is
    for ending in ("", *BESIDE):  # never the new file beside the old one's -wal
        old = path.with_name(path.name + ending)
        if old.exists():
            set_aside(old, wall)
    replace(fresh, path)
    sync_folder(path.parent)

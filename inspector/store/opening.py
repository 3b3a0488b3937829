"""Before a database is trusted: is it ours, of a schema we know, and does it say what its journal says?"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine
from sqlcipher3 import dbapi2

from inspector.clock import Clock
from inspector.errors import SystemFault
from inspector.store import verification
from inspector.store.database_file import SCHEMA, WRITES, connect, why_not_openable
from inspector.store.migrating import migrate
from inspector.store.snapshot import flaws_of

_SOON_READ_BYTES = 64 << 20
"""A database up to this size is looked through at every opening: about a third of a second."""


def log_path(path: Path) -> Path:
    """Return the journal's copy beside a database."""
    return path.with_name("journal.log")


def running_mark(path: Path) -> Path:
    """Return the file that lies beside the database only while it is open."""
    return path.with_name(path.name + ".running")


def doubt_mark(path: Path) -> Path:
    """Return the file that lies beside a database found flawed while it was open."""
    return path.with_name(path.name + ".in-doubt")


def is_in_doubt(path: Path) -> bool:
    """Tell whether the last run was cut off or found a flaw: then everything is read before it is trusted."""
    marks = (running_mark(path), doubt_mark(path), path.with_name(path.name + "-wal"))
    return any(mark.exists() for mark in marks)


def require_openable(path: Path, key_hex: str, device: str, clock: Clock) -> None:
    """Look at the file through one connection that writes nothing; an older schema is brought forward.

    Raises:
        SystemFault: `store.missing`, `store.empty`, `store.not_encrypted`, `store.wrong_key`, `store.damaged`,
            `store.newer_schema`, `store.io`, `store.disk_full`, `store.migration_flawed`: untouched.
    """
    if not path.exists() or path.stat().st_size == 0:
        raise why_not_openable(path, key_hex, "")
    try:
        connection = connect(path, key_hex)
    except dbapi2.DatabaseError as error:
        raise why_not_openable(path, key_hex, str(error)) from error
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    finally:
        connection.close()
    if version > SCHEMA:
        raise SystemFault("store.newer_schema", found=version, known=SCHEMA)
    if version < 1:
        raise SystemFault("store.damaged")
    if version < SCHEMA:
        migrate(path, key_hex, device, version, clock.now().wall)


def require_sound(engine: Engine, path: Path, key_hex: str, device: str, *, was_cut_off: bool) -> int:
    """Read what there is to read; rows that differ from the journal are written anew, their number returned.

    Raises:
        SystemFault: `store.damaged` for pages or a journal that cannot be trusted.
    """
    if not was_cut_off:
        if path.stat().st_size <= _SOON_READ_BYTES:
            _require_whole_pages(path, key_hex)
        return 0
    with engine.connect() as connection:
        flaws = flaws_of(connection, device)
    if any(flaw.what != "record" for flaw in flaws):
        raise SystemFault("store.damaged")
    if flaws:
        with engine.connect().execution_options(**{WRITES: True}) as connection:
            verification.rebuild(connection)
            connection.commit()
    return len(flaws)


def _require_whole_pages(path: Path, key_hex: str) -> None:
    connection = connect(path, key_hex)
    try:
        if connection.execute("PRAGMA quick_check").fetchall() != [("ok",)]:
            raise SystemFault("store.damaged")
    finally:
        connection.close()

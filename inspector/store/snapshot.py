"""A copy of the database that is proven before it gets its name."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select

from inspector.durable import create_exclusively, replace, sync_folder
from inspector.errors import SystemFault
from inspector.progress import Progress
from inspector.store import verification
from inspector.store.database_file import connect, disk_fault, engine_of, store_faults
from inspector.store.making import remove_database
from inspector.store.tables import journal
from inspector.store.verification import Flaw

_PARTS = 4
"""Copying, pages, chain, tables."""


@dataclass(frozen=True)
class Snapshot:
    """A verified copy."""

    path: Path
    length: int
    """Journal entries in it."""


def write_snapshot(
    source: Path, target: Path, key_hex: str, device: str, progress: Progress | None = None
) -> Snapshot:
    """Copy the database as it is at one moment; writers go on meanwhile. One file, same key.

    The copy is opened again and every page, hash and table checked before it takes the name `target`.

    Raises:
        Cancelled: between two parts of the check; nothing is left.
        SystemFault: `store.snapshot_flawed` if the copy does not hold, and so the source may not either;
            `store.disk_full`, `store.io`, `store.damaged`. What was at `target` is as it was then.
    """
    fresh = target.with_name(target.name + ".new")
    try:
        with store_faults():
            copy_database(source, fresh, key_hex)
        length, flaws = examine(fresh, key_hex, device, progress)
        if flaws:
            raise SystemFault("store.snapshot_flawed", what=flaws[0].what, where=flaws[0].where)
        replace(fresh, target)
        sync_folder(target.parent)
    except OSError as error:
        raise disk_fault(error) from error
    finally:
        remove_database(fresh)
    return Snapshot(target, length)


def examine(
    path: Path, key_hex: str, device: str, progress: Progress | None = None
) -> tuple[int, list[Flaw]]:
    """Read every page, entry and row of a database that nobody has open; return its length and its flaws."""
    with store_faults():
        engine = engine_of(path, key_hex, is_copy=True)
        try:
            with engine.connect() as connection:
                flaws = flaws_of(connection, device, progress)
                return _length(connection), flaws
        finally:
            engine.dispose()


def flaws_of(connection: Connection, device: str, progress: Progress | None = None) -> list[Flaw]:
    """Return what is not as it should be, pages first: tables cannot be judged by a journal in doubt."""
    progress = progress or Progress()
    progress.step(1, _PARTS)
    flaws = verification.flaws_in_file(connection)
    progress.step(2, _PARTS)
    flaws += verification.flaws_in_chain(connection, device)
    progress.step(3, _PARTS)
    return flaws or verification.flaws_in_projections(connection)


def copy_database(source: Path, target: Path, key_hex: str) -> None:
    """Copy a database as it is at one moment into one durable file; errors of database and disk pass through."""
    remove_database(target)
    os.close(create_exclusively(target))
    reading = connect(source, key_hex)
    try:
        writing = connect(target, key_hex)
        try:
            reading.backup(writing)
            # a copy of a database with a log of its own would need that log beside it
            writing.execute("PRAGMA journal_mode = DELETE").fetchall()
        finally:
            writing.close()
    finally:
        reading.close()
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def _length(connection: Connection) -> int:
    return int(connection.execute(select(func.coalesce(func.max(journal.c.seq), 0))).scalar_one())

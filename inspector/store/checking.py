"""Everything the store keeps, read and compared without changing a byte: database, log, snapshots."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlcipher3 import dbapi2

from inspector.errors import SystemFault
from inspector.records import SealedObject
from inspector.store.database_file import (
    SCHEMA,
    disk_fault,
    engine_of,
    raw_key,
    store_faults,
    why_not_openable,
)
from inspector.store.following import frames_of
from inspector.store.journal_log import Damage, Frame, LogReader
from inspector.store.making import remove_database
from inspector.store.migrating import bring_forward, known_schema_of, schema_of
from inspector.store.opening import log_path
from inspector.store.snapshot import copy_database, examine
from inspector.store.snapshots import KeptSnapshot, kept_snapshots
from inspector.store.tables import thumbnail

_FLAWED = {"store.damaged", "store.empty", "store.not_encrypted"}
_OTHER_TABLES = ("no such table", "no such column", "already exists")
"""SQLite's words for a whole file whose tables are not those of its schema."""


@dataclass(frozen=True)
class StoreReport:
    """What was found; each flaw is a word and a place, an empty tuple means sound."""

    entries: int
    """In the database; 0 if it cannot be read."""
    database: tuple[str, ...]
    logged: int
    """Entries in the log."""
    log: tuple[str, ...]
    snapshots: tuple[tuple[str, int, tuple[str, ...]], ...]
    """Name, entries and flaws of each, the newest first."""
    objects: tuple[SealedObject, ...]
    """What opens each vault object of a record, by the database or else by the log."""
    thumbnails: tuple[SealedObject, ...]


def check_store(path: Path, database_key: bytes, *, log_key: bytes, device_id: str) -> StoreReport:
    """Read all of it; the device must not be open.

    Raises:
        SystemFault: `store.wrong_key`, `store.newer_schema`, `store.newer_log`, `store.disk_full`, `store.busy`,
            `store.io`: nothing can be told.
    """
    key_hex = raw_key(database_key)
    try:
        entries, found, objects, thumbnails = _database(path, key_hex, device_id)
        frames, flaws = _log(path, log_key, device_id)
        if not found:
            flaws += _differences(entries, frames)
        if not objects:
            objects = {sealed.id: sealed for seq in sorted(frames) for sealed in frames[seq].opens}
        snapshots = tuple(_snapshot(path, kept, key_hex, device_id) for kept in kept_snapshots(path))
    except OSError as error:
        raise disk_fault(error) from error
    return StoreReport(
        entries=len(entries),
        database=tuple(found),
        logged=len(frames),
        log=tuple(flaws),
        snapshots=snapshots,
        objects=tuple(objects.values()),
        thumbnails=thumbnails,
    )


@contextmanager
def looked_at(path: Path) -> Iterator[Path]:
    """Give a copy of a database and its -wal to read: reading the files themselves would fold the -wal in."""
    copy = path.with_name(path.name + ".looked-at")
    try:
        remove_database(copy)
        for ending in ("", "-wal"):
            file = path.with_name(path.name + ending)
            if file.exists():
                shutil.copyfile(file, copy.with_name(copy.name + ending))
                copy.with_name(copy.name + ending).chmod(0o600)
        yield copy
    finally:
        remove_database(copy)


def proven_copy(kept: Path, fresh: Path, key_hex: str, device: str) -> tuple[int, list[str]]:
    """Copy a snapshot to `fresh`, bring it to the present schema and examine it; return length and flaws.

    Raises:
        SystemFault: `store.disk_full`, `store.busy`, `store.io`: nothing is known of the snapshot then.
        OSError: the same, from the disk itself.
    """
    try:
        with store_faults():
            copy_database(kept, fresh, key_hex)
            found = schema_of(fresh, key_hex)
            if not 1 <= found <= SCHEMA:
                return 0, [f"schema {found}"]
            bring_forward(fresh, key_hex, found)
            length, flaws = examine(fresh, key_hex, device)
    except SystemFault as fault:
        if not is_of_the_file(fault):
            raise
        return 0, [fault.code if fault.code in _FLAWED else "store.damaged"]
    return length, [f"{flaw.what} {flaw.where}" for flaw in flaws]


def is_of_the_file(fault: SystemFault) -> bool:
    """Tell a file that is bad from a disk, or a moment, that did not let it be read."""
    said = str(fault.facts.get("why", ""))
    return fault.code in _FLAWED or any(words in said for words in _OTHER_TABLES)


def _database(
    path: Path, key_hex: str, device: str
) -> tuple[dict[int, bytes], list[str], dict[str, SealedObject], tuple[SealedObject, ...]]:
    nothing: tuple[dict[int, bytes], dict[str, SealedObject], tuple[SealedObject, ...]] = ({}, {}, ())
    if not path.exists():
        return nothing[0], ["store.missing"], *nothing[1:]
    with looked_at(path) as copy:
        try:
            bring_forward(copy, key_hex, known_schema_of(copy, key_hex))
            _, flaws = examine(copy, key_hex, device)
            engine = engine_of(copy, key_hex, is_copy=True)
            try:
                with store_faults(), engine.connect() as connection:
                    frames = [frame for some in frames_of(connection, 1) for frame in some]
                    small = connection.execute(select(thumbnail)).all()
            finally:
                engine.dispose()
        except (dbapi2.DatabaseError, SystemFault) as error:
            fault = error if isinstance(error, SystemFault) else why_not_openable(path, key_hex, str(error))
            if fault.code not in _FLAWED:
                raise fault from error
            return nothing[0], [fault.code], *nothing[1:]
    objects = {sealed.id: sealed for frame in frames for sealed in frame.opens}
    thumbnails = tuple(
        SealedObject(row.id, row.sha256, row.size, row.cipher_sha256, row.cipher_size, row.wrapped_key)
        for row in small
    )
    told = [f"{flaw.what} {flaw.where}" for flaw in flaws]
    return {frame.seq: frame.entry for frame in frames}, told, objects, thumbnails


def _log(path: Path, log_key: bytes, device: str) -> tuple[dict[int, Frame], list[str]]:
    if not log_path(path).exists():
        return {}, ["missing"]
    frames: dict[int, Frame] = {}
    flaws = []
    for found in LogReader(log_path(path), log_key, device).frames():
        if isinstance(found, Damage):
            flaws.append(f"bytes {found.start}-{found.end}")
        else:
            frames[found.seq] = found
    return frames, flaws


def _differences(entries: dict[int, bytes], frames: dict[int, Frame]) -> list[str]:
    """Tell where a sound database and its log do not say the same."""
    return [
        f"entry {seq}"
        for seq in sorted(entries.keys() | frames.keys())
        if seq not in frames or entries.get(seq) != frames[seq].entry
    ]


def _snapshot(path: Path, kept: KeptSnapshot, key_hex: str, device: str) -> tuple[str, int, tuple[str, ...]]:
    fresh = path.with_name(path.name + ".looked-at")
    try:
        length, flaws = proven_copy(kept.path, fresh, key_hex, device)
    finally:
        remove_database(fresh)
    if not flaws and length != kept.length:
        flaws = [f"entries {length}"]
    return kept.path.name, length, tuple(flaws)

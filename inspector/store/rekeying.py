"""The database and the journal's copy under new keys: written beside, proven, then given their names.

Nothing is changed in place. Until `take_over` is called the old files are as they were; cut off within it, it
is called again and goes on. What lies beside without having been asked for is removed by `forget`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from inspector.durable import create_exclusively, replace, sync_folder, write_file
from inspector.errors import BugError, SystemFault
from inspector.store import snapshots
from inspector.store.database_file import connect, engine_of, mark_path, raw_key, store_faults, write_mark
from inspector.store.following import frames_of
from inspector.store.journal_log import JournalLog
from inspector.store.making import BESIDE, fold_log_in, remove_database
from inspector.store.opening import log_path
from inspector.store.snapshot import examine

REKEYED = ".rekeyed"
"""Ending of a file that waits to take the place of the one without it."""


def write_rekeyed(
    path: Path,
    old_key: bytes,
    new_key: bytes,
    *,
    log_key: bytes,
    device_id: str,
    rewrap: Callable[[bytes], bytes],
) -> None:
    """Write database, journal's copy and key mark under new keys beside the old ones, and prove them.

    `rewrap` returns an object's wrapped key under the new vault key. The database must not be open.

    Raises:
        SystemFault: `store.rekey_flawed` if the new database is not what the old one was; `store.disk_full`,
            `store.io`, `store.damaged`: the old files are as they were.
    """
    old_hex, new_hex = raw_key(old_key), raw_key(new_key)
    forget(path.parent)
    fresh = beside(path)
    with store_faults():
        fold_log_in(path, old_hex)
        os.close(create_exclusively(fresh))
        leaves = _export(path, fresh, old_hex, new_hex)
        _rewrap(fresh, new_hex, rewrap)
    length, flaws = examine(fresh, new_hex, device_id)
    if flaws or length != len(leaves) or not _holds(fresh, new_hex, leaves):
        raise SystemFault("store.rekey_flawed")
    _write_log(fresh, beside(log_path(path)), new_hex, log_key, device_id, length)
    scratch = path.with_name(path.name + ".mark-of")
    write_mark(scratch, new_hex)
    write_file(beside(mark_path(path)), mark_path(scratch).read_bytes())
    mark_path(scratch).unlink()


def take_over(folder: Path) -> None:
    """Give every file that waits its name; safe to repeat until it has come to its end.

    Snapshots of before open under the former key only: they go, and the next unlocking makes a new one.
    """
    for waiting in sorted(folder.glob(f"*{REKEYED}")):
        target = waiting.with_name(waiting.name.removesuffix(REKEYED))
        for ending in BESIDE:  # never a new database beside the log of the old one
            target.with_name(target.name + ending).unlink(missing_ok=True)
        replace(waiting, target)
        for kept in snapshots.kept_snapshots(target):
            remove_database(kept.path)
    sync_folder(folder)


def forget(folder: Path) -> None:
    """Remove what a change of keys left behind that was cut off before it counted."""
    for waiting in folder.glob(f"*{REKEYED}*"):
        waiting.unlink()


def beside(path: Path) -> Path:
    """Return where a file waits to take the place of `path`."""
    return path.with_name(path.name + REKEYED)


def _export(path: Path, fresh: Path, old_hex: str, new_hex: str) -> list[bytes]:
    """Write everything into a file under another key and return the leaves of the journal."""
    connection = connect(path, old_hex)
    try:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        connection.execute(f"ATTACH DATABASE ? AS fresh KEY \"x'{new_hex}'\"", (str(fresh),))
        connection.execute("SELECT sqlcipher_export('fresh')").fetchall()
        connection.execute(f"PRAGMA fresh.user_version = {version}")
        leaves = [row[0] for row in connection.execute("SELECT leaf FROM main.journal ORDER BY seq")]
        connection.execute("DETACH DATABASE fresh")
        return leaves
    finally:
        connection.close()


def _rewrap(fresh: Path, new_hex: str, rewrap: Callable[[bytes], bytes]) -> None:
    connection = connect(fresh, new_hex)
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        for table in ("sealed_object", "thumbnail"):
            rows = connection.execute(f"SELECT id, wrapped_key FROM {table}").fetchall()  # noqa: S608 - names above
            for object_id, wrapped in rows:
                if not wrapped:
                    continue  # released: nothing opens it any more
                statement = f"UPDATE {table} SET wrapped_key = ? WHERE id = ?"  # noqa: S608 - as above
                connection.execute(statement, (rewrap(wrapped), object_id))
        connection.execute("COMMIT")
    finally:
        connection.close()
    descriptor = os.open(fresh, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_log(fresh: Path, target: Path, new_hex: str, log_key: bytes, device: str, length: int) -> None:
    engine = engine_of(fresh, new_hex, is_copy=True)
    try:
        log = JournalLog(target, log_key, device)
        try:
            with store_faults(), engine.connect() as connection:
                for frames in frames_of(connection, 1):
                    log.append(frames)
            if log.last != length:
                raise BugError("store.log_order", seq=log.last)
        except OSError as error:
            raise SystemFault("store.io", why=error.strerror or "") from error
        finally:
            log.close()
    finally:
        engine.dispose()


def _holds(fresh: Path, new_hex: str, leaves: list[bytes]) -> bool:
    """Tell whether the new database gives back these leaves; one that spoiled meanwhile does not."""
    try:
        with store_faults():
            connection = connect(fresh, new_hex)
            try:
                return [
                    row[0] for row in connection.execute("SELECT leaf FROM journal ORDER BY seq")
                ] == leaves
            finally:
                connection.close()
    except SystemFault as fault:
        if fault.code == "store.damaged":
            return False
        raise

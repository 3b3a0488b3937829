"""The one place where a database connection is born, and what is checked before it is trusted.

SQLCipher takes a malformed raw key for a passphrase and writes a plain database if no key is given at
all, both without a word. So the key is checked, the cipher asked for its version, and the file looked at.
"""

from __future__ import annotations

import errno
import hashlib
import hmac
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlcipher3 import dbapi2

from inspector.durable import write_file
from inspector.errors import BugError, SystemFault

SCHEMA = 4
"""`PRAGMA user_version` of the databases written now; 2 added a table (the pinned centre)."""
WRITES = "inspector_writes"
"""Execution option of a connection that will write: it takes the write lock at once."""

_RAW_KEY = re.compile(r"[0-9a-f]{64}")
_PLAIN_FILE = b"SQLite format 3\0"
_SETTINGS = (
    "foreign_keys = ON",
    "secure_delete = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "temp_store = MEMORY",
    "cache_size = -16000",
    "busy_timeout = 5000",
    "journal_mode = WAL",
    "synchronous = FULL",  # a record acknowledged at the stand survives a power cut
)


_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
_LOG_INDEX_BYTES = 32 << 10
"""What SQLite needs beside the database before it can read anything (its -shm file)."""


def raw_key(key: bytes | str) -> str:
    """Return the 64 hex digits SQLCipher takes as they are.

    Raises:
        BugError: `store.raw_key` for anything else: it would silently become a passphrase.
    """
    text = key.hex() if isinstance(key, bytes) else key
    if not _RAW_KEY.fullmatch(text):
        raise BugError("store.raw_key")
    return text


class HeldKey:
    """The database's key while it is open: as text only for the moment a connection is born; then wiped."""

    def __init__(self, key_hex: str) -> None:
        self._key = bytearray.fromhex(raw_key(key_hex))

    def hex(self) -> str:
        """Return the 64 digits; `SystemFault("keys.locked")` once it was wiped."""
        if not any(self._key):
            raise SystemFault("keys.locked")
        return self._key.hex()

    def wipe(self) -> None:
        """Overwrite the key; no connection is born any more."""
        self._key[:] = bytes(len(self._key))

    def __repr__(self) -> str:
        return "<HeldKey>"


def connect(path: Path, key_hex: str) -> Any:
    """Open a keyed connection, proven to be encrypted and readable; sqlcipher errors pass through."""
    raw_key(key_hex)
    connection = dbapi2.connect(str(path), check_same_thread=False, timeout=5, isolation_level=None)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key_hex}'\"")
        if not (connection.execute("PRAGMA cipher_version").fetchone() or [""])[0]:
            raise BugError("store.not_encrypting")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def engine_of(path: Path, key: str | HeldKey, *, is_copy: bool = False) -> Engine:
    """Return the engine; its pool may be used from any thread (the default pool crashes with SQLCipher).

    A copy nobody writes to at the same time stays one file, without a -wal beside it.
    """

    def born() -> Any:
        connection = connect(path, key if isinstance(key, str) else key.hex())
        for setting in _SETTINGS:
            if is_copy and setting.startswith("journal_mode"):
                continue
            connection.execute(f"PRAGMA {setting}").fetchall()
        return connection

    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=born,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=4,
        pool_timeout=30,
        hide_parameters=True,  # records are people's data and have no place in a traceback
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _let_go_of_broken)
    return engine


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _let_go_of_broken(context: ExceptionContext) -> None:
    """Have a connection thrown away whose file failed it: SQLCipher says "malformed" ever after one bad read."""
    said = str(context.original_exception)
    if any(word in said for word in ("malformed", "I/O error", "not a database")):
        context.is_disconnect = True


def mark_path(path: Path) -> Path:
    """Return the file beside the database that tells a wrong key from a damaged file."""
    return path.with_name(path.name + ".key-check")


def write_mark(path: Path, key_hex: str) -> None:
    """Leave a mark of the key (an HMAC that says nothing about it) beside the database."""
    write_file(mark_path(path), _mark(key_hex))


def why_not_openable(path: Path, key_hex: str, said: str) -> SystemFault:
    """Tell why a file gives no database: missing, plain, another device's, on a failing disk, or damaged.

    `said` is SQLite's own word; without room for its index of the log it calls a full disk an I/O error.
    """
    if not path.exists():
        return SystemFault("store.missing")
    if path.stat().st_size == 0:
        return SystemFault("store.empty")
    with path.open("rb") as file:
        if file.read(len(_PLAIN_FILE)) == _PLAIN_FILE:
            return SystemFault("store.not_encrypted")
    mark = mark_path(path)
    if mark.exists() and not hmac.compare_digest(mark.read_bytes(), _mark(key_hex)):
        return SystemFault("store.wrong_key")
    if "I/O error" in said or "unable to open" in said:
        is_full = shutil.disk_usage(path.parent).free < _LOG_INDEX_BYTES
        return SystemFault("store.disk_full") if is_full else SystemFault("store.io", why=said)
    return SystemFault("store.damaged")


def _mark(key_hex: str) -> bytes:
    return hmac.digest(bytes.fromhex(key_hex), b"inspector/1 store key check", hashlib.sha256).hex().encode()


def disk_fault(error: OSError) -> SystemFault:
    """Return what a refusal of the disk is to an officer: no room, or a failure with its reason."""
    if error.errno in _NO_ROOM:
        return SystemFault("store.disk_full")
    return SystemFault("store.io", why=error.strerror or "")


@contextmanager
def store_faults() -> Iterator[None]:
    """Turn the database's own errors into faults an officer can act on."""
    try:
        yield
    except (DBAPIError, dbapi2.Error) as error:
        said = str(error.orig if isinstance(error, DBAPIError) else error)
        if "full" in said:
            raise SystemFault("store.disk_full") from error
        if "locked" in said or "busy" in said:
            raise SystemFault("store.busy") from error
        if "malformed" in said or "not a database" in said or "encrypted" in said:
            raise SystemFault("store.damaged") from error
        if "append-only" in said or "no gaps" in said or "never removed" in said:
            raise BugError("store.append_only") from error
        if "UNIQUE" in said or "one hash for ever" in said:
            raise BugError("store.twice") from error
        raise SystemFault("store.io", why=said) from error
    except PoolTimeout as error:
        raise SystemFault("store.busy") from error

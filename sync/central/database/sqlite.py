"""The embedded database: one SQLite file for each bureau, in its data folder."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import QueuePool

from sync.central.database.migrating import upgrade
from sync.central.database.port import database_faults
from sync.central.database.shape import tell_shape

_WAIT_S = 30
_ASKED_AGAIN_S = 0.01
_CONNECTIONS = 20
"""More than a node has threads."""


class SqliteDatabase:
    """A file with the rows of one bureau: what is not in it cannot be asked for."""

    def __init__(self, path: Path, bureau: str) -> None:
        """Open the file, making it and bringing its tables up to date."""
        self.bureau = bureau
        # SQLite lets writers find out by sleeping whether it is their turn, and those who sleep longest may starve:
        # in this process they queue; only writers of other processes are left to its patience
        self._writing = threading.Lock()
        self._engine = create_engine(
            f"sqlite:///{path}",
            poolclass=QueuePool,
            pool_size=_CONNECTIONS,  # one that is opened anew reads the whole schema first
            hide_parameters=True,
            execution_options={"bureau": bureau},
            # isolation_level None: transactions are begun below, by us and at once for writing
            connect_args={"check_same_thread": False, "timeout": _WAIT_S, "isolation_level": None},
        )
        event.listen(self._engine, "connect", _prepare)
        event.listen(self._engine, "begin", _begin)
        self._reads = self._engine.execution_options(reads=True)
        try:
            with self.transaction() as connection:
                upgrade(connection)
                tell_shape(connection)
        except BaseException:
            self.close()
            raise

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """See `Database`."""
        with self._writing, database_faults(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """See `Database`: one state of the whole file, however long it is read."""
        with database_faults(), self._reads.begin() as connection:
            yield connection

    def snapshot(self, path: Path) -> bool:
        """See `Database`."""
        with database_faults(), self._engine.connect() as connection:
            # VACUUM runs outside of any transaction, so past the events that begin one
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute("VACUUM INTO ?", (str(path),))
        return True

    def empty_log(self) -> None:
        """Write everything into the one file, so that it can be moved alone."""
        with database_faults(), self._engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute("PRAGMA journal_mode=DELETE")

    def close(self) -> None:
        """See `Database`."""
        self._engine.dispose()


def _prepare(connection: Any, _record: object) -> None:
    _keep_a_log(connection)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _keep_a_log(connection: Any) -> None:
    """Turn to WAL: where several open the file at once SQLite does not wait for its turn here, as it does elsewhere."""
    end = time.monotonic() + _WAIT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(_ASKED_AGAIN_S)


def _begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get("reads", False)
    # straight to the driver: every request begins two or three of these
    raw = connection.connection.driver_connection
    assert raw is not None
    try:
        raw.execute("BEGIN" if reads else "BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        raise OperationalError("BEGIN", None, error, connection_invalidated=False) from error

"""What the centre asks of a database, and what it says when the database fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from inspector.errors import SystemFault


class Database(Protocol):
    """One bureau's rows; nothing of another bureau can be read or written through it."""

    bureau: str

    def transaction(self) -> AbstractContextManager[Connection]:
        """Open one transaction: committed at the end, rolled back by any exception.

        Raises:
            SystemFault: `central.database` where it cannot be reached or broke off, `central.busy` where another
                writer did not finish, `central.disk_full`: nothing was kept, trying again is harmless.
        """
        ...

    def reading(self) -> AbstractContextManager[Connection]:
        """Open a transaction that only reads; it never waits for a writer. Raises as `transaction`."""
        ...

    def snapshot(self, path: Path) -> bool:
        """Write a consistent copy to a file, while others write; False where the database is backed up elsewhere."""
        ...

    def close(self) -> None:
        """Close every connection."""
        ...


def insert_or(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT that may say what happens on a conflict, in the dialect of the connection."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


@contextmanager
def database_faults() -> Iterator[None]:
    """Turn what a driver raises into our words; `IntegrityError` goes through, it answers a question we asked."""
    try:
        yield
    except IntegrityError:
        raise
    except PoolTimeout as error:
        raise SystemFault("central.busy") from error
    except DBAPIError as error:
        raise _fault(error) from error


def _fault(error: DBAPIError) -> SystemFault:
    why = str(error.orig).strip().partition("\n")[0]
    state = getattr(error.orig, "sqlstate", None) or ""
    if "database or disk is full" in why or state == "53100":
        return SystemFault("central.disk_full")
    if "database is locked" in why or state in {"40001", "40P01", "55P03", "53300"}:
        return SystemFault("central.busy")
    return SystemFault("central.database", why=type(error.orig).__name__)

"""PostgreSQL by configuration: one database for all bureaus, kept apart by row-level security.

The tables belong to one role, which brings them up to date (`inspector central upgrade`); nodes log in as
another, which is no superuser and owns nothing, so that the policies bind it. The wall is against a
forgotten condition, not against a node that was taken over: whoever has the node's login may name any bureau.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError

from inspector.errors import SystemFault
from sync.central.database.migrating import is_current, upgrade
from sync.central.database.migrations.apart import ROLE, SETTING
from sync.central.database.port import database_faults

# a receipt may rest on a commit only if it is on disk there, whatever the server's own default is
_SESSION = (
    "-c synchronous_commit=on -c timezone=UTC -c lock_timeout=30s -c statement_timeout=120s"
    " -c idle_in_transaction_session_timeout=120s"
)
_CONNECTIONS = 20
_INSIDE = text("SELECT set_config(:setting, :bureau, true)")


class PostgresDatabase:
    """The rows of one bureau, through an engine that all bureaus of a node share."""

    def __init__(self, engine: Engine, bureau: str) -> None:
        self.bureau = bureau
        self._engine = engine.execution_options(bureau=bureau)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """See `Database`."""
        with database_faults(), self._engine.begin() as connection:
            connection.execute(_INSIDE, {"setting": SETTING, "bureau": self.bureau})
            yield connection

    def reading(self) -> AbstractContextManager[Connection]:
        """See `Database`: here a transaction like any other, since readers never wait."""
        return self.transaction()

    def snapshot(self, path: Path) -> bool:
        """See `Database`: pg_dump and the server's own archive do this better than a node could."""
        return False

    def close(self) -> None:
        """See `Database`: the engine is closed by whoever made it."""


def engine_at(url: str) -> Engine:
    """Return an engine for a node.

    Raises:
        SystemFault: `central.database`; `central.upgrade_needed`, `central.newer` where the tables are not this
            version's; `central.role` if the login would see all bureaus; `central.settings`, `central.no_extra`.
    """
    engine = _engine(url)
    try:
        with database_faults(), engine.begin() as connection:
            of_role = text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
            if connection.execute(of_role).scalar_one():
                raise SystemFault("central.role")
            if not is_current(connection):
                raise SystemFault("central.upgrade_needed")
    except BaseException:
        engine.dispose()
        raise
    return engine


def upgrade_at(url: str) -> None:
    """Bring the tables up to date, as the role that owns them; makes the role of the nodes where it is missing.

    Raises:
        SystemFault: as `engine_at`.
    """
    engine = _engine(url)
    try:
        with database_faults(), engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": 0x1AB1})
            there = connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": ROLE})
            if there.first() is None:
                connection.execute(text(f"CREATE ROLE {ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS"))
            upgrade(connection)
            connection.execute(text(f"GRANT SELECT ON alembic_version TO {ROLE}"))
    finally:
        engine.dispose()


def _engine(url: str) -> Engine:
    try:
        import psycopg  # noqa: F401
    except ImportError as error:
        raise SystemFault("central.no_extra", what="psycopg") from error
    try:
        address = make_url(url).set(drivername="postgresql+psycopg")
    except ArgumentError as error:
        raise SystemFault("central.settings", what="database.url") from error
    return create_engine(
        address,
        pool_size=_CONNECTIONS,
        max_overflow=0,
        pool_timeout=30,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"connect_timeout": 5, "options": _SESSION, "application_name": "inspector"},
    )

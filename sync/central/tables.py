"""The centre's database: SQLite by default. It holds no plain case data, only what names and opens it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Engine,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    text,
)
from sqlalchemy.pool import QueuePool

metadata = MetaData()

invitations = Table(
    "invitations",
    metadata,
    Column("invitation", String(32), primary_key=True),
    Column("wrapped_code", LargeBinary, nullable=False),
    Column("made", String(24), nullable=False),
    Column("used_by", String(32)),
)

devices = Table(
    "devices",
    metadata,
    Column("device", String(32), primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("enrolled", String(24), nullable=False),
)

bundles = Table(
    "bundles",
    metadata,
    Column("bundle", String(32), primary_key=True),
    Column("device", String(32), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("foot_sha256", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("code", Text, nullable=False, default=""),
    Column("announced", String(24), nullable=False),
    Column("wrapped_key", LargeBinary),
    Column("receipt_text", Text),
    Column("receipt_signature", Text),
)
Index(
    "one_accepted_bundle_for_each_sequence",
    bundles.c.device,
    bundles.c.epoch,
    bundles.c.sequence,
    unique=True,
    sqlite_where=text("state = 'accepted'"),
    postgresql_where=text("state = 'accepted'"),
)

parts = Table(
    "parts",
    metadata,
    Column("bundle", String(32), primary_key=True),
    Column("number", Integer, primary_key=True),
)

entries = Table(
    "entries",
    metadata,
    Column("device", String(32), primary_key=True),
    Column("epoch", Integer, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("bundle", String(32), nullable=False),
    Column("leaf", LargeBinary, nullable=False),
    Column("change", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
)

objects = Table(
    "objects",
    metadata,
    Column("device", String(32), primary_key=True),
    Column("object", String(32), primary_key=True),
    Column("bundle", String(32), nullable=False),
    Column("position", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("wrapped_key", LargeBinary, nullable=False),
)

heads = Table(
    "heads",
    metadata,
    Column("device", String(32), primary_key=True),
    Column("epoch", Integer, primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("foot_sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("leaf", LargeBinary, nullable=False),
    Column("frontier", LargeBinary, nullable=False),
)


branches = Table(
    "branches",
    metadata,
    Column("device", String(32), primary_key=True),
    Column("epoch", Integer, primary_key=True),
    Column("from_epoch", Integer, nullable=False),
    Column("size", BigInteger, nullable=False),
)


def open_database(path: Path) -> Engine:
    """Open the database file, making its tables where they are missing; dispose of the engine after use."""
    engine = create_engine(
        f"sqlite:///{path}",
        poolclass=QueuePool,
        # isolation_level None: transactions are begun below, by us and at once for writing
        connect_args={"check_same_thread": False, "timeout": 30, "isolation_level": None},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        reads = connection.get_execution_options().get("reads", False)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    metadata.create_all(engine)
    return engine

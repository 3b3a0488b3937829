"""The centre's tables, for both databases. They hold no plain case data, only what names and opens it.

Every row carries its `bureau`. No query names it: a connection is inside one bureau (`database/`), new rows
take it from there, and PostgreSQL hides all others. How to add a table: `database/__init__.py`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

metadata = MetaData()


def bureau_column() -> Column[str]:
    """Return the column every table begins with; it is filled from the connection."""
    return Column("bureau", String(32), primary_key=True, default=_bureau_of)


def _bureau_of(context: Any) -> str:
    return str(context.connection.get_execution_options()["bureau"])


invitations = Table(
    "invitations",
    metadata,
    bureau_column(),
    Column("invitation", String(32), primary_key=True),
    Column("wrapped_code", LargeBinary, nullable=False),
    Column("made", String(24), nullable=False),
    Column("used_by", String(32)),
)

devices = Table(
    "devices",
    metadata,
    bureau_column(),
    Column("device", String(32), primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("enrolled", String(24), nullable=False),
)

bundles = Table(
    "bundles",
    metadata,
    bureau_column(),
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
    bundles.c.bureau,
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
    bureau_column(),
    Column("bundle", String(32), primary_key=True),
    Column("number", Integer, primary_key=True),
)

entries = Table(
    "entries",
    metadata,
    bureau_column(),
    Column("device", String(32), primary_key=True),
    Column("epoch", Integer, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("bundle", String(32), nullable=False),
    Column("leaf", LargeBinary, nullable=False),
    Column("change", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
)

Index("entries_of_each_record", entries.c.bureau, entries.c.kind, entries.c.subject)

objects = Table(
    "objects",
    metadata,
    bureau_column(),
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
    bureau_column(),
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
    bureau_column(),
    Column("device", String(32), primary_key=True),
    Column("epoch", Integer, primary_key=True),
    Column("from_epoch", Integer, nullable=False),
    Column("size", BigInteger, nullable=False),
)

verifications = Table(
    "verifications",
    metadata,
    bureau_column(),
    Column("bundle", String(32), primary_key=True),
    Column("device", String(32), nullable=False),
    Column("asked", String(24), nullable=False),
    Column("not_before", String(24), nullable=False),
    Column("worker", String(32), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("facts", Text, nullable=False),
)
"""The work queue between intake nodes and verifiers: a row is waiting, or leased until `not_before`, or has an outcome."""

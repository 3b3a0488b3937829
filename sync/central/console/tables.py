"""The console's tables: accounts, sessions, tries, the trail, and the sealed catalogue of what was delivered."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from sync.central.tables import bureau_column, metadata

accounts = Table(
    "console_accounts",
    metadata,
    bureau_column(),
    Column("account", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", String(16), nullable=False),
    Column("password", Text),
    Column("wrapped_totp", LargeBinary),
    Column("totp_step", BigInteger, nullable=False, default=0),
    Column("set_up_sha256", String(64)),
    Column("set_up_until", String(24)),
    Column("is_locked", Boolean, nullable=False, default=False),
    Column("made", String(24), nullable=False),
)

Index("console_accounts_of_one_name", accounts.c.bureau, accounts.c.name, unique=True)

sessions = Table(
    "console_sessions",
    metadata,
    bureau_column(),
    Column("token_sha256", String(64), primary_key=True),
    Column("account", String(32), nullable=False),
    Column("made", String(24), nullable=False),
    Column("seen", String(24), nullable=False),
)

tries = Table(
    "console_tries",
    metadata,
    bureau_column(),
    Column("key", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last", String(24), nullable=False),
)

trail = Table(
    "console_trail",
    metadata,
    bureau_column(),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("mac", String(64), nullable=False),
)
"""The database itself forbids to change a row or to take one away."""

records = Table(
    "console_records",
    metadata,
    bureau_column(),
    Column("device", String(32), primary_key=True),
    Column("kind", String(32), primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("inspection", Text, nullable=False),
    Column("body", LargeBinary),
)
Index(
    "console_records_of_inspection", records.c.bureau, records.c.device, records.c.inspection, records.c.kind
)

lines = Table(
    "console_lines",
    metadata,
    bureau_column(),
    Column("device", String(32), primary_key=True),
    Column("inspection", Text, primary_key=True),
    Column("made_by", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

read_bundles = Table(
    "console_read_bundles",
    metadata,
    bureau_column(),
    Column("bundle", String(32), primary_key=True),
    Column("code", Text, nullable=False, default=""),
)

case_bundles = Table(
    "console_case_bundles",
    metadata,
    bureau_column(),
    Column("device", String(32), primary_key=True),
    Column("inspection", Text, primary_key=True),
    Column("bundle", String(32), primary_key=True),
)

"""Tables of the feed: what was told to whom, the cases the office writes in, keys and revocations; no plain case data."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, String, Table, Text

from sync.central.tables import bureau_column, metadata

feed_entries = Table(
    "feed_entries",
    metadata,
    bureau_column(),
    Column("device", String(32), primary_key=True),
    Column("epoch", Integer, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("entry", String(64), nullable=False),
    Column("kind", Text, nullable=False),
    Column("told", String(24), nullable=False),
    Column("sealed_head", LargeBinary, nullable=False),
    Column("body_sha256", String(64), nullable=False),
)

feed_bodies = Table(
    "feed_bodies",
    metadata,
    bureau_column(),
    Column("sha256", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

feed_common = Table(
    "feed_common",
    metadata,
    bureau_column(),
    Column("number", BigInteger, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)
"""What every device is told, for those that are enrolled later; of one subject the latest counts."""

feed_positions = Table(
    "feed_positions",
    metadata,
    bureau_column(),
    Column("device", String(32), primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("acknowledged", BigInteger, nullable=False),
    Column("asked", String(24), nullable=False),
    Column("feed_key", LargeBinary, nullable=False),
    Column("astray_epoch", Integer, nullable=False),
    Column("astray_seq", BigInteger, nullable=False),
)
"""How far each device has come with what the centre knows, when it asked, and the public key its pages are sealed for.

`astray_*`: what it said last that the centre does not know, 0 if it knows it: an older backup was put back here.
"""
NOT_HEARD = -1
"""`astray_seq` in a copy that a backup made: the device has said nothing since."""

feed_restarts = Table(
    "feed_restarts",
    metadata,
    bureau_column(),
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("at", String(24), nullable=False),
    Column("statement", Text, nullable=False),
)
"""Epochs the root began after the first; the highest is the one all feeds are in.

`COPIED` in place of an epoch: these rows are a backup of that moment, and what was told later is not known here.
"""
COPIED = 0

cases = Table(
    "cases",
    metadata,
    bureau_column(),
    Column("inspection", Text, primary_key=True),
    Column("device", String(32), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

number_blocks = Table(
    "number_blocks",
    metadata,
    bureau_column(),
    Column("kind", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("first", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
    Column("device", String(32), nullable=False),
    Column("told", String(24), nullable=False),
)

centre_keys = Table(
    "centre_keys",
    metadata,
    bureau_column(),
    Column("role", String(16), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("file_id", String(16), nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("since", String(24), nullable=False),
    Column("until", String(24), nullable=False),
    Column("certificate", Text, nullable=False),
)

revocations = Table(
    "revocations",
    metadata,
    bureau_column(),
    Column("what", String(16), primary_key=True),
    Column("subject", String(64), primary_key=True),
    Column("since", String(24), nullable=False),
    Column("sealed_reason", LargeBinary, nullable=False),
)

quarantine = Table(
    "quarantine",
    metadata,
    bureau_column(),
    Column("bundle", String(32), primary_key=True),
    Column("since", String(24), nullable=False),
    Column("decided", String(16), nullable=False),
    Column("sealed_note", LargeBinary, nullable=False),
)
"""Bundles of a revoked device that nothing proves to be from before; `decided` is empty, `admitted` or `refused`."""

"""Tables of the feed: entries, bodies, cases, number blocks, keys, revocations, quarantine."""

from __future__ import annotations

from typing import Any

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, LargeBinary, String, Text

from sync.central.database.migrations.apart import apart, bureau

revision = "feed_01"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables."""
    for name, columns in _tables().items():
        op.create_table(name, bureau(), *columns)
        apart(name)


def _tables() -> dict[str, list[Column[Any]]]:
    return {
        "feed_entries": [
            _key("device", String(32)),
            _key("epoch", Integer),
            _key("seq", BigInteger),
            _needed("entry", String(64)),
            _needed("kind", Text),
            _needed("told", String(24)),
            _needed("sealed_head", LargeBinary),
            _needed("body_sha256", String(64)),
        ],
        "feed_bodies": [
            _key("sha256", String(64)),
            _needed("size", Integer),
            _needed("sealed", LargeBinary),
        ],
        "feed_common": [_key("number", BigInteger), _needed("sealed", LargeBinary)],
        "feed_positions": [
            _key("device", String(32)),
            _needed("epoch", Integer),
            _needed("acknowledged", BigInteger),
            _needed("asked", String(24)),
            _needed("feed_key", LargeBinary),
            _needed("astray_epoch", Integer),
            _needed("astray_seq", BigInteger),
        ],
        "feed_restarts": [
            _key("epoch", Integer),
            _needed("at", String(24)),
            _needed("statement", Text),
        ],
        "cases": [
            _key("inspection", Text),
            _needed("device", String(32)),
            _needed("sealed", LargeBinary),
        ],
        "number_blocks": [
            _key("kind", Text),
            _key("year", Integer),
            _key("first", Integer),
            _needed("last", Integer),
            _needed("device", String(32)),
            _needed("told", String(24)),
        ],
        "centre_keys": [
            _key("role", String(16)),
            _key("number", Integer),
            _needed("file_id", String(16)),
            _needed("public_key", LargeBinary),
            _needed("since", String(24)),
            _needed("until", String(24)),
            _needed("certificate", Text),
        ],
        "revocations": [
            _key("what", String(16)),
            _key("subject", String(64)),
            _needed("since", String(24)),
            _needed("sealed_reason", LargeBinary),
        ],
        "quarantine": [
            _key("bundle", String(32)),
            _needed("since", String(24)),
            _needed("decided", String(16)),
            _needed("sealed_note", LargeBinary),
        ],
    }


def _key(name: str, kind: Any) -> Column[Any]:
    return Column(name, kind, primary_key=True, autoincrement=False)


def _needed(name: str, kind: Any) -> Column[Any]:
    return Column(name, kind, nullable=False)

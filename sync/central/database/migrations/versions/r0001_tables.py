"""The tables as they were before there were revisions; a database made then has them already."""

from __future__ import annotations

from typing import Any

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, LargeBinary, String, Text, text

revision = "0001"
down_revision = None


def columns() -> dict[str, list[Column[Any]]]:
    """Return each table's columns, fresh."""
    device, epoch = ("device", String(32)), ("epoch", Integer)
    return {
        "invitations": [
            key("invitation", String(32)),
            needed("wrapped_code", LargeBinary),
            needed("made", String(24)),
            Column("used_by", String(32)),
        ],
        "devices": [
            key(*device),
            needed(*epoch),
            needed("name", Text),
            needed("public_key", LargeBinary),
            needed("enrolled", String(24)),
        ],
        "bundles": [
            key("bundle", String(32)),
            needed(*device),
            needed(*epoch),
            needed("sequence", BigInteger),
            needed("foot_sha256", String(64)),
            needed("state", String(16)),
            needed("code", Text),
            needed("announced", String(24)),
            Column("wrapped_key", LargeBinary),
            Column("receipt_text", Text),
            Column("receipt_signature", Text),
        ],
        "parts": [key("bundle", String(32)), key("number", Integer)],
        "entries": [
            key(*device),
            key(*epoch),
            key("seq", BigInteger),
            needed("bundle", String(32)),
            needed("leaf", LargeBinary),
            needed("change", Text),
            needed("kind", Text),
            needed("subject", Text),
        ],
        "objects": [
            key(*device),
            key("object", String(32)),
            needed("bundle", String(32)),
            needed("position", Integer),
            needed("sha256", String(64)),
            needed("size", BigInteger),
            needed("wrapped_key", LargeBinary),
        ],
        "heads": [
            key(*device),
            key(*epoch),
            needed("sequence", BigInteger),
            needed("foot_sha256", String(64)),
            needed("size", BigInteger),
            needed("leaf", LargeBinary),
            needed("frontier", LargeBinary),
        ],
        "branches": [key(*device), key(*epoch), needed("from_epoch", Integer), needed("size", BigInteger)],
    }


def key(name: str, kind: Any) -> Column[Any]:
    """Return a column of the primary key."""
    return Column(name, kind, primary_key=True, autoincrement=False)


def needed(name: str, kind: Any) -> Column[Any]:
    """Return a column that is never empty."""
    return Column(name, kind, nullable=False)


def upgrade() -> None:
    """Make what is missing."""
    for name, made in columns().items():
        op.create_table(name, *made, if_not_exists=True)
    op.create_index(
        "one_accepted_bundle_for_each_sequence",
        "bundles",
        ["device", "epoch", "sequence"],
        unique=True,
        sqlite_where=text("state = 'accepted'"),
        postgresql_where=text("state = 'accepted'"),
        if_not_exists=True,
    )

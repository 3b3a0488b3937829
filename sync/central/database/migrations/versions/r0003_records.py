"""Entries are found by the record they are about."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the index."""
    op.create_index("entries_of_each_record", "entries", ["bureau", "kind", "subject"])

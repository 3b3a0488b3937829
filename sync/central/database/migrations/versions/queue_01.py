"""The work queue between intake nodes and verifiers."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Integer, String, Text

from sync.central.database.migrations.apart import apart, bureau
from sync.central.database.migrations.versions.r0001_tables import key, needed

revision = "queue_01"
down_revision = "0002"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "verifications",
        bureau(),
        key("bundle", String(32)),
        needed("device", String(32)),
        needed("asked", String(24)),
        needed("not_before", String(24)),
        needed("worker", String(32)),
        needed("tries", Integer),
        needed("outcome", Text),
        needed("facts", Text),
    )
    apart("verifications")

"""Every row says whose it is, and the key begins with it; what was there belongs to the bureau of this folder."""

from __future__ import annotations

from alembic import op
from sqlalchemy import column, insert, literal, select, table, text

from sync.central.database.migrations.apart import apart, bureau
from sync.central.database.migrations.versions.r0001_tables import columns

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make each table anew with the column in front and copy its rows: neither database changes a key in place."""
    op.drop_index("one_accepted_bundle_for_each_sequence", "bundles")
    own = op.get_bind().get_execution_options().get("bureau", "")
    for name, made in columns().items():
        names = [each.name for each in made]
        op.rename_table(name, f"{name}_before")
        op.create_table(name, bureau(), *made)
        before = table(f"{name}_before", *(column(each) for each in names))
        rows = select(literal(own), *(before.c[each] for each in names))
        after = table(name, column("bureau"), *(column(each) for each in names))
        op.execute(insert(after).from_select(["bureau", *names], rows))
        op.drop_table(f"{name}_before")
        apart(name)
    op.create_index(
        "one_accepted_bundle_for_each_sequence",
        "bundles",
        ["bureau", "device", "epoch", "sequence"],
        unique=True,
        sqlite_where=text("state = 'accepted'"),
        postgresql_where=text("state = 'accepted'"),
    )

"""Words for revisions: the bureau's column, and the wall between bureaus."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, String

SETTING = "inspector.bureau"
"""The PostgreSQL setting that says, for one transaction, whose rows there are."""
ROLE = "inspector_centre"
"""The PostgreSQL role nodes act as: no superuser, no owner, so that the policies bind it."""


def bureau() -> Column[str]:
    """Return the first column of every table."""
    return Column("bureau", String(32), primary_key=True)


def apart(table: str) -> None:
    """Make PostgreSQL show and take rows of the transaction's bureau only; SQLite has a file for each."""
    if op.get_bind().dialect.name != "postgresql":
        return
    mine = f"bureau = current_setting('{SETTING}')"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY one_bureau ON {table} USING ({mine}) WITH CHECK ({mine})")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {ROLE}")

"""The console's tables: accounts, sessions, tries, the trail, and the sealed catalogue."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, String, Text

from sync.central.database.migrations.apart import apart, bureau
from sync.central.database.migrations.versions.r0001_tables import key, needed

revision = "console_01"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables, and forbid the trail to change."""
    device, inspection = ("device", String(32)), ("inspection", Text)
    made = {
        "console_accounts": [
            key("account", String(32)),
            needed("name", Text),
            needed("role", String(16)),
            Column("password", Text),
            Column("wrapped_totp", LargeBinary),
            needed("totp_step", BigInteger),
            Column("set_up_sha256", String(64)),
            Column("set_up_until", String(24)),
            needed("is_locked", Boolean),
            needed("made", String(24)),
        ],
        "console_sessions": [
            key("token_sha256", String(64)),
            needed("account", String(32)),
            needed("made", String(24)),
            needed("seen", String(24)),
        ],
        "console_tries": [key("key", String(64)), needed("failures", Integer), needed("last", String(24))],
        "console_trail": [key("number", BigInteger), needed("text", Text), needed("mac", String(64))],
        "console_records": [
            key(*device),
            key("kind", String(32)),
            key("subject", Text),
            needed("epoch", Integer),
            needed("seq", BigInteger),
            needed("position", BigInteger),
            needed(*inspection),
            Column("body", LargeBinary),
        ],
        "console_lines": [
            key(*device),
            key(*inspection),
            needed("made_by", Text),
            needed("body", LargeBinary),
        ],
        "console_read_bundles": [key("bundle", String(32)), needed("code", Text)],
        "console_case_bundles": [key(*device), key(*inspection), key("bundle", String(32))],
    }
    for name, columns in made.items():
        op.create_table(name, bureau(), *columns)
        apart(name)
    op.create_index("console_accounts_of_one_name", "console_accounts", ["bureau", "name"], unique=True)
    op.create_index(
        "console_records_of_inspection", "console_records", ["bureau", "device", "inspection", "kind"]
    )
    _only_grows("console_trail")


def _only_grows(table: str) -> None:
    """Forbid to change or to take away a row, in the database itself."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION only_grows() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'the trail only grows'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION only_grows()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
            " BEGIN SELECT RAISE(ABORT, 'the trail only grows'); END"
        )

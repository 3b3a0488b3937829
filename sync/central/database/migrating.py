"""Bringing a database up to date when a centre opens it: Alembic, the same revisions for both databases."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from inspector.errors import SystemFault

_SCRIPTS = Path(__file__).parent / "migrations"
_REVISION = re.compile(r'^revision = "(\w+)"\ndown_revision = (?:"(\w+)"|None)$', re.MULTILINE)


def upgrade(connection: Connection) -> None:
    """Apply every revision that is missing, in the transaction of `connection`.

    Raises:
        SystemFault: `central.newer` if a later version of the program has been here.
    """
    if is_current(connection):
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "heads")


def is_current(connection: Connection) -> bool:
    """Return whether every revision was applied; `SystemFault("central.newer")` as `upgrade`."""
    present = _present(connection)
    if not present <= {name for name, _ in _revisions()}:
        raise SystemFault("central.newer")
    return present == heads()


@cache
def heads() -> frozenset[str]:
    """Return the last revision of every branch, read from the scripts' first lines: Alembic need not be loaded."""
    found = _revisions()
    return frozenset(name for name, _ in found) - {before for _, before in found}


@cache
def _revisions() -> tuple[tuple[str, str | None], ...]:
    found = []
    for script in sorted((_SCRIPTS / "versions").glob("*.py")):
        for name, before in _REVISION.findall(script.read_text("utf-8")):
            found.append((name, before or None))
    return tuple(found)


def _present(connection: Connection) -> frozenset[str]:
    if not inspect(connection).has_table("alembic_version"):
        return frozenset()
    return frozenset(connection.execute(text("SELECT version_num FROM alembic_version")).scalars())

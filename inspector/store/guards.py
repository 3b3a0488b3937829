"""The guards of a database made before one of them existed are put up at its next opening."""

from __future__ import annotations

from sqlalchemy import Engine

from inspector.store.database_file import WRITES
from inspector.store.tables import GUARDS


def put_up_guards(engine: Engine) -> None:
    """Make sure that all triggers are there which forbid rewriting; nothing is written where they are."""
    with engine.connect() as connection:
        listed = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars()
        there = set(listed)
    missing = [guard for guard in GUARDS if guard.split()[2] not in there]
    if not missing:
        return
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        for guard in missing:
            connection.exec_driver_sql(guard)
        connection.commit()

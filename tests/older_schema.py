"""A database taken back to the first schema, as the migrations themselves tell what came later."""

from __future__ import annotations

from typing import Any

from inspector.store.migrating import STEPS


def take_back_to_the_first(connection: Any) -> None:
    """Drop every table a later schema brought, with its indices, and close the connection."""
    for step in (statement for statements in STEPS.values() for statement in statements):
        what, kind, name, *_ = step.split()
        if (what, kind) == ("CREATE", "TABLE"):
            connection.execute(f"DROP TABLE {name}")
    connection.execute("PRAGMA user_version = 1")
    connection.close()

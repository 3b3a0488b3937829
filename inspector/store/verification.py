"""Does the database say what its journal says? Recomputed from the entries alone."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from inspector.store.entry import faults_in_chain, projected
from inspector.store.projection import project, take_off
from inspector.store.tables import journal, projections


@dataclass(frozen=True)
class Flaw:
    """One place where the database is not what it should be."""

    what: str
    """`chain` (an entry does not follow, or its hash is wrong), `record` (a table differs) or `page`."""
    where: str
    """Number of the entry, or kind and id of the record, or what the database says."""


def flaws_in_chain(connection: Connection, device: str) -> list[Flaw]:
    """Recompute every hash of the journal."""
    rows = connection.execute(select(journal.c.entry, journal.c.leaf).order_by(journal.c.seq))
    pairs = ((row.entry, row.leaf) for row in rows)
    return [Flaw("chain", str(seq)) for seq in faults_in_chain(pairs, device)]


def flaws_in_projections(connection: Connection) -> list[Flaw]:
    """Replay the journal and compare every table with what it should hold."""
    expected: dict[tuple[str, str], tuple[int, int, bytes]] = {}
    for entry in connection.execute(select(journal.c.entry).order_by(journal.c.seq)).scalars():
        done = projected(entry)
        if done is None:
            continue
        key = (done.kind, done.subject)
        if done.body is None:
            expected.pop(key, None)
        else:
            position = expected[key][0] if key in expected else done.seq
            expected[key] = (position, done.seq, done.body)
    stored: dict[tuple[str, str], tuple[int, int, bytes]] = {}
    for kind, table in projections.items():
        for row in connection.execute(select(table)):
            stored[kind, row.id] = (row.position, row.seq, row.body)
    keys = sorted(expected.keys() | stored.keys())
    return [Flaw("record", " ".join(key)) for key in keys if expected.get(key) != stored.get(key)]


def flaws_in_file(connection: Connection) -> list[Flaw]:
    """Check every page: first that nobody changed it, then that they belong together."""
    said = [
        *connection.exec_driver_sql("PRAGMA cipher_integrity_check").scalars(),
        *(text for text in connection.exec_driver_sql("PRAGMA integrity_check").scalars() if text != "ok"),
    ]
    return [Flaw("page", str(text)) for text in said]


def rebuild(connection: Connection) -> None:
    """Empty the projections and fill them again from the journal."""
    for table in projections.values():
        connection.execute(delete(table))
    for entry in connection.execute(select(journal.c.entry).order_by(journal.c.seq)).scalars().all():
        done = projected(entry)
        if done is None:
            continue
        if done.body is None:
            connection.execute(take_off(done.kind, done.subject))
        else:
            connection.execute(project(done.seq, done.kind, done.subject, done.body))

"""From journal to tables: the same few statements when a record is saved and when all is rebuilt."""

from __future__ import annotations

import json

from sqlalchemy import Delete, delete
from sqlalchemy.dialects.sqlite import Insert, insert

from inspector.store.entry import KINDS
from inspector.store.tables import looked_up, projections


def project(seq: int, kind: str, subject: str, body: bytes) -> Insert:
    """Return the statement that puts a record's new body in its table; its place in the order stays."""
    plain = json.loads(body)
    now = {"seq": seq, "body": body} | {name: plain[name] for name in looked_up(KINDS[kind])}
    statement = insert(projections[kind]).values(id=subject, position=seq, **now)
    return statement.on_conflict_do_update(index_elements=["id"], set_=now)


def take_off(kind: str, subject: str) -> Delete:
    """Return the statement that takes a record off its table."""
    table = projections[kind]
    return delete(table).where(table.c.id == subject)

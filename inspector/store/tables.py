"""The tables: the journal, one projection for each kind of record, and what opens vault objects."""

from __future__ import annotations

import dataclasses
import re

from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, Text

from inspector.records import Record
from inspector.store.entry import KINDS

metadata = MetaData()

journal = Table(
    "journal",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("entry", LargeBinary, nullable=False),
    Column("leaf", LargeBinary, nullable=False),
    sqlite_strict=True,
)


def _sealed_columns() -> list[Column[object]]:
    return [
        Column("sha256", Text, nullable=False),
        Column("size", Integer, nullable=False),
        Column("cipher_sha256", Text, nullable=False),
        Column("cipher_size", Integer, nullable=False),
        Column("wrapped_key", LargeBinary, nullable=False),
    ]


sealed_object = Table(
    "sealed_object",
    metadata,
    Column("id", Text, primary_key=True),
    *_sealed_columns(),
    sqlite_strict=True,
)
thumbnail = Table(
    "thumbnail",
    metadata,
    Column("photo_id", Text, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    *_sealed_columns(),
    sqlite_strict=True,
)

_LOOKED_UP = ("inspection_id", "sha256")
"""Fields of a record that have a column of their own, with an index."""


def looked_up(kind: type[Record]) -> tuple[str, ...]:
    """Return the fields by which records of a kind are looked up besides their id."""
    fields = {field.name for field in dataclasses.fields(kind)}
    return tuple(name for name in _LOOKED_UP if name in fields)


def _projection(kind: type[Record]) -> Table:
    return Table(
        re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower(),
        metadata,
        Column("id", Text, primary_key=True),
        Column(
            "position", Integer, nullable=False, unique=True
        ),  # the entry that brought it in: oldest first
        Column("seq", Integer, nullable=False),  # the entry it is as of
        *(Column(name, Text, nullable=False, index=True) for name in looked_up(kind)),
        Column("body", LargeBinary, nullable=False),  # canonical JSON, as journalled
        sqlite_strict=True,
    )


projections: dict[str, Table] = {name: _projection(kind) for name, kind in KINDS.items()}

GUARDS = (
    """CREATE TRIGGER journal_never_changes BEFORE UPDATE ON journal
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER journal_never_shrinks BEFORE DELETE ON journal
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    # also stops INSERT OR REPLACE, whose silent delete fires no trigger
    """CREATE TRIGGER journal_has_no_gaps BEFORE INSERT ON journal
       WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM journal)
       BEGIN SELECT RAISE(ABORT, 'the journal has no gaps'); END""",
    """CREATE TRIGGER object_never_shrinks BEFORE DELETE ON sealed_object
       BEGIN SELECT RAISE(ABORT, 'what opens an original is never removed'); END""",
    """CREATE TRIGGER object_never_changes BEFORE UPDATE ON sealed_object
       WHEN NEW.id <> OLD.id OR NEW.sha256 <> OLD.sha256 OR NEW.size <> OLD.size
       BEGIN SELECT RAISE(ABORT, 'an original has one hash for ever'); END""",
    # sealing the same bytes again is lawful, also by way of replacing the row
    """CREATE TRIGGER object_is_never_another BEFORE INSERT ON sealed_object
       WHEN EXISTS (SELECT 1 FROM sealed_object
                    WHERE id = NEW.id AND (sha256 <> NEW.sha256 OR size <> NEW.size))
       BEGIN SELECT RAISE(ABORT, 'an original has one hash for ever'); END""",
)
"""The database itself refuses to rewrite history, whoever asks."""

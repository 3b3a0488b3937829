"""The centre's database behind one port: SQLite in the data folder, or PostgreSQL by configuration.

How to add a table:

1. Describe it in `sync/central/tables.py` (or beside its room, with the same `metadata`); the first line is
   `bureau_column()`, so the primary key begins with it. Queries never name the bureau.
2. Add a revision under `migrations/versions/`, e.g. `console_01.py`, with `down_revision = "0002"` or your
   room's revision before; rooms are branches, all heads are applied when a centre opens. It calls
   `op.create_table(...)` with `bureau()` first, then `apart("name")`, which makes PostgreSQL keep bureaus apart.
   Write what the table is now, not what `tables.py` says: a released revision never changes.
3. Upserts go through `insert_or(connection, table)`, which speaks both dialects; a conflict target names
   `bureau` first. `test_database_contract.py` compares the tables with the migrations on both.
"""

from sync.central.database.port import Database, insert_or
from sync.central.database.sqlite import SqliteDatabase

__all__ = ["Database", "SqliteDatabase", "insert_or"]

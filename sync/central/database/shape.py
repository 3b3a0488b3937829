"""What SQLite is told of its tables: every row of a file is of one bureau, so a key is searched behind that column.

Keys begin with the bureau and no query names it (`tables.py`). Without this SQLite would read a whole table for each
row it looks for; with it, it skips over the first column of the index (https://sqlite.org/optoverview.html#skipscan).
"""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

_ROWS = 1_000_000
"""As if each table were large: a small one is read quickly either way."""


def tell_shape(connection: Connection) -> None:
    """Write what the planner goes by, once for each set of indexes; nothing is measured."""
    wanted = {
        (table, index): _shape(len(columns))
        for table, index, columns in _indexes(connection)
        if columns[0] == "bureau" and len(columns) > 1
    }
    if inspect(connection).has_table("sqlite_stat1"):
        rows = connection.execute(text("SELECT tbl, idx, stat FROM sqlite_stat1")).all()
        if {(row[0], row[1]): row[2] for row in rows} == wanted:
            return
    connection.exec_driver_sql("PRAGMA analysis_limit=1")
    connection.exec_driver_sql("ANALYZE")  # makes the table; what it found is replaced
    connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    for (table, index), stat in wanted.items():
        connection.execute(
            text("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (:table, :index, :stat)"),
            {"table": table, "index": index, "stat": stat},
        )
    connection.exec_driver_sql(
        "ANALYZE sqlite_schema"
    )  # this connection reads it anew, later ones when they open


def _indexes(connection: Connection) -> list[tuple[str, str, list[str]]]:
    found = []
    tables = "SELECT name, tbl_name FROM sqlite_schema WHERE type = 'index'"
    for index, table in connection.execute(text(tables)).all():
        columns = connection.execute(
            text("SELECT name FROM pragma_index_info(:index) ORDER BY seqno"), {"index": index}
        )
        found.append((table, index, list(columns.scalars())))
    return found


def _shape(columns: int) -> str:
    """Return rows in all, then rows for each value of the first column, of the first two, and so on to one."""
    narrowing = [max(1, 1000 // 10**place) for place in range(columns - 2)]
    return " ".join(map(str, (_ROWS, _ROWS, *narrowing, 1)))

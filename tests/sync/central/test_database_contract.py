"""What both databases promise: rows of one bureau, whole transactions, our words when they fail."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from inspector.errors import SystemFault
from sync.central.console.tables import accounts
from sync.central.database import Database, SqliteDatabase, insert_or
from sync.central.database.postgres import PostgresDatabase, engine_at, upgrade_at
from sync.central.tables import invitations, metadata, parts
from tests.sync.central.servers import OWNER, Postgres
from tests.together import faults_of

Open = Callable[[str], Database]


@pytest.fixture(params=["sqlite", "postgres"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Open the database of a bureau."""
    if request.param == "sqlite":
        found: list[Database] = []

        def in_file(bureau: str) -> Database:
            found.append(SqliteDatabase(tmp_path / f"{bureau}.db", bureau))
            return found[-1]

        yield in_file
        for each in found:
            each.close()
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    engine = engine_at(postgres.url(postgres.fresh(request.getfixturevalue("template"))))
    yield lambda bureau: PostgresDatabase(engine, bureau)
    engine.dispose()


def add(connection: Connection, bundle: str, number: int = 0) -> None:
    connection.execute(insert(parts).values(bundle=bundle, number=number))


def held(database: Database) -> list[str]:
    with database.reading() as connection:
        return list(connection.execute(select(parts.c.bundle).order_by(parts.c.bundle)).scalars())


def test_a_transaction_is_kept_whole_or_not_at_all(opened: Open) -> None:
    database = opened("a")
    with database.transaction() as connection:
        add(connection, "one")
    with pytest.raises(RuntimeError), database.transaction() as connection:
        add(connection, "two")
        raise RuntimeError
    assert held(database) == ["one"]


def test_a_row_that_is_there_may_be_put_again(opened: Open) -> None:
    database = opened("a")
    for _ in range(2):
        with database.transaction() as connection:
            connection.execute(
                insert_or(connection, parts).values(bundle="b", number=1).on_conflict_do_nothing()
            )
    assert held(database) == ["b"]


def test_no_statement_reaches_another_bureau(opened: Open) -> None:
    ours, theirs = opened("ours"), opened("theirs")
    with theirs.transaction() as connection:
        add(connection, "secret")
    with ours.transaction() as connection:
        assert connection.execute(text("SELECT count(*) FROM parts")).scalar_one() == 0
        assert connection.execute(update(parts).values(number=9)).rowcount == 0
        assert connection.execute(delete(parts)).rowcount == 0
        add(connection, "secret")  # the same key is no conflict either, so it tells nothing
    assert held(theirs) == held(ours) == ["secret"]
    with theirs.reading() as connection:
        assert connection.execute(select(parts.c.number)).scalar_one() == 0


def test_a_row_cannot_be_given_to_another_bureau(opened: Open) -> None:
    ours, theirs = opened("ours"), opened("theirs")
    with ours.transaction() as connection:
        add(connection, "mine")
    for statement in (
        insert(parts).values(bureau="theirs", bundle="x", number=1),
        update(parts).values(bureau="theirs"),
    ):
        try:
            with ours.transaction() as connection:
                connection.execute(statement)
        except SystemFault as fault:
            assert (
                fault.code == "central.database"
            )  # PostgreSQL refuses; SQLite has no other bureau to give it to
    assert held(theirs) == []


def test_the_revisions_make_the_tables_that_are_described(opened: Open) -> None:
    with opened("a").reading() as connection:
        assert accounts.metadata is metadata  # the rooms describe their tables beside the centre's own
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    assert all(next(iter(table.primary_key.columns)).name == "bureau" for table in metadata.tables.values())


def test_writers_that_meet_wait_for_each_other(opened: Open) -> None:
    database = opened("a")
    with database.transaction() as connection:
        connection.execute(insert(invitations).values(invitation="i", wrapped_code=b"", made=""))

    def count_up() -> None:
        for _ in range(5):
            with database.transaction() as connection:
                row = connection.execute(select(invitations.c.made).with_for_update()).scalar_one()
                connection.execute(update(invitations).values(made=f"{row}x"))

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as connection:
        assert connection.execute(select(func.length(invitations.c.made))).scalar_one() == 20


def test_every_table_is_walled_off_also_for_its_owner(postgres: Postgres, template: str) -> None:
    with postgres.connect(template, "postgres") as connection:
        rows = connection.execute(
            "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        ).fetchall()
    assert {name: walled for name, walled in rows if name != "alembic_version"} == dict.fromkeys(
        metadata.tables, True
    )


def test_outside_a_bureau_there_is_nothing_to_see(postgres: Postgres, template: str) -> None:
    engine = engine_at(postgres.url(postgres.fresh(template)))
    with pytest.raises(DBAPIError, match=r"inspector\.bureau"), engine.begin() as connection:
        connection.execute(select(parts))
    engine.dispose()


@pytest.mark.parametrize(("role", "code"), [("postgres", "central.role"), (OWNER, "central.upgrade_needed")])
def test_a_node_does_not_start_where_it_would_see_too_much_or_too_little(
    postgres: Postgres, template: str, role: str, code: str
) -> None:
    database = template if role == "postgres" else postgres.fresh()
    with pytest.raises(SystemFault) as fault:
        engine_at(postgres.url(database, role))
    assert fault.value.code == code


def test_bringing_up_to_date_twice_or_at_once_changes_nothing(postgres: Postgres) -> None:
    url = postgres.url(postgres.fresh(), OWNER)
    assert faults_of(3, lambda: upgrade_at(url)) == []


def test_a_server_that_is_away_is_said_in_our_words(tmp_path: Path) -> None:
    with pytest.raises(SystemFault) as fault:
        engine_at(f"postgresql://nobody@/none?host={tmp_path}")
    assert fault.value.code == "central.database"
    assert str(tmp_path) not in fault.value.sentence("en")


def test_no_row_is_looked_for_by_reading_a_whole_table(tmp_path: Path) -> None:
    """Keys begin with the bureau, which no query names: in a file SQLite has to be told that it may skip it."""
    database = SqliteDatabase(tmp_path / "central.db", "main")
    try:
        with database.reading() as connection:
            for table in metadata.sorted_tables:
                key = [each.name for each in table.primary_key if each.name != "bureau"]
                for many in range(1, len(key) + 1):
                    given = " AND ".join(f'"{name}" = 1' for name in key[:many])
                    plan = connection.exec_driver_sql(
                        f'EXPLAIN QUERY PLAN SELECT * FROM "{table.name}" WHERE {given}'
                    )
                    assert plan.all()[0][3].startswith("SEARCH"), (table.name, key[:many])
    finally:
        database.close()

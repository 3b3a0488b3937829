"""The centre's database is brought up to date on opening, and nothing in it is lost on the way."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select

from inspector.errors import SystemFault
from sync.central.console.tables import accounts
from sync.central.database import SqliteDatabase
from sync.central.tables import bundles, devices, metadata

BEFORE = """
CREATE TABLE devices (device VARCHAR(32) NOT NULL, epoch INTEGER NOT NULL, name TEXT NOT NULL,
    public_key BLOB NOT NULL, enrolled VARCHAR(24) NOT NULL, PRIMARY KEY (device));
CREATE TABLE bundles (bundle VARCHAR(32) NOT NULL, device VARCHAR(32) NOT NULL, epoch INTEGER NOT NULL,
    sequence BIGINT NOT NULL, foot_sha256 VARCHAR(64) NOT NULL, state VARCHAR(16) NOT NULL, code TEXT NOT NULL,
    announced VARCHAR(24) NOT NULL, wrapped_key BLOB, receipt_text TEXT, receipt_signature TEXT,
    PRIMARY KEY (bundle));
CREATE UNIQUE INDEX one_accepted_bundle_for_each_sequence ON bundles (device, epoch, sequence)
    WHERE state = 'accepted';
INSERT INTO devices VALUES ('d1', 1, '样本局', x'01', '2026-11-20T01:00:00.000Z');
INSERT INTO bundles VALUES ('b1', 'd1', 1, 1, 'ff', 'accepted', '', '2026-11-20T02:00:00.000Z', x'02', '{}', 's');
"""
"""A database as the first version made it, which knew no revisions and had fewer tables."""


def test_a_database_from_before_there_were_revisions_keeps_its_rows(tmp_path: Path) -> None:
    before = sqlite3.connect(tmp_path / "central.db")
    before.executescript(BEFORE)
    before.close()
    for _ in range(2):  # and opening it again changes nothing
        database = SqliteDatabase(tmp_path / "central.db", "jingdezhen")
        with database.reading() as connection:
            (device,), (bundle,) = (connection.execute(select(each)).all() for each in (devices, bundles))
        database.close()
        assert (device.bureau, device.name, device.public_key) == ("jingdezhen", "样本局", b"\x01")
        assert (bundle.bureau, bundle.bundle, bundle.wrapped_key) == ("jingdezhen", "b1", b"\x02")


def test_the_revisions_make_the_tables_that_are_described(tmp_path: Path) -> None:
    database = SqliteDatabase(tmp_path / "central.db", "main")
    with database.reading() as connection:
        assert accounts.metadata is metadata  # the rooms describe their tables beside the centre's own
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    database.close()
    assert all("bureau" in table.primary_key.columns for table in metadata.tables.values())


def test_a_database_a_later_version_used_is_left_alone(tmp_path: Path) -> None:
    SqliteDatabase(tmp_path / "central.db", "main").close()
    later = sqlite3.connect(tmp_path / "central.db")
    later.execute("INSERT INTO alembic_version VALUES ('later_01')")
    later.commit()
    later.close()
    with pytest.raises(SystemFault, match=r"central\.newer"):
        SqliteDatabase(tmp_path / "central.db", "main")

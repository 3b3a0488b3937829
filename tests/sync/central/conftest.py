"""Centres on both grounds: a folder alone, and a real PostgreSQL with a real S3 store."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sync.central import Centre, create_central
from tests.sync.central.bringing import know, with_vectors_key
from tests.sync.central.servers import Postgres, SeaweedFS

GROUNDS = ("folder", "servers")


@pytest.fixture(scope="session")
def s3() -> Iterator[SeaweedFS]:
    if sys.platform == "win32":
        pytest.skip("the package's SeaweedFS is not for Windows")
    server = SeaweedFS()
    yield server
    server.stop()


Settle = Callable[[Path], Path]


@pytest.fixture
def settle_on_servers(
    postgres: Postgres, template: str, s3: SeaweedFS, monkeypatch: pytest.MonkeyPatch
) -> Settle:
    """Make data folders stand on PostgreSQL and S3; those of one test share a database and a prefix."""
    monkeypatch.setenv("AWS_SKIP_SIGNATURE", "true")
    database = postgres.fresh(template)

    def settle(data: Path) -> Path:
        data.mkdir(parents=True, exist_ok=True)
        (data / "node.toml").write_text(
            f'[database]\nurl = "{postgres.url(database)}"\n'
            f'[store]\nurl = "s3://{s3.BUCKET}/{database}"\nendpoint = "{s3.endpoint}"\n'
        )
        return data

    return settle


@pytest.fixture(params=GROUNDS)
def settle(request: pytest.FixtureRequest) -> Settle:
    if request.param == "folder":
        return lambda data: data
    found: Settle = request.getfixturevalue("settle_on_servers")
    return found


def _made(data: Path) -> Path:
    create_central(with_vectors_key(data), "样本中心")
    with Centre(data) as opened:
        know(opened)
    return data


@pytest.fixture
def central_data(settle: Settle, tmp_path: Path) -> Path:
    """The folder of a centre that holds the vectors' key and knows their device, and one other."""
    return _made(settle(tmp_path / "central"))


@pytest.fixture
def central_folder(tmp_path: Path) -> Path:
    """As `central_data`, of a folder alone."""
    return _made(tmp_path / "central")


@pytest.fixture
def central_on_servers(settle_on_servers: Settle, tmp_path: Path) -> Path:
    """As `central_data`, on PostgreSQL and S3."""
    return _made(settle_on_servers(tmp_path / "central"))


@pytest.fixture
def centre(central_data: Path) -> Iterator[Centre]:
    with Centre(central_data) as opened:
        yield opened

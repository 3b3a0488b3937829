"""A real device at a stand and a real centre; nothing here pretends.

The vectors bring their own hand-made builder, which tests import as `by_hand`.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from sync.central import create_central, invite, running_central
from sync.central.database.postgres import upgrade_at
from sync.enrolment import enrol
from tests.kept_stands import KeptStands
from tests.stand import Stand, begin
from tests.sync.central.servers import OWNER, Postgres
from tests.sync.console_site import Office, deliver, open_office, whole_case
from tests.sync.delivery_site import Site
from tests.sync.fed_site import FedSite, fed_site


@pytest.fixture(scope="session")
def new_centre(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a centre nobody has reached yet, to be copied."""
    data = tmp_path_factory.mktemp("centre") / "central"
    create_central(data, "样本中心")
    return data


@pytest.fixture
def data(new_centre: Path, tmp_path: Path) -> Path:
    return shutil.copytree(new_centre, tmp_path / "central")


def with_three_photos(stand: Stand) -> None:
    for seed in (1, 2, 3):
        stand.photo(seed)


@pytest.fixture
def site(stands: KeptStands, data: Path, tmp_path: Path) -> Iterator[Site]:
    with stands.at(with_three_photos, tmp_path / "device") as stand, running_central(data) as url:
        centre = enrol(stand.device, "样本局", invite(data, url))
        yield Site(stand, data, url, centre, tmp_path / "outbox")


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A centre with one whole case and its console, for tests that only look; each brings its own person."""
    folder = tmp_path_factory.mktemp("office")
    begun = begin(folder / "device")
    with begun.opened, open_office(folder / "central") as opened:
        whole_case(begun)
        opened.clock.advance(timedelta(hours=1))
        deliver(begun, opened.centre, folder / "stick")
        yield opened


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    if sys.platform == "win32":
        pytest.skip("the package's PostgreSQL is started on a Unix socket")
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def template(postgres: Postgres) -> str:
    """A database whose tables are up to date, to be copied."""
    name = postgres.fresh()
    upgrade_at(postgres.url(name, OWNER))
    return name


@pytest.fixture(params=["folder", pytest.param("postgres", marks=pytest.mark.long)])
def fed_data(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The folder of a centre whose rows lie in the folder, or in a PostgreSQL."""
    data = tmp_path / "central"
    if request.param == "postgres":
        server: Postgres = request.getfixturevalue("postgres")
        database = server.fresh(request.getfixturevalue("template"))
        data.mkdir()
        (data / "node.toml").write_text(f'[database]\nurl = "{server.url(database)}"\n')
    create_central(data, "样本中心")
    return data


@pytest.fixture
def fed(stand: Stand, fed_data: Path, tmp_path: Path) -> Iterator[FedSite]:
    """The device is enrolled and has delivered its inspection; nothing of the feed has been fetched."""
    with fed_site(stand, fed_data) as made:
        made.deliver(tmp_path / "outbox")
        yield made

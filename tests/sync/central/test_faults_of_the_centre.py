"""Whatever breaks while two bundles come in, the state afterwards is the one of a day on which nothing broke."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from inspector.errors import InputError, InspectorError, SystemFault
from sync.bundle import BundleFile
from sync.central import Centre, create_central
from sync.central.accepting import accept, receipt_of
from sync.central.database.postgres import PostgresDatabase, upgrade_at
from sync.central.receiving import announce, put_part, standing
from sync.central.store import FolderStore, folder
from sync.central.tables import bundles, entries, heads, objects, parts
from sync.receipts import read_receipt
from tests.sync.central.bringing import VECTORS, bring, know, take, with_vectors_key
from tests.sync.central.conftest import Settle
from tests.sync.central.servers import OWNER, Postgres, SeaweedFS
from tests.vectors.by_hand import DEVICE

BUNDLES = ("first.ipb", "second.ipb")
WITHOUT_MOMENT = {"announced", "wrapped_key", "receipt_text", "receipt_signature"}


def state_of(centre: Centre) -> list[object]:
    """Everything the centre holds, but for moments and what is wrapped with a random number."""
    rows: list[object] = []
    with centre.reading() as connection:
        for table in (bundles, entries, objects, heads):
            kept = [column for column in table.columns if column.name not in WITHOUT_MOMENT]
            rows += sorted(map(repr, connection.execute(select(*kept)).all()))
        for bundle in connection.execute(select(bundles.c.bundle).order_by(bundles.c.bundle)).scalars():
            with centre.store.open(bundle) as file:
                file.verify()
                rows.append(file.foot_sha256)
    return rows


def settled(data: Path) -> Path:
    create_central(with_vectors_key(data), "样本中心")
    with Centre(data) as centre:
        know(centre)
    return data


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> list[object]:
    """The state after a day on which nothing broke."""
    data = settled(tmp_path_factory.mktemp("calm") / "central")
    with Centre(data) as centre:
        for name in BUNDLES:
            take(centre, VECTORS / name)
        return state_of(centre)


def insist(step: Callable[[], object], again: Callable[[], None]) -> None:
    """Do as a device does: after a fault of the centre, the same once more."""
    try:
        step()
    except SystemFault:
        again()
        step()


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    """A server nobody else needs, to be killed."""
    server = Postgres()
    yield server
    server.stop()


def kill_at(centre: Centre, server: Postgres, number: int) -> Callable[[], bool]:
    """Kill the server before the statement of this number; what is returned stops counting and tells whether it came so far."""
    assert isinstance(centre.database, PostgresDatabase)
    seen = 0

    def before(*_: Any) -> None:
        nonlocal seen
        seen += 1
        if seen == number:
            server.kill()

    engine = centre.database._engine
    event.listen(engine, "before_cursor_execute", before)

    def reached() -> bool:
        event.remove(engine, "before_cursor_execute", before)
        return seen >= number

    return reached


def applied_despite_kills(server: Postgres, data: Path, statements: Iterator[int]) -> Iterator[list[object]]:
    """Yield the state after the server was killed at one statement or another of taking in."""
    for number in statements:
        database = server.fresh()
        upgrade_at(server.url(database, OWNER))
        folder = data / str(number)
        folder.mkdir()
        (folder / "node.toml").write_text(f'[database]\nurl = "{server.url(database)}"\n')
        settled(folder)
        with Centre(folder) as centre:
            take(centre, VECTORS / BUNDLES[0])
            name = bring(centre, VECTORS / BUNDLES[1])
            reached = kill_at(centre, server, number)
            try:
                insist(partial(accept, centre, name, caller=DEVICE), server.start)
            finally:
                was_reached = reached()
                if server._server.poll() is not None:
                    server.start()
            yield state_of(centre)
            if not was_reached:
                return


@pytest.mark.parametrize("numbers", [(9, 14)])
def test_postgresql_killed_while_a_bundle_is_taken_in(
    own_postgres: Postgres, tmp_path: Path, calm: list[object], numbers: tuple[int, ...]
) -> None:
    states = list(applied_despite_kills(own_postgres, tmp_path, iter(numbers)))
    assert states == [calm] * len(states)


@pytest.mark.long
def test_postgresql_killed_before_every_statement(
    own_postgres: Postgres, tmp_path: Path, calm: list[object]
) -> None:
    states = list(applied_despite_kills(own_postgres, tmp_path, iter(range(1, 200))))
    assert 10 < len(states) < 199
    assert states == [calm] * len(states)


CHILD = """
import os, sys
from pathlib import Path
from sqlalchemy import Engine, event
from sync.central import Centre
from tests.sync.central.bringing import VECTORS, take
left = int(sys.argv[2])
def step(*_, **__):
    global left
    left -= 1
    if left == 0:
        os._exit(9)
with Centre(Path(sys.argv[1])) as centre:
    event.listen(Engine, "before_cursor_execute", step)
    event.listen(Engine, "commit", step)
    for name in ("fsync", "replace"):
        real = getattr(os, name)
        setattr(os, name, lambda *a, _real=real, **k: (step(), _real(*a, **k))[1])
    for name in sys.argv[3:]:
        take(centre, VECTORS / name)
"""


def killed_at(data: Path, number: int) -> bool:
    """Let a centre of its own process be killed at a step of its work; False if it came to its end."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(data), str(number), *BUNDLES],
        cwd=Path(__file__).parents[3],
        check=False,
    )
    assert done.returncode in {0, 9}
    return done.returncode == 9


def state_after_kill(data: Path, number: int) -> tuple[bool, list[object]]:
    was_killed = killed_at(settled(data), number)
    with Centre(data) as centre:
        for name in BUNDLES:
            take(centre, VECTORS / name)
        return was_killed, state_of(centre)


@pytest.mark.parametrize("number", [12, 55])
def test_a_centre_killed_at_a_step_goes_on_from_there(
    tmp_path: Path, calm: list[object], number: int
) -> None:
    assert state_after_kill(tmp_path / "central", number) == (True, calm)


@pytest.mark.long
def test_a_centre_killed_at_every_step_goes_on_from_there(tmp_path: Path, calm: list[object]) -> None:
    for number in range(1, 400):
        was_killed, state = state_after_kill(tmp_path / str(number) / "central", number)
        assert state == calm, number
        if not was_killed:
            assert number > 60
            return
    raise AssertionError("the work never came to its end")


@pytest.fixture
def own_s3() -> Iterator[SeaweedFS]:
    server = SeaweedFS()
    yield server
    server.stop()


def test_a_store_that_goes_away_at_every_call_loses_nothing(
    tmp_path: Path, calm: list[object], own_s3: SeaweedFS, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SKIP_SIGNATURE", "true")
    data = tmp_path / "central"
    data.mkdir()
    settings = f'[store]\nurl = "s3://{own_s3.BUCKET}/faults"\nendpoint = "{own_s3.endpoint}"\n'
    (data / "node.toml").write_text(settings)
    with Centre(settled(data)) as centre:
        take(centre, VECTORS / BUNDLES[0])
        with BundleFile(VECTORS / BUNDLES[1]) as bundle:
            first, *others = bundle.foot.all_parts()
            steps: list[Callable[[], object]] = [
                lambda: announce(centre, bundle.end, caller=DEVICE),
                lambda: put_part(centre, bundle.foot.bundle, first.number, bundle.part(first), caller=DEVICE),
                lambda: accept(centre, bundle.foot.bundle, caller=DEVICE),
            ]
            for step in steps:
                own_s3.kill()
                with pytest.raises(SystemFault, match=r"central\.store"):
                    step()
                own_s3.start()
                if step is steps[-1]:
                    for part in others:
                        put_part(centre, bundle.foot.bundle, part.number, bundle.part(part), caller=DEVICE)
                step()
        assert state_of(centre) == calm


def test_two_nodes_bringing_and_taking_in_the_same_bundles_at_once(
    central_data: Path, calm: list[object]
) -> None:
    told: list[str] = []

    def deliver(centre: Centre) -> None:
        for name in BUNDLES:
            for _ in range(20):
                try:
                    take(centre, VECTORS / name)
                    break
                except InspectorError as error:
                    told.append(error.code)

    with Centre(central_data) as one, Centre(central_data) as other:
        threads = [threading.Thread(target=deliver, args=(node,)) for node in (one, other, one, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        # on a folder whoever comes second finds it done; two databases' sessions may have to be told to come again
        is_folder = isinstance(one.store, FolderStore)
        assert set(told) <= (set() if is_folder else {"central.busy"})
        assert state_of(one) == calm
        with one.reading() as connection:
            ids = list(connection.execute(select(bundles.c.bundle)).scalars())
        for bundle in ids:
            assert receipt_of(one, bundle, caller=DEVICE) == receipt_of(other, bundle, caller=DEVICE)


def test_nobody_lays_out_a_bundle_while_another_process_takes_one_in(
    central_folder: Path, calm: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "_OTHERS_S", 0.0)
    with Centre(central_folder) as one, Centre(central_folder) as other:
        bundle = bring(one, VECTORS / BUNDLES[0])
        with one.lock(DEVICE):
            with pytest.raises(SystemFault, match=r"central\.busy"):
                bring(other, VECTORS / BUNDLES[0])
            with pytest.raises(SystemFault, match=r"central\.busy"):
                accept(other, bundle, caller=DEVICE)
        assert take(other, VECTORS / BUNDLES[0]) == take(one, VECTORS / BUNDLES[0])
        take(one, VECTORS / BUNDLES[1])
        assert state_of(other) == calm


def test_a_part_finds_its_file_under_the_name_it_has_by_now(central_folder: Path, calm: list[object]) -> None:
    with Centre(central_folder) as one, Centre(central_folder) as other:
        with BundleFile(VECTORS / BUNDLES[0]) as carried:
            first = next(carried.foot.all_parts())
            bring(one, VECTORS / BUNDLES[0])
            one.store.keep(carried.foot.bundle)  # the next step of the one that takes it in
            other.store.put(carried.foot, first, carried.part(first))
        for name in BUNDLES:
            take(other, VECTORS / name)
        assert state_of(one) == calm


def test_a_clock_that_is_wrong_changes_no_order(settle: Settle, tmp_path: Path, calm: list[object]) -> None:
    from inspector.clock import SetClock
    from tests.sample_records import NOW

    data = settled(settle(tmp_path / "central"))
    with Centre(data, clock=SetClock(NOW)) as ahead:
        take(ahead, VECTORS / BUNDLES[0])
    with Centre(data, clock=SetClock(NOW.replace(year=2001))) as behind:
        receipt = take(behind, VECTORS / BUNDLES[1])
        assert read_receipt(receipt, behind.keys.receipt_public)[1].received.startswith("2001")
        assert state_of(behind) == calm


def test_replayed_requests_add_nothing(centre: Centre, calm: list[object]) -> None:
    for name in (*BUNDLES, *BUNDLES, BUNDLES[0]):
        take(centre, VECTORS / name)
    assert state_of(centre) == calm
    with centre.reading() as connection:
        (bundle, *_) = connection.execute(select(bundles.c.bundle)).scalars()
        before = len(connection.execute(select(parts)).all())
    assert standing(centre, bundle, caller=DEVICE).missing == ()
    with pytest.raises(InputError, match=r"bundle\.unknown"):
        receipt_of(centre, bundle, caller="e0" * 16)
    with centre.reading() as connection:
        assert len(connection.execute(select(parts)).all()) == before

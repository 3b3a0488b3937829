"""Two nodes of one centre speak at once: no gap, no fork, no number allotted twice, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Connection, text

from inspector.clock import SystemClock
from inspector.errors import InspectorError
from inspector.records import NumberBlock
from sync.central import Centre, create_central
from sync.central import office as desk
from sync.central.cases import case_of
from sync.central.feed_pages import answer
from sync.central.feeding import lock_feeds, opened_entry, rows_of
from sync.central.restarting import restart_feeds
from sync.feed.entry import NO_ENTRY, head_of
from sync.feed.fetching import fetch
from tests.stand import Stand
from tests.sync.central.servers import Postgres
from tests.sync.fed_site import NUMBER, PLACE, WHO, FedSite, fed_site

ROUNDS = 6


@pytest.fixture(params=["folder", "postgres"])
def nodes(
    request: pytest.FixtureRequest, stand: Stand, tmp_path: Path
) -> Iterator[tuple[FedSite, Centre, Centre]]:
    data = tmp_path / "central"
    if request.param == "postgres":
        server: Postgres = request.getfixturevalue("postgres")
        database = server.fresh(request.getfixturevalue("template"))
        data.mkdir()
        (data / "node.toml").write_text(f'[database]\nurl = "{server.url(database)}"\n')
    create_central(data, "样本中心")
    with fed_site(stand, data) as site, Centre(data, clock=SystemClock()) as other:
        site.deliver(tmp_path / "outbox")
        yield site, site.centre, other


def together(*done: Callable[[], object]) -> list[str]:
    """Do everything at one moment; return the codes of what was refused."""
    start = Barrier(len(done))

    def one(do: Callable[[], object]) -> str:
        start.wait()
        try:
            do()
        except InspectorError as error:
            return error.code
        return ""

    with ThreadPoolExecutor(len(done)) as pool:
        return sorted(pool.map(one, done))


def test_words_of_two_nodes_stand_in_one_row(nodes: tuple[FedSite, Centre, Centre]) -> None:
    site, first, second = nodes
    ask = lambda request: answer(second, request)[1]  # noqa: E731
    for number in range(ROUNDS):
        codes = together(
            lambda n=number: desk.edit_case(first, site.case, {NUMBER: f"甲{n}"}, by=WHO),  # type: ignore[misc]
            lambda n=number: desk.edit_case(second, site.case, {PLACE: f"乙{n}"}, by=WHO),  # type: ignore[misc]
            lambda: fetch(site.device, ask),
        )
        assert codes == ["", "", ""]
    fetch(site.device, ask)
    with first.reading() as connection:
        rows = connection.execute(rows_of(site.device.id)).all()
        entries = [opened_entry(connection, first.keys, row) for row in rows]
    heads = [head_of(entry) for entry in entries]
    assert [head.seq for head in heads] == list(range(1, 4 + 2 * ROUNDS))
    assert heads[0].prev == NO_ENTRY
    ids = [entry.id for entry in entries]
    assert all(head.prev == before for head, (before, _) in zip(heads[1:], pairwise(ids), strict=True))
    assert (site.file().value(NUMBER), site.file().value(PLACE)) == (f"甲{ROUNDS - 1}", f"乙{ROUNDS - 1}")


def test_two_words_on_one_case_are_both_kept(nodes: tuple[FedSite, Centre, Centre]) -> None:
    site, first, second = nodes
    with ThreadPoolExecutor(2) as pool:
        with first.transaction() as holding:
            lock_feeds(holding, [site.device.id])
            said = [
                pool.submit(desk.edit_case, node, site.case, {name: "甲"}, by=WHO)
                for node, name in ((first, NUMBER), (second, PLACE))
            ]
            while holding.dialect.name == "postgresql" and _waiting(holding) < len(said):
                pass
        for each in said:
            each.result()
    assert {name: line.value for name, line in case_of(first, site.case).fields.items()} == {
        NUMBER: "甲",
        PLACE: "甲",
    }


def _waiting(connection: Connection) -> int:
    """Count who waits for a lock, at an unhurried pace."""
    return int(
        connection.execute(
            text("SELECT count(*) FROM pg_locks, pg_sleep(0.02) WHERE NOT granted")
        ).scalar_one()
    )


def test_of_two_blocks_that_meet_one_is_allotted(nodes: tuple[FedSite, Centre, Centre]) -> None:
    site, first, second = nodes
    for number in range(ROUNDS):
        low = 100 * number + 1
        codes = together(
            lambda n=low: desk.allot_numbers(  # type: ignore[misc]
                first, site.device.id, [NumberBlock("强制", 2026, n, n + 60)], by=WHO
            ),
            lambda n=low: desk.allot_numbers(  # type: ignore[misc]
                second, site.device.id, [NumberBlock("强制", 2026, n + 50, n + 90)], by=WHO
            ),
        )
        assert codes == ["", "numbers.allotted"]
    assert len(desk.allotted_blocks(first)) == ROUNDS


def test_two_nodes_begin_anew_at_once(nodes: tuple[FedSite, Centre, Centre]) -> None:
    site, first, second = nodes
    site.fetch()
    again = [lambda c=each: restart_feeds(c, reason="恢复", by=WHO) for each in (first, second)]  # type: ignore[misc]
    assert together(*again) == ["", ""]
    found = site.fetch()
    assert [each.kind for each in found.applied] == ["restart", "recipients", "certificate"]
    assert {each.epoch for each in found.applied} == {3}

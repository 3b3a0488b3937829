"""Intake nodes that hold no key and verifiers that do: any node takes any part, each bundle is taken in once."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from inspector.clock import SetClock
from inspector.errors import InputError, SystemFault
from inspector.progress import Progress
from sync.bundle import BundleFile
from sync.central import Centre, app, awaiting, create_central, running_central, verifying
from sync.central.accepting import receipt_of
from sync.central.awaiting import Awaiting
from sync.central.receiving import announce, put_part
from sync.central.verifying import ask, outcome, take, work
from sync.meter import Meter
from sync.transport import Accepted, Standing
from sync.transport.http import HttpTransport
from tests.sample_records import NOW
from tests.sync.central.bringing import VECTORS, bring
from tests.sync.central.conftest import Settle
from tests.sync.central.test_over_http import CALLER
from tests.vectors.by_hand import DEVICE, Recipe


@pytest.fixture
def intake(settle_on_servers: Settle, central_data: Path, tmp_path: Path) -> Path:
    data = settle_on_servers(tmp_path / "intake")
    with (data / "node.toml").open("a") as settings:
        settings.write('[node]\nrole = "intake"\n')
    create_central(data)
    return data


@pytest.fixture
def settle(settle_on_servers: Settle) -> Settle:
    """Separate nodes share servers; a folder belongs to one machine."""
    return settle_on_servers


def test_an_intake_node_has_no_key_and_does_what_needs_none(intake: Path, central_data: Path) -> None:
    assert list(intake.rglob("*.key")) == []
    with Centre(intake) as node, Centre(central_data) as verifier:
        name = bring(node, VECTORS / "first.ipb")
        with pytest.raises(SystemFault, match=r"central\.no_key"):
            node.keys  # noqa: B018 - asking is the point
        ask(node, name, caller=DEVICE)
        assert outcome(node, name, caller=DEVICE) is None
        assert verifying.waiting(node) == 1
        assert work(verifier, "w1") is not None
        receipt = outcome(node, name, caller=DEVICE)
        assert receipt == receipt_of(node, name, caller=DEVICE)
        assert (work(verifier, "w1"), verifying.waiting(node)) == (None, 0)


def test_parts_go_to_two_nodes_and_the_receipt_comes_from_either(
    intake: Path, central_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "PATIENCE_S", 20.0)
    stop = threading.Event()
    with (
        running_central(intake) as one,
        running_central(intake) as other,
        HttpTransport(one) as first,
        HttpTransport(other) as second,
        Centre(central_data) as verifier,
        BundleFile(VECTORS / "first.ipb") as bundle,
    ):
        working = threading.Thread(target=verifying.run, args=(lambda: iter([verifier]), "w1", stop))
        working.start()
        first.announce(CALLER, bundle)
        for number in range(len(bundle.foot.parts)):
            way = (first, second)[number % 2]
            assert way.send(CALLER, bundle, (number,), Progress(), Meter())() == Standing(())
        said = [way.commit(CALLER, bundle) for way in (second, first)]
        stop.set()
        working.join()
    assert isinstance(said[0], Accepted)
    assert said[0] == said[1]


def test_who_has_waited_long_enough_is_told_to_ask_again(
    intake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "PATIENCE_S", 0.4)
    with (
        running_central(intake) as url,
        HttpTransport(url) as way,
        BundleFile(VECTORS / "first.ipb") as bundle,
    ):
        way.announce(CALLER, bundle)
        way.send(CALLER, bundle, tuple(range(len(bundle.foot.parts))), Progress(), Meter())()
        with pytest.raises(SystemFault, match=r"transport\.centre_busy") as fault:
            way.commit(CALLER, bundle)
    assert "排队核验" in str(fault.value.facts["why"])


def test_a_refusal_is_told_once_and_may_be_asked_for_again(intake: Path, central_data: Path) -> None:
    with Centre(intake) as node, Centre(central_data) as verifier:
        name = bring(node, VECTORS / "second.ipb")
        for _ in range(2):
            ask(node, name, caller=DEVICE)
            work(verifier, "w1")
            with pytest.raises(InputError) as refused:
                outcome(node, name, caller=DEVICE)
            assert (refused.value.code, refused.value.facts) == ("bundle.waiting_previous", {"sequence": 1})
        bring(node, VECTORS / "first.ipb")
        for each in (Recipe("first").bundle, name):
            ask(node, each, caller=DEVICE)
            work(verifier, "w1")
            assert outcome(node, each, caller=DEVICE) is not None


def test_two_verifiers_take_different_bundles_and_a_dead_one_s_is_taken_after_its_lease(
    intake: Path, central_data: Path
) -> None:
    clock = SetClock(NOW)
    with Centre(intake, clock=clock) as node, Centre(central_data, clock=clock) as verifier:
        names = [bring(node, VECTORS / each) for each in ("first.ipb", "second.ipb")]
        for name in names:
            ask(node, name, caller=DEVICE)
            clock.advance(timedelta(seconds=1))
        taken = [take(verifier, worker) for worker in ("w1", "w2", "w3")]
        assert [task and task.bundle for task in taken] == [*names, None]
        clock.advance(verifying.LEASE + timedelta(seconds=1))
        again = take(verifier, "w3")
        assert again is not None
        assert (again.bundle, again.tries) == (names[0], 2)


def test_two_verifiers_on_one_bundle_take_it_in_once(intake: Path, central_data: Path) -> None:
    clock = SetClock(NOW)
    with (
        Centre(intake, clock=clock) as node,
        Centre(central_data, clock=clock) as w1,
        Centre(central_data) as w2,
    ):
        name = bring(node, VECTORS / "first.ipb")
        ask(node, name, caller=DEVICE)
        take(w1, "w1")  # and says nothing for longer than its lease
        threads = [threading.Thread(target=work, args=(w2, f"w{n}")) for n in (2, 3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert outcome(node, name, caller=DEVICE) == receipt_of(w1, name, caller=DEVICE)


def test_what_needs_a_key_is_not_served_where_there_is_none(intake: Path) -> None:
    with running_central(intake) as url, httpx.Client(base_url=url, trust_env=False) as client:
        for method, path in (
            ("GET", "/v1/keys"),
            ("POST", "/v1/enrol"),
            ("POST", "/v1/feed"),
            ("GET", "/console/"),
        ):
            assert client.request(method, path).status_code == 404
        assert client.get("/health/ready").status_code == 200


def test_a_part_at_another_node_is_seen_at_once(intake: Path) -> None:
    with Centre(intake) as one, Centre(intake) as other, BundleFile(VECTORS / "first.ipb") as bundle:
        for node in (one, other):
            announce(node, bundle.end, caller=DEVICE)
        first, *_ = bundle.foot.all_parts()
        assert put_part(one, bundle.foot.bundle, 0, bundle.part(first), caller=DEVICE)
        assert not put_part(other, bundle.foot.bundle, 0, bundle.part(first), caller=DEVICE)


def test_all_who_wait_at_a_node_ask_the_database_together(
    central_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[set[str]] = []
    names = {f"{number:032x}" for number in range(10)}

    def settled(_centre: Centre, bundles: tuple[str, ...]) -> set[str]:
        asked.append(set(bundles))
        if len(asked) == 3:
            raise SystemFault("central.database", why="")
        return {0: set(), 1: set(), 2: {min(names)}}.get(len(asked), set())

    monkeypatch.setattr(verifying, "settled", settled)
    monkeypatch.setattr(awaiting, "POLL_S", 0.01)

    async def wait(centre: Centre) -> list[bool]:
        waiting = Awaiting(centre)
        told = await asyncio.gather(*(waiting.until_settled(name, 30) for name in sorted(names)))
        return [*told, await waiting.until_settled("f" * 32, 0)]

    with Centre(central_folder) as centre:
        assert asyncio.run(wait(centre)) == [True] * 10 + [False]
    # once for all, once more, then for those who are left; the fault sends these to ask for themselves
    assert asked[:3] == [names, names, names - {min(names)}]

"""Request bodies: read straight to where they belong, within one arena, in turn, and never mixed up."""

from __future__ import annotations

import asyncio
import random
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile

import pytest
from fastapi import Request
from prometheus_client.parser import text_string_to_metric_families

from inspector.errors import InputError, SystemFault
from sync.central import admitting, create_central, running_central
from sync.central.admitting import Admission, Arriving
from sync.central.arena import Arena, Stretch
from sync.central.bodies import Bodies
from sync.central.watching import Figures

PAGE = 4096


def test_a_nearly_full_disk_that_takes_a_write_in_pieces_loses_nothing_of_a_body(
    monkeypatch: pytest.MonkeyPatch,
) -> None:

    class Short:
        def __init__(self, **settings: int) -> None:
            self.file = TemporaryFile(**settings)  # noqa: SIM115 - closed as the one it stands for

        def write(self, content: memoryview) -> int:
            return self.file.write(content[:1000])

        def __getattr__(self, name: str) -> object:
            return getattr(self.file, name)

    monkeypatch.setattr(admitting, "TemporaryFile", Short)
    content = random.Random(3).randbytes(200_000)
    stretch = Arena(256 * 1024).lend(len(content))
    assert stretch is not None
    arriving = Arriving("device", stretch)
    arriving.write(content[:120_000])
    arriving.roll_over()
    arriving.write(content[120_000:])
    assert bytes(arriving.view()) == content
    arriving.close()


def test_no_two_stretches_of_an_arena_have_a_byte_in_common() -> None:
    chance, arena = random.Random(7), Arena(64 * PAGE)
    lent: dict[Stretch, bytes] = {}
    for _ in range(3000):
        if lent and chance.random() < 0.5:
            stretch = chance.choice(list(lent))
            assert bytes(stretch.view) == lent.pop(stretch)
            stretch.give_back()
            continue
        size = chance.randrange(1, 12 * PAGE)
        borrowed = arena.lend(size)
        if borrowed is None:
            assert arena.lent + size > 64 * PAGE - 12 * PAGE * len(lent)
            continue
        borrowed.view[:] = lent[borrowed] = chance.randbytes(size)
    for stretch in lent:
        stretch.give_back()
    assert arena.lent == 0
    whole = arena.lend(64 * PAGE)
    assert whole is not None
    whole.give_back()
    with pytest.raises(ValueError, match="released"):
        bytes(whole.view)


class Crowd:
    """An admission with room for four pages."""

    def __init__(self) -> None:
        self.lent = 0
        self.admission = Admission(4 * PAGE, self._count)

    def _count(self, more: int) -> None:
        self.lent += more

    async def enter(self, device: str, pages: int = 4) -> Arriving:
        return await self.admission.admit(device, pages * PAGE)

    async def queue(self, *devices: str) -> list[asyncio.Task[Arriving]]:
        tasks = [asyncio.create_task(self.enter(device)) for device in devices]
        await asyncio.sleep(0)  # each begins to wait, in this order
        return tasks


def in_loop(work: Callable[[Crowd], Awaitable[None]]) -> None:
    async def whole() -> None:
        crowd = Crowd()
        await work(crowd)
        assert crowd.lent == 0

    asyncio.run(whole())


def test_nobody_passes_who_needs_more_room_than_is_free() -> None:
    async def work(crowd: Crowd) -> None:
        crowd.admission.whole(first := await crowd.enter("a", 2))
        crowd.admission.whole(second := await crowd.enter("b", 2))
        greedy, patient, other = await crowd.queue("a", "c", "d")
        crowd.admission.leave(second)
        assert not any(task.done() for task in (greedy, patient, other))  # two pages are not enough
        crowd.admission.leave(first)
        for turn in (greedy, patient, other):
            crowd.admission.leave(await turn)

    in_loop(work)


def test_a_second_body_of_a_device_waits_until_others_had_their_first() -> None:
    async def work(crowd: Crowd) -> None:
        mine, theirs = await crowd.enter("a", 2), await crowd.enter("b", 2)
        more = asyncio.create_task(crowd.enter("a", 2))
        await asyncio.sleep(0)
        fresh = asyncio.create_task(crowd.enter("c", 2))
        await asyncio.sleep(0)
        crowd.admission.leave(theirs)
        turn = await fresh
        assert not more.done()
        crowd.admission.leave(mine)
        crowd.admission.leave(await more)
        crowd.admission.leave(turn)

    in_loop(work)


def test_slow_senders_go_on_in_files_and_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admitting, "LOOK_S", 0.01)

    async def work(crowd: Crowd) -> None:
        slow = await crowd.enter("a")
        slow.write(b"begun, ")
        whole = await crowd.enter("b")  # comes only because the first one made room
        assert crowd.lent == 4 * PAGE
        crowd.admission.whole(whole)
        slow.write(b"and ended")
        assert bytes(slow.view()) == b"begun, and ended"
        crowd.admission.leave(slow)
        crowd.admission.leave(whole)

    in_loop(work)


def test_what_came_whole_keeps_its_memory_and_who_waits_too_long_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(admitting, "LOOK_S", 0.01)
    monkeypatch.setattr(admitting, "PATIENCE_S", 0.1)

    async def work(crowd: Crowd) -> None:
        whole = await crowd.enter("a")
        crowd.admission.whole(whole)
        with pytest.raises(SystemFault, match=r"central\.crowded"):
            await crowd.enter("b")
        crowd.admission.leave(whole)

    in_loop(work)


def test_who_goes_in_the_moment_of_his_turn_takes_nothing_along() -> None:
    async def work(crowd: Crowd) -> None:
        first = await crowd.enter("a")
        (gone,) = await crowd.queue("b")
        crowd.admission.leave(first)  # calls the one that waits
        gone.cancel()
        with suppress(asyncio.CancelledError):
            await gone
        crowd.admission.leave(await crowd.enter("c"))

    in_loop(work)


@pytest.mark.parametrize("is_declared", [True, False])
def test_bodies_beyond_the_memory_of_a_node_go_through_files(is_declared: bool) -> None:
    figures = Figures()
    bodies = Bodies(figures, memory=PAGE)

    async def read(size: int) -> tuple[bytes, float]:
        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": bytes(size), "more_body": False}

        headers = [(b"content-length", str(size).encode())] if is_declared else []
        request = Request({"type": "http", "method": "PUT", "headers": headers}, receive)
        async with bodies.read(request, 100 if size == 80 else 100_000) as body:
            return body.read(), figures.bodies._value.get()

    assert asyncio.run(read(80)) == (bytes(80), PAGE)
    assert asyncio.run(read(80_000)) == (bytes(80_000), 0)
    assert figures.bodies._value.get() == 0
    with pytest.raises(InputError, match=r"request\.too_large"):
        asyncio.run(read(100_001))


@pytest.fixture
def door(tmp_path: Path) -> Iterator[tuple[str, int]]:
    """Where a centre listens."""
    create_central(tmp_path / "central", "样本中心")
    with running_central(tmp_path / "central") as url:
        host, _, port = url.removeprefix("http://").partition(":")
        yield host, int(port)


def test_a_request_behind_a_body_is_read_as_one(door: tuple[str, int]) -> None:
    """The end of a body is where its length says, even if it looks like a request."""
    decoy = b"GET /decoy HTTP/1.1\r\nHost: x\r\n\r\n"
    body = decoy + bytes(60_000 - 2 * len(decoy)) + decoy
    enrol = b"POST /v1/enrol HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body)
    health = b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    with socket.create_connection(door) as line, line.makefile("rb") as answers:
        line.sendall(enrol + body + enrol + body + health)
        said = answers.read()
    assert said.count(b"HTTP/1.1 ") == 3
    assert said.count(b"enrol.not_a_request") == 2
    assert said.count(b"HTTP/1.1 200 ") == 1


_NO_LENGTH = (
    b"Content-Length: 5\r\nContent-Length: 6\r\n",
    b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
    b"Content-Length: +5\r\n",
    b"Content-Length: 5, 5\r\n",
    b"Content-Length: -1\r\n",
    b"Content-Length: 99999999999999999999999\r\n",
)


def test_a_body_of_two_lengths_is_no_request(door: tuple[str, int]) -> None:
    for lengths in _NO_LENGTH:
        with socket.create_connection(door) as line, line.makefile("rb") as answers:
            head = b"POST /v1/enrol HTTP/1.1\r\nHost: x\r\n" + lengths + b"\r\n"
            line.sendall(head + b"0\r\n\r\nGET /health HTTP/1.1\r\n\r\n")
            said = answers.read()
        assert said.startswith(b"HTTP/1.1 400 "), lengths
        assert said.count(b"HTTP/1.1 ") == 1, lengths


def test_who_asks_whether_to_go_on_is_told(door: tuple[str, int]) -> None:
    with socket.create_connection(door) as line, line.makefile("rb") as answers:
        line.sendall(
            b"POST /v1/enrol HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"
        )
        assert answers.readline() == b"HTTP/1.1 100 Continue\r\n"
        line.sendall(b"{}!")
        assert answers.readline() == b"\r\n"
        assert answers.readline().startswith(b"HTTP/1.1 400 ")


def _told(door: tuple[str, int]) -> tuple[float, float]:
    """Return how many enrolments were answered, and the bytes of bodies in memory."""
    with socket.create_connection(door) as line, line.makefile("rb") as answers:
        line.sendall(b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        text = answers.read().partition(b"\r\n\r\n")[2].decode()
    samples = [each for family in text_string_to_metric_families(text) for each in family.samples]
    counted = (each for each in samples if each.name == "inspector_requests_total")
    (held,) = (each.value for each in samples if each.name == "inspector_body_memory_bytes")
    return sum(each.value for each in counted if each.labels["route"] == "/v1/enrol"), held


def test_a_cut_body_is_no_fault_of_ours_and_leaves_nothing(
    door: tuple[str, int], capfd: pytest.CaptureFixture[str]
) -> None:
    before, _ = _told(door)
    with socket.create_connection(door) as line:
        line.sendall(b"POST /v1/enrol HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n" + bytes(30_000))
    while (told := _told(door))[0] == before:  # until the centre has noticed
        pass
    assert told == (before + 1, 0)
    assert '"bug"' not in capfd.readouterr().err

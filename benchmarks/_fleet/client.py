"""The devices' side, in a process of its own: each delivers over HTTP as `sync.transport.http` does, many at once.

A small client over asyncio streams, because a general one would need more of the machine than the centre does.
"""

from __future__ import annotations

import asyncio
import json
import socket
import time
from base64 import b64encode
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Self
from urllib.parse import urlsplit

import psutil

from _fleet.device import SealedRun, SimulatedDevice, shared_photos
from sync.receipts import read_receipt
from sync.statement import read_statement, verified
from sync.transport.protocol import request_message

_BLOCK = 128 << 10
_PATIENCE_S = 120.0
_TRIES = 60
_PAUSE_S = 0.5
_GOES_ON = {"central.verifying", "central.busy"}


@dataclass(frozen=True)
class Plan:
    """What the fleet shall do."""

    devices: int
    at_once: int
    """Devices that deliver at the same time; the others wait for their turn."""
    bundles: int
    """For each device, one after the other."""
    photos: int
    """In each bundle."""
    photo_bytes: int
    office: str
    """Where devices enrol."""
    intake: tuple[str, ...]
    """Where bundles go; a device keeps to one."""
    invitations: tuple[tuple[str, bytes], ...] = field(repr=False)
    receipt_key: bytes
    recipient_key: bytes
    link_bytes_per_s: float = 0.0
    """What one device's connection carries; 0: as fast as it goes."""


@dataclass
class Outcome:
    """What the fleet saw; seconds."""

    wall_s: float = 0.0
    enrol_wall_s: float = 0.0
    sent: int = 0
    """Bytes of parts that were acknowledged."""
    accepted: int = 0
    """Receipts, each under the receipt key and for the very bytes that were sent."""
    entries: int = 0
    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """By what was asked. `photo_answer` counts from the last byte of the photo on, `commit` to the receipt."""
    errors: Counter[str] = field(default_factory=Counter)


class Fleet:
    """All devices of one plan."""

    def __init__(self, plan: Plan, pipe: Connection) -> None:
        self._plan = plan
        self._pipe = pipe
        self._said = Outcome()
        self._photos = [shared_photos(plan.photos, plan.photo_bytes) for _ in range(plan.bundles)]
        self._devices = [SimulatedDevice(f"样本设备 {number}") for number in range(plan.devices)]

    async def run(self) -> Outcome:
        """Enrol every device, tell so and wait for the word to go on, then deliver."""
        began = time.perf_counter()
        await self._each(self._enrol)
        self._said.enrol_wall_s = time.perf_counter() - began
        self._pipe.send(self._said.enrol_wall_s)
        self._pipe.recv()
        began = time.perf_counter()
        await self._each(self._deliver)
        self._said.wall_s = time.perf_counter() - began
        return self._said

    async def _each(self, work: Callable[[int], Awaitable[None]]) -> None:
        numbers = iter(range(len(self._devices)))

        async def turns(own: Iterable[int]) -> None:
            for number in own:
                try:
                    await work(number)
                except (OSError, EOFError, TimeoutError, ValueError) as error:
                    self._said.errors[type(error).__name__] += 1

        await asyncio.gather(*(turns(numbers) for _ in range(self._plan.at_once)))

    async def _enrol(self, number: int) -> None:
        device = self._devices[number]
        async with _Way(self._plan.office) as way:
            began = time.perf_counter()
            body = device.enrol_request(*self._plan.invitations[number])
            status, answer, _ = await way.ask("POST", "/v1/enrol", body)
            self._took("enrol", began)
            if status != 200:
                self._refused(status, answer)
                return
            verified(read_statement(answer), "enrolled", self._plan.receipt_key)

    async def _deliver(self, number: int) -> None:
        device, plan = self._devices[number], self._plan
        async with _Way(plan.intake[number % len(plan.intake)], device, plan.link_bytes_per_s) as way:
            for photos in self._photos:
                bundle = device.bundle(plan.recipient_key, photos)
                if not await self._send(way, bundle):
                    return

    async def _send(self, way: _Way, bundle: SealedRun) -> bool:
        whole = began = time.perf_counter()
        status, answer, _ = await way.ask("POST", "/v1/bundles", bundle.end)
        self._took("announce", began)
        if status not in {200, 201}:
            return self._refused(status, answer)
        for number in json.loads(answer)["missing"]:
            began = time.perf_counter()
            content = bundle.parts[number]
            status, answer, last = await way.ask(
                "PUT", f"/v1/bundles/{bundle.bundle}/parts/{number}", content
            )
            if status not in {200, 201}:
                return self._refused(status, answer)
            if len(content) >= self._plan.photo_bytes:
                self._took("photo_part", began)
                self._took("photo_answer", last)
            else:
                self._took("small_part", began)
            self._said.sent += len(content)
        began = time.perf_counter()
        receipt = await self._committed(way, bundle)
        if receipt is None:
            return False
        self._took("commit", began)
        self._took("delivery", whole)
        _, facts = read_receipt(receipt, self._plan.receipt_key)
        if facts.foot_sha256 != bundle.foot_sha256 or len(facts.objects) != self._plan.photos:
            self._said.errors["receipt for something else"] += 1
            return False
        self._said.accepted += 1
        self._said.entries += bundle.entries
        return True

    async def _committed(self, way: _Way, bundle: SealedRun) -> bytes | None:
        for _ in range(_TRIES):
            status, answer, _ = await way.ask("POST", f"/v1/bundles/{bundle.bundle}/commit", b"")
            if status == 200:
                return answer
            code = self._code(status, answer)
            if code not in _GOES_ON:
                self._said.errors[code] += 1
                return None
            self._said.took["asked_again"].append(0.0)
            await asyncio.sleep(_PAUSE_S)
        self._said.errors["no receipt"] += 1
        return None

    def _took(self, what: str, began: float) -> None:
        self._said.took[what].append(time.perf_counter() - began)

    def _refused(self, status: int, answer: bytes) -> bool:
        self._said.errors[self._code(status, answer)] += 1
        return False

    @staticmethod
    def _code(status: int, answer: bytes) -> str:
        with suppress(ValueError, KeyError, TypeError):
            return str(json.loads(answer)["code"])
        return str(status)


class _Way:
    """One device's connection, kept open."""

    def __init__(self, url: str, device: SimulatedDevice | None = None, pace: float = 0.0) -> None:
        address = urlsplit(url)
        self._host, self._port = str(address.hostname), int(address.port or 80)
        self._device = device
        self._pace = pace

    async def __aenter__(self) -> Self:
        self._from, self._to = await asyncio.open_connection(self._host, self._port)
        self._to.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._to.transport.set_write_buffer_limits(high=0)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._to.close()

    async def ask(self, method: str, path: str, body: bytes) -> tuple[int, bytes, float]:
        """Return status, body, and when the last byte of the request left."""
        head = f"{method} {path} HTTP/1.1\r\nHost: {self._host}\r\nContent-Length: {len(body)}\r\n"
        if self._device is not None:
            signature = b64encode(self._device.key.sign(request_message(method, path))).decode()
            head += f"Inspector-Signature: {self._device.id} {signature}\r\n"
        async with asyncio.timeout(_PATIENCE_S):
            self._to.write(f"{head}\r\n".encode())
            view = memoryview(body)
            for at in range(0, len(body), _BLOCK):
                self._to.write(view[at : at + _BLOCK])
                await self._to.drain()
                if self._pace:
                    await asyncio.sleep(_BLOCK / self._pace)
            left = time.perf_counter()
            return *await self._answer(), left

    async def _answer(self) -> tuple[int, bytes]:
        head = (await self._from.readuntil(b"\r\n\r\n")).lower()
        length = next(line for line in head.split(b"\r\n") if line.startswith(b"content-length:"))
        body = await self._from.readexactly(int(length.partition(b":")[2]))
        return int(head.split(b" ", 2)[1]), body


def main(plan: Plan, pipe: Connection) -> None:
    """Run one fleet for the process at the other end of the pipe: enrolled, go on, outcome."""
    process = psutil.Process()
    fleet = Fleet(plan, pipe)
    said = asyncio.run(fleet.run())
    said.took = dict(said.took)
    pipe.send((said, process.memory_info().rss))

"""Reading request bodies within limits: of size, of time, and of memory for all that come at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Protocol

from fastapi import Request

from inspector.errors import InputError
from sync.central.admitting import Admission, Arriving
from sync.central.store.folder import disk_faults
from sync.central.watching import Figures

MEMORY_BYTES = 96 << 20
"""All bodies of one node together; the others wait for their turn."""
SILENCE_S = 30.0
"""The longest a sender may say nothing."""
SLOWEST_BYTES_PER_S = 4096
"""Slower than this on average after the first half minute, a sender is holding a place, not sending."""
COMING = "inspector.coming"
"""The ASGI extension under which a server offers, as `body`, the rest of a body: a `Coming`."""


class Coming(Protocol):
    """The rest of a body of known length, which a server reads straight to where it belongs."""

    def into(self, arriving: Arriving) -> asyncio.Future[None]:
        """Begin to read; the future is done when the body is whole, or tells why it will not be."""
        ...

    def stop(self) -> None:
        """Read no more, whether it is whole or not."""
        ...


class Body:
    """A body that is whole, until its request is answered."""

    def __init__(self, arriving: Arriving) -> None:
        self._arriving = arriving

    def view(self) -> memoryview:
        """Return its bytes where they lie; not to be kept. Raises as `disk_faults` if they lie in a file."""
        with disk_faults():
            return self._arriving.view()

    def read(self) -> bytes:
        """Return a copy of its bytes."""
        return bytes(self.view())


class Bodies:
    """The bodies a node is reading; one for each node."""

    def __init__(self, figures: Figures, memory: int = MEMORY_BYTES) -> None:
        self._admission = Admission(memory, figures.bodies.inc)

    @asynccontextmanager
    async def read(self, request: Request, limit: int) -> AsyncIterator[Body]:
        """Yield the body of a request, and let go of it afterwards.

        Raises:
            InputError: `request.too_large` whatever its header said, `request.too_slow`.
            SystemFault: `central.crowded`; `central.disk_full`, `central.io` where it needed a temporary file.
        """
        length = _declared(request)
        if length is not None and length > limit:
            raise InputError("request.too_large", limit=limit)
        with disk_faults():
            arriving = await self._admission.admit(
                getattr(request.state, "device", ""), limit if length is None else length
            )
        try:
            with disk_faults():
                coming: Coming | None = request.scope.get("extensions", {}).get(COMING, {}).get("body")
                if coming is not None and length is not None:
                    await _straight(coming, arriving)
                else:
                    async for block in _in_time(request, limit):
                        arriving.write(block)
            self._admission.whole(arriving)
            yield Body(arriving)
        finally:
            self._admission.leave(arriving)


def body_within(limit: int) -> Callable[[Request], AsyncIterator[Body]]:
    """Return a dependency that reads the body of a request up to `limit` bytes."""

    async def read(request: Request) -> AsyncIterator[Body]:
        bodies: Bodies = request.app.state.bodies
        async with bodies.read(request, limit) as body:
            yield body

    return read


def _declared(request: Request) -> int | None:
    declared = request.headers.get("Content-Length", "")
    return int(declared[:20]) if declared.isascii() and declared.isdigit() else None


async def _straight(coming: Coming, arriving: Arriving) -> None:
    began = time.monotonic()
    whole = coming.into(arriving)
    try:
        while not whole.done():
            size = arriving.size
            await asyncio.wait({whole}, timeout=SILENCE_S)
            if arriving.size == size and not whole.done():
                raise InputError("request.too_slow")
            _require_pace(began, arriving.size)
        whole.result()
    finally:
        coming.stop()


async def _in_time(request: Request, limit: int) -> AsyncIterator[bytes]:
    blocks: Any = request.stream()
    began, size = time.monotonic(), 0
    while True:
        try:
            async with asyncio.timeout(SILENCE_S):
                block = await anext(blocks)
        except StopAsyncIteration:
            return
        except TimeoutError as error:
            raise InputError("request.too_slow") from error
        size += len(block)
        if size > limit:
            raise InputError("request.too_large", limit=limit)
        _require_pace(began, size)
        yield block


def _require_pace(began: float, size: int) -> None:
    spent = time.monotonic() - began
    if spent > SILENCE_S and size < spent * SLOWEST_BYTES_PER_S:
        raise InputError("request.too_slow")

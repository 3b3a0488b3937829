"""Reading request bodies within limits: of size, of time, and of memory for all that come at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from tempfile import SpooledTemporaryFile
from typing import Any

from fastapi import Request

from inspector.errors import InputError
from sync.central.store.folder import disk_faults
from sync.central.watching import Figures

MEMORY_BYTES = 96 << 20
"""All bodies of one node together; what comes beyond goes through temporary files."""
SILENCE_S = 30.0
"""The longest a sender may say nothing."""
SLOWEST_BYTES_PER_S = 4096
"""Slower than this on average after the first half minute, a sender is holding a place, not sending."""

Body = SpooledTemporaryFile[bytes]


class Bodies:
    """The bodies a node is reading; one for each node."""

    def __init__(self, figures: Figures, memory: int = MEMORY_BYTES) -> None:
        self._figures = figures
        self._left = memory

    async def read(self, request: Request, limit: int) -> AsyncIterator[Body]:
        """Yield the body of a request, at its beginning, and let go of it afterwards.

        Raises:
            InputError: `request.too_large` whatever its header said, `request.too_slow`.
            SystemFault: `central.disk_full`, `central.io` where it needed a temporary file.
        """
        declared = request.headers.get("Content-Length", "")
        if declared.isascii() and declared.isdigit() and int(declared[:20]) > limit:
            raise InputError("request.too_large", limit=limit)
        held, is_on_disk = 0, False
        with SpooledTemporaryFile[bytes]() as body:
            try:
                async for block in _in_time(request, limit):
                    with disk_faults():
                        if not is_on_disk and len(block) > self._left:
                            body.rollover()
                            held, is_on_disk = self._give_back(held), True
                        body.write(block)
                    if not is_on_disk:
                        held += self._take(len(block))
                body.seek(0)
                yield body
            finally:
                self._give_back(held)

    def _take(self, size: int) -> int:
        self._left -= size
        self._figures.bodies.inc(size)
        return size

    def _give_back(self, size: int) -> int:
        self._left += size
        self._figures.bodies.dec(size)
        return 0


def body_within(limit: int) -> Callable[[Request], AsyncIterator[Body]]:
    """Return a dependency that reads the body of a request up to `limit` bytes."""

    async def read(request: Request) -> AsyncIterator[Body]:
        bodies: Bodies = request.app.state.bodies
        async for body in bodies.read(request, limit):
            yield body

    return read


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
        spent = time.monotonic() - began
        if spent > SILENCE_S and size < spent * SLOWEST_BYTES_PER_S:
            raise InputError("request.too_slow")
        yield block

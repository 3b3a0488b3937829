"""Waiting at an intake node for verifiers elsewhere: the database is asked once for everybody who waits."""

from __future__ import annotations

import asyncio

from fastapi.concurrency import run_in_threadpool

from inspector.errors import InspectorError
from sync.central import verifying
from sync.central.centre import Centre

POLL_S = 0.2


class Awaiting:
    """Those who wait at one node of a bureau."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._waiting: dict[str, set[asyncio.Future[None]]] = {}
        self._asking: asyncio.Task[None] | None = None

    async def until_settled(self, bundle: str, patience_s: float) -> bool:
        """Return True once a bundle no longer waits for a verifier, False when patience is over."""
        told: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(bundle, set()).add(told)
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())
        try:
            async with asyncio.timeout(patience_s):
                await told
        except TimeoutError:
            return False
        finally:
            self._leave(bundle, told)
        return True

    async def _ask(self) -> None:
        while self._waiting:
            await asyncio.sleep(POLL_S)
            asked = tuple(self._waiting)
            try:
                settled = await run_in_threadpool(verifying.settled, self._centre, asked)
            except InspectorError:
                settled = set(asked)  # each of them asks for its own outcome, and hears what is wrong
            for bundle in settled:
                for told in self._waiting.pop(bundle, set()):
                    if not told.done():
                        told.set_result(None)

    def _leave(self, bundle: str, told: asyncio.Future[None]) -> None:
        others = self._waiting.get(bundle, set())
        others.discard(told)
        if not others:
            self._waiting.pop(bundle, None)

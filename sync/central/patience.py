"""The server under a node, which waits for a request only so long."""

from __future__ import annotations

import asyncio

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from sync.central.gate import Gate

IDLE_S = 30
"""The longest a connection may stand without a whole request head."""
LINGER_S = 2
"""How long an early answer may be read before its connection is closed on the rest of the body."""


def server_of(gate: Gate) -> uvicorn.Server:
    """Return a server for one node, to be run."""
    return uvicorn.Server(
        uvicorn.Config(
            gate,
            http=PatientProtocol,
            ws="none",
            lifespan="off",
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_keep_alive=IDLE_S,
            timeout_graceful_shutdown=IDLE_S,
        )
    )


class PatientProtocol(H11Protocol):
    """A connection that may wait for a request, but not for ever, whatever trickles in meanwhile."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def on_response_complete(self) -> None:
        """Begin to wait for the next request; who was answered before the end of his body sends no more of it."""
        super().on_response_complete()
        if self.conn.their_state is h11.SEND_BODY:
            self.transport.pause_reading()
            self.loop.call_later(LINGER_S, self.transport.close)
        else:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._forget()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._forget()
        self._waiting = self.loop.call_later(IDLE_S, self._give_up)

    def _forget(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()

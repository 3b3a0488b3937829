"""The server under a node, which waits for a request only so long and reads a body straight to where it belongs."""

from __future__ import annotations

import asyncio
from typing import Any

import httptools
import uvicorn
from starlette.requests import ClientDisconnect
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from sync.central.admitting import Arriving
from sync.central.bodies import COMING
from sync.central.gate import Gate

IDLE_S = 30
"""The longest a connection may stand without a whole request head."""
LINGER_S = 2
"""How long an early answer may be read before its connection is closed on the rest of the body."""
_HEADS = 16 << 10
"""Bytes read at a time while no body is expected."""
_AT_A_TIME = 1 << 20
"""The most that is read of one body before others have their turn."""


def server_of(gate: Gate) -> uvicorn.Server:
    """Return a server for one node, to be run."""
    return uvicorn.Server(
        uvicorn.Config(
            gate,
            loop="asyncio",  # uvloop would hand a body to `data_received`, whatever else the protocol can do
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


class PatientProtocol(HttpToolsProtocol, asyncio.BufferedProtocol):
    """A connection that may wait for a request, but not for ever, whatever trickles in meanwhile.

    A body of known length is not read until the application says where to (`Coming`); then the system writes it there,
    past the parser, which would copy it several times.
    """

    _waiting: asyncio.TimerHandle | None = None
    _left = 0
    """Bytes of the present body that have not come."""
    _arriving: Arriving | None = None
    _whole: asyncio.Future[None] | None = None

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._heads = memoryview(bytearray(_HEADS))

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def get_buffer(self, sizehint: int) -> memoryview:
        """Tell the transport where the next bytes belong."""
        if self._arriving is None:
            return self._heads
        return self._arriving.room(min(self._left, _AT_A_TIME))

    def buffer_updated(self, nbytes: int) -> None:
        """Take what the transport has read."""
        if self._arriving is None:
            self.data_received(bytes(self._heads[:nbytes]))
            if self._left:
                self.flow.pause_reading()
            return
        try:
            self._arriving.came(nbytes)
        except OSError as error:
            self._end(error)
            return
        self._left -= nbytes
        if not self._left:
            self._end(None)

    def on_headers_complete(self) -> None:
        """Offer the body, where its length is known, to the application."""
        named = dict(self.headers)
        length = named.get(b"content-length", b"0")
        # what the parser let pass has one length, and in digits; with a transfer coding it has none
        self._left = 0 if b"transfer-encoding" in named else int(length)
        if self._left:
            self.scope["extensions"] = {COMING: {"body": self}}
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take what came of a body before it was asked for, or in chunks."""
        self._left = max(0, self._left - len(body))
        super().on_body(body)

    def into(self, arriving: Arriving) -> asyncio.Future[None]:
        """See `Coming`."""
        self._whole = self.loop.create_future()
        if self.cycle.waiting_for_100_continue:
            self.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            self.cycle.waiting_for_100_continue = False
        before, self.cycle.body = bytes(self.cycle.body), bytearray()
        arriving.write(before)
        if self.cycle.disconnected:
            self._whole.set_exception(ClientDisconnect())
        elif self._left:
            self._arriving = arriving
            self.flow.resume_reading()
        else:
            self._whole.set_result(None)
        return self._whole

    def stop(self) -> None:
        """See `Coming`."""
        if self._arriving is not None:
            self._arriving = None
            self.flow.pause_reading()

    def on_response_complete(self) -> None:
        """Begin to wait for the next request; who was answered before the end of his body sends no more of it."""
        is_cut_short = not self.pipeline and self.cycle.more_body
        super().on_response_complete()
        if is_cut_short:
            self.flow.pause_reading()
            self.loop.call_later(LINGER_S, self.transport.close)
        else:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._forget()
        super().connection_lost(exc)
        if self._arriving is not None:
            self._end(ClientDisconnect())

    def _end(self, error: Exception | None) -> None:
        """End the straight reading of a body; the parser, which has not seen it, begins anew behind it."""
        self._arriving = None
        assert self._whole is not None
        if error is None:
            self.cycle.more_body = False
            self.parser = httptools.HttpRequestParser(self)
            self.flow.pause_reading()
            self._whole.set_result(None)
        else:
            if not self.cycle.disconnected:
                self.flow.pause_reading()
            self._whole.set_exception(error)

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

"""A network that does to requests and answers what networks do: loses, doubles, holds back, mixes up, spoils."""

from __future__ import annotations

import threading
from collections.abc import Callable
from enum import Enum

import httpx

from sync.transport.http import HttpTransport


class Mishap(Enum):
    """What happens to one request."""

    NONE = "none"
    CUT = "cut"
    """It never arrives."""
    LOST = "lost"
    """It arrives, its answer does not."""
    TWICE = "twice"
    """It arrives twice; the second answer is given."""
    LATE = "late"
    """It arrives after the next one; the sender hears nothing."""
    MIXED_UP = "mixed up"
    """It is answered with what the request before was answered."""
    SPOILED = "spoiled"
    """One bit of its answer is another."""


class Unruly(httpx.BaseTransport):
    """Asks of each request what shall happen to it."""

    def __init__(self, mishap: Callable[[], Mishap]) -> None:
        self._real = httpx.HTTPTransport()
        self._mishap = mishap
        self._held: httpx.Request | None = None
        self._before = (200, b"{}")
        self._lock = threading.Lock()
        self.spent = 0
        """Mishaps until now."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        with self._lock:  # parts go out while a receipt is asked for: "the one before" has to mean one thing
            return self._handled(request)

    def _handled(self, request: httpx.Request) -> httpx.Response:
        mishap, whole = self._mishap(), self._copy(request)
        self.spent += mishap is not Mishap.NONE
        if mishap is Mishap.CUT:
            raise httpx.ConnectError("cut")
        if mishap is Mishap.LATE:
            self._held = whole
            raise httpx.ReadError("held back")
        status, body = self._ask(whole)
        if self._held is not None:
            self._ask(self._held)
            self._held = None
        if mishap is Mishap.TWICE:
            status, body = self._ask(whole)
        self._before, before = (status, body), self._before
        if mishap is Mishap.LOST:
            raise httpx.ReadError("answer lost")
        if mishap is Mishap.MIXED_UP:
            status, body = before
        if mishap is Mishap.SPOILED:
            body = body[:-9] + bytes([body[-9] ^ 1]) + body[-8:] if len(body) > 9 else b"?"
        return httpx.Response(status, stream=httpx.ByteStream(body))

    def close(self) -> None:
        self._real.close()

    def _copy(self, request: httpx.Request) -> httpx.Request:
        return httpx.Request(request.method, request.url, headers=request.headers, content=request.read())

    def _ask(self, request: httpx.Request) -> tuple[int, bytes]:
        answer = self._real.handle_request(self._copy(request))
        try:
            return answer.status_code, answer.read()
        finally:
            answer.close()


def unruly(url: str, mishap: Callable[[], Mishap]) -> tuple[HttpTransport, Unruly]:
    """Return a way to the centre over such a network, and the network."""
    network = Unruly(mishap)
    return HttpTransport(url, httpx.Client(base_url=url, transport=network)), network

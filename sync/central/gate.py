"""The door of a node: `/b/<bureau>/…` leads to that bureau, everything else to the main one; each request is counted."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI

from inspector.errors import InspectorError
from sync.central.app import make_app
from sync.central.centre import MAIN, Centre
from sync.central.node import Node
from sync.central.recording import bundles_held
from sync.central.verifying import waiting
from sync.central.watching import Figures, log

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

THREADS = 16
"""Requests worked on at once: each may hold one part in memory."""
_PREFIX = "/b/"


def _asked(ask: Callable[[Centre], int], centre: Centre) -> float:
    try:
        return ask(centre)
    except InspectorError:
        return float("nan")  # not known while the database is away; the other figures are told all the same


class Gate:
    """One node as an ASGI application; the caller closes the node."""

    def __init__(self, node: Node, *, logs: bool = False) -> None:
        self.figures = Figures()
        self._apps: dict[str, FastAPI] = {
            bureau: make_app(centre, self.figures) for bureau, centre in node.bureaus.items()
        }
        self._logs = logs
        for bureau, centre in node.bureaus.items():
            self.figures.waiting.labels(bureau).set_function(partial(_asked, waiting, centre))
            self.figures.held.labels(bureau).set_function(partial(_asked, bundles_held, centre))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        current_default_thread_limiter().total_tokens = THREADS
        bureau, inside = self._bureau(scope)
        began, status, is_answered = time.perf_counter(), 500, False

        async def watched(message: Message) -> None:
            nonlocal status, is_answered
            if message["type"] == "http.response.start":
                status, is_answered = message["status"], True
            await send(message)

        try:
            await self._apps[bureau](inside, receive, watched)
        except Exception:
            if not is_answered:
                raise
            # answered and logged as a fault of ours already; the server would print what the request held
        finally:
            self._count(bureau, inside, status, time.perf_counter() - began)

    def _bureau(self, scope: Scope) -> tuple[str, Scope]:
        path: str = scope["path"]
        name = path.removeprefix(_PREFIX).partition("/")[0] if path.startswith(_PREFIX) else MAIN
        inside = {**scope, "state": dict(scope.get("state", {}))}
        if name == MAIN or name not in self._apps:
            return MAIN, inside
        return name, {**inside, "root_path": f"{_PREFIX}{name}"}

    def _count(self, bureau: str, scope: Scope, status: int, seconds: float) -> None:
        # the route, not the path: what people put into an address is theirs
        route, method = getattr(scope.get("route"), "path", "-"), scope["method"]
        known = method if method in {"GET", "PUT", "POST", "HEAD", "DELETE"} else "-"
        self.figures.requests.labels(route, known, str(status)).inc()
        self.figures.seconds.labels(route, known).observe(seconds)
        if self._logs:
            told = {name: scope["state"][name] for name in ("device", "code") if name in scope["state"]}
            milliseconds = int(seconds * 1000)
            log("request", bureau=bureau, route=route, method=known, status=status, ms=milliseconds, **told)

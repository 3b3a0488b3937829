"""Serving the centre: for good, or inside this process on a free port for demo and tests."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inspector.clock import Clock
from inspector.errors import SystemFault
from sync.central.centre import Centre

_LOOPBACK = "127.0.0.1"
_IDLE_S = 30


def serve(data: Path, host: str, port: int) -> None:
    """Serve until interrupted; the centre must have been made by `create_central`."""
    import uvicorn

    from sync.central.app import make_app

    with Centre(data) as centre:
        uvicorn.run(make_app(centre), host=host, port=port, timeout_keep_alive=_IDLE_S, lifespan="off")


@contextmanager
def running_central(data: Path, *, clock: Clock | None = None) -> Iterator[str]:
    """Serve on a free loopback port while the block runs and yield the URL; every thread ends with it."""
    import uvicorn

    from sync.central.app import make_app

    with Centre(data, clock=clock) as centre, socket.create_server((_LOOPBACK, 0)) as listening:
        server = uvicorn.Server(
            uvicorn.Config(make_app(centre), log_level="warning", lifespan="off", timeout_keep_alive=_IDLE_S)
        )
        thread = threading.Thread(target=server.run, args=([listening],), name="centre")
        thread.start()
        try:
            # the socket listens already: whoever connects now is served as soon as the loop runs
            yield f"http://{_LOOPBACK}:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=30)
            if thread.is_alive():
                raise SystemFault("central.still_running")

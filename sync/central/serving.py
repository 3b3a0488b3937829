"""Serving a node: for good, or inside this process on a free port for demo and tests."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from inspector.clock import Clock
from inspector.errors import SystemFault
from sync.central.node import Node

_LOOPBACK = "127.0.0.1"
_WORKERS = "AnyIO worker thread"


def serve(data: Path, host: str, port: int, *, started: Callable[[str, str], None]) -> None:
    """Serve until interrupted; `started(name, url)` is called once the address is ours.

    Raises:
        SystemFault: `central.no_address` if the address is taken or not this machine's; `central.damaged` if
            `create_central` made no centre here.
    """
    from sync.central.gate import Gate
    from sync.central.patience import server_of

    with Node(data) as node, _listening(host, port) as listening:
        server = server_of(Gate(node, logs=True))
        shown = f"[{host}]" if ":" in host else host
        started(node.main.name, f"http://{shown}:{listening.getsockname()[1]}")
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.create_server((host, port), family=family)
        # what it accepts inherits this; asyncio sees to it only for sockets it made: the second half of an answer
        # would else wait until the first is acknowledged, 40 ms with every part
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listening
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise SystemFault("central.no_address", host=host, port=port, why=why) from error


@contextmanager
def running_central(data: Path, *, clock: Clock | None = None) -> Iterator[str]:
    """Serve on a free loopback port while the block runs and yield the URL; every thread ends with it."""
    from sync.central.gate import Gate
    from sync.central.patience import server_of

    with Node(data, clock=clock) as node, _listening(_LOOPBACK, 0) as listening:
        server = server_of(Gate(node))
        before = set(threading.enumerate())
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
            for worker in set(threading.enumerate()) - before:
                # told to end by its loop, which does not wait for it; those of another centre go on
                if worker.name.startswith(_WORKERS) and _is_over(worker):
                    worker.join(timeout=30)


def _is_over(worker: threading.Thread) -> bool:
    loop = getattr(worker, "loop", None)
    return loop is None or loop.is_closed()

"""A network of the tests: a TCP proxy before the centre that counts, cuts, delays and holds back answers by plan."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_BLOCK = 16 << 10


@dataclass
class Faults:
    """What goes wrong from now on; set by the test between two tries."""

    cut_after: int | None = None
    """Bytes that still come through to the centre; then the connection is reset and this is spent."""
    answers_lost: int = 0
    """So many answers vanish, with their connection, after the centre has given them."""
    answers_kept: int = 0
    """So many answers are kept, with their connections open: the sender hears nothing any more on these."""
    delay_s: float = 0.0
    """Before each block towards the centre."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def allowed(self, count: int) -> int:
        """Return how many of `count` bytes come through, and count them off."""
        with self.lock:
            if self.cut_after is None:
                return count
            through = min(count, self.cut_after)
            self.cut_after = None if through < count else self.cut_after - through
            return through

    def keeps_answer(self) -> bool:
        with self.lock:
            if self.answers_kept:
                self.answers_kept -= 1
                return True
            return False

    def loses_answer(self) -> bool:
        with self.lock:
            if self.answers_lost:
                self.answers_lost -= 1
                return True
            return False


@dataclass
class WireProxy:
    """A running proxy: its address, its faults and what came through."""

    url: str
    faults: Faults
    up: int = 0
    """Bytes that reached the centre, headers included."""
    connections: int = 0


@contextmanager
def proxied(url: str) -> Iterator[WireProxy]:
    """Run a proxy before the centre at `url`."""
    target = urlsplit(url)
    listener = socket.create_server(("127.0.0.1", 0))
    proxy = WireProxy(f"http://127.0.0.1:{listener.getsockname()[1]}", Faults())
    threads: list[threading.Thread] = []
    open_sockets: list[socket.socket] = []

    def run() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            centre = socket.create_connection((target.hostname, target.port))  # type: ignore[arg-type]  # always a host
            open_sockets.extend((client, centre))
            proxy.connections += 1
            for work in (
                lambda c=client, d=centre: _up(proxy, c, d),
                lambda c=client, d=centre: _down(proxy, c, d),
            ):
                thread = threading.Thread(target=work, name="wire-proxy")
                thread.start()
                threads.append(thread)

    accepting = threading.Thread(target=run, name="wire-proxy-accept")
    accepting.start()
    try:
        yield proxy
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        accepting.join()
        for each in open_sockets:
            _end(each)
        for thread in threads:
            thread.join()


def _up(proxy: WireProxy, client: socket.socket, centre: socket.socket) -> None:
    with suppress(OSError):
        while block := client.recv(_BLOCK):
            if proxy.faults.delay_s:
                time.sleep(proxy.faults.delay_s)
            through = proxy.faults.allowed(len(block))
            centre.sendall(block[:through])
            proxy.up += through
            if through < len(block):
                break
    _end(client, centre)


def _down(proxy: WireProxy, client: socket.socket, centre: socket.socket) -> None:
    with suppress(OSError):
        while block := centre.recv(_BLOCK):
            if proxy.faults.loses_answer():
                break
            if proxy.faults.keeps_answer():
                while centre.recv(_BLOCK):
                    pass
                return  # whoever asked closes the connection
            client.sendall(block)
    _end(client, centre)


def _end(*sockets: socket.socket) -> None:
    for each in sockets:
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
        each.close()

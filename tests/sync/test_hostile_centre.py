"""Whatever stands at the centre's address and answers, the device keeps its evidence, says why and stays small."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import repeat

import pytest

from inspector.errors import SystemFault
from inspector.records import DeliveryState
from sync.sending import send_all
from sync.transport import http
from sync.transport.http import HttpTransport
from tests.sync.delivery_site import Site
from tests.sync.test_sending import way

BOMB = gzip.compress(bytes(200 << 20), 1)
"""Two hundred megabytes in less than one."""


@contextmanager
def answering(head: bytes, body: Iterable[bytes]) -> Iterator[str]:
    """Answer every request with this, whatever was asked, until the connection or the body ends."""
    listener = socket.create_server(("127.0.0.1", 0))
    given: list[socket.socket] = []

    def serve() -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                given.append(client)
                with suppress(OSError):
                    client.recv(1 << 16)
                    client.sendall(head + b"\r\nConnection: close\r\n\r\n")
                    for block in body:
                        client.sendall(block)
                    client.shutdown(socket.SHUT_WR)
                    while client.recv(1 << 16):
                        pass  # closing on unread bytes would take back what was answered
                client.close()

    thread = threading.Thread(target=serve, name="hostile")
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for each in given:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        thread.join()


ENDLESS = repeat(bytes(1 << 16))
OK, BUSY = b"HTTP/1.1 200 OK\r\nContent-Type: application/json", b"HTTP/1.1 503 Busy"
ANSWERS = {
    "endless": (OK, ENDLESS, "transport.answer"),
    "endless while busy": (BUSY, ENDLESS, "transport.answer"),
    "packed": (OK + b"\r\nContent-Encoding: gzip", [BOMB], "transport.answer"),
    "nested": (OK, [b"[" * 200_000], "transport.answer"),
    "a list": (OK, [b"[1,2]"], "transport.answer"),
    "no json": (OK, [b"\xff\xfe<html>"], "transport.answer"),
    "another page": (b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/", [b""], "transport.answer"),
    "half of it": (OK + b"\r\nContent-Length: 99", [b'{"missing":'] * 2, "transport.unreachable"),
    "no HTTP": (b"SSH-2.0-sample", [b"\r\n"], "transport.unreachable"),
    "an endless head": (OK + b"\r\nX: " + b"a" * (1 << 20), [b""], "transport.unreachable"),
    "busy for ever": (BUSY + b"\r\nRetry-After: 999999999999", [b""], "transport.centre_busy"),
}


def test_an_answer_that_is_none_of_ours_changes_nothing_and_is_told(site: Site) -> None:
    delivery = site.seal()
    before = site.stand.device.journal.length()
    for kind, (head, body, code) in ANSWERS.items():
        with (
            answering(head, body) as url,
            HttpTransport(url) as transport,
            pytest.raises(SystemFault) as told,
        ):
            send_all(way(site, transport))
        assert (kind, told.value.code) == (kind, code)
        assert told.value.sentence("zh") != told.value.sentence("en")
    assert site.recorded(delivery).state is DeliveryState.WRITTEN
    assert site.stand.device.journal.length() == before


def test_an_answer_that_trickles_is_given_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "ANSWER_S", 0.0)
    site.seal()
    with (
        answering(OK, [b"{", b" ", b" "]) as url,
        HttpTransport(url) as transport,
        pytest.raises(SystemFault, match=r"transport\.unreachable"),
    ):
        send_all(way(site, transport))


def test_numbers_of_parts_that_do_not_exist_are_not_sent_for_ever(site: Site) -> None:
    """A centre that always lacks a part which the bundle has not: said so once, and the run ends."""
    site.seal()
    with (
        answering(OK, [b'{"missing":[999]}']) as url,
        HttpTransport(url) as transport,
    ):
        (aside,) = send_all(way(site, transport))
    assert aside.reason.startswith("transport.no_progress：")
    assert aside.state is DeliveryState.WRITTEN

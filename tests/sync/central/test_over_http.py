"""The centre as strangers meet it: what is promised in its OpenAPI document, its limits, and what it tells about itself."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from inspector.errors import SystemFault
from inspector.progress import Progress
from sync.bundle import BundleFile
from sync.central import Centre, create_central, patience, running_central, take_in_folder
from sync.central.app import make_app
from sync.central.centre import BUREAUS
from sync.central.store import FolderStore
from sync.meter import Meter
from sync.transport import Caller, Standing
from sync.transport.folder import OUT
from sync.transport.http import HttpTransport
from tests.sync.central.bringing import VECTORS, know, with_vectors_key
from tests.vectors.by_hand import DEVICE, SIGNER


class Signer:
    public_key = SIGNER.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return SIGNER.sign(message)


CALLER = Caller(DEVICE, Signer())


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A centre with one more bureau, which knows the vectors' device."""
    create_central(tmp_path / "central", "样本中心")
    bureau = with_vectors_key(tmp_path / "central" / BUREAUS / "first")
    create_central(bureau, "样本局")
    with Centre(bureau) as centre:
        know(centre)
    return tmp_path / "central"


@pytest.fixture
def client(data: Path) -> Iterator[httpx.Client]:
    with running_central(data) as url, httpx.Client(base_url=url, trust_env=False) as asking:
        yield asking


def test_a_bureau_is_reached_under_its_own_address_and_only_there(client: httpx.Client) -> None:
    with BundleFile(VECTORS / "first.ipb") as bundle:
        for prefix, status in (("/b/first", 200), ("", 401), ("/b/other", 404)):
            with HttpTransport(str(client.base_url).rstrip("/") + prefix) as transport:
                path = "/v1/receipts/" + "0" * 32
                header = {"Inspector-Signature": CALLER.authorisation("GET", path)}
                answer = client.get(f"{prefix}{path}", headers=header)
                assert (answer.status_code, answer.json()["code"]) == {
                    200: (404, "bundle.unknown"),
                    401: (401, "request.unsigned"),
                    404: (404, "request.unknown"),
                }[status]
                if status == 200:
                    every = tuple(range(len(bundle.foot.parts)))
                    transport.announce(CALLER, bundle)
                    assert transport.send(CALLER, bundle, every, Progress(), Meter())() == Standing(())
                    assert type(transport.commit(CALLER, bundle)).__name__ == "Accepted"
    assert client.get("/b/first/health").json() == {"centre": "样本局", "v": 1}


def test_the_document_names_every_address_with_its_answers(client: httpx.Client) -> None:
    document = client.get("/openapi.json").json()
    assert {"/v1/keys", "/v1/enrol", "/v1/bundles", "/health/ready", "/metrics"} <= set(document["paths"])
    for path, methods in document["paths"].items():
        for operation in methods.values():
            assert operation["summary"], path
            assert {"200", "405", "500", "503"} <= set(operation["responses"]), path


def test_health_tells_life_from_readiness(
    data: Path, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [client.get(f"/health/{part}").status_code for part in ("live", "ready")] == [200, 200]
    monkeypatch.setattr("sync.central.store.folder.SPARE_BYTES", 1 << 62)
    full = client.get("/health/ready")
    assert (full.status_code, full.json()["code"]) == (507, "central.disk_full")
    assert client.get("/health/live").status_code == 200


def test_figures_count_routes_and_never_what_people_wrote_into_an_address(client: httpx.Client) -> None:
    client.get("/b/first/v1/bundles/" + "a" * 32)
    client.get("/张三")
    text = client.get("/metrics").text
    assert "张三" not in text
    assert "a" * 32 not in text
    families = {family.name: family for family in text_string_to_metric_families(text)}
    counted = {
        (each.labels["route"], each.labels["status"]) for each in families["inspector_requests"].samples
    }
    assert {("/v1/bundles/{bundle}", "401"), ("-", "404")} <= counted


def test_what_the_centre_holds_is_counted_by_whatever_way_it_came(
    data: Path, client: httpx.Client, tmp_path: Path
) -> None:
    def held() -> float:
        families = text_string_to_metric_families(client.get("/metrics").text)
        (found,) = (family for family in families if family.name == "inspector_bundles_held")
        return next(each.value for each in found.samples if each.labels == {"bureau": "first"})

    assert held() == 0
    out = tmp_path / "stick" / OUT
    out.mkdir(parents=True)
    for name in ("first.ipb", "second.ipb"):
        shutil.copy(VECTORS / name, out)
    taken = take_in_folder(data / BUREAUS / "first", tmp_path / "stick")["accepted"]
    assert isinstance(taken, list)
    assert len(taken) == 2
    assert held() == 2


def test_a_body_that_crawled_is_sent_again_and_nothing_is_called_refused() -> None:
    def slow(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(408, json={"code": "request.too_slow", "zh": "太慢", "en": "too slow"})

    client = httpx.Client(base_url="http://centre", transport=httpx.MockTransport(slow))
    with HttpTransport("http://centre", client) as way, BundleFile(VECTORS / "first.ipb") as bundle:
        for step in (
            lambda: way.announce(CALLER, bundle),
            way.send(CALLER, bundle, (0,), Progress(), Meter()),
        ):
            with pytest.raises(SystemFault, match=r"transport\.centre_busy"):
                step()


def test_ten_gigabytes_are_refused_before_they_are_sent(client: httpx.Client) -> None:
    host, port = client.base_url.host, client.base_url.port
    with socket.create_connection((host, port or 80)) as raw, raw.makefile("rb") as answer:
        head = f"POST /v1/enrol HTTP/1.1\r\nHost: {host}\r\nContent-Length: {10 << 30}\r\n\r\n"
        raw.sendall(head.encode() + bytes(1 << 16))
        assert b" 413 " in answer.readline()


def test_a_body_without_a_length_is_cut_off_at_the_limit(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "LINGER_S", 0.1)
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 64 << 20:
            sent += 1 << 16
            yield bytes(1 << 16)

    with suppress(httpx.NetworkError):  # the centre may have closed before the answer was read
        assert client.post("/v1/enrol", content=endless()).status_code == 413
    assert sent < 64 << 20


def test_who_sends_no_request_is_let_go(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "IDLE_S", 0.2)
    with running_central(data) as url:
        host, _, port = url.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port))) as slow:
            slow.sendall(b"GET /health HTTP/1.1\r\nX-Slow: ")
            assert slow.recv(1) == b""  # returns when the centre has closed it


def test_who_sends_a_body_drop_by_drop_is_let_go(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.central.bodies.SILENCE_S", 0.2)
    with running_central(data) as url:
        host, _, port = url.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port))) as slow, slow.makefile("rb") as answer:
            slow.sendall(b"POST /v1/enrol HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
            assert b" 408 " in answer.readline()


@pytest.mark.parametrize(
    "body", [b"[" * 60_000, b'{"text":' * 5_000, b"\x1f\x8b" + bytes(60_000), b"9" * 60_000]
)
def test_bombs_are_answered_like_any_other_nonsense(client: httpx.Client, body: bytes) -> None:
    answer = client.post("/v1/enrol", content=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "enrol.not_a_request")


@pytest.mark.parametrize(
    ("errno", "status", "code"), [(28, 507, "central.disk_full"), (5, 503, "central.io")]
)
def test_a_full_or_failing_disk_has_a_code_of_its_own(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, errno: int, status: int, code: str
) -> None:
    def fails(*_: object) -> None:
        from sync.central.store.folder import disk_faults

        with disk_faults():
            raise OSError(errno, "sample")

    monkeypatch.setattr(FolderStore, "lay_out", fails)
    with BundleFile(VECTORS / "first.ipb") as bundle:
        header = {"Inspector-Signature": CALLER.authorisation("POST", "/v1/bundles")}
        answer = client.post("/b/first/v1/bundles", content=bundle.end, headers=header)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_fault_of_ours_is_answered_and_logged_without_what_the_request_held(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("张三 sample")

    monkeypatch.setattr("sync.central.app.enrol_device", fails)
    answer = client.post("/v1/enrol", content=b"{}")
    assert (answer.status_code, answer.json()["code"]) == (500, "central.bug")
    (line,) = capfd.readouterr().err.splitlines()
    told = json.loads(line)
    assert (told["event"], told["kind"]) == ("bug", "RuntimeError")
    assert "张三" not in line


def test_each_request_is_one_line_of_json_with_ids_alone(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from sync.central.gate import Gate
    from sync.central.node import Node

    async def ask(gate: Gate, path: str) -> None:
        transport = httpx.ASGITransport(gate)
        async with httpx.AsyncClient(transport=transport, base_url="http://centre") as asking:
            await asking.get(path, headers={"User-Agent": "Zhang San", "X-Forwarded-For": "192.0.2.7"})

    with Node(data) as node:
        gate = Gate(node, logs=True)
        asyncio.run(ask(gate, "/b/first/v1/bundles/" + "a" * 32 + "?name=张三"))
    told = json.loads(capsys.readouterr().err)
    assert told.pop("at")
    assert told.pop("ms") >= 0
    assert told == {
        "level": "info",
        "event": "request",
        "bureau": "first",
        "route": "/v1/bundles/{bundle}",
        "method": "GET",
        "status": 401,
        "code": "request.unsigned",
    }


def test_the_figures_of_a_node_are_not_served_under_each_bureau(data: Path) -> None:
    with Centre(data / BUREAUS / "first") as bureau:
        assert "/metrics" not in make_app(bureau).openapi()["paths"]


def test_no_half_of_an_answer_waits_until_the_other_half_was_acknowledged(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Head and body leave one after the other: a socket that saves packets keeps the body 40 ms."""
    made = patience.PatientProtocol.connection_made
    found: list[int] = []

    def looked_at(protocol: patience.PatientProtocol, transport: asyncio.Transport) -> None:
        accepted = transport.get_extra_info("socket")
        found.append(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        made(protocol, transport)

    monkeypatch.setattr(patience.PatientProtocol, "connection_made", looked_at)
    with running_central(data) as url:
        assert httpx.get(f"{url}/health", trust_env=False).status_code == 200
    assert found
    assert all(found)

"""What both stores promise: parts in any order from anyone, nothing half, the bundle back to the byte."""

from __future__ import annotations

import random
import secrets
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from inspector.errors import InputError, SystemFault
from sync.bundle import BundleFile
from sync.central.store import BundleStore, FolderStore
from sync.central.store.s3 import ObjectStore, bucket_at
from tests.sync.central.bringing import VECTORS
from tests.sync.central.servers import SeaweedFS

Open = Callable[[str], BundleStore]


@pytest.fixture(params=["folder", "s3"])
def opened(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open the store of a bureau."""
    if request.param == "folder":

        def in_folder(bureau: str) -> BundleStore:
            for name in ("incoming", "bundles"):
                (tmp_path / bureau / name).mkdir(parents=True, exist_ok=True)
            return FolderStore(tmp_path / bureau)

        return in_folder
    s3: SeaweedFS = request.getfixturevalue("s3")
    monkeypatch.setenv("AWS_SKIP_SIGNATURE", "true")
    bucket = bucket_at(f"s3://{s3.BUCKET}/{secrets.token_hex(4)}", s3.endpoint, "")
    return lambda bureau: ObjectStore(bucket, bureau)


@pytest.fixture
def sent() -> BundleFile:
    return BundleFile(VECTORS / "first.ipb")


def bring_in(store: BundleStore, sent: BundleFile) -> None:
    store.lay_out(sent.foot, sent.end)
    parts = list(sent.foot.all_parts())
    random.Random(1).shuffle(parts)
    for part in parts * 2:
        store.put(sent.foot, part, sent.part(part))


def test_what_was_put_is_read_back_to_the_byte_growing_and_kept(opened: Open, sent: BundleFile) -> None:
    store = opened("a")
    with sent:
        bring_in(store, sent)
        for _ in range(2):
            with store.open(sent.foot.bundle) as kept:
                kept.verify()
                assert kept.foot_sha256 == sent.foot_sha256
                for region in sent.foot.regions():
                    with kept.region(region) as ours, sent.region(region) as theirs:
                        assert ours.read() == theirs.read()
            store.keep(sent.foot.bundle)


def test_a_part_that_never_came_or_was_dropped_is_seen(opened: Open, sent: BundleFile) -> None:
    store = opened("a")
    with sent:
        first, *others = sent.foot.all_parts()
        store.lay_out(sent.foot, sent.end)
        for part in others:
            store.put(sent.foot, part, sent.part(part))
        with store.open(sent.foot.bundle) as growing:
            assert [part.number for part in growing.damaged()] == [first.number]
        store.put(sent.foot, first, bytes(first.size))
        store.drop(sent.foot, (first,))
        store.put(sent.foot, first, sent.part(first))
        with store.open(sent.foot.bundle) as growing:
            growing.verify()


def test_two_handles_fill_one_bundle(opened: Open, sent: BundleFile) -> None:
    one, other = opened("a"), opened("a")
    with sent:
        one.lay_out(sent.foot, sent.end)
        for part in sent.foot.all_parts():
            (one, other)[part.number % 2].put(sent.foot, part, sent.part(part))
        other.keep(sent.foot.bundle)
        one.keep(sent.foot.bundle)
        with one.open(sent.foot.bundle) as kept:
            kept.verify()


def test_a_bundle_that_is_not_there_is_said(opened: Open) -> None:
    with pytest.raises((InputError, SystemFault)) as error:
        opened("a").open("0" * 32)
    assert error.value.code in {"bundle.not_a_bundle", "central.io"}


def test_bureaus_do_not_meet(opened: Open, sent: BundleFile) -> None:
    with sent:
        bring_in(opened("a"), sent)
        with pytest.raises((InputError, SystemFault)):
            opened("b").open(sent.foot.bundle)


def test_a_store_that_is_away_is_said_in_our_words(sent: BundleFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SKIP_SIGNATURE", "true")
    store = ObjectStore(bucket_at("s3://none", "http://127.0.0.1:9", ""), "a")
    with sent, pytest.raises(SystemFault) as fault:
        store.lay_out(sent.foot, sent.end)
    assert fault.value.code == "central.store"
    assert "127.0.0.1" not in fault.value.sentence("en")


def test_a_ready_store_says_so(opened: Open) -> None:
    opened("a").check()


def _xml(code: str) -> bytes:
    return (
        f'<?xml version="1.0"?><Error><Code>{code}</Code><Message>secret-address</Message></Error>'.encode()
    )


@pytest.mark.parametrize(
    ("status", "said", "code"),
    [
        (507, b"", "central.disk_full"),
        (507, _xml("XMinioStorageFull"), "central.disk_full"),
        (403, _xml("QuotaExceeded"), "central.disk_full"),
        (403, _xml("AccessDenied"), "central.store"),
        (500, _xml("InternalError"), "central.store"),
    ],
)
def test_a_store_without_room_is_told_from_one_that_fails(
    sent: BundleFile, monkeypatch: pytest.MonkeyPatch, status: int, said: bytes, code: str
) -> None:
    class Answers(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            pass

    monkeypatch.setenv("AWS_SKIP_SIGNATURE", "true")
    with HTTPServer(("127.0.0.1", 0), Answers) as server, sent:
        answering = threading.Thread(target=server.serve_forever, args=(0.01,))
        answering.start()
        store = ObjectStore(bucket_at("s3://b", f"http://127.0.0.1:{server.server_port}", ""), "a")
        part = next(sent.foot.all_parts())
        with pytest.raises(SystemFault) as fault:
            store.put(sent.foot, part, sent.part(part))
        server.shutdown()
        answering.join()
    assert fault.value.code == code
    assert "secret-address" not in str(fault.value.facts)

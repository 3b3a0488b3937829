"""A real device delivers to a real centre over loopback HTTP, and confirms only from the receipt."""

from __future__ import annotations

import io
import json
import threading
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from inspector.errors import SystemFault
from inspector.progress import Cancelled, Progress
from inspector.records import DeliveryState
from sync.bundle.layout import USUAL_PART
from sync.central import create_central, invite, read_entries, read_object, running_central, stored_objects
from sync.engine import deliver
from sync.outbox import PhotoState, seal_bundle
from sync.transport.http import HttpTransport
from tests.stand import Stand
from tests.sync.delivery_site import Site


class Wire(httpx.BaseTransport):
    """A network that is cut by plan: before a request arrives, or before its answer comes back."""

    def __init__(self, cut_before: int | None = None, *, loses_each_answer_once: bool = False) -> None:
        self._real = httpx.HTTPTransport()
        self._cut_before = cut_before
        self._loses = loses_each_answer_once
        self._answered: set[tuple[str, str]] = set()
        self._lock, self._begun = threading.Lock(), 0
        self.puts: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        with self._lock:  # parts come several at once: so many arrive, and nothing after them
            if self._cut_before is not None and self._begun >= self._cut_before:
                raise httpx.ConnectError("cut")
            self._begun += request.method == "PUT"
        answer = self._real.handle_request(request)
        if request.method == "PUT":
            self.puts.append(request.url.path)
        asked = (request.method, request.url.path)
        if self._loses and asked not in self._answered:
            self._answered.add(asked)
            answer.close()
            raise httpx.ReadError("answer lost")
        return answer

    def close(self) -> None:
        self._real.close()


def over(url: str, wire: Wire) -> HttpTransport:
    return HttpTransport(url, httpx.Client(base_url=url, transport=wire))


def test_every_photo_is_confirmed_and_the_centre_holds_the_same_bytes(
    stand: Stand, data: Path, tmp_path: Path
) -> None:
    invitation = tmp_path / "invitation.json"
    for seed in (1, 2, 3):
        stand.photo(seed)
    with running_central(data) as url:
        invitation.write_text(json.dumps(invite(data, url)))
        stand.opened.delivery.enrol(invitation)
        (delivery,) = stand.opened.delivery.seal_and_send(by=stand.by)
        assert delivery.state is DeliveryState.CONFIRMED
        status = stand.opened.delivery.status()
        assert (status.taken, status.confirmed) == (3, 3)
        for line in (line for each in status.stands for line in each.photos):
            with stand.device.reading() as unit:
                original = stand.device.vault.read(unit.sealed_object(line.photo.id))
            assert read_object(data, line.photo.id) == original


def test_the_centre_holds_every_entry_as_the_device_wrote_it(site: Site) -> None:
    delivery = site.seal()
    with HttpTransport(site.url) as transport:
        deliver(site.stand.device, transport, site.centre, delivery, site.outbox, by=site.stand.by)
    ours = list(site.stand.device.journal.entries(1, delivery.last_entry))
    assert list(read_entries(site.data, site.stand.device.id)) == ours


def test_nothing_new_makes_no_bundle_but_one_more_photo_does(site: Site) -> None:
    delivery = site.seal()
    with HttpTransport(site.url) as transport:
        deliver(site.stand.device, transport, site.centre, delivery, site.outbox, by=site.stand.by)
        assert seal_bundle(site.stand.device, site.centre, site.outbox, by=site.stand.by) is None
        photo = site.stand.photo(4)
        second = site.seal()
        assert second.object_ids == (photo.id,)
        assert second.first_entry == delivery.last_entry + 1
        deliver(site.stand.device, transport, site.centre, second, site.outbox, by=site.stand.by)
    assert site.states() == {PhotoState.CONFIRMED}
    assert len(stored_objects(site.data)) == 4


@pytest.mark.parametrize("cut_before", [0, 1, 2, 4])
def test_after_a_cut_only_the_missing_parts_are_sent(site: Site, cut_before: int) -> None:
    delivery, by = site.seal(), site.stand.by
    wire = Wire(cut_before)
    with over(site.url, wire) as transport, pytest.raises(SystemFault, match=r"transport\.unreachable"):
        deliver(site.stand.device, transport, site.centre, delivery, site.outbox, by=by)
    assert site.states() == {PhotoState.WRITTEN}
    again = Wire()
    with over(site.url, again) as transport:
        done = deliver(site.stand.device, transport, site.centre, site.recorded(delivery), site.outbox, by=by)
    assert done.state is DeliveryState.CONFIRMED
    assert not set(wire.puts) & set(again.puts)
    assert len(wire.puts) + len(again.puts) == 6  # three photos, manifest, entries, envelopes


def test_losing_every_answer_once_changes_nothing_in_the_end(site: Site) -> None:
    delivery, by = site.seal(), site.stand.by
    wire = Wire(loses_each_answer_once=True)
    with over(site.url, wire) as transport:
        for _ in range(20):
            try:
                done = deliver(
                    site.stand.device, transport, site.centre, site.recorded(delivery), site.outbox, by=by
                )
            except SystemFault:
                continue
            break
    assert done.state is DeliveryState.CONFIRMED
    assert len(wire.puts) == 6
    assert len(stored_objects(site.data)) == 3


def test_an_object_larger_than_a_part_arrives_whole(site: Site) -> None:
    device, by = site.stand.device, site.stand.by
    original = bytes(range(256)) * (USUAL_PART // 256 + 1)
    sealed = device.vault.put(device.ids.object(), io.BytesIO(original))
    small = site.stand.photo(9)
    with device.unit() as unit:
        unit.keep_object(sealed)
        large = replace(small, id=sealed.id, sha256=sealed.sha256, size=sealed.size)
        unit.save(large, change="photo.taken", by=by)
        unit.commit()
    wire = Wire()
    with over(site.url, wire) as transport:
        done = deliver(device, transport, site.centre, site.seal(), site.outbox, by=by)
    assert done.state is DeliveryState.CONFIRMED
    assert len(wire.puts) == 4 + 2 + 3
    assert read_object(site.data, sealed.id) == original


def test_cancelling_keeps_what_was_sent_and_the_next_try_goes_on(site: Site) -> None:
    delivery, by = site.seal(), site.stand.by
    progress = Progress(lambda done, _total, _what: progress.cancel() if done == 2 else None)
    with HttpTransport(site.url) as transport:
        with pytest.raises(Cancelled):
            deliver(
                site.stand.device, transport, site.centre, delivery, site.outbox, by=by, progress=progress
            )
        done = deliver(site.stand.device, transport, site.centre, site.recorded(delivery), site.outbox, by=by)
    assert done.state is DeliveryState.CONFIRMED


def test_a_centre_that_is_gone_leaves_everything_as_it_was(site: Site) -> None:
    delivery = site.seal()
    with HttpTransport("http://127.0.0.1:9") as transport, pytest.raises(SystemFault):
        deliver(site.stand.device, transport, site.centre, delivery, site.outbox, by=site.stand.by)
    assert site.recorded(delivery).state is DeliveryState.WRITTEN


def test_another_centre_at_the_address_is_not_believed(site: Site, tmp_path: Path) -> None:
    """A centre the device did not pin refuses the unknown device; nothing turns green."""
    create_central(tmp_path / "other", "另一中心")
    delivery = site.seal()
    with running_central(tmp_path / "other") as url, HttpTransport(url) as transport:
        done = deliver(site.stand.device, transport, site.centre, delivery, site.outbox, by=site.stand.by)
    assert done.state is DeliveryState.REFUSED
    assert "request.unsigned" in done.reason
    assert site.states() == {PhotoState.WRITTEN}


def test_no_thread_outlives_the_centre(data: Path) -> None:
    before = set(threading.enumerate())
    with running_central(data) as url:
        assert httpx.get(f"{url}/health", trust_env=False).json() == {"centre": "样本中心", "v": 1}
    assert set(threading.enumerate()) == before

"""Several bundles under way: nothing goes twice, a faulty one holds up none, and a cut costs a part at most."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import httpx
import pytest

from inspector.errors import SystemFault
from inspector.progress import Cancelled, Progress
from inspector.records import Delivery, DeliveryState
from sync.central import read_entries, stored_objects
from sync.engine import Way
from sync.meter import Meter, payload_of
from sync.outbox import PhotoState, drop_from, frame_path, seal_bundle
from sync.sending import send_all
from sync.transport import http, pace
from sync.transport.http import HttpTransport
from tests.sync.delivery_site import Site
from tests.sync.wire_proxy import proxied

SMALL = 3000
"""Bytes a run holds here: a photo or two."""
AHEAD = 3500
"""Bytes that may have left and not be acknowledged: a part and a half here; 16 MiB are three photos of 5 MB."""
HEADERS = 4096
"""More than the head of any request here."""


def way(site: Site, transport: HttpTransport, progress: Progress | None = None) -> Way:
    stand = site.stand
    return Way(stand.device, transport, site.centre, site.outbox, stand.by, progress or Progress(), Meter())


def payload(site: Site, delivery: Delivery) -> int:
    with site.bundle(delivery) as bundle:
        return payload_of(bundle.foot)


def largest_part(site: Site, deliveries: tuple[Delivery, ...]) -> int:
    largest = 0
    for delivery in deliveries:
        with site.bundle(delivery) as bundle:
            largest = max(largest, *(part.size for part in bundle.foot.all_parts()))
    return largest


def all_deliveries(site: Site) -> tuple[Delivery, ...]:
    with site.stand.device.reading() as unit:
        return unit.all(Delivery)


def require_all_there(site: Site) -> None:
    """The centre holds every entry and every original, once, and the device knows it."""
    assert site.states() == {PhotoState.CONFIRMED}
    assert len(stored_objects(site.data)) == len(site.originals())
    last = max(each.last_entry for each in all_deliveries(site))
    device = site.stand.device
    assert list(read_entries(site.data, device.id)) == list(device.journal.entries(1, last))


def test_several_bundles_go_and_no_byte_goes_twice(site: Site) -> None:
    with proxied(site.url) as proxy, HttpTransport(proxy.url) as transport:
        sending = way(site, transport)
        done = send_all(sending, most_bytes=SMALL)
    assert len(done) > 1
    assert {each.state for each in done} == {DeliveryState.CONFIRMED}
    require_all_there(site)
    payloads = sum(payload(site, each) for each in done)
    feet = sum(each.size for each in done) - payloads
    assert [each.put_bytes for each in done] == [payload(site, each) for each in done]
    assert {each.resent_bytes for each in done} == {0}
    requests = sum(len(each.object_ids) + 3 + 2 for each in done)
    assert proxy.up <= payloads + feet + requests * HEADERS
    passage = sending.meter.passage()
    assert (passage.photos, passage.bytes) == (3, payloads)


def test_what_the_centre_has_is_not_sent_again_on_a_later_day(site: Site) -> None:
    with HttpTransport(site.url) as transport:
        send_all(way(site, transport), most_bytes=SMALL)
        again = way(site, transport)
        assert send_all(again, most_bytes=SMALL) == ()
        assert again.meter.moved == 0


@pytest.mark.parametrize("cut_after", [0, 700, 4000, 9000])
def test_a_cut_costs_one_part_at_most(site: Site, cut_after: int) -> None:
    with proxied(site.url) as proxy:
        proxy.faults.cut_after = cut_after
        with (
            HttpTransport(proxy.url, ahead_bytes=AHEAD) as transport,
            pytest.raises(SystemFault, match=r"transport\.unreachable"),
        ):
            send_all(way(site, transport), most_bytes=SMALL)
        proxy.faults.cut_after = None
        with HttpTransport(proxy.url, ahead_bytes=AHEAD) as transport:
            send_all(way(site, transport), most_bytes=SMALL)
    require_all_there(site)
    deliveries = all_deliveries(site)
    assert sum(each.resent_bytes for each in deliveries) <= max(AHEAD, largest_part(site, deliveries))


def test_the_next_bundle_goes_out_while_the_one_before_awaits_its_receipt(site: Site) -> None:
    """The commit of the first is held back until a part of the second has arrived: in turn, it would never end."""
    second_arrived = threading.Event()
    bundles: list[str] = []

    class Held(httpx.BaseTransport):
        def __init__(self) -> None:
            self.real = httpx.HTTPTransport()

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            name = request.url.path.split("/")[3] if request.url.path.count("/") > 2 else ""
            if request.method == "PUT" and name not in bundles:
                bundles.append(name)
                if len(bundles) == 2:
                    second_arrived.set()
            if request.url.path.endswith("/commit") and name == bundles[0]:
                assert second_arrived.wait(60)
            return self.real.handle_request(request)

        def close(self) -> None:
            self.real.close()

    client = httpx.Client(base_url=site.url, transport=Held())
    with HttpTransport(site.url, client) as transport:
        done = send_all(way(site, transport), most_bytes=SMALL)
    assert {each.state for each in done} == {DeliveryState.CONFIRMED}


def test_a_bundle_that_spoils_is_set_aside_with_its_reason_and_mended_next_time(site: Site) -> None:
    stand = site.stand
    first = site.seal()
    spoiled = frame_path(site.outbox, first.id)
    raw = bytearray(spoiled.read_bytes())
    raw[70] ^= 1
    spoiled.write_bytes(raw)
    stand.photo(4)
    second = site.seal()
    with HttpTransport(site.url) as transport:
        aside, waiting = send_all(way(site, transport))
    assert aside.reason.startswith("bundle.altered：")
    assert aside.state is DeliveryState.WRITTEN
    assert (waiting.id, waiting.state, bool(waiting.reason)) == (second.id, DeliveryState.SENT, True)


def test_a_receipt_nobody_believes_holds_up_no_later_bundle(site: Site) -> None:
    """The centre's answer for the first bundle is spoiled on the way: the second is confirmed all the same."""
    spoiled: list[str] = []

    class Spoils(httpx.BaseTransport):
        def __init__(self) -> None:
            self.real = httpx.HTTPTransport()

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            answer = self.real.handle_request(request)
            if request.url.path.endswith("/commit") and not spoiled:
                spoiled.append(request.url.path)
                raw = bytearray(answer.read())
                raw[-20] ^= 1
                return httpx.Response(200, stream=httpx.ByteStream(bytes(raw)), request=request)
            return answer

        def close(self) -> None:
            self.real.close()

    client = httpx.Client(base_url=site.url, transport=Spoils())
    with HttpTransport(site.url, client) as transport:
        first, *rest = send_all(way(site, transport), most_bytes=SMALL)
        assert first.state is DeliveryState.SENT
        assert first.reason.startswith("receipt.")
        assert {each.state for each in rest} == {DeliveryState.CONFIRMED}
        (mended,) = send_all(way(site, transport), most_bytes=SMALL)
    assert (mended.id, mended.state, mended.reason) == (first.id, DeliveryState.CONFIRMED, "")


def test_stopping_in_the_middle_of_a_part_is_heard_and_goes_on_later(site: Site) -> None:
    progress = Progress()
    heard: list[str] = []

    def report(_done: int, _total: int, what: str) -> None:
        heard.append(what)
        if sum(what.startswith("part") for what in heard) == 4:
            progress.cancel()

    progress = Progress(report)
    with HttpTransport(site.url, ahead_bytes=AHEAD) as transport:
        with pytest.raises(Cancelled):
            send_all(way(site, transport, progress), most_bytes=SMALL)
        send_all(way(site, transport), most_bytes=SMALL)
    require_all_there(site)
    deliveries = all_deliveries(site)
    assert sum(each.resent_bytes for each in deliveries) <= max(AHEAD, largest_part(site, deliveries))


def test_a_part_is_asked_for_only_when_those_before_it_have_left(site: Site) -> None:
    """A centre gives up on a request whose body does not come for half a minute, as long as a photo takes on a slow line."""
    on_the_line: list[str] = []
    beside: list[int] = []

    class Body(httpx.SyncByteStream):
        def __init__(self, name: str, stream: httpx.SyncByteStream) -> None:
            self.name, self.stream = name, stream

        def __iter__(self) -> Iterator[bytes]:
            yield from self.stream
            on_the_line.remove(self.name)

    def before(request: httpx.Request) -> None:
        if request.method == "PUT":
            beside.append(len(on_the_line))
            on_the_line.append(request.url.path)
            assert isinstance(request.stream, httpx.SyncByteStream)
            request.stream = Body(request.url.path, request.stream)

    with over(site, Wire(before)) as transport:
        send_all(way(site, transport), most_bytes=SMALL)
    require_all_there(site)
    assert len(beside) > 6
    assert max(beside) <= 1  # the one before has counted its last block, and gives it away at this moment


class Wire(httpx.BaseTransport):
    """The real way, with something to do or to say before a request goes on, and to do before its answer is given."""

    def __init__(
        self,
        before: Callable[[httpx.Request], httpx.Response | None],
        after: Callable[[httpx.Request], None] = lambda request: None,
    ) -> None:
        self._real = httpx.HTTPTransport()
        self._before, self._after = before, after
        self.asked: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(f"{request.method} {request.url.path}")
        answer = self._before(request) or self._real.handle_request(request)
        self._after(request)
        return answer

    def close(self) -> None:
        self._real.close()


def over(site: Site, wire: Wire) -> HttpTransport:
    return HttpTransport(site.url, httpx.Client(base_url=site.url, transport=wire))


def test_the_next_bundle_leaves_while_the_last_part_of_the_one_before_is_unanswered(site: Site) -> None:
    """The last answer to the first bundle is held back until a part of the second leaves: in turn, it would never end."""
    second_leaves = threading.Event()

    def before(request: httpx.Request) -> None:
        if request.method == "PUT" and request.url.path.split("/")[3] != first:
            second_leaves.set()

    def after(request: httpx.Request) -> None:
        if request.url.path.endswith(f"{first}/parts/{parts - 1}"):
            assert second_leaves.wait(60)

    with site.bundle(site.seal()) as bundle:
        first, parts = bundle.foot.bundle, len(bundle.foot.parts)
    site.stand.photo(4)
    with over(site, Wire(before, after)) as transport:
        done = send_all(way(site, transport), most_bytes=SMALL)
    assert {each.state for each in done} == {DeliveryState.CONFIRMED}
    assert second_leaves.is_set()


def test_the_centre_is_asked_once_how_a_bundle_stands(site: Site) -> None:
    wire = Wire(lambda _: None)
    with over(site, wire) as transport:
        done = send_all(way(site, transport), most_bytes=SMALL)
    assert len(done) > 1
    assert wire.asked.count("POST /v1/bundles") == len(done)


def test_a_part_that_was_acknowledged_and_is_not_there_goes_again_at_once(site: Site) -> None:
    """Something on the way answers for the centre: the centre says that a part is lacking, and gets it."""
    lied: list[str] = []

    def before(request: httpx.Request) -> httpx.Response | None:
        if request.method == "PUT" and not lied:
            lied.append(request.url.path)
            request.read()
            return httpx.Response(201, json={"number": 0})
        return None

    wire = Wire(before)
    with over(site, wire) as transport:
        done = send_all(way(site, transport), most_bytes=SMALL)
    assert {each.state for each in done} == {DeliveryState.CONFIRMED}
    assert wire.asked.count(f"PUT {lied[0]}") == 2
    require_all_there(site)


def test_a_centre_that_always_lacks_something_and_never_says_what_is_not_asked_for_ever(site: Site) -> None:
    def before(request: httpx.Request) -> httpx.Response | None:
        if request.url.path.endswith("/commit"):
            return httpx.Response(409, json={"code": "bundle.incomplete", "zh": "缺", "en": "lacking"})
        return None

    delivery = site.seal()
    with over(site, Wire(before)) as transport:
        (aside,) = send_all(way(site, transport))
    assert aside.reason.startswith("transport.no_progress：")
    assert site.recorded(delivery).state is DeliveryState.SENT


def test_a_bundle_that_was_dropped_in_the_same_run_is_not_sent(site: Site) -> None:
    """While the first is announced, the others turn out to be of no use: what they held goes in new ones."""
    device = site.stand.device
    first = site.seal()
    for seed in (4, 5):
        site.stand.photo(seed)
        dropped = site.seal()
    with device.reading() as unit:
        others = {each.id for each in unit.all(Delivery)} - {first.id}
        second = next(each for each in unit.all(Delivery) if each.sequence == 2)

    def before(request: httpx.Request) -> None:
        if request.url.path == "/v1/bundles" and site.recorded(second).state is DeliveryState.WRITTEN:
            drop_from(device, second, reason="sample", by=site.stand.by)

    wire = Wire(before)
    with over(site, wire) as transport:
        done = send_all(way(site, transport), most_bytes=SMALL)
    assert dropped.id in others
    assert not [path for path in wire.asked if any(name in path for name in others)]
    assert {each.state for each in done} == {DeliveryState.CONFIRMED}
    require_all_there(site)


def test_what_is_sealed_while_the_one_before_is_dropped_is_sealed_anew(site: Site) -> None:
    device = site.stand.device
    first = site.seal()
    site.stand.photo(4)

    def report(*_: object) -> None:
        if site.recorded(first).state is DeliveryState.WRITTEN:
            drop_from(device, first, reason="sample", by=site.stand.by)

    delivery = seal_bundle(device, site.centre, site.outbox, by=site.stand.by, progress=Progress(report))
    assert delivery is not None
    assert (delivery.sequence, delivery.first_entry) == (1, 1)
    assert len(delivery.object_ids) == 4
    assert [file.stem for file in site.outbox.glob("*.frame")] == [delivery.id]
    with HttpTransport(site.url) as transport:
        (done,) = send_all(way(site, transport))
    assert done.state is DeliveryState.CONFIRMED


def test_an_answer_that_never_comes_is_waited_for_by_the_pace_of_the_line(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody on the way keeps the answer to a part: where the line is fast, nobody waits as long as on a slow one."""
    monkeypatch.setattr(pace, "HELD_BYTES", 0)
    monkeypatch.setattr(pace, "PART_S", 0.5)
    monkeypatch.setattr(http, "SILENCE_S", 3600.0)  # the run would not end today
    kept: list[str] = []

    with proxied(site.url) as proxy:

        def report(_done: int, _total: int, what: str) -> None:
            if what.startswith("part") and not kept:
                kept.append(what)
                proxy.faults.answers_kept = 1

        with (
            HttpTransport(proxy.url, ahead_bytes=AHEAD) as transport,
            pytest.raises(SystemFault, match=r"transport\.unreachable"),
        ):
            send_all(way(site, transport, Progress(report)), most_bytes=SMALL)
        monkeypatch.undo()
        with HttpTransport(proxy.url, ahead_bytes=AHEAD) as transport:
            send_all(way(site, transport), most_bytes=SMALL)
    assert kept
    require_all_there(site)
    deliveries = all_deliveries(site)
    assert sum(each.resent_bytes for each in deliveries) <= max(AHEAD, largest_part(site, deliveries))

"""The network is cut at drawn bytes and answers are lost: in the end the centre holds what it holds without a fault."""

from __future__ import annotations

import random

import pytest

from inspector.errors import SystemFault
from sync.sending import send_all
from sync.transport.http import HttpTransport
from tests.sync.delivery_site import Site
from tests.sync.test_sending import AHEAD, SMALL, all_deliveries, largest_part, require_all_there, way
from tests.sync.wire_proxy import proxied

MOST_BYTES = 6000
"""A cut comes before so many bytes went up."""


def send_through_cuts(site: Site, cuts: int, seed: int) -> None:
    """Send until so many cuts and lost answers were spent, photographing on, and then to the end."""
    draw, spent = random.Random(seed), 0
    with proxied(site.url) as proxy:
        while spent < cuts:
            if draw.random() < 0.2:
                proxy.faults.answers_lost = 1
            else:
                proxy.faults.cut_after = draw.randrange(MOST_BYTES)
            try:
                with HttpTransport(proxy.url, ahead_bytes=AHEAD) as transport:
                    send_all(way(site, transport), most_bytes=SMALL)
            except SystemFault as fault:
                assert fault.code == "transport.unreachable"
                spent += 1
            else:
                site.stand.photo(draw.randrange(10**6))
        proxy.faults.cut_after, proxy.faults.answers_lost = None, 0
        with HttpTransport(proxy.url, ahead_bytes=AHEAD) as transport:
            send_all(way(site, transport), most_bytes=SMALL)
    require_all_there(site)
    deliveries = all_deliveries(site)
    assert sum(each.resent_bytes for each in deliveries) <= cuts * max(AHEAD, largest_part(site, deliveries))


def test_thirty_cuts(site: Site) -> None:
    send_through_cuts(site, 30, seed=1)


@pytest.mark.long
def test_a_thousand_cuts(site: Site) -> None:
    send_through_cuts(site, 1000, seed=2)

"""Requests and answers are lost, doubled, reordered, mixed up and spoiled: the end is that of a calm day."""

from __future__ import annotations

import random

import pytest

from inspector.errors import SystemFault
from inspector.records import DeliveryState
from sync.sending import send_all
from tests.sync.delivery_site import Site
from tests.sync.test_sending import SMALL, require_all_there, way
from tests.sync.unruly import Mishap, unruly

MISHAPS = [each for each in Mishap if each is not Mishap.NONE]
CODES = {"transport.unreachable", "transport.answer", "transport.no_progress"}


def send_through_mishaps(site: Site, count: int, seed: int) -> None:
    """Send until so many mishaps were spent, photographing on, and then to the end over a calm network."""
    draw, spent = random.Random(seed), 0
    while spent < count:
        transport, network = unruly(
            site.url, lambda: draw.choice(MISHAPS) if draw.random() < 0.3 else Mishap.NONE
        )
        with transport:
            try:
                done = send_all(way(site, transport), most_bytes=SMALL)
            except SystemFault as fault:
                assert fault.code in CODES
            else:
                for each in done:  # set aside for its own reason, or waiting at the centre
                    code = each.reason.partition("：")[0]
                    assert code in {*CODES, *RECEIPT, ""} or each.state is DeliveryState.SENT
                site.stand.photo(draw.randrange(10**6))
        spent += network.spent
    transport, _ = unruly(site.url, lambda: Mishap.NONE)
    with transport:
        send_all(way(site, transport), most_bytes=SMALL)
    require_all_there(site)


RECEIPT = {"receipt.form", "receipt.signature", "receipt.other_bundle"}


def test_twenty_mishaps(site: Site) -> None:
    send_through_mishaps(site, 20, seed=3)


@pytest.mark.long
def test_a_thousand_mishaps(site: Site) -> None:
    send_through_mishaps(site, 1000, seed=4)

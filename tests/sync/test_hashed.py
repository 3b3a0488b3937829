"""Each byte is hashed once on its way out: at sealing, or as it leaves if its file is not the one that was read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from inspector.errors import InputError
from inspector.records import Delivery, DeliveryState
from sync.bundle.hashed import Hashed, marks_of
from sync.central import stored_objects
from sync.mending import mend_outbox
from sync.outbox import PhotoState, open_outgoing, seal_bundle
from sync.sending import send_all
from sync.transport.http import HttpTransport
from tests.sync.delivery_site import Site
from tests.sync.test_sending import SMALL, way

MOST = 500


def sealed(site: Site, hashed: Hashed) -> Delivery:
    delivery = seal_bundle(site.stand.device, site.centre, site.outbox, by=site.stand.by, hashed=hashed)
    assert delivery is not None
    return delivery


def file_of(site: Site, object_id: str) -> Path:
    (file,) = site.stand.workplace.folder.rglob(f"{object_id}.ipv")
    return file


def flip(file: Path, at: int = -1) -> None:
    """Change one byte in place: neither the size nor, afterwards, the time of change is another."""
    before, raw = file.stat(), bytearray(file.read_bytes())
    raw[at] ^= 1
    with file.open("r+b") as write:
        write.write(raw)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_blocks_are_the_bytes_of_each_part_whoever_hashed_them(site: Site) -> None:
    hashed = Hashed()
    delivery = sealed(site, hashed)
    whole = site.whole(delivery)
    for known in (hashed, Hashed()):
        with open_outgoing(site.stand.device, site.outbox, delivery, known) as bundle:
            for part in bundle.foot.all_parts():
                blocks = list(bundle.blocks(part, MOST))
                assert max(map(len, blocks)) <= MOST
                assert b"".join(blocks) == whole[part.offset : part.offset + part.size]


@pytest.mark.parametrize("at", [0, -1])
def test_a_file_that_was_written_to_since_is_hashed_as_it_leaves_and_never_leaves_whole(
    site: Site, at: int
) -> None:
    hashed = Hashed()
    delivery = sealed(site, hashed)
    file = file_of(site, delivery.object_ids[0])
    with file.open("rb") as read:
        assert hashed.holds(delivery.object_ids[0], read)
    flip(file, at)
    with open_outgoing(site.stand.device, site.outbox, delivery, hashed) as bundle:
        part = next(bundle.foot.all_parts())
        left: list[bytes] = []
        with pytest.raises(InputError, match=r"bundle\.altered"):
            left.extend(bundle.blocks(part, MOST))
    assert sum(map(len, left)) < part.size


def test_a_file_that_is_cut_short_never_leaves_whole(site: Site) -> None:
    hashed = Hashed()
    delivery = sealed(site, hashed)
    file = file_of(site, delivery.object_ids[0])
    os.truncate(file, file.stat().st_size - MOST)
    with open_outgoing(site.stand.device, site.outbox, delivery, hashed) as bundle:
        part = next(bundle.foot.all_parts())
        with pytest.raises(InputError, match=r"bundle\.altered"):
            list(bundle.blocks(part, MOST))


def test_the_same_bytes_written_again_are_hashed_and_leave(site: Site) -> None:
    hashed = Hashed()
    delivery = sealed(site, hashed)
    file = file_of(site, delivery.object_ids[0])
    again = file.with_suffix(".again")
    again.write_bytes(file.read_bytes())
    again.replace(file)
    with file.open("rb") as read:
        assert not hashed.holds(delivery.object_ids[0], read)
    with open_outgoing(site.stand.device, site.outbox, delivery, hashed) as bundle:
        part = next(bundle.foot.all_parts())
        assert len(b"".join(bundle.blocks(part, MOST))) == part.size


def test_what_rots_without_a_trace_is_turned_down_by_the_centre_and_told_with_the_next_run(
    site: Site,
) -> None:
    """The disk gives other bytes for a file nobody wrote to: a sector that rotted between sealing and leaving."""
    with HttpTransport(site.url) as transport:
        sending = way(site, transport)
        delivery = sealed(site, sending.hashed)
        rotten = delivery.object_ids[1]
        file = file_of(site, rotten)
        flip(file)
        with file.open("rb") as read:
            sending.hashed.keep(rotten, marks_of(read))
        (refused,) = send_all(sending, most_bytes=SMALL)
        assert refused.state is DeliveryState.REFUSED
        assert refused.reason.startswith("part.digest")
        assert stored_objects(site.data) == ()
        mend_outbox(site.stand.device, transport, site.centre, site.outbox, by=site.stand.by)
        send_all(way(site, transport), most_bytes=SMALL)
    assert site.states() == {PhotoState.CONFIRMED, PhotoState.DAMAGED}
    assert {each.object_id for each in stored_objects(site.data)} == set(delivery.object_ids) - {rotten}

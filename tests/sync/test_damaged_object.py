"""A damaged vault object stops no delivery: the run says that it is missing, and it follows once it is mended."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from inspector.records import DeliveryState, Photo
from sync.central import read_entries, stored_objects
from sync.enrolment import pin
from sync.outbox import PhotoState, photo_states
from tests.stand import Stand
from tests.sync.delivery_site import Site


def spoil(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:200] + bytes([whole[200] ^ 1]) + whole[201:])


def shorten(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.fixture
def enrolled(site: Site) -> Stand:
    pin(site.stand.device, site.centre, by=site.stand.by)
    return site.stand


def states(stand: Stand) -> list[PhotoState]:
    with stand.device.reading() as unit:
        found = photo_states(unit)
        return [found[photo.id] for photo in unit.all(Photo)]


def sealed_file(stand: Stand, number: int) -> Path:
    with stand.device.reading() as unit:
        photo = unit.all(Photo)[number]
    return next((stand.opened.folder / "vault").glob(f"??/{photo.id}.ipv"))


@pytest.mark.parametrize("harm", [spoil, shorten, Path.unlink])
def test_the_others_are_confirmed_and_the_damaged_one_is_not(
    site: Site, enrolled: Stand, harm: Callable[[Path], None]
) -> None:
    damaged = sealed_file(enrolled, 1)
    harm(damaged)
    (done,) = enrolled.opened.delivery.seal_and_send(by=enrolled.by)
    assert (done.state, done.missing_ids) == (DeliveryState.CONFIRMED, (damaged.stem,))
    assert states(enrolled) == [PhotoState.CONFIRMED, PhotoState.DAMAGED, PhotoState.CONFIRMED]
    assert enrolled.opened.delivery.status().confirmed == 2
    assert damaged.stem not in {each.object_id for each in stored_objects(site.data)}
    told = [json.loads(entry) for entry in read_entries(site.data, enrolled.device.id)]
    assert [each["subject"] for each in told if each["change"] == "object.missing"] == [damaged.stem]


def test_later_photos_go_on_being_delivered_and_nothing_is_told_twice(site: Site, enrolled: Stand) -> None:
    spoil(sealed_file(enrolled, 0))
    for seed in (4, 5):
        enrolled.opened.delivery.seal_and_send(by=enrolled.by)
        enrolled.photo(seed)
    enrolled.opened.delivery.seal_and_send(by=enrolled.by)
    assert states(enrolled) == [PhotoState.DAMAGED] + [PhotoState.CONFIRMED] * 4
    told = [json.loads(entry)["change"] for entry in read_entries(site.data, enrolled.device.id)]
    assert told.count("object.missing") == 1


def test_a_mended_photo_goes_with_the_next_bundle(site: Site, enrolled: Stand) -> None:
    spoil(sealed_file(enrolled, 1))
    enrolled.opened.delivery.seal_and_send(by=enrolled.by)
    enrolled.photo(2)
    (done,) = enrolled.opened.delivery.seal_and_send(by=enrolled.by)
    assert (len(done.object_ids), done.state) == (1, DeliveryState.CONFIRMED)
    assert states(enrolled) == [PhotoState.CONFIRMED] * 3
    assert len(stored_objects(site.data)) == 3


def test_mended_before_the_run_was_cut_it_goes_along_at_once(site: Site, enrolled: Stand) -> None:
    """The run told of the loss, the disk filled up before the bundle was written, then it was mended."""
    damaged = sealed_file(enrolled, 1)
    with enrolled.device.unit() as unit:
        unit.note("object.missing", damaged.stem, {}, by=enrolled.by)
        unit.commit()
    (done,) = enrolled.opened.delivery.seal_and_send(by=enrolled.by)
    assert (done.missing_ids, len(done.object_ids)) == ((), 3)
    assert states(enrolled) == [PhotoState.CONFIRMED] * 3

"""Room in stands and days: never more than the disk has, and enough before a start to end it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.records import Photo, PhotoOrigin
from inspector.space import room_left, stands_a_day, usual_stand
from tests.stand import MORNING

PHOTO = Photo(
    id="00" * 16,
    inspection_id="a",
    file_name="IMG_0001.JPG",
    sha256="00" * 32,
    size=4_000_000,
    media_type="image/jpeg",
    origin=PhotoOrigin.CAMERA,
    arrived=MORNING,
    taken_by="o",
)


def photos(*counts: int, size: int = 4_000_000) -> tuple[Photo, ...]:
    """One stand a day, with these numbers of photos."""
    return tuple(
        replace(PHOTO, inspection_id=str(day), size=size, arrived=MORNING + timedelta(days=day))
        for day, count in enumerate(counts)
        for _ in range(count)
    )


def test_a_new_device_reckons_with_an_ordinary_stand() -> None:
    needs = usual_stand((), 1_000_000)
    assert (needs.photos, needs.photo_bytes) == (40, 6_000_000)
    assert stands_a_day(()) == 0
    assert room_left(10**12, needs, 0).days is None


def test_the_past_of_the_device_counts_and_not_the_one_stand_that_was_huge() -> None:
    needs = usual_stand(photos(*[30] * 9, 500), 0)
    assert (needs.photos, needs.photo_bytes) == (30, 4_000_000)


def test_small_pictures_and_short_stands_do_not_make_it_careless() -> None:
    needs = usual_stand(photos(1, 2, size=1000), 0)
    assert (needs.photos, needs.photo_bytes) == (12, 500_000)


def test_days_follow_from_the_stands_of_a_day() -> None:
    past = photos(40, 40) + tuple(replace(each, inspection_id="9") for each in photos(40))
    needs = usual_stand(past, 0)
    room = room_left(needs.stand_bytes * 9, needs, stands_a_day(past))
    assert (stands_a_day(past), room.stands, room.days) == (1.5, 9, 6)


@given(
    free=st.integers(0, 10**13),
    counts=st.lists(st.integers(1, 60), max_size=8),
    size=st.integers(1, 50_000_000),
    database=st.integers(0, 10**10),
)
def test_what_is_promised_fits(free: int, counts: list[int], size: int, database: int) -> None:
    past = photos(*counts, size=size)
    needs = usual_stand(past, database)
    room = room_left(free, needs, stands_a_day(past))
    assert room.stands * needs.stand_bytes <= free
    assert room.photos * needs.photo_bytes <= free
    assert needs.least_bytes < needs.start_bytes
    assert room.is_enough_to_finish or not room.is_enough_to_start
    assert room.is_enough_to_start == (room.stands >= 1)
    more = room_left(free + 10**9, needs, stands_a_day(past))
    assert more.stands >= room.stands


@pytest.mark.parametrize("free", [0, 1])
def test_an_empty_disk_is_room_for_nothing(free: int) -> None:
    room = room_left(free, usual_stand((), 0), 2)
    assert (room.stands, room.days, room.photos) == (0, 0, 0)
    assert not room.is_enough_to_finish

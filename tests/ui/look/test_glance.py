"""What is looked at: points stay under the finger, tiles cover what is seen, two photos move as one sheet."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.records import Colour, Drawing, Mark, Shape, Weight
from inspector.records.drawing import require_drawable
from ui.desktop.screens.look.glance import (
    LARGEST,
    Glance,
    factor_for,
    fitting,
    held_inside,
    moved_alike,
    panned,
    tiles_in_view,
    zoomed,
)
from ui.desktop.screens.look.mark_shapes import (
    dragged,
    handle_at,
    handles,
    in_the_middle,
    mark_at,
    moved,
    stretched,
)

ROOM = (900.0, 600.0)
sizes = st.tuples(st.integers(8, 12_000), st.integers(8, 12_000))
points = st.tuples(st.floats(0, ROOM[0]), st.floats(0, ROOM[1]))
glances = st.builds(Glance, st.floats(0, 8000), st.floats(0, 8000), st.floats(0.01, LARGEST))


@given(sizes)
def test_a_fitting_photo_is_seen_whole_and_never_blown_up(size: tuple[int, int]) -> None:
    glance = fitting(size, ROOM)
    left, top = glance.to_screen(0, 0, ROOM)
    right, bottom = glance.to_screen(*size, ROOM)
    assert left >= -1e-6
    assert top >= -1e-6
    assert right <= ROOM[0] + 1e-6
    assert bottom <= ROOM[1] + 1e-6
    assert glance.scale <= 1


@given(glances, points)
def test_screen_and_photo_are_each_others_way_back(glance: Glance, spot: tuple[float, float]) -> None:
    there = glance.to_photo(*spot, ROOM)
    assert glance.to_screen(*there, ROOM) == pytest.approx(spot, abs=1e-6)


def test_zoom_keeps_what_is_under_the_finger() -> None:
    glance = Glance(2000, 1500, 0.5)
    spot = (300.0, 200.0)
    before = glance.to_photo(*spot, ROOM)
    after = zoomed(glance, 2.0, spot, (4000, 3000), ROOM)
    assert after.scale == 1
    assert after.to_photo(*spot, ROOM) == pytest.approx(before)


@given(glances, st.floats(0.01, 100), points, sizes)
def test_no_zoom_and_no_pan_loses_the_photo(
    glance: Glance, by: float, spot: tuple[float, float], size: tuple[int, int]
) -> None:
    for made in (zoomed(glance, by, spot, size, ROOM), panned(glance, spot[0] * 50, spot[1] * 50, size)):
        assert made == held_inside(made, size)
        assert made.scale <= max(LARGEST, glance.scale)


@given(glances, glances, st.floats(0.2, 5), st.floats(-900, 900), st.floats(-900, 900))
def test_two_photos_move_as_one_sheet(one: Glance, other: Glance, by: float, dx: float, dy: float) -> None:
    after = Glance(one.x + dx, one.y + dy, one.scale * by)
    moved_other = moved_alike(other, one, after)
    if moved_other.scale != pytest.approx(other.scale * by):
        return  # at the end of what can be zoomed
    for spot in ((0.0, 0.0), (450.0, 300.0), (900.0, 17.0)):
        landed = after.to_screen(*one.to_photo(*spot, ROOM), ROOM)
        assert moved_other.to_screen(*other.to_photo(*spot, ROOM), ROOM) == pytest.approx(landed, abs=0.5)


@given(glances, sizes, st.sampled_from([1.0, 1.5, 2.0]))
def test_tiles_are_fine_enough_and_cover_what_is_seen(
    glance: Glance, size: tuple[int, int], density: float
) -> None:
    glance = held_inside(glance, size)
    factor = factor_for(glance, density, size)
    assert factor & (factor - 1) == 0
    assert factor * glance.scale * density <= 1 or factor == 1
    tiles = tiles_in_view(glance, factor, size, ROOM)
    assert len(tiles) == len(set(tiles))
    side = 512 * factor
    for spot in ((1.0, 1.0), (450.0, 300.0), (899.0, 599.0)):
        x, y = glance.to_photo(*spot, ROOM)
        if 0 <= x < size[0] and 0 <= y < size[1]:
            assert (factor, math.floor(x / side), math.floor(y / side)) in tiles


def test_at_full_size_only_what_is_shown_is_asked_for() -> None:
    size = (12_000, 8_000)
    tiles = tiles_in_view(Glance(6_000, 4_000, 1.0), 1, size, ROOM)
    assert len(tiles) <= 3 * 3
    assert tiles[0] == (1, 11, 7)


# -- marks under the hand ----------------------------------------------------------------------------------

SIZE = (4000, 3000)
SHAPES = [shape for shape in Shape if shape is not Shape.TEXT]
anywhere = st.tuples(st.floats(-500, 4500), st.floats(-500, 3500))


@given(st.sampled_from(SHAPES), anywhere, anywhere, anywhere, st.integers(0, 3))
def test_whatever_the_hand_does_the_mark_can_stand(
    shape: Shape, begin: tuple[float, float], end: tuple[float, float], to: tuple[float, float], handle: int
) -> None:
    mark = dragged(shape, begin, end, SIZE, 1, Colour.BLUE, Weight.BOLD)
    if mark is None:
        return
    for made in (mark, moved(mark, *to, SIZE), stretched(mark, handle, to, SIZE)):
        require_drawable(Drawing(*SIZE, (made,)))
    left, top, right, bottom = moved(mark, *to, SIZE).box
    assert (right - left, bottom - top) == (mark.box[2] - mark.box[0], mark.box[3] - mark.box[1])


def test_a_slip_makes_no_mark() -> None:
    assert dragged(Shape.BOX, (10, 10), (12, 300), SIZE, 1, Colour.RED, Weight.PLAIN) is None
    assert dragged(Shape.ARROW, (10, 10), (12, 300), SIZE, 1, Colour.RED, Weight.PLAIN) is not None


def test_a_mark_put_down_by_key_lies_in_the_middle_of_what_is_seen() -> None:
    mark = in_the_middle(Shape.ELLIPSE, (2000, 1500), (800, 400), SIZE, 3, Colour.RED, Weight.PLAIN)
    assert mark is not None
    assert mark.box == (1900, 1450, 2100, 1550)


def test_the_topmost_mark_is_found_by_its_line_not_by_what_it_frames() -> None:
    box = Mark(1, Shape.BOX, 100, 100, 900, 900)
    arrow = Mark(2, Shape.ARROW, 100, 500, 900, 500)
    blur = Mark(3, Shape.BLUR, 1000, 100, 1200, 300)
    words = Mark(4, Shape.TEXT, 1000, 1000, 1000, 1000, text="底款")
    drawing = Drawing(*SIZE, (box, arrow, blur, words))
    found = [mark_at(drawing, spot, 20) for spot in ((100, 300), (500, 510), (1100, 200), (1050, 1050))]
    assert found == [box, arrow, blur, words]
    assert mark_at(drawing, (500, 300), 20) is None
    assert handle_at(box, (905, 95), 20) == 2
    assert handle_at(box, (500, 500), 20) is None
    assert [len(handles(each)) for each in (box, arrow, words)] == [4, 2, 1]

"""Layers over photos: undo and redo are exact, what is written reads back, and every refusal has a name."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.errors import InputError
from inspector.records import Colour, Drawing, Mark, PhotoLayer, Shape, Weight, photo_layer
from inspector.records.drawing import MOST_MARKS, TEXT_LIMIT, drawing_from, drawing_json, require_drawable
from inspector.records.photo_layer import STEPS_KEPT, require_layer
from inspector.records.plain import from_plain, to_plain

WIDTH, HEIGHT = 4000, 3000
EMPTY = PhotoLayer(
    "layer-1", "inspection-1", "ab" * 16, "cd" * 32, WIDTH, HEIGHT, datetime(2026, 11, 20, tzinfo=UTC), "o-1"
)

across, down = st.integers(0, WIDTH), st.integers(0, HEIGHT)
texts = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=12).filter(str.strip)


def reaching(values: st.SearchStrategy[int]) -> st.SearchStrategy[tuple[int, int]]:
    return st.tuples(values, values).filter(lambda pair: abs(pair[0] - pair[1]) >= 4)


drawn = st.builds(
    lambda shape, xs, ys, colour, weight: Mark(
        1, shape, xs[0], ys[0], xs[1], ys[1], colour=colour, weight=weight
    ),
    st.sampled_from([Shape.ARROW, Shape.BOX, Shape.ELLIPSE, Shape.BLUR]),
    reaching(across),
    reaching(down),
    st.sampled_from(Colour),
    st.sampled_from(Weight),
)
written = st.builds(lambda x, y, text: Mark(1, Shape.TEXT, x, y, x, y, text=text), across, down, texts)
marks = drawn | written
deeds = st.lists(st.tuples(st.sampled_from("pptuurg"), marks, st.integers(0, 9)), max_size=70)


@given(deeds)
@settings(max_examples=40)
def test_a_layer_does_what_a_list_of_states_does(done: list[tuple[str, Mark, int]]) -> None:
    layer, past, future = EMPTY, list[tuple[Mark, ...]](), list[tuple[Mark, ...]]()
    states: list[tuple[Mark, ...]] = [()]
    for deed, mark, chosen in done:
        before = layer.marks
        states.append(before)
        there = [each.number for each in before]
        if deed == "u":
            if not past:
                assert not layer.can_undo
                continue
            layer = photo_layer.undo(layer)
            future.append(before)
            assert layer.marks == past.pop()
        elif deed == "r":
            if not future:
                assert not layer.can_redo
                continue
            layer = photo_layer.redo(layer)
            past.append(before)
            assert layer.marks == future.pop()
        else:
            if deed == "g":
                layer = photo_layer.restore(layer, states[chosen % len(states)])
                assert layer.marks == states[chosen % len(states)]
            elif deed == "t" and there:
                layer = photo_layer.take(layer, there[chosen % len(there)])
                assert len(layer.marks) == len(before) - 1
            else:
                again = there[chosen % len(there)] if there and chosen > 5 else layer.last_number + 1
                layer = photo_layer.put(layer, mark.numbered(again))
                assert mark.numbered(again) in layer.marks
            past, future = [*past, before][-STEPS_KEPT:], []
        require_layer(layer)
        assert len(layer.steps) <= STEPS_KEPT
    assert from_plain(PhotoLayer, json.loads(json.dumps(to_plain(layer)))) == layer


@given(st.lists(marks, max_size=4))
@settings(max_examples=40)
def test_a_drawing_reads_back_as_it_was_written(some: list[Mark]) -> None:
    drawing = Drawing(WIDTH, HEIGHT, tuple(mark.numbered(place) for place, mark in enumerate(some, 1)))
    assert drawing_from(drawing_json(drawing)) == drawing


@given(
    st.lists(marks, min_size=1, max_size=2),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=4),
)
@settings(max_examples=40)
def test_whatever_is_changed_in_a_drawing_is_taken_or_refused_by_name(
    some: list[Mark], changes: list[tuple[float, int]]
) -> None:
    content = bytearray(
        drawing_json(Drawing(WIDTH, HEIGHT, tuple(m.numbered(i) for i, m in enumerate(some, 1))))
    )
    for place, byte in changes:
        content[round(place * (len(content) - 1))] = byte
    try:
        require_drawable(drawing_from(bytes(content)))
    except InputError as error:
        assert error.code.startswith("layer.")


BOX = Mark(1, Shape.BOX, 10, 10, 200, 200)
WORDS = Mark(1, Shape.TEXT, 10, 10, 10, 10, text="底款")


@pytest.mark.parametrize(
    ("code", "drawing"),
    [
        ("layer.canvas", Drawing(0, HEIGHT, ())),
        ("layer.canvas", Drawing(70_000, HEIGHT, ())),
        ("layer.too_many_marks", Drawing(WIDTH, HEIGHT, tuple(map(BOX.numbered, range(1, MOST_MARKS + 2))))),
        ("layer.number", Drawing(WIDTH, HEIGHT, (BOX, BOX))),
        ("layer.number", Drawing(WIDTH, HEIGHT, (BOX.numbered(0),))),
        ("layer.outside", Drawing(WIDTH, HEIGHT, (replace(BOX, to_x=WIDTH + 1),))),
        ("layer.outside", Drawing(WIDTH, HEIGHT, (replace(BOX, y=-1),))),
        ("layer.too_small", Drawing(WIDTH, HEIGHT, (replace(BOX, to_x=12),))),
        ("layer.too_small", Drawing(WIDTH, HEIGHT, (Mark(1, Shape.ARROW, 10, 10, 12, 12),))),
        ("layer.text_missing", Drawing(WIDTH, HEIGHT, (replace(WORDS, text=" \n"),))),
        ("layer.text_long", Drawing(WIDTH, HEIGHT, (replace(WORDS, text="长" * (TEXT_LIMIT + 1)),))),
        ("layer.text_unseen", Drawing(WIDTH, HEIGHT, (replace(WORDS, text="底\u202e款"),))),
        ("layer.text_misplaced", Drawing(WIDTH, HEIGHT, (replace(BOX, text="框"),))),
        ("layer.text_misplaced", Drawing(WIDTH, HEIGHT, (replace(WORDS, to_x=90),))),
        (
            "layer.crop_empty",
            Drawing(WIDTH, HEIGHT, (replace(BOX, shape=Shape.CROP), Mark(2, Shape.CROP, 900, 900, 999, 999))),
        ),
    ],
)
def test_what_cannot_stand_on_a_photo_is_refused_by_name(code: str, drawing: Drawing) -> None:
    with pytest.raises(InputError) as told:
        drawing_from(drawing_json(drawing))
    assert told.value.code == code
    assert "{" not in told.value.sentence("zh")
    assert "{" not in told.value.sentence("en")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[]",
        b'{"width":1,"height":1}',
        b"\xff",
        b"[" * 5000,
        b'{"width":"1","height":1,"marks":[]}',
        drawing_json(Drawing(9, 9, (BOX,))).replace(b'"box"', b'"star"'),
    ],
)
def test_what_is_no_drawing_is_refused_as_such(content: bytes) -> None:
    with pytest.raises(InputError, match=r"layer\.form"):
        drawing_from(content)


@pytest.mark.parametrize(
    "broken",
    [
        {"done": 3},
        {"done": -1},
        {"last_number": 0},
        {"revision": 0},
        {"steps": (photo_layer.Step(2, BOX),), "done": 1},
        {"steps": (photo_layer.Step(1),), "done": 1},
        {"steps": (photo_layer.Step(1, BOX),) * (STEPS_KEPT + 1)},
        {"steps": (photo_layer.Step(0, restored=(BOX.numbered(2),)),)},
        {"steps": (photo_layer.Step(1, restored=(BOX,)),)},
        {"steps": (photo_layer.Step(0, BOX, restored=(BOX,)),)},
    ],
)
def test_a_layer_whose_steps_do_not_fit_is_refused(broken: dict[str, object]) -> None:
    layer = photo_layer.put(EMPTY, BOX)
    with pytest.raises(InputError, match=r"layer\.steps"):
        require_layer(replace(layer, **broken))  # type: ignore[arg-type]


def test_only_the_next_number_or_one_that_is_there_can_be_put() -> None:
    layer = photo_layer.take(photo_layer.put(EMPTY, BOX), 1)
    for number in (1, 3):
        with pytest.raises(InputError, match=r"layer\.number"):
            photo_layer.put(layer, BOX.numbered(number))
    with pytest.raises(InputError, match=r"layer\.unknown_mark"):
        photo_layer.take(layer, 1)
    assert photo_layer.put(layer, BOX.numbered(2)).marks == (BOX.numbered(2),)


def test_only_marks_that_were_on_the_layer_can_be_put_back() -> None:
    layer = photo_layer.put(EMPTY, BOX)
    with pytest.raises(InputError, match=r"layer\.number"):
        photo_layer.restore(layer, (BOX.numbered(2),))
    assert photo_layer.restore(layer, ()).marks == ()


def test_there_is_nothing_to_undo_on_an_empty_layer() -> None:
    with pytest.raises(InputError, match=r"layer\.nothing_to_undo"):
        photo_layer.undo(EMPTY)
    with pytest.raises(InputError, match=r"layer\.nothing_to_redo"):
        photo_layer.redo(EMPTY)


def test_crops_leave_what_they_have_in_common() -> None:
    first, second = Mark(1, Shape.CROP, 900, 800, 100, 100), Mark(2, Shape.CROP, 300, 50, 2000, 700)
    assert Drawing(WIDTH, HEIGHT, (first, second)).crop == (300, 100, 900, 700)
    assert Drawing(WIDTH, HEIGHT, ()).crop == (0, 0, WIDTH, HEIGHT)

"""Marks are read in the order their words suggest, however a detector cut them into runs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.reading.marks import Order, known_share, read_mark
from inspector.records import SeenInPhoto, SeenText
from tests.inspector.reading.pages import page, run

SIX = ("大清康", "熙年製")
PITCH = 100


def cell(column: int, row: int, text: str, *, across: int = 1, down: int = 1) -> SeenText:
    """Characters of a grid whose column 0 is the right one."""
    left, top = 600 - column * PITCH, 200 + row * PITCH
    return run(text, left + 5, top + 5, left + across * PITCH - 5, top + down * PITCH - 5)


AS_COLUMNS = (cell(0, 0, "大清康", down=3), cell(1, 0, "熙年製", down=3))
AS_ROWS = tuple(cell(1, row, SIX[1][row] + SIX[0][row], across=2) for row in range(3))
AS_CHARACTERS = tuple(cell(column, row, SIX[column][row]) for column in (0, 1) for row in range(3))


@pytest.mark.parametrize("runs", [AS_COLUMNS, AS_ROWS, AS_CHARACTERS])
@pytest.mark.parametrize("slant", [0.0, 6.0, -6.0])
def test_two_columns_of_three_are_read_from_the_right(runs: tuple[SeenText, ...], slant: float) -> None:
    first = read_mark(page(*runs, slant=slant))[0]
    assert (first.text, first.order) == ("大清康熙年製", Order.COLUMNS_FROM_RIGHT)
    assert known_share(first) == 1.0


def test_every_order_is_shown_once() -> None:
    texts = [reading.text for reading in read_mark(page(*AS_CHARACTERS))]
    assert texts[0] == "大清康熙年製"
    assert len(texts) == len(set(texts)) == 4
    assert "熙大年清製康" in texts


def test_a_modern_mark_in_rows_is_read_from_the_left() -> None:
    rows = (cell(3, 0, "中国", across=2), cell(4, 1, "景德镇", across=3), cell(3, 2, "制造", across=2))
    assert read_mark(page(*rows))[0].text == "中国景德镇制造"


def test_an_old_row_is_read_from_the_right_where_its_words_say_so() -> None:
    first = read_mark(page(cell(3, 0, "製年隆乾", across=4)))[0]
    assert (first.text, first.order) == ("乾隆年製", Order.ROWS_FROM_RIGHT)


def test_latin_words_keep_their_letters() -> None:
    first = read_mark(page(run("BONE CHINA", 200, 200, 500, 250), run("MADE IN CHINA", 200, 280, 560, 330)))[
        0
    ]
    assert first.text == "BONE CHINA MADE IN CHINA"


def test_a_mark_held_sideways_is_read_as_it_was_held() -> None:
    upright = page(*AS_COLUMNS)
    lying = SeenInPhoto(
        tuple(SeenText(t.text, t.sure, tuple((y, 1 - x) for x, y in t.corners)) for t in upright.texts),
        (),
        1000,
        1000,
        quarter_turns=1,
    )
    assert read_mark(lying)[0].text == "大清康熙年製"


def test_a_mark_read_lying_on_its_side_is_read_by_its_words() -> None:
    upright = page(*AS_COLUMNS)
    lying = SeenInPhoto(
        tuple(SeenText(t.text, t.sure, tuple((y, 1 - x) for x, y in t.corners)) for t in upright.texts),
        (),
        1000,
        1000,
    )
    assert read_mark(lying)[0].text == "大清康熙年製"


def test_an_unsure_run_laid_over_others_is_left_out() -> None:
    over = run("熙年", 480, 190, 710, 520, sure=0.62)
    assert read_mark(page(*AS_COLUMNS, over))[0].text == "大清康熙年製"


def test_nothing_read_is_no_mark() -> None:
    assert read_mark(page()) == ()


@given(st.lists(st.text("大清乾隆年製景德镇abc 1", max_size=6), max_size=6))
def test_no_reading_loses_or_adds_a_character(texts: list[str]) -> None:
    runs = [cell(0, row, text, across=max(1, len(text))) for row, text in enumerate(texts)]
    given_characters = sorted("".join("".join(texts).split()))
    for reading in read_mark(page(*runs)):
        assert sorted("".join(reading.text.split())) == given_characters

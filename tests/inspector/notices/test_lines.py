"""Lines keep every character, end and begin rightly, and fit."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.notices.typeset.characters import CLOSING, NO_END, NO_START, is_wide
from inspector.notices.typeset.glyphs import Glyph
from inspector.notices.typeset.lines import Line, break_lines

SIZE = 10.0
WORDS = [
    "样本",
    "陶瓷茶壶",
    "GB/T 3532-2022",
    "￥12,000.00",
    "2026",
    "B-217",
    "50%",
    "—",
    "——",
    "……",
    "a",
    " ",
]
MARKS = list("，。、；：？！）》”’］】（《“‘［【")


def glyphs(text: str) -> list[Glyph]:
    return [Glyph(char, "song", SIZE if is_wide(char) or char in "—…“”‘’" else SIZE / 2) for char in text]


def lines_of(text: str, measure: float, **kind: str) -> list[Line]:
    return break_lines(glyphs(text), measure, size=SIZE, indent=2, **kind)


@st.composite
def prose(draw: st.DrawFn) -> str:
    """Mixed text with marks as people set them: some together, never a whole line of nothing else."""
    parts = draw(
        st.lists(st.tuples(st.sampled_from(WORDS), st.lists(st.sampled_from(MARKS), max_size=2)), max_size=25)
    )
    return "".join(f"文{word}{''.join(marks)}" for word, marks in parts)


@settings(max_examples=150, deadline=None)
@given(prose(), st.integers(16, 40), st.sampled_from(["justify", "left", "center", "right"]))
def test_no_line_begins_or_ends_with_a_forbidden_mark_and_nothing_is_lost(
    text: str, ems: int, align: str
) -> None:
    measure = ems * SIZE
    lines = lines_of(text, measure, align=align)
    assert "".join(line.text for line in lines) == text
    for line in lines[1:]:
        assert line.text[0] not in NO_START
    for line in lines[:-1]:
        assert line.text[-1] not in NO_END
    for line in lines:
        inked = [placed for placed in line.placed if placed.glyph.char != " "]
        if inked:
            last = inked[-1]
            ink_end = last.x + (SIZE / 2 if last.glyph.char in CLOSING else last.glyph.width)
            assert ink_end <= measure + 0.01
            assert all(placed.left >= 0 for placed in line.placed)


@pytest.mark.parametrize("align", ["justify", "left"])
def test_each_forbidden_mark_is_kept_from_the_end_of_the_line_wherever_it_falls(align: str) -> None:
    for mark in sorted(NO_START | NO_END):
        for before in range(3, 12):
            text = f"{'文' * before}{mark}{'文' * 8}"
            lines = lines_of(text, 6 * SIZE, align=align)
            assert "".join(line.text for line in lines) == text
            assert all(line.text[0] not in NO_START for line in lines[1:]), (mark, before)
            assert all(line.text[-1] not in NO_END for line in lines[:-1]), (mark, before)


def test_brackets_and_quotes_of_every_width_are_among_the_forbidden() -> None:
    pairs = "（）()［］[]｛｝{}【】〔〕〖〗〘〙〚〛〈〉《》「」『』｢｣｟｠﹙﹚﹛﹜﹝﹞“”‘’«»‹›"
    for opening, closing in zip(pairs[::2], pairs[1::2], strict=True):
        assert opening in NO_END
        assert closing in NO_START


@pytest.mark.parametrize(
    ("text", "kept"), [("文文文文文( 文）", "( 文"), ("文文文文文 / 文", " / "), ("文文文￥ 5", "￥ 5")]
)
def test_a_space_does_not_part_a_mark_from_what_it_belongs_to(text: str, kept: str) -> None:
    assert any(kept in line.text for line in lines_of(text, 70))


def test_a_minus_after_a_space_may_begin_a_line() -> None:
    assert [line.text for line in lines_of("文文文文文 -5℃", 70)] == ["文文文文文 ", "-5℃"]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="（）“”，。文a1 ", max_size=80), st.integers(4, 20))
def test_even_absurd_text_fits_and_is_kept(text: str, ems: int) -> None:
    lines = lines_of(text, ems * SIZE)
    assert "".join(line.text for line in lines) == text


@settings(max_examples=60, deadline=None)
@given(prose(), st.integers(16, 40))
def test_a_justified_line_reaches_the_margin_or_stays_ragged(text: str, ems: int) -> None:
    for line in lines_of(text, ems * SIZE, align="justify")[:-1]:
        steps = [b.left - a.left for a, b in zip(line.placed, line.placed[1:], strict=False)]
        assert all(step >= 0 for step in steps)
        assert line.width <= ems * SIZE + SIZE / 2 + 0.01


def test_a_number_is_not_torn_apart() -> None:
    lines = lines_of("统一社会信用代码为91360200MA0000000X号", 140)
    assert [line.text for line in lines] == ["统一社会信用代码为", "91360200MA0000000X号"]


def test_a_word_longer_than_the_line_is_broken_where_the_line_ends() -> None:
    address = "https://example.com/a/very/long/address/of/a/shop/in/the/net"
    lines = lines_of(f"地址{address}{'x' * 60}", 150)
    assert [line.text for line in lines[:3]] == [
        "地址https://example.com/",
        "a/very/long/address/of/a/shop/",
        "in/the/net" + "x" * 20,
    ]
    assert all(line.width <= 150 for line in lines)


def test_marks_side_by_side_share_their_empty_halves() -> None:
    apart, together = lines_of("（文）文，文", 500), lines_of("文（文），文", 500)
    assert together[0].width == pytest.approx(apart[0].width + SIZE / 2 - SIZE / 2)
    assert lines_of("文），文", 500)[0].width == pytest.approx((2 + 3.5) * SIZE)


def test_a_little_space_stands_between_han_and_figures() -> None:
    assert lines_of("第1号", 500)[0].width == pytest.approx(2 * SIZE + 2.5 * SIZE + 2 * 0.125 * SIZE)


def test_a_dash_of_two_is_never_parted() -> None:
    lines = lines_of("文文文文文文——文", 90)
    assert [line.text for line in lines] == ["文文文文文", "文——文"]

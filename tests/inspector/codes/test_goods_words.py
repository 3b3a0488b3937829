"""Words for goods: letters of pinyin find them, and the dictionary is sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.codes.goods_words import goods_words, proposed_names, proposed_units
from inspector.codes.typed_number import typed_amount, typed_number
from inspector.lookup import Sought, folded, found


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("gw", "盖碗"),
        ("青花gw", "青花盖碗"),
        ("qhgw", "青花盖碗"),
        ("青花盖", "青花盖碗"),
        ("mkb", "马克杯"),
        ("盖", "盖碗"),
    ],
)
def test_a_name_goes_on_as_it_was_begun(typed: str, name: str) -> None:
    assert name in proposed_names(typed)


def test_names_on_the_list_come_first_among_those_that_fit_as_well() -> None:
    assert proposed_names("gyx", ("缠枝莲盖碗", "观音像（大）"))[:2] == ("观音像", "观音像（大）")
    assert proposed_names("gw", ("高温颜色釉瓶", "缠枝莲盖碗", "哥窑碗"))[:2] == ("盖碗", "高温颜色釉瓶")
    often = ("果碗", "贡碗", "贡碗")
    assert proposed_names("gw", often)[:3] == ("贡碗", "果碗", "盖碗")
    assert proposed_names("盖", ("青花盖碗",))[0] == "盖碗"


def test_a_reading_a_character_rarely_has_comes_last() -> None:
    assert proposed_names("q")[0] == "青花"
    assert "将军罐" in proposed_names("jjg")
    assert proposed_names("缠枝莲盖碗", ("缠枝莲盖碗",)) == ()


@given(st.text(max_size=12))
def test_any_text_may_be_typed(typed: str) -> None:
    assert len(proposed_names(typed, (typed, "盖碗"))) <= 8
    proposed_units(typed)


def test_the_dictionary_names_each_word_once_and_counts_in_units_it_has() -> None:
    words = goods_words()
    assert len(words.decorations) == len(set(words.decorations))
    assert set(words.wares.values()) <= set(words.units)
    assert words.usual_unit("缠枝莲盖碗") == "套"
    assert words.usual_unit("青花茶杯碟") == "套", "the longest ware counts"
    assert words.usual_unit("别的") == ""
    assert "套" in proposed_units("t")


def test_search_asks_every_word_and_ranks_beginnings_first() -> None:
    among = [
        [Sought("B-12"), Sought("景德镇样本瓷业")],
        [Sought("A-01"), Sought("样本景德镇")],
        [Sought("甲")],
    ]
    assert found("jdz", among, 9) == [0, 1]
    assert found("a01 jdz", among, 9) == [1]
    assert found("Ａ０１", among, 9) == [1]
    assert found("", among, 2) == [0, 1]
    assert found("zzz", among, 9) == []


@given(st.text(max_size=20))
def test_every_text_is_found_by_itself(text: str) -> None:
    if folded(text):
        assert Sought(text).rank(folded(text)) == 0


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("２４", "24"),
        ("1,200.50", "1200.50"),
        ("3，5", None),
        ("1,2345", None),
        ("1，234，567", "1234567"),
        ("1_0", None),
        ("1e99", None),
        ("十", None),
    ],
)
def test_numbers_are_read_as_typed(text: str, number: str | None) -> None:
    read = typed_number(text)
    assert (None if read is None else str(read)) == number
    assert str(typed_amount("¥ 68.00 元")) == "68.00"

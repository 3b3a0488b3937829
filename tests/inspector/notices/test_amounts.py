"""Figures in official documents."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.errors import BugError
from inspector.notices.amounts import amount, amount_in_words, day, minute, quantity

DIGIT = {char: value for value, char in enumerate("零壹贰叁肆伍陆柒捌玖")}
PLACE = {"拾": 10, "佰": 100, "仟": 1000}


@pytest.mark.parametrize(
    ("yuan", "words"),
    [
        ("0", "人民币零元整"),
        ("0.05", "人民币伍分"),
        ("0.50", "人民币伍角整"),
        ("1", "人民币壹元整"),
        ("10", "人民币壹拾元整"),
        ("10.50", "人民币壹拾元零伍角整"),
        ("100.05", "人民币壹佰元零伍分"),
        ("1234.56", "人民币壹仟贰佰叁拾肆元伍角陆分"),
        ("1005", "人民币壹仟零伍元整"),
        ("5080", "人民币伍仟零捌拾元整"),
        ("10001", "人民币壹万零壹元整"),
        ("107000", "人民币壹拾万柒仟元整"),
        ("100000000", "人民币壹亿元整"),
        ("100005000", "人民币壹亿零伍仟元整"),
        ("1020030004.05", "人民币壹拾亿贰仟零叁万零肆元零伍分"),
        ("1234500000000", "人民币壹万贰仟叁佰肆拾伍亿元整"),
        ("9.995", "人民币壹拾元整"),
    ],
)
def test_amounts_in_words(yuan: str, words: str) -> None:
    assert amount_in_words(Decimal(yuan)) == words


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**14))
def test_words_say_the_same_as_the_figures(fen: int) -> None:
    words = amount_in_words(Decimal(fen) / 100)
    assert read(words) == fen
    assert "零零" not in words


def read(words: str) -> int:
    """Read the words back to fen."""
    words = words.removeprefix("人民币").removesuffix("整")
    whole, _, rest = words.rpartition("元") if "元" in words else ("", "", words)
    fen, digit = 0, 0
    for char in rest:
        digit = DIGIT.get(char, digit)
        fen += digit * {"角": 10, "分": 1}.get(char, 0)
    return read_whole(whole) * 100 + fen


def read_whole(words: str) -> int:
    for name, size in (("亿", 10**8), ("万", 10**4)):
        if name in words:
            head, _, rest = words.rpartition(name) if name == "亿" else words.partition(name)
            return read_whole(head) * size + read_whole(rest)
    total = digit = 0
    for char in words:
        if char in PLACE:
            total, digit = total + digit * PLACE[char], 0
        else:
            digit = DIGIT[char]
    return total + digit


@pytest.mark.parametrize("yuan", ["-1", "1E+16"])
def test_amounts_out_of_range_are_refused(yuan: str) -> None:
    with pytest.raises(BugError) as raised:
        amount_in_words(Decimal(yuan))
    assert raised.value.code == "notice.amount"


def test_figures_days_and_quantities() -> None:
    assert amount(Decimal("12000.5")) == "￥12,000.50"
    assert [quantity(Decimal(text)) for text in ("3", "3.50", "100", "0.25", "1E+2")] == [
        "3",
        "3.5",
        "100",
        "0.25",
        "100",
    ]
    late = datetime(2026, 11, 22, 16, 5, tzinfo=UTC)
    assert (day(late), minute(late)) == ("2026年11月23日", "2026年11月23日0时05分")

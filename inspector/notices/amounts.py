"""Figures as they stand in official documents: amounts in words, quantities, days and times."""

from __future__ import annotations

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from inspector.clock import CHINA
from inspector.errors import BugError

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_LIMIT = Decimal(10) ** 16


def amount_in_words(yuan: Decimal) -> str:
    """Return an amount in capital characters, to the fen: 人民币壹佰贰拾元伍角整 (票据填写规范).

    Raises:
        BugError: `notice.amount` for a negative amount or one of 10^16 yuan and more.
    """
    if yuan < 0 or yuan >= _LIMIT:
        raise BugError("notice.amount", amount=str(yuan))
    fen_total = int((yuan * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    whole, cents = divmod(fen_total, 100)
    jiao, fen = divmod(cents, 10)
    words = f"{_whole_in_words(whole)}元" if whole else ""
    if jiao:
        words += ("零" if whole and whole % 10 == 0 else "") + f"{_DIGITS[jiao]}角"
    if fen:
        words += ("零" if whole and not jiao else "") + f"{_DIGITS[fen]}分"
    if not words:
        words = "零元"
    return f"人民币{words}" + ("" if fen else "整")


def _whole_in_words(whole: int) -> str:
    for size, name in ((10**8, "亿"), (10**4, "万")):
        if whole >= size:
            head, rest = divmod(whole, size)
            joint = "零" if 0 < rest < size // 10 else ""
            return f"{_whole_in_words(head)}{name}{joint}{_whole_in_words(rest) if rest else ''}"
    return _group_in_words(whole)


def _group_in_words(part: int) -> str:
    words, gap = "", False
    for place in range(3, -1, -1):
        digit = part // 10**place % 10
        if digit:
            words += ("零" if gap and words else "") + _DIGITS[digit] + _PLACES[place]
            gap = False
        else:
            gap = True
    return words


def amount(yuan: Decimal) -> str:
    """Return an amount in figures, e.g. ￥12,000.50."""
    return f"￥{yuan.quantize(Decimal('0.01'), rounding=ROUND_HALF_UP):,}"


def quantity(value: Decimal) -> str:
    """Return a quantity without trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def day(instant: datetime) -> str:
    """Return the day in China, e.g. 2026年11月23日."""
    local = instant.astimezone(CHINA)
    return f"{local.year}年{local.month}月{local.day}日"


def minute(instant: datetime) -> str:
    """Return day and time in China, e.g. 2026年11月23日9时05分."""
    local = instant.astimezone(CHINA)
    return f"{day(instant)}{local.hour}时{local.minute:02}分"

"""What each character may do at the ends of a line and beside its neighbours (CLREQ; GB/T 15834)."""

from __future__ import annotations

import unicodedata

_WHERE_MARKS_ARE = (range(0x20, 0x3100), range(0xFE10, 0xFFF0))
"""Latin, general, CJK, vertical, small and full-width punctuation; searched once, in a millisecond."""


def _marks(*categories: str) -> frozenset[str]:
    """Return every mark of these Unicode categories, so that no bracket of any width is forgotten."""
    return frozenset(
        char
        for block in _WHERE_MARKS_ARE
        for char in map(chr, block)
        if unicodedata.category(char) in categories
    )


SLASHES = frozenset("/／")
"""分隔号: at neither end of a line (GB/T 15834, 5.1.9), but a word too long for its line is broken after one."""
HYPHENS = frozenset("-‐‑–－")
"""连接号: no line begins with one (5.1.6), unless it stands after a space and is a minus."""
NO_START = (
    _marks("Pe", "Pf")
    | SLASHES
    | HYPHENS
    | frozenset("，。、；：？！…—·・‧•．,.;:?!～〜~｡､･﹐﹑﹒﹔﹕﹖﹗‼⁇⁈⁉%％‰‱℃℉″′°®©™々〃〻ゝゞヽヾー")
)
"""Never the first character of a line (行首禁则): closing brackets and quotes of every width, stops, units."""
NO_END = _marks("Ps", "Pi") | SLASHES | frozenset("￥¥＄$￡£€№#＃□☑")
"""Never the last character of a line (行尾禁则): opening brackets and quotes of every width, signs of money, and the box
of a choice, which stays with its word."""

CLOSING = frozenset("，。、；：．）》」』】〕〗〉］｝〙〛｠〞〟”’")
"""Full-width marks with their ink on the left: the right half may be dropped."""
OPENING = frozenset("（《「『【〔〖〈［｛〘〚｟〝“‘")
"""Full-width marks with their ink on the right: the left half may be dropped."""
PAIRED = frozenset("—…")
"""Marks written two in a row and never parted."""

_JOINS_RUN = frozenset("-_./:@&+*=~%#'\\|,^")
"""Within a Latin word or a number, e.g. a code, an address or an amount."""
SOFT = frozenset("-_./:@&=|")
"""After these a word too long for its line is broken first."""


def is_wide(char: str) -> bool:
    """Tell whether the character stands in a full square of its own, as 汉字 and their punctuation do."""
    return unicodedata.east_asian_width(char) in "WFA" and not is_latin(char)


def is_latin(char: str) -> bool:
    """Tell whether the character belongs to a word or number of narrow characters."""
    return char.isalnum() and unicodedata.east_asian_width(char) in ("Na", "N", "H", "A") and char < "\u2000"


def joins(before: str, after: str) -> bool:
    """Tell whether a Latin word or number runs on from one character to the next."""
    narrow = is_latin(before) or before in _JOINS_RUN
    return narrow and (is_latin(after) or after in _JOINS_RUN)


def without_ink(char: str) -> bool:
    """Tell whether the character is never drawn: control and format characters, variation selectors."""
    return (
        unicodedata.category(char) in ("Cc", "Cf")
        or 0xFE00 <= ord(char) <= 0xFE0F
        or (0xE0100 <= ord(char) <= 0xE01EF)
    )

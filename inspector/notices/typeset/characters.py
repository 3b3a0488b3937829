"""What each character may do at the ends of a line and beside its neighbours (CLREQ; GB/T 15834)."""

from __future__ import annotations

import unicodedata

NO_START = frozenset("，。、；：？！）》」』】〕〗〉”’…—·％‰℃″′°®©™,.;:?!)]}%～々〃")
"""Never the first character of a line (行首禁则)."""
NO_END = frozenset("（《「『【〔〖〈“‘([{￥¥＄$№#＃")
"""Never the last character of a line (行尾禁则)."""

CLOSING = frozenset("，。、；：）》」』】〕〗〉”’")
"""Full-width marks with their ink on the left: the right half may be dropped."""
OPENING = frozenset("（《「『【〔〖〈“‘")
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

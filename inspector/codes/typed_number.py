"""Numbers as people type them: full-width digits, thousands separators, a currency sign."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)
"""A comma parts thousands and nothing else: 3,5 is neither three and a half nor thirty-five."""
_MOST_DIGITS = 12
_MOST_PLACES = 6
_BESIDE = ("¥", "￥", "元")


def typed_number(text: str) -> Decimal | None:
    """Read digits as typed with either input method; None for anything else, for more than six places or twelve
    digits before the point."""
    digits = unicodedata.normalize("NFKC", text).strip()
    if "_" in digits or ("," in digits and not _GROUPED.fullmatch(digits)):
        return None
    digits = digits.replace(",", "")
    try:
        number = Decimal(digits)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) >= Decimal(10) ** _MOST_DIGITS or _places(number) > _MOST_PLACES:
        return None
    return number


def typed_amount(text: str) -> Decimal | None:
    """Read yuan, with or without their sign; raises nothing, None as `typed_number`."""
    for each in _BESIDE:
        text = text.strip().removeprefix(each).removesuffix(each)
    return typed_number(text)


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0

"""Numbers of granted Chinese patents: ZL, 12 digits (8 before October 2003) and a check character."""

from __future__ import annotations

import re
from enum import StrEnum

from inspector.codes.verdict import CodeCheck, Reason, as_read, reason, verdict

KIND = "patent-no"
_FORM = re.compile(r"(?:ZL)?(\d{12}|\d{8})(?:\.?([\dX]))?", re.ASCII)
_PUBLICATION = re.compile(r"CN\d{7,13}[A-Z]\d?", re.ASCII)
_PUNCTUATION = str.maketrans({"。": ".", "．": ".", "·": ".", ":": "", "-": ""})
_FIRST_LONG_YEAR = 2003


class PatentType(StrEnum):
    """What is protected: the digit after the year."""

    INVENTION = "invention"
    UTILITY_MODEL = "utility-model"
    DESIGN = "design"


_TYPES = {
    "1": PatentType.INVENTION,
    "2": PatentType.UTILITY_MODEL,
    "3": PatentType.DESIGN,
    "8": PatentType.INVENTION,  # entered by way of the PCT
    "9": PatentType.UTILITY_MODEL,  # entered by way of the PCT
}
_NAMES = {
    PatentType.INVENTION: ("发明", "invention"),
    PatentType.UTILITY_MODEL: ("实用新型", "utility model"),
    PatentType.DESIGN: ("外观设计", "design"),
}


def check_character(digits: str) -> str:
    """Return the character after the point for 12 (or 8) digits: weights 2 to 9 repeating, modulo 11."""
    total = sum(int(digit) * (2 + place % 8) for place, digit in enumerate(digits))
    return "0123456789X"[total % 11]


def check(value: str, *, expected: PatentType | None = None) -> CodeCheck:
    """Judge a patent number; with `expected` the type digit must agree with the right claimed."""
    number = as_read(value).translate(_PUNCTUATION)
    if not number:
        return verdict(KIND, number, [reason("codes.empty")])
    if _PUBLICATION.fullmatch(number):
        return verdict(KIND, number, [reason("codes.patent_no.publication")])
    match = _FORM.fullmatch(number)
    if match is None:
        return verdict(KIND, number, [reason("codes.patent_no.form")])
    digits, given = match.group(1), match.group(2)
    shown = f"ZL{digits}.{given}" if given else f"ZL{digits}"
    reasons = _wrong_digits(digits, expected)
    right = check_character(digits)
    if given is None:
        reasons.append(reason("codes.patent_no.check_missing"))
    elif given != right:
        reasons.append(reason("codes.patent_no.check", len(shown), expected=right, found=given))
    return verdict(KIND, shown, reasons, _facts(digits))


def _wrong_digits(digits: str, expected: PatentType | None) -> list[Reason]:
    reasons = []
    is_long = len(digits) == 12
    if is_long and int(digits[:4]) < _FIRST_LONG_YEAR:
        reasons.append(reason("codes.patent_no.year", 3, year=digits[:4]))
    place = 5 if is_long else 3
    kind = _TYPES.get(digits[place - 1])
    if kind is None:
        reasons.append(reason("codes.patent_no.type", place + 2, digit=digits[place - 1]))
    elif expected is not None and kind is not expected:
        facts = {"found": _NAMES[kind][0], "found_en": _NAMES[kind][1]}
        facts |= {"expected": _NAMES[expected][0], "expected_en": _NAMES[expected][1]}
        reasons.append(reason("codes.patent_no.other_type", place + 2, **facts))
    return reasons


def _facts(digits: str) -> dict[str, str]:
    is_long = len(digits) == 12
    year = digits[:4] if is_long else ("19" if int(digits[:2]) >= 85 else "20") + digits[:2]
    facts = {"year": year}
    kind = _TYPES.get(digits[4 if is_long else 2])
    if kind is not None:
        facts |= {"type": kind.value, "type_zh": _NAMES[kind][0]}
    return facts

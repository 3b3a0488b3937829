"""Citizen identity numbers (GB 11643-1999) and the residence permits that share their form."""

from __future__ import annotations

from datetime import date

from inspector.codes.verdict import CodeCheck, Reason, as_read, reason, verdict

KIND = "id-card"
_LENGTH = 18
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PERMITS = {
    "810000": "港澳居民居住证（香港）",
    "820000": "港澳居民居住证（澳门）",
    "830000": "台湾居民居住证",
}
_PROVINCE_SPANS = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71))  # GB/T 2260
_PROVINCES = frozenset(str(code) for first, last in _PROVINCE_SPANS for code in range(first, last + 1))


def check_character(first17: str) -> str:
    """Return character 18 for the first 17 digits (ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def check(value: str) -> CodeCheck:
    """Judge an 18-character identity number; passports and other papers have no form to check."""
    number = as_read(value)
    if not number:
        return verdict(KIND, number, [reason("codes.empty")])
    if len(number) != _LENGTH:
        return verdict(KIND, number, [reason("codes.id_card.length", length=len(number))])
    foreign = [
        reason("codes.id_card.character", place, position=place, character=character)
        for place, character in enumerate(number, start=1)
        if not _fits(place, character)
    ]
    if foreign:
        return verdict(KIND, number, foreign)
    reasons: list[Reason] = []
    born = _day(number[6:14])
    if born is None:
        reasons.append(reason("codes.id_card.day", 7, day=f"{number[6:10]}-{number[10:12]}-{number[12:14]}"))
    expected = check_character(number[:17])
    if number[17] != expected:
        reasons.append(reason("codes.id_card.check", 18, expected=expected, found=number[17]))
    return verdict(KIND, number, reasons, _facts(number, born), _remarks(number))


def _fits(place: int, character: str) -> bool:
    return character in "0123456789" or (place == _LENGTH and character == "X")


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _facts(number: str, born: date | None) -> dict[str, str]:
    facts = {"division": number[:6], "sex": "男" if int(number[16]) % 2 else "女"}
    if born is not None:
        facts["born"] = born.isoformat()
    if number[:6] in _PERMITS:
        facts["document"] = _PERMITS[number[:6]]
    return facts


def _remarks(number: str) -> tuple[Reason, ...]:
    """Old division codes stay valid for a lifetime, so an unknown one is only worth a look."""
    if number[:6] in _PERMITS or number[:2] in _PROVINCES:
        return ()
    return (reason("codes.id_card.division", 1, division=number[:6]),)

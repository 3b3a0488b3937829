"""Unified social credit codes (GB 32100-2015) and the 15-digit registration numbers they replaced."""

from __future__ import annotations

from inspector.codes.verdict import CodeCheck, Reason, as_read, reason, verdict

KIND = "credit-code"
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015 table 1: no I, O, S, V, Z, so that they are not taken for 1, 0, 5, U, 2."""

_LENGTH = 18
_OLD_LENGTH = 15
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714
_AUTHORITIES = {
    "1": "机构编制",
    "2": "外交",
    "3": "司法行政",
    "4": "文化",
    "5": "民政",
    "6": "旅游",
    "7": "宗教",
    "8": "工会",
    "9": "市场监管",
    "A": "军队",
    "N": "农业",
    "Y": "其他",
}
"""GB 32100-2015, character 1; A and N were added later."""
_NO_DIVISION = "000000"
_MARKET_BODIES = {"1": "企业", "2": "个体工商户", "3": "农民专业合作社"}


def check_character(first17: str) -> str:
    """Return character 18 for the first 17 (GB 32100-2015, 4.5); all must be of `ALPHABET`."""
    total = sum(
        ALPHABET.index(character) * weight for character, weight in zip(first17, _WEIGHTS, strict=True)
    )
    return ALPHABET[(31 - total % 31) % 31]


def body_check_character(first8: str) -> str:
    """Return character 17 for characters 9 to 16, the organisation code (GB 11714)."""
    total = sum(int(character, 36) * weight for character, weight in zip(first8, _BODY_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def old_check_digit(first14: str) -> str:
    """Return digit 15 of an old registration number (GB/T 17710, MOD 11,10)."""
    product = 10
    for digit in first14:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


def check(value: str) -> CodeCheck:
    """Judge a credit code as printed on a licence; 15 digits are judged as an old registration number."""
    code = as_read(value)
    if not code:
        return verdict(KIND, code, [reason("codes.empty")])
    if len(code) == _OLD_LENGTH and code.isascii() and code.isdigit():
        return _check_old(code)
    if len(code) != _LENGTH:
        return verdict(KIND, code, [reason("codes.credit_code.length", length=len(code))])
    foreign = [
        reason("codes.credit_code.character", place, position=place, character=character)
        for place, character in enumerate(code, start=1)
        if character not in ALPHABET
    ]
    if foreign:
        return verdict(KIND, code, foreign)
    return verdict(KIND, code, _wrong_parts(code), _facts(code))


def market_body(code: str) -> str:
    """Return what body a well-formed code is of, e.g. 个体工商户; empty if it was not given by a market authority."""
    return _MARKET_BODIES.get(code[1], "") if len(code) == _LENGTH and code[0] == "9" else ""


def _wrong_parts(code: str) -> list[Reason]:
    reasons = []
    if code[0] not in _AUTHORITIES:
        reasons.append(reason("codes.credit_code.authority", 1, character=code[0]))
    elif not _is_category(code[0], code[1]):
        facts = {"authority": code[0], "character": code[1]}
        reasons.append(reason("codes.credit_code.category", 2, **facts))
    if not code[2:8].isdigit() or code[2:8] == _NO_DIVISION:
        reasons.append(reason("codes.credit_code.division", division=code[2:8]))
    expected = body_check_character(code[8:16])
    if code[16] != expected:
        reasons.append(reason("codes.credit_code.body", 17, expected=expected, found=code[16]))
    expected = check_character(code[:17])
    if code[17] != expected:
        reasons.append(reason("codes.credit_code.check", 18, expected=expected, found=code[17]))
    return reasons


def _is_category(authority: str, category: str) -> bool:
    """Market bodies have the three named here and 9, others; elsewhere new digits are added now and then."""
    if authority == "9":
        return category in _MARKET_BODIES or category == "9"
    return category.isdigit() and category != "0"


def _facts(code: str) -> dict[str, str]:
    facts = {"division": code[2:8], "organisation": code[8:17]}
    if code[0] in _AUTHORITIES:
        facts["authority"] = _AUTHORITIES[code[0]]
    if body := market_body(code):
        facts["body"] = body
    return facts


def _check_old(code: str) -> CodeCheck:
    expected = old_check_digit(code[:14])
    wrong = (
        []
        if code[14] == expected
        else [reason("codes.registration_no.check", 15, expected=expected, found=code[14])]
    )
    facts = {"division": code[:6], "standard": "GB/T 17710"}
    return verdict(KIND, code, wrong, facts, (reason("codes.registration_no.old"),))

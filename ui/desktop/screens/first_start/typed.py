"""What is typed at the first start, and what is wrong with it: pure, field by field."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import Enum

from inspector.errors import InputError
from inspector.ids import Ids
from inspector.records import Bureau, BureauLevel, Officer
from inspector.records.numbers import MOST_CODES, block_of_device

Problems = dict[str, str]
"""Field name to message code; empty when all is well."""

_MUST = ("name", "short_name", "division_code", "government", "court", "address", "contact", "phone")
_NUMBERS = ("numbers_from", "numbers_to")
_MOST_DIGITS = 6
BLOCK, CODE = "block", "code"
"""Where document numbers come from: a block the bureau allotted, or the device's own code."""


@dataclass(frozen=True)
class BureauTyped:
    """The bureau profile as typed."""

    name: str = ""
    short_name: str = ""
    level: str = ""
    division_code: str = ""
    government: str = ""
    court: str = ""
    address: str = ""
    contact: str = ""
    phone: str = ""
    numbering: str = ""
    """`BLOCK` or `CODE`; nothing is proposed, for two devices would take the same."""
    numbers_from: str = ""
    numbers_to: str = ""
    device_code: str = ""

    def problems(self) -> Problems:
        """Say what is missing or cannot be right."""
        found = {field: "ui.first.missing" for field in _MUST if not getattr(self, field)}
        code = self.division_code
        if code and not (len(code) == 6 and code.isascii() and code.isdigit() and code[0] in "12345678"):
            found["division_code"] = "ui.first.division"
        if not self.level:
            found["level"] = "ui.first.level_missing"
        return found | self._number_problems()

    def numbers(self) -> tuple[int, int]:
        """Return first and last number, once `problems` is empty."""
        if self.numbering == CODE:
            return block_of_device(int(self.device_code))
        return int(self.numbers_from), int(self.numbers_to)

    def _number_problems(self) -> Problems:
        if not self.numbering:
            return {"numbering": "ui.first.numbering_missing"}
        if self.numbering == CODE:
            is_code = _is_document_number(self.device_code) and int(self.device_code) <= MOST_CODES
            return {} if is_code else {"device_code": "ui.first.device_code"}
        found = {
            field: "ui.first.number" for field in _NUMBERS if not _is_document_number(getattr(self, field))
        }
        if not found and int(self.numbers_from) > int(self.numbers_to):
            found["numbers_to"] = "ui.first.numbers_reversed"
        return found

    def record(self, ids: Ids) -> Bureau:
        """Return the bureau, once `problems` is empty."""
        first, last = self.numbers()
        return Bureau(
            id=ids.record(),
            name=self.name,
            short_name=self.short_name,
            level=BureauLevel(self.level),
            division_code=self.division_code,
            government=self.government,
            court=self.court,
            address=self.address,
            contact=self.contact,
            phone=self.phone,
            numbers_from=first,
            numbers_to=last,
        )


@dataclass(frozen=True)
class OfficerTyped:
    """One officer as typed."""

    name: str = ""
    cert_no: str = ""
    valid_from: date = date.min
    valid_to: date = date.min

    def problems(self, today: date) -> Problems:
        """Say what is missing or cannot be right on `today`."""
        found = {field: "ui.first.missing" for field in ("name", "cert_no") if not getattr(self, field)}
        if self.valid_to < self.valid_from:
            found["valid_to"] = "ui.first.days_reversed"
        elif self.valid_to < today:
            found["valid_to"] = "ui.first.expired"
        return found

    def record(self, ids: Ids, bureau: Bureau) -> Officer:
        """Return the officer, once `problems` is empty."""
        return Officer(ids.record(), self.name, self.cert_no, self.valid_from, self.valid_to, bureau.name)


def _is_document_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS and int(text) > 0


def officer_problems(officers: tuple[OfficerTyped, ...], today: date) -> tuple[Problems, ...]:
    """Return the problems of each officer; two with one certificate are not two (行政处罚法 42)."""
    found = tuple(officer.problems(today) for officer in officers)
    seen: set[str] = set()
    for officer, problems in zip(officers, found, strict=True):
        if officer.cert_no and officer.cert_no in seen:
            problems["cert_no"] = "ui.first.same_cert"
        seen.add(officer.cert_no)
    return found


class Strength(Enum):
    """How hard a passphrase is to guess, in words."""

    EMPTY = "empty"
    WEAK = "weak"
    FAIR = "fair"
    STRONG = "strong"


def strength(passphrase: str) -> Strength:
    """Judge a passphrase by the rule the key room applies, and praise what is clearly above it."""
    from inspector.keys import require_strong

    if not passphrase.strip():
        return Strength.EMPTY
    try:
        require_strong(passphrase)
    except InputError:
        return Strength.WEAK
    text = unicodedata.normalize("NFKC", passphrase).strip()
    is_strong = len(set(text)) >= 10 and (len(text) >= 20 or len(set(text.split())) >= 5)
    return Strength.STRONG if is_strong else Strength.FAIR


def passphrase_problems(first: str, second: str) -> Problems:
    """Say what keeps the passphrase from being set."""
    if strength(first) in {Strength.EMPTY, Strength.WEAK}:
        return {"first": "keys.weak_passphrase"}
    return {} if first == second else {"second": "ui.first.not_same"}

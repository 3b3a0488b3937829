"""The bureau that acts and the officers who act for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inspector.records.numbers import NumberBlock, VoidNumber


class BureauLevel(StrEnum):
    """Administrative level, which decides some powers (反不正当竞争法 16)."""

    COUNTY = "county"
    CITY = "city"
    """设区的市级以上"""


@dataclass(frozen=True)
class Bureau:
    """The bureau profile printed on every notice."""

    id: str
    name: str
    """机关全称, e.g. 样本市市场监督管理局"""
    short_name: str
    """地简称 for document numbers, e.g. 样"""
    level: BureauLevel
    division_code: str
    """GB/T 2260, six digits."""
    government: str
    """本级人民政府: the only body for administrative reconsideration (行政复议法 24)."""
    court: str
    """人民法院 named in the remedies paragraph."""
    address: str
    contact: str
    phone: str
    numbers_from: int = 1
    """First document number allotted to this device, for each class and year."""
    numbers_to: int = 999
    """Last one; devices of a bureau hold blocks that do not overlap."""
    blocks: tuple[NumberBlock, ...] = ()
    """Blocks of single classes and years; a class that has any takes none from the standing one above."""
    void_numbers: tuple[VoidNumber, ...] = ()
    standing_closed: str = ""
    """Code of why the standing block is not used any more."""


@dataclass(frozen=True)
class Officer:
    """One enforcement officer with the certificate shown to parties."""

    id: str
    name: str
    cert_no: str
    valid_from: date
    valid_to: date
    """Last valid day."""
    unit: str
    """The bureau that issued the certificate's posting; must equal the acting bureau's name."""

    def holds_valid_certificate(self, day: date) -> bool:
        """Tell whether the certificate is valid on `day`."""
        return bool(self.cert_no) and self.valid_from <= day <= self.valid_to

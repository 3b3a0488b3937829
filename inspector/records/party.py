"""The party: whoever runs the stand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PartyKind(StrEnum):
    """What the party is in law; decides which identity number is asked."""

    COMPANY = "company"
    SOLE_TRADER = "sole-trader"
    """个体工商户"""
    PERSON = "person"


@dataclass(frozen=True)
class Party:
    """The party as named on every notice: entered once, printed everywhere."""

    id: str
    kind: PartyKind
    name: str
    address: str
    phone: str
    licence_kind: str = ""
    """主体资格证照名称, e.g. 营业执照"""
    credit_code: str = ""
    """统一社会信用代码 (GB 32100-2015) or the old registration number."""
    representative: str = ""
    """法定代表人（负责人、经营者）"""
    id_number: str = ""
    """公民身份号码 (GB 11643) or another document's number."""
    other_contact: str = ""

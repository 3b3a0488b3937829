"""Items: the rows of the list of goods."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from inspector.records.right import AllegedAct


class PriceBasis(StrEnum):
    """Where a unit price comes from, in the order the law prefers (商标法实施条例 78)."""

    SOLD = "sold"
    """实际销售价格"""
    AVERAGE = "average"
    """已查清的实际销售平均价格"""
    MARKED = "marked"
    """标价"""
    MARKET = "market"
    """被侵权商品市场中间价"""


@dataclass(frozen=True)
class Item:
    """One row: goods as labelled, never as judged."""

    id: str
    inspection_id: str
    position: int
    """序号, from 1."""
    label_name: str
    """标称名称"""
    specification: str
    unit: str
    quantity: Decimal
    alleged: AllegedAct
    unit_price: Decimal | None = None
    """Yuan."""
    price_basis: PriceBasis | None = None
    seal_number: str = ""
    keeping_place: str = ""
    remark: str = ""

    @property
    def value(self) -> Decimal | None:
        """货值 in yuan; None while no price is known."""
        return None if self.unit_price is None else self.quantity * self.unit_price

"""Which right is said to be infringed: the first key of the powers table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class RightKind(StrEnum):
    """The suspected act by the kind of right, one value for each row of the powers table."""

    TRADEMARK = "trademark"
    """商标侵权"""
    MARK_MISUSE = "mark-misuse"
    """冒充注册商标、使用禁用标志"""
    DESIGN_PATENT = "design-patent"
    """专利侵权（外观设计、实用新型、发明）"""
    COUNTERFEIT_PATENT = "counterfeit-patent"
    """假冒专利"""
    GI_MARK = "gi-mark"
    """地理标志集体商标、证明商标"""
    GI_PRODUCT = "gi-product"
    """地理标志产品名称、专用标志冒用"""
    FALSE_ORIGIN = "false-origin"
    """伪造产地、冒用厂名厂址"""
    UNFAIR_COMPETITION = "unfair-competition"
    """混淆（包装装潢、企业名称）"""
    COPYRIGHT = "copyright"
    """著作权（花面、雕塑）"""
    SUBSTANDARD = "substandard"
    """生产、销售伪劣产品"""


@dataclass(frozen=True)
class AllegedAct:
    """The right an item is suspected to infringe, as the officer wrote it."""

    kind: RightKind
    number: str = ""
    """Registration or patent number as printed on the certificate; empty where there is none."""
    holder: str = ""
    mark: str = ""
    """The sign, pattern or name seen on the goods."""


@dataclass(frozen=True)
class RightLookup:
    """权利核实: what a register said of one right, with the channel and time its print needs as evidence."""

    number: str
    """As on the goods' rows."""
    channel: str = ""
    """查询渠道, e.g. 中国商标网."""
    at: datetime | None = None
    """查询时间"""
    valid_until: date | None = None
    """Last day of the exclusive right or of the patent, as the register said."""
    covers_goods: bool = False
    """核定使用的商品 includes the goods found; for a patent: its status and pictures were looked at."""

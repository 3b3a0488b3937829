"""Coercive measures and registered preservation taken at the stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class MeasureKind(StrEnum):
    """What is done with the goods; the second key of the powers table."""

    SEIZE = "seize"
    """查封、扣押"""
    REGISTER = "register"
    """先行登记保存"""
    SAMPLE = "sample"
    """抽样取证"""


class SeizureForm(StrEnum):
    """The word printed in the decision."""

    SEAL_UP = "查封"
    TAKE_AWAY = "扣押"


@dataclass(frozen=True)
class Approval:
    """报告批准: given before the measure, or urgent with 24 hours to make it good (行政强制法 18(一), 19)."""

    approver: str = ""
    at: datetime | None = None
    urgent: bool = False
    urgent_reason: str = ""
    by_city_chief: bool = False
    """Written approval of the 主要负责人 of a 设区的市级以上 bureau (反不正当竞争法 16)."""


@dataclass(frozen=True)
class Sample:
    """What is taken of one row as a sample, counted in the row's unit (程序规定 31)."""

    item_id: str
    base: Decimal
    """抽样基数: how many there were to choose from."""
    taken: Decimal
    """抽样数量"""
    reserve: Decimal = Decimal(0)
    """备样数量: sealed and kept in case the result is contested."""
    seal_number: str = ""
    batch: str = ""
    """批号或者生产日期, as labelled."""
    maker: str = ""
    """标称生产者"""

    @property
    def away(self) -> Decimal:
        """How many no longer lie with the rest."""
        return self.taken + self.reserve


@dataclass(frozen=True)
class Measure:
    """One measure over some items of one inspection."""

    id: str
    inspection_id: str
    kind: MeasureKind
    form: SeizureForm
    item_ids: tuple[str, ...]
    decided: datetime
    approval: Approval
    act_day: date
    """违法行为发生日: decides the version of the law."""
    days: int = 30
    """期限 in calendar days, 1 to 30 (行政强制法 25)."""
    place: str = ""
    """财物地点"""
    keeping: str = ""
    """保存条件"""
    not_sealed_by_others: bool = False
    """Asked and recorded: no other organ has sealed these goods (行政强制法 23②)."""
    unrelated_or_necessities: bool = False
    """True if goods are unrelated or daily necessities: then no measure (行政强制法 23)."""
    reason: str = ""
    """Why evidence is preserved: it may be lost, or be hard to obtain later (行政处罚法 56)."""
    is_kept_in_place: bool = False
    """就地保存: preserved goods stay with the party."""
    quality_grounds: str = ""
    """具体依据: the failed safety standard or other serious quality problem (产品质量法 18(四)); "" if none."""
    samples: tuple[Sample, ...] = ()
    """One for each row of a sampling; none for other measures."""
    purpose: str = ""
    """What samples are for: 检验, 比对 or 权利人鉴别."""
    method: str = ""
    """抽样方法和依据"""
    sampled_by: str = ""
    """The body or person who draws the samples where the law asks for a qualified one (程序规定 31③)."""
    keeper: str = ""
    """Who keeps the samples."""

    @property
    def has_list(self) -> bool:
        """Tell whether its goods stand on a list of their own (form 24); a sampling record is its own list."""
        return self.kind is not MeasureKind.SAMPLE

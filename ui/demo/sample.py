"""Invented bureau, officers, fair, stand and goods for the demo; every name says 样本."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from inspector.ids import Ids
from inspector.records import (
    AllegedAct,
    Bureau,
    BureauLevel,
    Officer,
    PartyKind,
    PhotoTag,
    PriceBasis,
    RightKind,
)

PASSPHRASE = "样本 瓷器 展会 检查 演示"  # noqa: S105 - guards invented data, and is meant to be known
"""Of the demo device only; it guards invented data and is printed in the README."""


@dataclass(frozen=True)
class SampleRow:
    """One row of the demo's list."""

    label_name: str
    specification: str
    unit: str
    quantity: int
    price: str
    alleged: AllegedAct
    seal_number: str


def bureau(ids: Ids) -> Bureau:
    """Return the invented bureau."""
    return Bureau(
        id=ids.record(),
        name="样本市市场监督管理局",
        short_name="样",
        level=BureauLevel.CITY,
        division_code="130200",
        government="样本市人民政府",
        court="样本市样本区人民法院",
        address="样本市样本路1号",
        contact="样本科",
        phone="000-0000000",
    )


def officers(ids: Ids, today: date) -> tuple[Officer, Officer]:
    """Return two invented officers whose certificates are valid around `today`."""
    start, end = today - timedelta(days=400), today + timedelta(days=700)
    unit = "样本市市场监督管理局"
    return (
        Officer(ids.record(), "王样本", "样A0001", start, end, unit),
        Officer(ids.record(), "李样本", "样A0002", start, end, unit),
    )


FAIR = {
    "name": "样本陶瓷博览会",
    "venue": "样本国际会展中心",
    "address": "样本市会展大道8号",
    "organiser": "样本会展有限公司",
    "division_code": "130203",
}

STAND = {
    "hall": "2号馆",
    "booth": "B-217",
    "place": "样本市会展大道8号样本国际会展中心2号馆B-217展位",
    "subject": "涉嫌销售侵犯注册商标专用权的商品",
}

PARTY = {
    "kind": PartyKind.COMPANY,
    "name": "样本龑堃陶瓷（景德镇）有限公司",
    "address": "样本省样本市陶阳路样本园区3栋",
    "phone": "000-1234567",
    "licence_kind": "营业执照",
    "credit_code": "91360200MA1XG6125D",
    "representative": "喆䶮𬭩（样本）",
    "id_number": "36020219900822003X",
}

_MARK = AllegedAct(RightKind.TRADEMARK, "00000000", "样本商标权利人", "样本窑")
_DESIGN = AllegedAct(RightKind.DESIGN_PATENT, "ZL202230123456.2", "样本专利权人", "")

ROWS = (
    SampleRow("缠枝莲盖碗", "ø12 cm", "套", 24, "68.00", _MARK, "0000012"),
    SampleRow("骨质瓷咖啡杯碟", "220 ml", "套", 60, "45.00", _MARK, "0000013"),
    SampleRow("青花玲珑茶具（六头）", "6头", "套", 12, "198.00", _MARK, "0000014"),
    SampleRow("珐琅彩花瓶", "高32 cm", "件", 8, "360.00", _MARK, "0000015"),
    SampleRow("粉彩寿桃盘", "ø26 cm", "件", 20, "88.00", _MARK, "0000016"),
    SampleRow("条纹釉马克杯", "350 ml", "只", 48, "26.00", _DESIGN, ""),
)


def price(row: SampleRow) -> tuple[Decimal, PriceBasis]:
    """Return the row's price as marked on the goods."""
    return Decimal(row.price), PriceBasis.MARKED


TAGS = {
    "booth": PhotoTag.BOOTH,
    "shelf": PhotoTag.SHELF,
    "price_tag": PhotoTag.PRICE,
    "packaging": PhotoTag.PACKAGING,
    "licence": None,
}
"""What a sample shows, by a word in its file name."""


def strokes(seed: int) -> tuple[tuple[tuple[int, int, int], ...], ...]:
    """Return the ink of an invented signature: flowing loops, different for each `seed`."""
    lines = []
    for stroke in range(2 + seed % 2):
        left, turns, tall = (
            140 + 300 * stroke,
            1.5 + 0.5 * ((seed + stroke) % 3),
            70 + 20 * ((seed * 3 + stroke) % 3),
        )
        points = []
        for step in range(60):
            t = step / 59
            angle = math.tau * turns * t + seed
            x = left + 240 * t + 46 * math.sin(angle) * (1 - 0.4 * t)
            y = 200 + tall * math.cos(angle * 0.98) * (1 - 0.55 * t) - 40 * t
            points.append((round(x), round(y), stroke * 700 + step * 10))
        lines.append(tuple(points))
    return tuple(lines)

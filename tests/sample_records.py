"""Invented records for tests of the store: no real firm, person or mark."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from inspector.records import (
    AllegedAct,
    Fair,
    Inspection,
    Item,
    Photo,
    PhotoOrigin,
    Recording,
    RecordingClaims,
    RightKind,
)

NOW = datetime(2026, 11, 23, 1, 2, 3, 4000, tzinfo=UTC)


def a_fair(number: int = 1, name: str = "样本博览会") -> Fair:
    return Fair(f"fair-{number}", name, "样本展馆", "样本市样本路1号", date(2026, 11, 20), date(2026, 11, 25))


def an_inspection(number: int = 1) -> Inspection:
    return Inspection(
        id=f"inspection-{number}",
        fair_id="fair-1",
        bureau_id="bureau-1",
        hall="3",
        booth="B12",
        place="样本展馆3号馆B12",
        subject="涉嫌销售侵犯注册商标专用权的商品",
        officer_ids=("officer-1", "officer-2"),
        started=NOW,
    )


def an_item(number: int = 1, *, inspection: int = 1, label: str = "样本花瓶") -> Item:
    return Item(
        id=f"item-{number}",
        inspection_id=f"inspection-{inspection}",
        position=number,
        label_name=label,
        specification="高20厘米",
        unit="件",
        quantity=Decimal(12),
        alleged=AllegedAct(RightKind.TRADEMARK, mark="样本牌"),
        unit_price=Decimal("38.50"),
    )


def a_photo(object_id: str = "ab" * 16, *, sha256: str = "cd" * 32, inspection: int = 1) -> Photo:
    return Photo(
        id=object_id,
        inspection_id=f"inspection-{inspection}",
        file_name="IMG_0001.JPG",
        sha256=sha256,
        size=3,
        media_type="image/jpeg",
        origin=PhotoOrigin.IMPORTED,
        arrived=NOW,
        taken_by="officer-1",
    )


def a_recording(object_id: str = "fb" * 16, *, sha256: str = "ab" * 32) -> Recording:
    return Recording(
        id=object_id,
        inspection_id="inspection-1",
        file_name="BODY_0001.MP4",
        sha256=sha256,
        size=5,
        media_type="video/mp4",
        origin=PhotoOrigin.IMPORTED,
        arrived=NOW,
        taken_by="officer-1",
        claims=RecordingClaims(made=NOW, duration_ms=2_000, width=1920, height=1080, has_sound=True),
    )

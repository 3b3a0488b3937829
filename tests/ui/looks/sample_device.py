"""The device every screen is shown on: two stands, twelve photos, film and sound, a roster, papers; small, and the same each time."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from inspector.actions import list_item, make_thumbnails, open_inspection, read
from inspector.actions.import_photos import import_photos
from inspector.actions.take_recording import take_recording
from inspector.records import AllegedAct, PhotoTag, PriceBasis, RightKind
from tests import pictures
from tests.recordings import make_film, make_wav
from tests.stand import MORNING, Stand, begin
from ui.demo import sample

_TAKEN = MORNING - timedelta(hours=1)
SAMPLES = Path(__file__).parents[3] / "resources" / "samples"
ROSTER = (
    "展馆,展位,参展商,信用代码,负责人\n"
    "1号馆,A-01,样本甲陶瓷有限公司,91360200MA1XG6125D,样本某\n"
    "1号馆,A-02,样本景德镇窑,,\n"
    "1号馆,,样本丙,91360200MA1XG61259,\n"
    "2号馆,B-217,样本龑堃陶瓷（景德镇）有限公司,91360200MA1XG6125D,喆䶮𬭩（样本）\n"
    "2号馆,B-218,样本乙瓷业有限公司,,样本某某\n"
)
GOODS = "标称名称,数量,单位,单价\n样本茶杯,12,只,26.00\n样本花瓶,x,件,88.00\n,3,件,\n"


@dataclass(frozen=True)
class Sampled:
    """A stand in full work, and one only just begun on the same device."""

    stand: Stand
    new_stand: str
    """Inspection's id"""
    new_item: str
    rows: tuple[str, ...]
    """Ids of the goods of the stand in full work"""
    photos: tuple[str, ...]
    """Ids, in the order taken"""
    recordings: tuple[str, ...]


def sampled(folder: Path) -> Sampled:
    """Set the device up in `folder`; the caller closes `stand.opened`."""
    stand = begin(folder)
    device, by = stand.device, stand.by
    second = open_inspection.open_inspection(
        device,
        fair_id=stand.inspection.fair_id,
        officer_ids=stand.inspection.officer_ids,
        hall="1号馆",
        booth="A-02",
        place="样本市会展大道8号样本国际会展中心1号馆A-02展位",
        subject="涉嫌销售侵犯注册商标专用权的商品",
        by=by,
    )
    item = list_item.list_item(
        device,
        second.id,
        label_name="样本茶壶",
        specification="380 ml",
        unit="把",
        quantity=Decimal(6),
        alleged=AllegedAct(RightKind.TRADEMARK, "00000000", "样本商标权利人", "样本窑"),
        by=by,
    )
    stand.visit()
    files = sorted(SAMPLES.glob("*.jpg"))
    photos = import_photos(device, stand.inspection.id, files, by=by).taken
    make_thumbnails.make_thumbnails(device, [photo.id for photo in photos])
    recordings = [
        take_recording(device, stand.inspection.id, content=io.BytesIO(content), file_name=name, by=by).id
        for name, content in (
            ("BODY_1.MP4", make_film(seconds=2, size=(320, 180))),
            ("VOICE.WAV", make_wav(2)),
        )
    ]
    rows = [
        list_item.list_item(
            device,
            stand.inspection.id,
            label_name=row.label_name,
            specification=row.specification,
            unit=row.unit,
            quantity=Decimal(row.quantity),
            alleged=AllegedAct(RightKind.TRADEMARK, "00000000", "样本商标权利人", "样本窑"),
            unit_price=Decimal(row.price),
            price_basis=PriceBasis.MARKED,
            seal_number=row.seal_number or "0000017",
            keeping_place="样本市市场监督管理局涉案物品仓库",
            by=by,
        )
        for row in sample.ROWS[:4]
    ]
    for number, photo in enumerate(photos[3:11]):
        list_item.assign_photos(
            device, [photo.id], item_id=rows[number % len(rows)].id, tag=PhotoTag.VIEW, by=by
        )
    list_item.assign_photos(device, [photos[0].id], item_id=None, tag=PhotoTag.BOOTH, by=by)
    stand.seize(*rows)
    stand.issue("24")
    taken = tuple(photo.id for photo in read.dossier(device, stand.inspection.id).photos)
    return Sampled(stand, second.id, item.id, tuple(row.id for row in rows), taken, tuple(recordings))


def card_of(folder: Path) -> Path:
    """Return a memory card with photos that are new, one that is sealed already and a file that is none."""
    card = folder / "DCIM"
    card.mkdir()
    for number in range(5):
        (card / f"IMG_{number:04}.JPG").write_bytes(pictures.make_jpeg(480, 320, 40 + number))
    (card / "IMG_0100.JPG").write_bytes((SAMPLES / "sample_05_teapot_front.jpg").read_bytes())
    (card / "readme.txt").write_text("样本", "utf-8")
    for file in card.iterdir():  # written long ago: what is still being written is not offered
        os.utime(file, (_TAKEN.timestamp(), _TAKEN.timestamp()))
    return card

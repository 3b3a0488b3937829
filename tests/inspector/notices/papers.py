"""A stand as the tests need it: invented people and goods, as many as asked for."""

from __future__ import annotations

import io
import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from inspector.records import (
    AllegedAct,
    Approval,
    Closing,
    ClosingManner,
    CredentialsShown,
    Dossier,
    Inspection,
    Item,
    Party,
    PartyKind,
    Photo,
    PhotoTag,
    Presence,
    PresenceKind,
    PriceBasis,
    RightKind,
    RightsTold,
    Signature,
    SignatureRole,
    Statement,
    Witness,
)
from tests.inspector.law import dossiers

START = datetime(2026, 11, 23, 1, 5, tzinfo=UTC)
PRINTED = datetime(2026, 11, 23, 2, 40, tzinfo=UTC)

STAND = "样本市样本路1号样本会展中心3号馆B-217展位"

GOODS = [
    ("青花缠枝莲纹茶壶", "容量350 mL，外箱标注“12件/箱”", "套", 12, "68"),
    ("骨质瓷咖啡杯碟", "200 mL，白色描金", "套", 48, "35.5"),
    ("粉彩花鸟盖碗", "口径10.5 cm", "件", 20, "128"),
    ("日用陶瓷餐具（家用28头）", "釉下彩；执行标准GB/T 3532-2022", "套", 3, None),
]

WORDING = {
    "credentials_sentence": "我们是样本市市场监督管理局的执法人员，现就涉嫌侵犯注册商标专用权的行为"
    "依法进行现场检查，请予配合。这是我们的执法证件，请你查验。是否已经看清？",
    "rights_sentence": "检查中，你（单位）有权陈述和申辩，同时应当如实回答询问、协助检查，"
    "不得拒绝或者阻挠。你认为检查人员与你（单位）有直接利害关系的，有权申请其回避。是否申请回避？",
    "closing_sentence_checked": "以上是本次现场检查的情况记录，请核对。如果属实请签名。",
    "closing_sentence_read": "以上是本次现场检查的情况记录，已向你宣读。如果属实请签名。",
    "suspicion": "涉嫌侵犯他人注册商标专用权（第1234567号注册商标）",
    "basis": "《中华人民共和国商标法》第六十二条第一款第（四）项",
    "measure_told": "因你（单位）涉嫌侵犯他人注册商标专用权，本局决定对《财物清单》所列财物实施扣押，"
    "期限30日。你（单位）有权当场陈述和申辩，并可以依法申请行政复议或者提起行政诉讼。",
    "remedies": "如不服本决定，可以自收到本决定书之日起六十日内向样本市人民政府申请行政复议，"
    "也可以自收到本决定书之日起六个月内依法向样本市人民法院提起行政诉讼。",
    "period": "扣押期限为30日，自2026年11月23日起至2026年12月23日止。情况复杂需要延长的，经批准可以延长，"
    "延长期限不超过三十日。对物品需要进行检测、检验或者技术鉴定的，所需期间不计入上述期限。",
    "keeping": "常温、干燥、防震，存放于罚没物品仓库。由本局妥善保管，不得使用或者损毁。",
    "list_statement": "上述物品品种、数量经核对无误。",
    "copies": "本文书一式两份，一份送达，一份归档。",
    "list_number": "样市监财清〔2026〕7号",
}


def dossier(
    *,
    items: int = 4,
    photos: int = 0,
    party: Party | None = None,
    presence: Presence | None = None,
    witness: Witness | None = None,
    findings: str = "",
) -> Dossier:
    """Return the lawful record of the law's tests with goods, people and words that fill a page."""
    rows = tuple(item(position) for position in range(1, items + 1))
    seizure = dossiers.measure(
        item_ids=tuple(row.id for row in rows),
        decided=START + timedelta(minutes=40),
        approval=Approval(approver="李样本", at=START),
        place=STAND,
        keeping="常温、干燥、防震，存放于样本市市场监督管理局罚没物品仓库",
    )
    return dossiers.lawful(
        bureau=BUREAU,
        fair=replace(dossiers.FAIR, address="样本市样本路1号"),
        inspection=inspection(presence, witness, findings or FINDINGS),
        officers=OFFICERS,
        party=party or PARTY,
        items=rows,
        photos=tuple(photo(number, rows) for number in range(1, photos + 1)),
        measures=(seizure,),
        notices=(),
    )


def inspection(presence: Presence | None, witness: Witness | None, findings: str) -> Inspection:
    return dossiers.inspection(
        booth="B-217",
        place=STAND,
        subject="涉嫌销售侵犯注册商标专用权商品的行为",
        started=START,
        ended=START + timedelta(minutes=87),
        credentials=CredentialsShown(START, tuple(each.cert_no for each in OFFICERS), "看清楚了。"),
        rights=RightsTold(START, "不申请回避。"),
        presence=presence or Presence(PresenceKind.SITE_MANAGER, person="王示例"),
        findings=findings,
        measure_told=WORDING["measure_told"],
        supplier_asked="",
        statement=Statement(
            "我们不知道这批茶壶是侵权商品，是从外地批发市场进的货，进货单可以提供，请从轻处理。"
        ),
        witness=witness,
        closing=Closing(ClosingManner.CHECKED, "以上记录已核对，属实。"),
    )


def item(position: int) -> Item:
    name, specification, unit, count, price = GOODS[(position - 1) % len(GOODS)]
    return dossiers.item(
        position,
        label_name=name,
        specification=specification,
        unit=unit,
        quantity=Decimal(count),
        alleged=AllegedAct(RightKind.TRADEMARK, "1234567", "样本瓷业股份有限公司", "样本瓷"),
        unit_price=Decimal(price) if price else None,
        price_basis=PriceBasis.MARKED if price else None,
        seal_number=f"样{position:04}",
        keeping_place="",
    )


def photo(number: int, rows: tuple[Item, ...]) -> Photo:
    item_id = rows[(number - 1) % len(rows)].id if rows and number % 3 else None
    return replace(
        dossiers.photo(number, item_id, PhotoTag.VIEW),
        id=f"{number:032x}",
        file_name=f"DSC_{number:04}.JPG",
        sha256=f"{number * 0x9E3779B97F4A7C15 % 2**256:064x}"[::-1],
        size=4_800_000,
        arrived=START + timedelta(minutes=number),
    )


def jpeg(photo: Photo, longer_side: float = 75.0) -> bytes:
    """A small upright or lying picture, different for each photo."""
    from PIL import Image, ImageDraw

    number = int(photo.id, 16)
    size = (320, 240) if number % 3 else (240, 320)
    image = Image.new("RGB", size, (200, 205 + number % 40, 210))
    draw = ImageDraw.Draw(image)
    draw.ellipse((60, 50, size[0] - 60, size[1] - 40), fill=(245, 245, 250), outline=(40, 60, 140), width=6)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


def signed(role: SignatureRole, name: str, seed: int = 1) -> Signature:
    strokes = tuple(
        tuple(
            (
                100 + 130 * stroke + round(50 * math.sin(seed + step / 3 + stroke)),
                200 + round(12 * step - 60 * math.cos(seed * stroke + step / 4)),
                16 * step,
            )
            for step in range(16)
        )
        for stroke in range(5)
    )
    return Signature(role, name, START + timedelta(minutes=90), strokes)


def refused() -> Signature:
    return Signature(
        SignatureRole.PARTY,
        "王示例",
        START + timedelta(minutes=90),
        refusal="现场负责人称须请示总公司，拒绝在文书上签名",
        recording="SX-20261123-014",
    )


ALL_SIGNED = (
    signed(SignatureRole.PARTY, "王示例", 1),
    signed(SignatureRole.OFFICER, "张样本", 2),
    signed(SignatureRole.OFFICER, "欧阳示例", 3),
    signed(SignatureRole.WITNESS, "赵见证", 4),
)

BUREAU = replace(
    dossiers.BUREAU,
    court="样本市人民法院",
    address="样本市样本路2号",
    contact="张样本",
    phone="0798-0000000",
)

OFFICERS = tuple(
    replace(dossiers.officer(number), name=name, cert_no=f"样A00{number}", unit=BUREAU.name)
    for number, name in enumerate(("张样本", "欧阳示例"), 1)
)

PARTY = Party(
    id="p1",
    kind=PartyKind.COMPANY,
    name="样本龑堃喆陶瓷有限公司",
    address="样本省样本市样本区䶮𬭩路㛃巷8号",
    phone="13800000000",
    licence_kind="营业执照",
    credit_code="91360200MA0000000X",
    representative="王示例",
    id_number="",
    other_contact="yangben@example.com",
)

FINDINGS = (
    "2026年11月23日9时05分，执法人员到达样本市样本路1号样本会展中心3号馆B-217展位。该展位正在营业，展台正面第二层货架陈列有"
    "标注“样本瓷”字样的茶壶、杯碟等陶瓷制品，底款均印有“样本瓷®”标识。\n"
    "经清点，现场共有标称“青花缠枝莲纹茶壶”12套、“骨质瓷咖啡杯碟”48套、“粉彩花鸟盖碗”20件、“日用陶瓷餐具（家用28头）”"
    "3套，详见《财物清单》（文书编号：样市监财清〔2026〕7号）。执法人员对上述物品逐一拍照，照片编号为照片1至照片12。"
)

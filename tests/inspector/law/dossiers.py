"""A complete and lawful dossier of invented persons, to be spoiled one field at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from inspector.records import (
    AllegedAct,
    Approval,
    Bureau,
    BureauLevel,
    Closing,
    ClosingManner,
    CredentialsShown,
    Dossier,
    Fair,
    Inspection,
    Item,
    Measure,
    MeasureKind,
    Notice,
    Officer,
    Paper,
    Party,
    PartyKind,
    Photo,
    PhotoOrigin,
    PhotoTag,
    Presence,
    PresenceKind,
    PriceBasis,
    RightKind,
    RightsTold,
    Sample,
    SeizureForm,
    Signature,
    SignatureRole,
    Statement,
    Witness,
)

STARTED = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
"""09:30 in China."""
ENDED = STARTED + timedelta(minutes=40)
NOW = ENDED + timedelta(minutes=5)

BUREAU = Bureau(
    id="bureau",
    name="样本市市场监督管理局",
    short_name="样",
    level=BureauLevel.CITY,
    division_code="130200",
    government="样本市人民政府",
    court="样本市样本区人民法院",
    address="样本市样本路1号",
    contact="样本联系人",
    phone="0315-0000000",
)
FAIR = Fair(
    "fair",
    "样本陶瓷博览会",
    "样本会展中心",
    "样本市会展路1号",
    date(2026, 11, 22),
    date(2026, 11, 26),
    division_code="130203",
)


def officer(number: int) -> Officer:
    """Return an invented officer with a valid certificate."""
    return Officer(
        id=f"officer-{number}",
        name=f"样本执法员{'甲乙丙丁'[number - 1]}",
        cert_no=f"YB0000{number}",
        valid_from=date(2024, 1, 1),
        valid_to=date(2028, 12, 31),
        unit=BUREAU.name,
    )


OFFICERS = (officer(1), officer(2))
PARTY = Party(
    id="party",
    kind=PartyKind.SOLE_TRADER,
    name="样本陶瓷经营部",
    address="样本市样本街2号",
    phone="13000000000",
    licence_kind="营业执照",
    credit_code="92130203MA2TH3BJ3F",
    representative="样本经营者",
    id_number="130202198503150019",
)


def item(number: int, right: RightKind = RightKind.TRADEMARK, **changes: object) -> Item:
    """Return a complete row of goods."""
    row = Item(
        id=f"item-{number}",
        inspection_id="inspection",
        position=number,
        label_name="骨质瓷杯",
        specification="350 mL",
        unit="只",
        quantity=Decimal(12),
        alleged=AllegedAct(right, number="1299950", holder="样本权利人", mark="样本牌"),
        unit_price=Decimal("38.00"),
        price_basis=PriceBasis.MARKED,
        seal_number=f"封{number:03}",
        keeping_place="样本仓库",
    )
    return replace(row, **changes)  # type: ignore[arg-type]  # test builder: callers name real fields


def photo(number: int, item_id: str | None, tag: PhotoTag | None) -> Photo:
    """Return a photo taken by the device during the inspection."""
    return Photo(
        id=f"photo-{number}",
        inspection_id="inspection",
        file_name=f"IMG_{number:04}.JPG",
        sha256=f"{number:064x}",
        size=1,
        media_type="image/jpeg",
        origin=PhotoOrigin.CAMERA,
        arrived=STARTED + timedelta(minutes=5),
        taken_by="officer-1",
        item_id=item_id,
        tag=tag,
    )


def measure(**changes: object) -> Measure:
    """Return a lawful seizure of both rows."""
    seizure = Measure(
        id="measure",
        inspection_id="inspection",
        kind=MeasureKind.SEIZE,
        form=SeizureForm.TAKE_AWAY,
        item_ids=("item-1", "item-2"),
        decided=STARTED + timedelta(minutes=25),
        approval=Approval(approver="样本负责人", at=STARTED + timedelta(minutes=20)),
        act_day=date(2026, 11, 23),
        days=30,
        place="样本会展中心3号馆A12",
        keeping="常温、防震存放",
        not_sealed_by_others=True,
    )
    return replace(seizure, **changes)  # type: ignore[arg-type]  # test builder: callers name real fields


def inspection(**changes: object) -> Inspection:
    """Return a complete record of one stand."""
    record = Inspection(
        id="inspection",
        fair_id="fair",
        bureau_id="bureau",
        hall="3号馆",
        booth="A12",
        place="样本市会展路1号样本会展中心3号馆A12",
        subject="涉嫌销售侵犯注册商标专用权的商品",
        officer_ids=("officer-1", "officer-2"),
        started=STARTED,
        ended=ENDED,
        credentials=CredentialsShown(
            STARTED + timedelta(minutes=1), tuple(known.cert_no for known in OFFICERS), "看清楚了"
        ),
        rights=RightsTold(STARTED + timedelta(minutes=2), "听清楚了，不申请回避"),
        presence=Presence(PresenceKind.PARTY),
        party_id="party",
        findings="09:35，展位东侧货架摆放标有“样本牌”的骨质瓷杯两种共24只，已拍照。",
        measure_told="已当场告知理由、依据、权利和救济途径。",
        statement=Statement("未提出"),
        closing=Closing(ClosingManner.CHECKED, "属实"),
        supplier_asked="称从样本批发市场进货，未能提供票据。",
        source="1",
        questioning_note="另行通知到局接受询问。",
    )
    return replace(record, **changes)  # type: ignore[arg-type]  # test builder: callers name real fields


_CLASSES = {"9": "", "10": "", "19": "登保", "20": "解保", "21": "强制", "23": "解强", "24": "财清"}


def notice(form: str, issued: datetime = ENDED - timedelta(minutes=5)) -> Notice:
    """Return a paper handed over before the record ended and signed for."""
    kind = _CLASSES.get(form, "")
    number = f"样市监{kind}〔2026〕1号" if kind else ""
    signed = (signature(SignatureRole.PARTY, "样本经营者"),)
    return Notice(f"notice-{form}", "inspection", form, number, issued, "pdf", "0" * 64, 1, signatures=signed)


def paper(form: str, number: int = 1, **answers: str) -> Paper:
    """Return a paper being written besides the record."""
    return Paper(f"paper-{form}-{number}", "inspection", form, STARTED, answers)


def lawful(**changes: object) -> Dossier:
    """Return a complete trademark seizure in which nothing is missing."""
    dossier = Dossier(
        bureau=BUREAU,
        fair=FAIR,
        inspection=inspection(),
        officers=OFFICERS,
        party=PARTY,
        items=(item(1), item(2)),
        photos=(
            photo(1, "item-1", PhotoTag.VIEW),
            photo(2, "item-2", PhotoTag.VIEW),
            photo(3, None, PhotoTag.SEAL),
            photo(4, None, PhotoTag.CERTIFICATE),
            photo(5, None, PhotoTag.PRICE),
        ),
        measures=(measure(),),
        notices=(notice("24"), notice("21")),
    )
    return replace(dossier, **changes)  # type: ignore[arg-type]  # test builder: callers name real fields


def with_inspection(**changes: object) -> Dossier:
    """Return the lawful dossier with some fields of the inspection changed."""
    return lawful(inspection=inspection(**changes))


def with_measure(**changes: object) -> Dossier:
    """Return the lawful dossier with some fields of the measure changed."""
    return lawful(measures=(measure(**changes),))


def registered(**changes: object) -> Dossier:
    """Return the lawful dossier with its goods preserved by registration."""
    return with_measure(**({"kind": MeasureKind.REGISTER, "reason": "可能灭失"} | changes))


def sample(number: int, **changes: object) -> Sample:
    """Return two of twelve pieces drawn from a row, one of them kept in reserve."""
    drawn = Sample(
        f"item-{number}",
        base=Decimal(12),
        taken=Decimal(1),
        reserve=Decimal(1),
        seal_number=f"样封{number:03}",
        batch="2026-08",
        maker="样本窑业有限公司",
    )
    return replace(drawn, **changes)  # type: ignore[arg-type]  # test builder: callers name real fields


def sampling(**changes: object) -> Measure:
    """Return a lawful sampling of both rows."""
    fields: dict[str, object] = {
        "id": "sampling",
        "kind": MeasureKind.SAMPLE,
        "samples": (sample(1), sample(2)),
        "purpose": "权利人辨认鉴别",
        "method": "从陈列商品中随机抽取",
        "keeper": "样本市市场监督管理局",
    }
    return measure(**(fields | changes))


def sampled(**changes: object) -> Dossier:
    """Return the lawful dossier with samples drawn from its goods and nothing seized."""
    return lawful(measures=(sampling(**changes),), notices=())


def sampled_too() -> Dossier:
    """Return the lawful seizure with samples drawn from its goods."""
    return lawful(measures=(measure(), sampling()))


def mixed() -> Dossier:
    """Return a lawful dossier in which one row is seized and the other preserved."""
    kept = measure(id="kept", kind=MeasureKind.REGISTER, reason="可能灭失", item_ids=("item-2",))
    papers = (notice("24"), notice("21"))
    return lawful(
        measures=(measure(item_ids=("item-1",)), kept),
        notices=tuple(replace(each, measure_id="measure") for each in papers),
        inspection=inspection(measure_told="因涉嫌侵权，决定扣押，并先行登记保存。"),
    )


def with_right(right: RightKind, **changes: object) -> Dossier:
    """Return the lawful dossier with the first row under another right."""
    return lawful(items=(item(1, right), item(2)), **changes)


def absent(**changes: object) -> Dossier:
    """Return a lawful dossier in which the party did not come and a witness did."""
    fields: dict[str, object] = {
        "presence": Presence(PresenceKind.NOTIFIED_ABSENT, note="09:20电话通知，称不到场", recording="V-7"),
        "witness": Witness("样本见证人", "440524188001010014", "13100000000"),
    }
    return with_inspection(**(fields | changes))


INK = (tuple((step * 20, step * 10, step * 15) for step in range(12)),)


def signature(role: SignatureRole, name: str, **changes: object) -> Signature:
    """Return a drawn signature."""
    signed = Signature(role, name, ENDED, INK)
    return replace(signed, **changes)  # type: ignore[arg-type]  # test builder: callers name real fields


def signatures() -> tuple[Signature, ...]:
    """Return what makes a form complete when the party is present."""
    officers = (signature(SignatureRole.OFFICER, known.name, cert_no=known.cert_no) for known in OFFICERS)
    return (signature(SignatureRole.PARTY, "样本经营者"), *officers)

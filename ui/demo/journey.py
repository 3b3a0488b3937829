"""The journey of the demo: what two officers do at one stand, through the same actions as the desktop."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from inspector.actions import (
    decide_measure,
    describe_scene,
    issue_notice,
    list_item,
    make_thumbnails,
    name_party,
    open_fair,
    open_inspection,
    read,
    record_visit,
    seal_inspection,
    take_photo,
)
from inspector.actions.import_photos import ImportResult, Refusal, import_photos
from inspector.actions.notice_readiness import NotReady
from inspector.clock import CHINA
from inspector.errors import InputError
from inspector.imaging.frames import ReplaySource
from inspector.law.checks import Finding
from inspector.law.checks.sampling import IDENTIFYING
from inspector.records import (
    Approval,
    ClosingManner,
    Inspection,
    MeasureKind,
    Notice,
    Photo,
    PhotoOrigin,
    PhotoTag,
    PresenceKind,
    Recording,
    RightKind,
    Sample,
    SeizureForm,
    Signature,
    SignatureRole,
)
from ui.demo import sample
from ui.wiring import OpenDevice

Moment = Callable[[str, OpenDevice, str], None]
"""Called at each moment worth a picture, with its name, the open device and the inspection's id."""


@dataclass
class Outcome:
    """What the journey did, for the report."""

    inspection_id: str = ""
    given: int = 0
    refused: list[Refusal] = field(default_factory=list)
    taken: list[Photo] = field(default_factory=list)
    recordings: list[Recording] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    not_issued: dict[str, tuple[Finding, ...]] = field(default_factory=dict)


def walk(opened: OpenDevice, photos: Path, moment: Moment) -> Outcome:
    """Inspect one stand from arrival to sealing; `photos` is a folder of files of any kind."""
    device = opened.device
    outcome = Outcome()
    officers = read.today(device).officers
    by = officers[0].id
    now = device.clock.now().wall.astimezone(CHINA)

    fair = open_fair.open_fair(
        device,
        opens=now.date() - timedelta(days=1),
        closes=now.date() + timedelta(days=2),
        by=by,
        **sample.FAIR,
    )
    inspection = open_inspection.open_inspection(
        device,
        fair_id=fair.id,
        officer_ids=tuple(o.id for o in officers),
        by=by,
        **sample.STAND,  # type: ignore[arg-type]  # one table of texts
    )
    outcome.inspection_id = inspection.id
    moment("arrival", opened, inspection.id)

    record_visit.state_source(device, inspection.id, source="1", by=by)
    record_visit.show_credentials(device, inspection.id, answer="看清楚了。", by=by)
    record_visit.tell_rights(device, inspection.id, answer="不申请回避。", by=by)
    record_visit.record_presence(
        device, inspection.id, kind=PresenceKind.SITE_MANAGER, person="赵样本（现场负责人）", by=by
    )
    name_party.name_party(device, inspection.id, by=by, **sample.PARTY)  # type: ignore[arg-type]  # one table of texts
    moment("party", opened, inspection.id)

    _photograph(opened, inspection, photos, by, outcome)
    _list_goods(opened, inspection, by)
    make_thumbnails.make_thumbnails(device, [photo.id for photo in outcome.taken])
    moment("items", opened, inspection.id)

    _decide(opened, inspection, by)
    moment("measure", opened, inspection.id)

    _issue(opened, inspection.id, "24", by, outcome)
    _issue(opened, inspection.id, "21", by, outcome)
    _issue(opened, inspection.id, "29", by, outcome)
    describe_scene.close_record(
        device, inspection.id, manner=ClosingManner.CHECKED, answer="核对无误，情况属实。", by=by
    )
    moment("notices", opened, inspection.id)
    _issue(opened, inspection.id, "9", by, outcome)
    moment("leave", opened, inspection.id)
    if not outcome.not_issued:
        seal_inspection.seal_inspection(device, inspection.id, by=by)
    return outcome


def _photograph(opened: OpenDevice, inspection: Inspection, folder: Path, by: str, outcome: Outcome) -> None:
    """Take the first usable picture with the replay camera and import all the others, each file once."""
    files = sorted(file for file in folder.rglob("*") if file.is_symlink() or not file.is_dir())
    outcome.given = len(files)
    captured = _capture_first(opened, inspection, files, by)
    if captured is not None:
        file, photo = captured
        outcome.taken.append(photo)
        files.remove(file)
    result: ImportResult = import_photos(opened.device, inspection.id, files, by=by)
    outcome.taken.extend(result.taken)
    outcome.recordings.extend(result.recordings)
    outcome.refused.extend(result.refused)


def _capture_first(
    opened: OpenDevice, inspection: Inspection, files: list[Path], by: str
) -> tuple[Path, Photo] | None:
    for file in files:
        if file.is_symlink() or file.suffix.lower() not in {".jpg", ".jpeg"}:
            continue
        try:
            with ReplaySource([file]) as camera:
                still = camera.still()
            photo = take_photo.take_photo(
                opened.device,
                inspection.id,
                content=io.BytesIO(still.content),
                file_name=still.file_name,
                origin=PhotoOrigin.CAMERA,
                by=by,
            )
        except InputError:
            continue  # the import names it with its reason
        return file, photo
    return None


def _list_goods(opened: OpenDevice, inspection: Inspection, by: str) -> None:
    """List the goods and assign the photos to the rows in turn."""
    device = opened.device
    rows = []
    for row in sample.ROWS:
        unit_price, basis = sample.price(row)
        rows.append(
            list_item.list_item(
                device,
                inspection.id,
                label_name=row.label_name,
                specification=row.specification,
                unit=row.unit,
                quantity=Decimal(row.quantity),
                alleged=row.alleged,
                unit_price=unit_price,
                price_basis=basis,
                seal_number=row.seal_number,
                keeping_place="样本市市场监督管理局涉案物品仓库" if row.seal_number else "",
                by=by,
            )
        )
    goods = [photo for photo in read.dossier(device, inspection.id).photos if _tag(photo) is not None]
    for number, photo in enumerate(goods):
        item_id = rows[number % len(rows)].id if _tag(photo) is PhotoTag.VIEW else None
        list_item.assign_photos(device, [photo.id], item_id=item_id, tag=_tag(photo), by=by)


def _tag(photo: Photo) -> PhotoTag | None:
    """Tell by the sample's name what it shows; any other photo shows goods, the sample licence no goods."""
    for word, tag in sample.TAGS.items():
        if word in photo.file_name:
            return tag
    return PhotoTag.VIEW


def _decide(opened: OpenDevice, inspection: Inspection, by: str) -> None:
    device = opened.device
    now = device.clock.now().wall
    dossier = read.dossier(device, inspection.id)
    seized = tuple(item.id for item in dossier.items if item.alleged.kind is RightKind.TRADEMARK)
    decide_measure.decide_measure(
        device,
        inspection.id,
        kind=MeasureKind.SEIZE,
        form=SeizureForm.TAKE_AWAY,
        item_ids=seized,
        act_day=now.astimezone(CHINA).date(),
        approval=Approval(approver="孙样本（局负责人）", at=inspection.started),
        days=30,
        place="样本市市场监督管理局涉案物品仓库",
        keeping="常温、防潮、防震，加贴封条",
        not_sealed_by_others=True,
        by=by,
    )
    _sample(opened, inspection, seized[0], by)
    describe_scene.describe_findings(
        device,
        inspection.id,
        findings=describe_scene.draft_findings(read.dossier(device, inspection.id)),
        supplier_asked="当事人称上述商品从样本市场购进，未能当场提供进货凭证。",
        evidence_note="权利人已现场提供商标注册证复印件并出具辨认意见（样本）。",
        questioning_note="已约当事人次日到局接受询问。",
        by=by,
    )
    describe_scene.tell_measure(
        device, inspection.id, text=describe_scene.draft_measure_told(device, inspection.id), by=by
    )
    describe_scene.record_statement(device, inspection.id, text="未提出。", by=by)


def _sample(opened: OpenDevice, inspection: Inspection, item_id: str, by: str) -> None:
    """Draw one piece and one in reserve from a row, for the holder of the right to look at."""
    device = opened.device
    item = next(item for item in read.dossier(device, inspection.id).items if item.id == item_id)
    decide_measure.decide_measure(
        device,
        inspection.id,
        kind=MeasureKind.SAMPLE,
        form=SeizureForm.TAKE_AWAY,
        item_ids=(item.id,),
        act_day=device.clock.now().wall.astimezone(CHINA).date(),
        approval=Approval(),
        place="样本市市场监督管理局样品室",
        keeping="常温、防潮、防震",
        not_sealed_by_others=True,
        samples=(
            Sample(
                item.id,
                base=item.quantity,
                taken=Decimal(1),
                reserve=Decimal(1),
                seal_number="样封0001",
                batch="2026-08",
                maker="样本窑业有限公司",
            ),
        ),
        purpose=IDENTIFYING,
        method="从展位陈列的同一款商品中随机抽取",
        keeper="样本科",
        by=by,
    )


def _issue(opened: OpenDevice, inspection_id: str, form: str, by: str, outcome: Outcome) -> None:
    now = opened.device.clock.now().wall
    officers = read.dossier(opened.device, inspection_id).officers
    signatures = (
        Signature(SignatureRole.PARTY, "赵样本", now, sample.strokes(1)),
        *(
            Signature(
                SignatureRole.OFFICER, officer.name, now, sample.strokes(2 + n), cert_no=officer.cert_no
            )
            for n, officer in enumerate(officers)
        ),
    )
    try:
        outcome.notices.append(
            issue_notice.issue_notice(opened.device, inspection_id, form, signatures=signatures, by=by)
        )
    except NotReady as refusal:
        outcome.not_issued[form] = refusal.findings

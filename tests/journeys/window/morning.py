"""What stands ready before the first stand of the day: a device with its fair and roster, and pictures for the camera."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from inspector.actions import decide_measure, import_roster, list_item, open_fair, open_inspection
from inspector.actions.number_blocks import allot_numbers
from inspector.actions.ports import Device
from inspector.clock import CHINA, SystemClock
from inspector.ids import Ids
from inspector.records import (
    AllegedAct,
    Approval,
    Exhibitor,
    MeasureKind,
    NumberBlock,
    RightKind,
    SeizureForm,
)
from ui.demo import sample
from ui.wiring import Workplace

ROOT = Path(__file__).parents[3]
PASSPHRASE = "four words are enough here"
SECOND_PASSPHRASE = "another four words for her"
SAMPLES = ROOT / "resources" / "samples"


def morning(folder: Path, *, photos: int) -> Path:
    """Make the sample device in `folder` as the bureau hands it out, with `photos` different pictures before its lens.

    Returns the device's own folder.
    """
    clock = SystemClock()
    ids, day = Ids(clock), clock.now().wall.astimezone(CHINA).date()
    officers = sample.officers(ids, day)
    workplace = Workplace(folder / "device", is_sample=True)
    with workplace.set_up(sample.bureau(ids), officers, PASSPHRASE).open_device as opened:
        device, by = opened.device, officers[0].id
        fair = open_fair.open_fair(
            device, opens=day - timedelta(days=1), closes=day + timedelta(days=2), by=by, **sample.FAIR
        )
        import_roster.import_roster(
            device, fair.id, file_name="名单.csv", file_sha256="0" * 64, exhibitors=_exhibitors(), by=by
        )
        kinds = device.press.numbering().classes
        allot_numbers(
            device,
            [
                NumberBlock(kind, year, 1, 99, "样本登记簿")
                for kind in kinds
                for year in (day.year, day.year + 1)
            ],
            by=by,
        )
        opened.ways_in.give_passphrase(PASSPHRASE, officers[1].id, SECOND_PASSPHRASE)
        _first_stand(device, fair.id, tuple(officer.id for officer in officers), clock)
    before_the_lens(workplace.folder / "samples", photos)
    return workplace.folder


def _first_stand(device: Device, fair_id: str, officer_ids: tuple[str, ...], clock: SystemClock) -> None:
    """What was done at the stand before: who approves, and where goods are kept."""
    by, now = officer_ids[0], clock.now().wall
    stand = open_inspection.open_inspection(
        device, fair_id=fair_id, officer_ids=officer_ids, by=by, **{**sample.STAND, "booth": "A-101"}
    )
    row = list_item.list_item(
        device,
        stand.id,
        label_name="样本碗",
        specification="无",
        unit="件",
        quantity=Decimal(1),
        alleged=AllegedAct(RightKind.TRADEMARK, "00000000", "样本权利人", "样本窑"),
        by=by,
    )
    decide_measure.decide_measure(
        device,
        stand.id,
        kind=MeasureKind.SEIZE,
        form=SeizureForm.TAKE_AWAY,
        item_ids=(row.id,),
        act_day=now.astimezone(CHINA).date(),
        approval=Approval(approver="孙样本", at=now),
        days=30,
        place="样本市市场监督管理局涉案物品仓库",
        keeping="常温、防潮、防震，加贴封条",
        not_sealed_by_others=True,
        by=by,
    )


def _exhibitors() -> list[Exhibitor]:
    party = sample.PARTY
    return [
        Exhibitor(
            name=str(party["name"]),
            hall="2",
            booth="B217",
            credit_code=str(party["credit_code"]),
            representative=str(party["representative"]),
            phone=str(party["phone"]),
            address=str(party["address"]),
        ),
        Exhibitor(name="样本青瓷（龙泉）有限公司", hall="2", booth="B218"),
    ]


def before_the_lens(folder: Path, count: int) -> None:
    """Put so many different pictures before the camera: the samples, over and over, each with a remark of its own."""
    folder.mkdir(parents=True)
    samples = sorted(SAMPLES.glob("*.jpg"))
    for number in range(count):
        taken = samples[number % len(samples)].read_bytes()
        remark = f"{number:04}".encode()
        segment = b"\xff\xfe" + (len(remark) + 2).to_bytes(2, "big") + remark
        (folder / f"IMG_{number:04}.jpg").write_bytes(taken[:2] + segment + taken[2:])

"""A real device on a temporary disk, and the steps of a stand, for tests that need more than a fake."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from inspector.actions import (
    decide_measure,
    describe_scene,
    list_item,
    name_party,
    open_fair,
    open_inspection,
    read,
    record_visit,
    take_photo,
)
from inspector.actions.issue_notice import issue_notice
from inspector.actions.ports import Device
from inspector.clock import SetClock
from inspector.ids import Ids
from inspector.keys import KdfCost
from inspector.records import (
    AllegedAct,
    Approval,
    Bureau,
    BureauLevel,
    ClosingManner,
    Inspection,
    Item,
    MeasureKind,
    Notice,
    Officer,
    Photo,
    PhotoOrigin,
    PresenceKind,
    PriceBasis,
    RightKind,
    SeizureForm,
    Signature,
    SignatureRole,
)
from tests import pictures
from ui.demo import sample
from ui.wiring import OpenDevice, Workplace

MORNING = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
"""09:30 in China on a working day under the Trademark Law of 2019."""
CHEAP = KdfCost(memory_kib=1024, passes=1, lanes=1)
PASSPHRASE = "four words are enough here"


@dataclass(frozen=True)
class Stand:
    """An open device with a fair and one inspection begun."""

    workplace: Workplace
    opened: OpenDevice
    clock: SetClock
    inspection: Inspection
    officers: tuple[Officer, ...]

    @property
    def device(self) -> Device:
        return self.opened.device

    @property
    def by(self) -> str:
        return self.officers[0].id

    def photo(self, seed: int = 1, **fields: object) -> Photo:
        """Take one small photo."""
        return take_photo.take_photo(
            self.device,
            self.inspection.id,
            content=io.BytesIO(pictures.make_jpeg(96, 64, seed)),
            file_name=f"IMG_{seed:04}.JPG",
            origin=PhotoOrigin.CAMERA,
            by=self.by,
            **fields,  # type: ignore[arg-type]
        )

    def item(self, kind: RightKind = RightKind.TRADEMARK, **fields: object) -> Item:
        """List one lawful row."""
        values: dict[str, object] = {
            "label_name": "样本盖碗",
            "specification": "ø12 cm",
            "unit": "套",
            "quantity": Decimal(24),
            "alleged": AllegedAct(kind, "00000000", "样本权利人", "样本窑"),
            "unit_price": Decimal("68.00"),
            "price_basis": PriceBasis.MARKED,
            "seal_number": "0000012",
            "keeping_place": "样本仓库",
            "by": self.by,
        }
        return list_item.list_item(self.device, self.inspection.id, **{**values, **fields})  # type: ignore[arg-type]

    def visit(self) -> None:
        """Show credentials, tell the rights, record who is there, name the party."""
        record_visit.show_credentials(self.device, self.inspection.id, answer="看清楚了。", by=self.by)
        record_visit.tell_rights(self.device, self.inspection.id, answer="不申请。", by=self.by)
        record_visit.record_presence(
            self.device, self.inspection.id, kind=PresenceKind.PARTY, person="赵样本", by=self.by
        )
        name_party.name_party(self.device, self.inspection.id, by=self.by, **sample.PARTY)  # type: ignore[arg-type]

    def seize(self, *items: Item) -> None:
        """Decide a lawful seizure over the items, with findings and statement."""
        self._measure(MeasureKind.SEIZE, items)

    def preserve(self, *items: Item, **fields: object) -> None:
        """Decide a lawful preservation by registration over the items, with findings and statement."""
        self._measure(MeasureKind.REGISTER, items, **{"reason": "可能灭失", **fields})

    def sample(self, *items: Item, **fields: object) -> None:
        """Decide a lawful sampling over the items, with findings and statement."""
        told = {"purpose": "权利人辨认鉴别", "method": "从陈列商品中随机抽取", "keeper": "样本保管员"}
        self._measure(MeasureKind.SAMPLE, items, **(told | fields))

    def _measure(self, kind: MeasureKind, items: tuple[Item, ...], **fields: object) -> None:
        decide_measure.decide_measure(
            self.device,
            self.inspection.id,
            kind=kind,
            form=SeizureForm.TAKE_AWAY,
            item_ids=tuple(item.id for item in items),
            act_day=date(2026, 11, 20),
            approval=Approval(approver="孙样本", at=self.inspection.started),
            place="样本仓库",
            keeping="常温防潮",
            not_sealed_by_others=True,
            by=self.by,
            **fields,  # type: ignore[arg-type]  # test builder: callers name real fields
        )
        describe_scene.describe_findings(
            self.device,
            self.inspection.id,
            findings=describe_scene.draft_findings(read.dossier(self.device, self.inspection.id)),
            supplier_asked="称购自样本市场。",
            evidence_note="权利人已出具辨认意见（样本）。",
            by=self.by,
        )
        told = describe_scene.draft_measure_told(self.device, self.inspection.id)
        if told:
            describe_scene.tell_measure(self.device, self.inspection.id, text=told, by=self.by)
        describe_scene.record_statement(self.device, self.inspection.id, text="未提出。", by=self.by)

    def close(self) -> None:
        """End the on-site record."""
        self.clock.advance(timedelta(minutes=20))
        describe_scene.close_record(
            self.device, self.inspection.id, manner=ClosingManner.CHECKED, answer="属实。", by=self.by
        )

    def issue(self, form: str) -> Notice:
        """Issue a form with everybody's signatures."""
        return issue_notice(self.device, self.inspection.id, form, signatures=self.signatures(), by=self.by)

    def signatures(self) -> tuple[Signature, ...]:
        """Sign for the party and both officers."""
        now = self.clock.now().wall
        return (
            Signature(SignatureRole.PARTY, "赵样本", now, sample.strokes(1)),
            *(
                Signature(
                    SignatureRole.OFFICER, officer.name, now, sample.strokes(2), cert_no=officer.cert_no
                )
                for officer in self.officers
            ),
        )


def begin(folder: Path) -> Stand:
    """Set up a device in `folder` and open one inspection; the caller closes `opened`."""
    clock = SetClock(MORNING)
    ids = Ids(clock)
    workplace = Workplace(folder, clock=clock, is_sample=True, kdf_cost=CHEAP)
    officers = sample.officers(ids, date(2026, 11, 20))
    opened = workplace.set_up(sample.bureau(ids), officers, PASSPHRASE).open_device
    clock.advance(timedelta(minutes=1))
    fair = open_fair.open_fair(
        opened.device, opens=date(2026, 11, 19), closes=date(2026, 11, 22), by=officers[0].id, **sample.FAIR
    )
    inspection = open_inspection.open_inspection(
        opened.device,
        fair_id=fair.id,
        officer_ids=tuple(o.id for o in officers),
        by=officers[0].id,
        **sample.STAND,
    )
    return Stand(workplace, opened, clock, inspection, officers)


__all__ = ["CHEAP", "MORNING", "PASSPHRASE", "Bureau", "BureauLevel", "Stand", "begin"]

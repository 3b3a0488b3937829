"""The demo at the window: a sample device with a stand begun, and a centre running beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.clock import CHINA, Clock
from inspector.ids import Ids
from inspector.progress import Progress
from ui.demo import sample

if TYPE_CHECKING:
    from inspector.records import Photo
    from ui.wiring import Workplace

CENTRE = "样本市案件中心（演示）"
SAMPLES = Path(__file__).parents[2] / "resources" / "samples"


@dataclass(frozen=True)
class DemoDesk:
    """What the window needs to run on sample data."""

    device: Path
    central: Path
    url: str
    passphrase: str = sample.PASSPHRASE

    def prepare(self, workplace: Workplace, clock: Clock, progress: Progress) -> None:
        """Set the sample device up, open its fair and a stand, take the sample photos, and lock it again."""
        _prepare(self, workplace, clock, progress)


@contextmanager
def demo_desk(folder: Path) -> Iterator[DemoDesk]:
    """Run the demo's centre in `folder` while the block lasts; an opened device is told its address."""
    from sync.central import create_central, running_central

    device, central = folder / "device", folder / "central"
    create_central(central, CENTRE)
    with running_central(central) as url:
        yield DemoDesk(device, central, url)


def _prepare(desk: DemoDesk, workplace: Workplace, clock: Clock, progress: Progress) -> None:
    from inspector.actions import (
        import_photos,
        list_item,
        make_thumbnails,
        name_party,
        open_fair,
        open_inspection,
    )
    from sync.central import invite

    ids = Ids(clock)
    day = clock.now().wall.astimezone(CHINA).date()
    files = sorted(SAMPLES.glob("*.jpg"))
    total = len(files) + 2
    progress.step(0, total)
    officers = sample.officers(ids, day)
    made = workplace.set_up(sample.bureau(ids), officers, sample.PASSPHRASE)
    with made.open_device as opened:
        device, by = opened.device, officers[0].id
        invitation = workplace.folder.parent / "invitation.json"
        invitation.write_text(json.dumps(invite(desk.central, desk.url), ensure_ascii=False), "utf-8")
        opened.delivery.enrol(invitation)
        invitation.unlink()
        fair = open_fair.open_fair(
            device, opens=day - timedelta(days=1), closes=day + timedelta(days=2), by=by, **sample.FAIR
        )
        stand = open_inspection.open_inspection(
            device,
            fair_id=fair.id,
            officer_ids=tuple(officer.id for officer in officers),
            by=by,
            **sample.STAND,  # type: ignore[arg-type]  # one table of texts
        )
        name_party.name_party(device, stand.id, by=by, **sample.PARTY)  # type: ignore[arg-type]  # one table of texts
        taken: list[Photo] = []
        for number, file in enumerate(files):
            progress.step(number + 1, total)
            taken.extend(import_photos.import_photos(device, stand.id, [file], by=by).taken)
        for row in sample.ROWS[:2]:
            price, basis = sample.price(row)
            list_item.list_item(
                device,
                stand.id,
                label_name=row.label_name,
                specification=row.specification,
                unit=row.unit,
                quantity=Decimal(row.quantity),
                alleged=row.alleged,
                unit_price=price,
                price_basis=basis,
                by=by,
            )
        make_thumbnails.make_thumbnails(device, [photo.id for photo in taken])
        progress.step(total, total)

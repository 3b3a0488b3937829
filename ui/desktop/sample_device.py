"""A sample device for trying the desktop out: invented bureau, fair, stand and photos, made by the real actions."""

from __future__ import annotations

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

SAMPLES = Path(__file__).parents[2] / "resources" / "samples"


def prepare_sample(workplace: Workplace, clock: Clock, progress: Progress) -> None:
    """Set the sample device up, open its fair and a stand, take the sample photos, and lock it again."""
    from inspector.actions import (
        list_item,
        make_thumbnails,
        name_party,
        open_fair,
        open_inspection,
        take_photo,
    )

    ids = Ids(clock)
    day = clock.now().wall.astimezone(CHINA).date()
    files = sorted(SAMPLES.glob("*.jpg"))
    total = len(files) + 2
    progress.step(0, total)
    officers = sample.officers(ids, day)
    made = workplace.set_up(sample.bureau(ids), officers, sample.PASSPHRASE)
    with made.open_device as opened:
        device, by = opened.device, officers[0].id
        fair = open_fair.open_fair(
            device, opens=day - timedelta(days=1), closes=day + timedelta(days=2), by=by, **sample.FAIR
        )
        stand = open_inspection.open_inspection(
            device,
            fair_id=fair.id,
            officer_ids=tuple(officer.id for officer in officers),
            by=by,
            **sample.STAND,
        )
        name_party.name_party(device, stand.id, by=by, **sample.PARTY)  # type: ignore[arg-type]  # one table of texts
        taken: list[Photo] = []
        for number, file in enumerate(files):
            progress.step(number + 1, total)
            taken.extend(take_photo.import_photos(device, stand.id, [file], by=by).taken)
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

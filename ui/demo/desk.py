"""The demo at the window: a sample device with a stand begun, and a centre running beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from inspector.clock import CHINA, SystemClock
from inspector.ids import Ids
from ui.demo import sample
from ui.wiring import OpenDevice, Workplace

SAMPLES = Path(__file__).parents[2] / "resources" / "samples"


@contextmanager
def demo_desk(folder: Path) -> Iterator[Workplace]:
    """Prepare the sample device in `folder` (the first time) and run its centre while the window is open."""
    from sync.central import create_central, running_central
    from sync.enrolment import load_centre, save_centre

    central = folder / "central"
    create_central(central, "样本市案件中心（演示）")
    with running_central(central) as url:
        workplace = Workplace(folder / "device", is_sample=True)
        if workplace.is_set_up():
            pinned = folder / "device" / "centre.json"
            save_centre(replace(load_centre(pinned), url=url), pinned)
        else:
            with _prepared(workplace, central, url):
                pass
        yield workplace


def _prepared(workplace: Workplace, central: Path, url: str) -> OpenDevice:
    """Set up device, fair and one stand with photos; the rest is left to whoever tries it."""
    from inspector.actions import open_fair, open_inspection, read, take_photo
    from sync.central import invite

    clock = SystemClock()
    ids = Ids(clock)
    today = clock.now().wall.astimezone(CHINA).date()
    opened = workplace.set_up(sample.bureau(ids), sample.officers(ids, today), sample.PASSPHRASE).open_device
    device = opened.device
    invitation = workplace.folder.parent / "invitation.json"
    invitation.write_text(json.dumps(invite(central, url), ensure_ascii=False), "utf-8")
    opened.delivery.enrol(invitation)
    invitation.unlink()
    officers = read.today(device).officers
    by = officers[0].id
    fair = open_fair.open_fair(
        device, opens=today - timedelta(days=1), closes=today + timedelta(days=2), by=by, **sample.FAIR
    )
    inspection = open_inspection.open_inspection(
        device, fair_id=fair.id, officer_ids=tuple(officer.id for officer in officers), by=by, **sample.STAND
    )
    take_photo.import_photos(device, inspection.id, sorted(SAMPLES.glob("*.jpg")), by=by)
    return opened

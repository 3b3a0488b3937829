"""A device that is set back, restarted and synced: what its journal says of each photo's time."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

from inspector.actions.read_times import DeviceTimes
from sync.central import invite
from sync.confirming import apply_receipt
from sync.enrolment import enrol
from sync.outbox import seal_bundle
from tests.stand import Stand
from tests.sync.test_receipt_applied import receipt

HOUR = timedelta(hours=1)


def test_receipts_bound_the_photos_before_and_after_them(stand: Stand, data: Path, tmp_path: Path) -> None:
    times = DeviceTimes(stand.device)
    centre = enrol(stand.device, "样本局", invite(data))
    began = stand.clock.now().wall
    first = stand.photo(1)
    assert times.of_photos()[first.id].is_device_only

    stand.clock.advance(HOUR)
    delivery = seal_bundle(stand.device, centre, tmp_path / "outbox", by=stand.by)
    assert delivery is not None
    raw = receipt(stand, data, delivery)  # the centre received it at 10:00 in China
    received = datetime.fromisoformat("2026-11-20T02:00:00.000Z")
    stand.clock.advance(HOUR)
    apply_receipt(stand.device, centre, delivery, raw, by=stand.by)
    stand.clock.step(-24 * HOUR)
    stand.clock.advance(HOUR)
    second = stand.photo(2)

    bounds = times.of_photos()
    assert bounds[first.id].not_after is not None
    assert bounds[first.id].not_after <= received
    assert bounds[first.id].not_before is None
    assert bounds[second.id].not_before == received + HOUR * 0.9999
    assert bounds[second.id].steps_before == 1
    assert not bounds[second.id].is_claim_inside
    assert times.steps_since(began - 48 * HOUR) == 1

    told = [json.loads(raw) for raw in stand.device.journal.entries(1, stand.device.journal.length())]
    (compared,) = [each["facts"] for each in told if each["change"] == "clock.compared"]
    assert compared["centre"] == "2026-11-20T02:00:00.000Z"
    assert compared["bound_ms"] == 3_600_000
    assert seal_bundle(stand.device, centre, tmp_path / "outbox", by=stand.by) is not None  # the second photo
    assert seal_bundle(stand.device, centre, tmp_path / "outbox", by=stand.by) is None

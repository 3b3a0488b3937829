"""Two intakes on one data folder: whoever comes second finds the work done or is told to wait, never half of it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from inspector.errors import InspectorError
from sync.central import Centre, invite, stored_objects
from sync.central.accepting import accept
from sync.central.enrolling import enrol_device
from sync.central.receiving import announce, put_part
from sync.enrolment import enrol
from sync.outbox import open_outgoing, seal_bundle
from tests.stand import Stand


@pytest.mark.parametrize("attempt", range(3))
def test_one_bundle_through_two_open_centres_is_taken_in_once(
    stand: Stand, data: Path, tmp_path: Path, attempt: int
) -> None:
    stand.photo(attempt + 1)
    keys = enrol(stand.device, "样本局", invite(data))
    delivery = seal_bundle(stand.device, keys, tmp_path / "outbox", by=stand.by)
    assert delivery is not None
    with Centre(data) as one, Centre(data) as other:
        enrol_device(one, keys.request.encode())
        with open_outgoing(stand.device, tmp_path / "outbox", delivery) as bundle:
            announce(one, bundle.end, caller=stand.device.id)
            for part in bundle.foot.all_parts():
                put_part(one, delivery.id, part.number, bundle.part(part), caller=stand.device.id)
        receipts: list[bytes] = []
        told: list[str] = []

        def commit(centre: Centre) -> None:
            try:
                receipts.append(accept(centre, delivery.id, caller=stand.device.id).encoded())
            except InspectorError as error:
                told.append(error.code)

        threads = [threading.Thread(target=commit, args=(each,)) for each in (one, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(receipts) + len(told) == 2
        assert set(told) <= {"central.busy", "central.io", "bundle.fork"}
        assert accept(one, delivery.id, caller=stand.device.id).encoded() in receipts
    assert len(stored_objects(data)) == 1

"""A device put back to an old state is found by the centre at its next delivery."""

from __future__ import annotations

import shutil
from pathlib import Path

from inspector.records import DeliveryState
from sync.central import create_central, invite, running_central, stored_objects
from sync.enrolment import enrol, pin
from tests.stand import CHEAP, PASSPHRASE, begin
from ui.wiring import Workplace


def test_the_restored_copy_is_a_fork_and_the_true_device_goes_on(tmp_path: Path) -> None:
    stand = begin(tmp_path / "device")
    create_central(tmp_path / "central", "样本中心")
    with running_central(tmp_path / "central") as url:
        with stand.opened as opened:
            centre = enrol(opened.device, "样本局", invite(tmp_path / "central", url))
            pin(opened.device, centre, by=stand.by)
            stand.photo(1)
        shutil.copytree(tmp_path / "device", tmp_path / "old")

        def unlock_and_send(folder: str) -> DeliveryState:
            with Workplace(tmp_path / folder, clock=stand.clock, kdf_cost=CHEAP).unlock(PASSPHRASE) as again:
                return again.delivery.seal_and_send(by=stand.by)[-1].state

        assert unlock_and_send("device") is DeliveryState.CONFIRMED
        assert unlock_and_send("old") is DeliveryState.REFUSED
        with Workplace(tmp_path / "old", clock=stand.clock, kdf_cost=CHEAP).unlock(PASSPHRASE) as again:
            (refused,) = again.delivery.status().deliveries
            assert refused.reason.startswith("bundle.fork")
            assert again.delivery.status().confirmed == 0
    assert len(stored_objects(tmp_path / "central")) == 1

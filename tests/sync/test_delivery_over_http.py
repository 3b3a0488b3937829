"""A real device delivers to a real centre over loopback HTTP, and confirms only from the receipt."""

from __future__ import annotations

from pathlib import Path

from stand import begin

from inspector.records import DeliveryState
from sync.central import create_central, invite, read_object, running_central
from sync.outbox import PhotoState, photo_states


def test_every_photo_is_confirmed_and_the_centre_holds_the_same_bytes(tmp_path: Path) -> None:
    stand = begin(tmp_path / "device")
    data = tmp_path / "central"
    create_central(data, "样本中心")
    with stand.opened, running_central(data) as url:
        photos = [stand.photo(seed) for seed in range(1, 4)]
        invitation = tmp_path / "invitation.json"
        import json

        invitation.write_text(json.dumps(invite(data, url)))
        stand.opened.delivery.enrol(invitation)
        (delivery,) = stand.opened.delivery.seal_and_send(by=stand.by)
        assert delivery.state is DeliveryState.CONFIRMED
        with stand.device.reading() as unit:
            assert set(photo_states(unit).values()) == {PhotoState.CONFIRMED}
            originals = {photo.id: stand.device.vault.read(unit.sealed_object(photo.id)) for photo in photos}
        for photo_id, original in originals.items():
            assert read_object(data, photo_id) == original
        assert stand.opened.delivery.seal_and_send(by=stand.by) == ()

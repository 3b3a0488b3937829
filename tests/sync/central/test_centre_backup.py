"""Backup and restore of a centre, and what happens when it comes back with yesterday's database."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from inspector.actions.make_thumbnails import make_thumbnails
from inspector.errors import InputError
from inspector.records import Delivery, DeliveryState, Photo, Receipt
from sync.central import Centre, read_object, running_central, stored_objects
from sync.central.accepting import accept
from sync.central.backing_up import back_up, recover
from sync.central.quarantining import decide_bundle, look_into
from sync.central.revoking import revoke_device
from sync.central.settings import read_settings
from sync.enrolment import move, pin
from sync.outbox import PhotoState, frame_path, photo_states
from tests.sync.central.bringing import VECTORS, bring, take
from tests.sync.central.servers import Postgres
from tests.sync.delivery_site import Site
from tests.vectors.by_hand import DEVICE, Recipe, word

FIRST, SECOND = (Recipe("first").bundle, Recipe("second").bundle)


def test_a_backup_is_a_data_folder_that_answers_like_the_centre(central_folder: Path, tmp_path: Path) -> None:
    with Centre(central_folder) as centre:
        receipt = take(centre, VECTORS / "first.ipb")
        copied = back_up(central_folder, tmp_path / "backup")
        assert (copied.bundles, copied.elsewhere) == (1, [])
        take(centre, VECTORS / "second.ipb")
        assert back_up(central_folder, tmp_path / "backup").bundles == 1
    shutil.rmtree(central_folder)
    assert len(stored_objects(tmp_path / "backup")) == 2
    assert read_object(tmp_path / "backup", "a1" * 16) == word("photo", 5000)
    with Centre(tmp_path / "backup") as restored:
        assert take(restored, VECTORS / "first.ipb") == receipt
    assert (tmp_path / "backup" / "keys" / "storage.key").stat().st_mode & 0o077 == 0


def test_what_grew_during_the_backup_is_brought_again(central_folder: Path, tmp_path: Path) -> None:
    with Centre(central_folder) as centre:
        bring(centre, VECTORS / "first.ipb")
        back_up(central_folder, tmp_path / "backup")
    with Centre(tmp_path / "backup") as restored:
        take(restored, VECTORS / "first.ipb")


def test_what_waits_for_a_person_is_in_the_backup_for_its_device_may_be_a_thiefs(
    central_folder: Path, tmp_path: Path
) -> None:
    with Centre(central_folder) as centre:
        take(centre, VECTORS / "first.ipb")
        revoke_device(centre, DEVICE, reason="被盗", by="样本内勤", since="2026-11-20T02:00:00.000Z")
        with pytest.raises(InputError) as kept_apart:
            take(centre, VECTORS / "second.ipb")
        assert kept_apart.value.code == "bundle.quarantined"
        assert back_up(central_folder, tmp_path / "backup").bundles == 2
        assert back_up(central_folder, tmp_path / "backup").bundles == 0
        seen = look_into(centre, SECOND)
    with Centre(tmp_path / "backup") as restored:
        assert look_into(restored, SECOND) == seen
        decide_bundle(restored, SECOND, is_admitted=True, note="当面核对", by="样本内勤")
        accept(restored, SECOND, caller=DEVICE)
    assert len(stored_objects(tmp_path / "backup")) == 2


def test_yesterday_s_database_takes_in_again_what_lies_in_the_folder(
    central_folder: Path, tmp_path: Path
) -> None:
    with Centre(central_folder) as centre:
        take(centre, VECTORS / "first.ipb")
        back_up(central_folder, tmp_path / "backup")
        take(centre, VECTORS / "second.ipb")
    for file in central_folder.glob("central.db*"):
        file.unlink()
    shutil.copy(tmp_path / "backup" / "central.db", central_folder / "central.db")
    with Centre(central_folder) as centre:
        assert [each.object_id for each in stored_objects(central_folder)] == ["a1" * 16]
        assert recover(centre).accepted == [SECOND]
        assert recover(centre).accepted == []
    assert len(stored_objects(central_folder)) == 2


def test_a_damaged_or_half_bundle_is_named_and_left(central_folder: Path) -> None:
    with Centre(central_folder) as centre:
        bring(centre, VECTORS / "second.ipb")
        with centre.store.open(SECOND) as file:
            foot, part = file.foot, next(file.foot.all_parts())
        centre.store.put(foot, part, bytes(part.size))
        assert recover(centre).left == {SECOND: "bundle.altered"}
        with (central_folder / "incoming" / f"{FIRST}.ipb.part").open("wb") as torn:
            torn.write(b"IPB1")
        assert recover(centre).left.keys() == {FIRST, SECOND}


def test_postgresql_is_dumped_and_restored_and_the_store_has_what_it_lost(
    central_on_servers: Path, postgres: Postgres, tmp_path: Path
) -> None:
    database = read_settings(central_on_servers)["database"]["url"].partition("@/")[2].partition("?")[0]
    host = ["-h", str(postgres.folder), "-U", "postgres"]
    with Centre(central_on_servers) as centre:
        take(centre, VECTORS / "first.ipb")
        dump = postgres.folder / f"{database}.dump"
        postgres.tool("pg_dump", *host, "-Fc", "-f", str(dump), database)
        take(centre, VECTORS / "second.ipb")
        assert back_up(central_on_servers, tmp_path / "backup").elsewhere == ["database", "store"]
    postgres.tool("pg_restore", *host, "--clean", "--if-exists", "-d", database, str(dump))
    with Centre(central_on_servers) as centre:
        assert len(stored_objects(central_on_servers)) == 1
        assert recover(centre).accepted == [SECOND]
    assert len(stored_objects(central_on_servers)) == 2
    with postgres.connect(database, "postgres") as connection:
        rows = connection.execute(
            "SELECT bool_and(relforcerowsecurity) FROM pg_class WHERE relname = 'bundles'"
        )
        assert rows.fetchone() == (True,)  # the wall is restored with the tables


@pytest.mark.parametrize("is_frame_here", [True, False])
def test_a_device_notices_that_its_centre_went_back_in_time(
    site: Site, tmp_path: Path, is_frame_here: bool
) -> None:
    """It gives everything again in the same run: from the frame, or written anew where the outbox is another one."""
    stand, device = site.stand, site.stand.device
    pin(device, site.centre, by=stand.by)
    delivery = stand.opened.delivery
    (first,) = delivery.seal_and_send(by=stand.by)
    back_up(site.data, tmp_path / "yesterday")
    stand.photo(4)
    (second,) = delivery.seal_and_send(by=stand.by)
    assert second.state is DeliveryState.CONFIRMED
    stand.photo(5)
    if not is_frame_here:
        frame_path(stand.opened.folder / "outbox", second.id).unlink()
    with running_central(tmp_path / "yesterday") as url:
        move(device, url, by=stand.by)
        sent = delivery.seal_and_send(by=stand.by)
        with device.reading() as unit:
            noticed = unit.get(Delivery, second.id)
            assert unit.find(Receipt, second.id) is not None
            assert set(photo_states(unit).values()) == {PhotoState.CONFIRMED}
        (told,) = map(json.loads, device.journal.entries_of_change("delivery.reopened"))
        assert told["subject"] == second.id
        assert unit_state(site, first) is DeliveryState.CONFIRMED
        assert noticed.state is (DeliveryState.CONFIRMED if is_frame_here else DeliveryState.DROPPED)
        assert len({each.id for each in sent}) == len(sent)
    # three photos at first, one in the bundle that was lost, one in the last
    assert len(stored_objects(tmp_path / "yesterday")) == 5


def test_what_a_centre_lost_for_good_is_not_green_and_no_original_of_it_leaves(
    site: Site, tmp_path: Path
) -> None:
    """One original is gone from the device already: the bundle cannot be given again, and the others stay."""
    stand, device = site.stand, site.stand.device
    pin(device, site.centre, by=stand.by)
    delivery = stand.opened.delivery
    back_up(site.data, tmp_path / "yesterday")
    (first,) = delivery.seal_and_send(by=stand.by)
    with device.reading() as unit:
        photos = [photo.id for photo in unit.all(Photo)]
    make_thumbnails(device, photos)
    stand.clock.advance(timedelta(days=40))
    assert delivery.release(frozenset(photos[:1]), days=30, by=stand.by) == 1
    stand.photo(4)
    with running_central(tmp_path / "yesterday") as url:
        move(device, url, by=stand.by)
        for _ in range(2):
            delivery.seal_and_send(by=stand.by)
        assert unit_state(site, first) is DeliveryState.LOST
        assert "delivery.lost_for_good" in site.recorded(first).reason
        with device.reading() as unit:
            assert PhotoState.CONFIRMED not in photo_states(unit).values()
        assert delivery.originals(days=30).may_go == ()
        assert delivery.release(frozenset(photos), days=30, by=stand.by) == 0
    with running_central(site.data) as url:  # the centre found what it had
        move(device, url, by=stand.by)
        delivery.seal_and_send(by=stand.by)
        with device.reading() as unit:
            assert set(photo_states(unit).values()) == {PhotoState.CONFIRMED}


def unit_state(site: Site, delivery: Delivery) -> DeliveryState:
    return site.recorded(delivery).state

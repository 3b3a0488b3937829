"""Room kept for the stand in work, and every other place that writes: a full disk is told and takes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from inspector.actions import make_thumbnails, read
from inspector.actions.issue_notice import issue_notice
from inspector.errors import InputError, InspectorError, SystemFault
from inspector.records import Notice, Photo
from tests.faults.test_disk_full import PAGE, content, disk_of, must_be_whole, only, take, told
from tests.stand import CHEAP, PASSPHRASE, Stand, begin
from ui.desktop.preferences import keep_look, preferred_look
from ui.desktop.theme import Look
from ui.restoring import restore
from ui.space_desk import RESERVE
from ui.wiring import Workplace

MIB = 1 << 20


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with disk_of(96, tmp_path / "disk") as folder:
        yield folder


@pytest.fixture
def stand(disk: Path) -> Iterator[Stand]:
    made = begin(disk / "device")
    with made.opened:
        yield made


def past(stand: Stand) -> tuple[Photo, ...]:
    with stand.device.reading() as unit:
        return unit.all(Photo)


def test_a_start_keeps_real_blocks_and_they_finish_photo_and_paper(stand: Stand, disk: Path) -> None:
    stand.visit()
    first = stand.photo(1)
    space = stand.opened.space
    space.prepare_start(past(stand))
    reserve = stand.opened.folder / RESERVE
    assert reserve.stat().st_blocks * 512 >= space.needs(past(stand)).start_bytes
    assert not space.was_given_up
    with only(0, disk):
        original = content(5, 400_000)
        photo = take(stand, original, 5)
        assert read.original(stand.device, photo.id) == original
        assert space.was_given_up
        assert not reserve.exists()
        stand.close()  # and what follows is written into the room given back
    assert {each.id for each in past(stand)} == {first.id, photo.id}
    assert stand.opened._store.verify() == ()


def test_a_record_alone_gives_the_reserve_up_before_it_is_refused(stand: Stand, disk: Path) -> None:
    stand.photo(1)
    stand.opened.space.prepare_start(past(stand))
    with only(0, disk):
        stand.visit()
        assert stand.opened.space.was_given_up


def test_a_start_that_cannot_be_finished_is_refused_and_may_be_forced_only_while_paper_fits(
    stand: Stand, disk: Path
) -> None:
    stand.photo(1)
    space = stand.opened.space
    needs = space.needs(past(stand))
    with only(needs.start_bytes - MIB, disk):
        with pytest.raises(InputError) as little:
            space.prepare_start(past(stand))
        assert little.value.code == "space.too_little"
        assert not (stand.opened.folder / RESERVE).exists()
        space.prepare_start(past(stand), is_risk_taken=True)
        assert (stand.opened.folder / RESERVE).stat().st_size == needs.least_bytes
        space.give_up()
    with only(needs.least_bytes - MIB, disk), pytest.raises(SystemFault) as none:
        space.prepare_start(past(stand), is_risk_taken=True)
    assert told(none.value, {"space.none_left"})
    space.prepare_start(past(stand))
    kept = (stand.opened.folder / RESERVE).stat().st_size
    space.prepare_start(past(stand))
    assert (stand.opened.folder / RESERVE).stat().st_size == kept


def issued(stand: Stand) -> None:
    issue_notice(stand.device, stand.inspection.id, "24", signatures=stand.signatures(), by=stand.by)


def small_pictures(stand: Stand) -> None:
    make_thumbnails.make_thumbnails(stand.device, [photo.id for photo in past(stand)])


SITES: dict[str, tuple[Callable[[Stand], object], set[str]]] = {
    "small picture": (small_pictures, {"vault.disk_full", "store.disk_full"}),
    "snapshot": (
        lambda stand: stand.opened._store.snapshot_to(stand.opened.folder / "copy.db"),
        {"store.disk_full", "store.io"},
    ),
    "key file": (
        lambda stand: stand.opened.ways_in.change_passphrase(PASSPHRASE, PASSPHRASE),
        {"keys.io", "keys.disk_full", "store.disk_full"},
    ),
    "look": (lambda stand: keep_look(stand.opened.folder, Look.DARK), {"ui.look_not_kept"}),
    "notice": (issued, {"vault.disk_full", "store.disk_full"}),
    "backup's scratch": (
        lambda stand: stand.opened.backup.back_up(stand.opened.folder.parents[1] / "stick", by=stand.by),
        {"backup.no_scratch", "store.disk_full", "store.io"},
    ),
}


@pytest.mark.parametrize("site", SITES)
def test_wherever_room_ends_what_writes_is_done_or_told_and_takes_nothing(
    stand: Stand, disk: Path, tmp_path: Path, site: str
) -> None:
    (tmp_path / "stick").mkdir()
    act, codes = SITES[site]
    stand.visit()
    item = stand.item()
    photo = stand.photo(1, item_id=item.id)
    stand.seize(item)
    original = read.original(stand.device, photo.id)
    refused = 0
    for pages in (0, 1, 2, 3, 5, 8, 12, 20, 40, 90, 200, 400, 1000, 2500):
        with only(pages * PAGE, disk):
            try:
                act(stand)
            except InspectorError as fault:
                assert isinstance(fault, SystemFault), fault
                assert told(fault, codes), fault.code
                refused += 1
            else:
                break
        must_be_whole(stand, {photo.id: original})
    else:
        pytest.fail("it never had room enough")
    assert refused
    assert stand.opened._store.verify() == ()
    assert not list((disk / "device").rglob("*.new"))
    assert not (stand.opened.folder / "backup.scratch").exists()
    with stand.device.reading() as unit:
        assert len(unit.all(Notice)) == (site == "notice")
    assert preferred_look(stand.opened.folder) is (Look.DARK if site == "look" else Look.LIGHT)
    stand.opened.close()
    with Workplace(disk / "device", kdf_cost=CHEAP).unlock(PASSPHRASE) as again:
        assert read.original(again.device, photo.id) == original


def test_a_full_medium_is_told_before_and_during_and_the_former_backup_holds(tmp_path: Path) -> None:
    stand = begin(tmp_path / "device")
    with disk_of(24, tmp_path / "stick") as stick, stand.opened:
        take(stand, content(1, 2 * MIB), 1)
        former = stand.opened.backup.back_up(stick, by=stand.by).verified
        take(stand, content(2, 3 * MIB), 2)
        refused = set()
        for room in (0, PAGE, 64 * PAGE, MIB, 5 * MIB):
            with only(room, stick), pytest.raises(InputError) as full:
                stand.opened.backup.back_up(stick, by=stand.by)
            refused.add(full.value.code)
            assert stand.opened.backup.last_verified() == former
        assert refused <= {"backup.too_small", "backup.medium_full"}
        opened, restored = restore(Workplace(tmp_path / "new", kdf_cost=CHEAP), stick, PASSPHRASE)
        opened.close()
        assert (restored.objects, restored.damaged) == (1, ())
        assert stand.opened.backup.back_up(stick, by=stand.by).verified.objects == 2


def test_a_restore_onto_a_disk_too_small_leaves_nothing(tmp_path: Path) -> None:
    stand = begin(tmp_path / "device")
    stick = tmp_path / "stick"
    stick.mkdir()
    with stand.opened:
        take(stand, content(1, 6 * MIB), 1)
        stand.opened.backup.back_up(stick, by=stand.by)
    with disk_of(4, tmp_path / "small") as small:
        with pytest.raises(SystemFault) as refused:
            restore(Workplace(small / "device", kdf_cost=CHEAP), stick, PASSPHRASE)
        assert told(refused.value, {"backup.no_room_here"})
        assert [file.name for file in small.iterdir() if file.is_dir()] == []


def test_a_medium_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    import subprocess

    stand = begin(tmp_path / "device")
    with disk_of(8, tmp_path / "stick") as stick, stand.opened:
        subprocess.run(["mount", "-o", "remount,ro", str(stick)], check=True)
        with pytest.raises(InputError) as refused:
            stand.opened.backup.back_up(stick, by=stand.by)
        assert refused.value.code == "backup.read_only"
        assert list(stick.iterdir()) == []

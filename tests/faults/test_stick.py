"""Sticks that are full, write-protected, pulled or formatted as FAT32: told by name, nothing lost, and another one helps."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from inspector.errors import SystemFault
from inspector.progress import Progress
from inspector.records import Delivery, DeliveryState
from sync.bundle import BundleFile
from sync.bundle.volumes import list_path
from sync.central import create_central, invite, stored_objects, take_in_folder
from sync.meter import Meter
from sync.transport.folder import OUT, FolderTransport
from sync.transport.protocol import Caller
from sync.verifier import verify
from tests.faults.test_disk_full import content, disk_of, take
from tests.stand import Stand, begin
from ui.delivery import DeliveryDesk

PHOTO_BYTES = 300_000


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    """A device with a bundle of one large photo, enrolled by file."""
    begun = begin(tmp_path / "device")
    create_central(tmp_path / "central", "样本中心")
    invitation = tmp_path / "invitation.json"
    invitation.write_text(json.dumps(invite(tmp_path / "central")), "utf-8")
    with begun.opened as opened:
        opened.delivery.enrol(invitation)
        photograph(begun, 1)
        yield begun


def photograph(stand: Stand, seed: int) -> None:
    take(stand, content(seed, PHOTO_BYTES), seed)


def deliveries(stand: Stand) -> list[Delivery]:
    with stand.device.reading() as unit:
        return sorted(unit.all(Delivery), key=lambda each: each.order)


def bundles_on(stick: Path) -> set[str]:
    return {file.name for file in (stick / OUT).glob("*")} if (stick / OUT).exists() else set()


def test_a_stick_that_fills_up_keeps_what_it_holds_and_another_takes_the_rest(
    stand: Stand, tmp_path: Path
) -> None:
    desk = stand.opened.delivery
    with disk_of(1, tmp_path / "stick") as small:
        desk.carry_to(small, by=stand.by)
        photograph(stand, 2)
        photograph(stand, 3)
        with pytest.raises(SystemFault, match="stick_full") as told:
            desk.carry_to(small, by=stand.by)
        assert int(str(told.value.facts["missing_mb"])) >= 1
        first, second = deliveries(stand)
        assert (first.state, second.state) == (DeliveryState.SENT, DeliveryState.WRITTEN)
        assert {name for name in bundles_on(small) if name.endswith(".ipb")} == {f"{first.id}.ipb"}
        assert not [name for name in bundles_on(small) if name.endswith(".part")]
        take_in_folder(tmp_path / "central", small)
        other = tmp_path / "other"
        other.mkdir()
        desk.carry_to(other, by=stand.by)
        take_in_folder(tmp_path / "central", other)
        desk.collect_from(small, by=stand.by)
        desk.collect_from(other, by=stand.by)
    assert {each.state for each in deliveries(stand)} == {DeliveryState.CONFIRMED}
    assert len(stored_objects(tmp_path / "central")) == 3


def test_what_another_stick_holds_already_is_left_out_where_there_is_no_room(
    stand: Stand, tmp_path: Path
) -> None:
    desk = stand.opened.delivery
    (tmp_path / "large").mkdir()
    photograph(stand, 2)
    desk.carry_to(tmp_path / "large", by=stand.by)
    photograph(stand, 3)
    with disk_of(1, tmp_path / "stick") as small:
        (carried,) = desk.carry_to(small, by=stand.by)
        assert carried.sequence == 2
        assert f"{carried.id}.ipb" in bundles_on(small)


def test_a_write_protected_stick_is_told(stand: Stand, tmp_path: Path) -> None:
    with disk_of(4, tmp_path / "stick") as stick:
        subprocess.run(["mount", "-o", "remount,ro", str(stick)], check=True)
        with pytest.raises(SystemFault, match="stick_read_only"):
            stand.opened.delivery.carry_to(stick, by=stand.by)
        assert not deliveries(stand), "told before anything is sealed for it"
        subprocess.run(["mount", "-o", "remount,rw", str(stick)], check=True)
        (carried,) = stand.opened.delivery.carry_to(stick, by=stand.by)
        assert carried.state is DeliveryState.SENT
        assert f"{carried.id}.ipb" in bundles_on(stick)


@pytest.mark.parametrize("leaves_its_place", [True, False])
def test_a_stick_pulled_in_the_middle_is_told_and_nothing_goes_to_our_own_disk(
    stand: Stand, tmp_path: Path, leaves_its_place: bool
) -> None:
    """Where a stick was mounted may stay behind as an empty folder of our own disk."""
    stick = tmp_path / "stick"
    pulled: list[str] = []

    def pull(_done: int, _total: int, what: str) -> None:
        if what.endswith(".ipb") and not pulled:
            pulled.append(what)
            subprocess.run(["umount", "-l", str(stick)], check=True)
            if not leaves_its_place:
                stick.rmdir()

    with pulled_disk(stick), pytest.raises(SystemFault, match="stick_gone"):
        stand.opened.delivery.carry_to(stick, by=stand.by, progress=Progress(pull))
    assert pulled
    assert not stick.exists() or list(stick.iterdir()) == []
    assert {each.state for each in deliveries(stand)} == {DeliveryState.WRITTEN}
    stick.mkdir(exist_ok=True)
    assert {each.state for each in stand.opened.delivery.carry_to(stick, by=stand.by)} == {DeliveryState.SENT}


@contextmanager
def pulled_disk(folder: Path) -> Iterator[None]:
    """A small disk that the test itself takes away."""
    with suppress(subprocess.CalledProcessError), disk_of(4, folder):  # there is nothing left to unmount
        yield


def test_a_fat32_stick_takes_volumes_and_gives_them_back(stand: Stand, tmp_path: Path) -> None:
    desk: DeliveryDesk = stand.opened.delivery
    with fat32(tmp_path) as stick:
        desk.carry_to(stick, by=stand.by)
        (delivery,) = deliveries(stand)
        assert (
            verify(stick / OUT / f"{delivery.id}.ipb", tmp_path / "central" / "signers.json").verdict
            == "intact"
        )
        (stick / OUT / f"{delivery.id}.ipb").unlink()
        with BundleFile(desk.write_bundle(delivery, tmp_path / "whole.ipb")) as bundle:
            caller = Caller(stand.device.id, stand.device.signer)
            FolderTransport(stick, 100_000).send(caller, bundle, (), Progress(), Meter())
        listed = list_path(stick / OUT / f"{delivery.id}.ipb")
        assert verify(listed, tmp_path / "central" / "signers.json").verdict == "intact"
        assert len(take_in_folder(tmp_path / "central", stick)["accepted"]) == 1  # type: ignore[arg-type]  # a list
        assert len(desk.collect_from(stick, by=stand.by).moved) == 1


@contextmanager
def fat32(folder: Path) -> Iterator[Path]:
    """A small stick formatted as FAT32, through the loop device."""
    if shutil.which("mkfs.vfat") is None:
        pytest.skip("mkfs.vfat is not installed (package dosfstools)")
    if "vfat" not in Path("/proc/filesystems").read_text("ascii"):
        pytest.skip("this kernel knows no FAT32")
    image, place = folder / "fat.img", folder / "fat"
    with image.open("wb") as file:
        file.truncate(40 << 20)
    subprocess.run(["mkfs.vfat", "-F", "32", str(image)], check=True, capture_output=True)
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-o", "loop", str(image), str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no loop device can be mounted here: {mounted.stderr.decode().strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)

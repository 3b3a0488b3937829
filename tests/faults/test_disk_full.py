"""A full disk: told in words, nothing acknowledged is lost, nothing half stays, and with room it goes on."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from inspector.actions import read, take_photo
from inspector.errors import SystemFault
from inspector.records import Delivery, Photo, PhotoOrigin
from sync.central import create_central, invite
from sync.verifier import verify
from tests import pictures
from tests.stand import CHEAP, PASSPHRASE, Stand, begin
from ui.wiring import Workplace

DISK_MIB = 8
PAGE = 4096


@contextmanager
def disk_of(mib: int, folder: Path) -> Iterator[Path]:
    """A disk of a few MiB of its own."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux may mount a small disk")
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={mib}m,mode=0700", "tmpfs", str(folder)]
    made = subprocess.run(mounting, capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"no small disk can be mounted here: {made.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with disk_of(DISK_MIB, tmp_path / "disk") as folder:
        yield folder


@contextmanager
def only(room: int, disk: Path) -> Iterator[None]:
    """Fill the disk up to `room` bytes."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(16 * PAGE))
        except OSError as error:
            assert error.errno == errno.ENOSPC
        size = file.seek(0, os.SEEK_END)
        file.truncate(max(0, size - room))
    try:
        yield
    finally:
        ballast.unlink()


def content(seed: int, extra: int) -> bytes:
    return pictures.make_jpeg(96, 64, seed) + random.Random(seed).randbytes(extra)


def take(stand: Stand, original: bytes, seed: int) -> Photo:
    return take_photo.take_photo(
        stand.device,
        stand.inspection.id,
        content=io.BytesIO(original),
        file_name=f"IMG_{seed:04}.JPG",
        origin=PhotoOrigin.CAMERA,
        by=stand.by,
    )


def told(fault: SystemFault, codes: set[str]) -> bool:
    """Tell whether the fault is one of these and has its words."""
    return fault.code in codes and fault.code not in fault.sentence("zh") + fault.sentence("en")


def must_be_whole(stand: Stand, taken: dict[str, bytes]) -> None:
    """Hold the device to every photo acknowledged, and to nothing else."""
    assert stand.opened._store.verify() == ()
    with stand.device.reading() as unit:
        assert {photo.id: photo.sha256 for photo in unit.all(Photo)} == {
            name: hashlib.sha256(original).hexdigest() for name, original in taken.items()
        }
    for name, original in taken.items():
        assert read.original(stand.device, name) == original


def files(folder: Path) -> set[str]:
    return {file.name for file in folder.rglob("*") if file.is_file()}


def test_photos_are_taken_until_the_disk_is_full_and_again_when_there_is_room(disk: Path) -> None:
    stand = begin(disk / "device")
    taken: dict[str, bytes] = {}
    with stand.opened:
        for seed in range(DISK_MIB * 4):
            original = content(seed, 600_000)
            try:
                taken[take(stand, original, seed).id] = original
            except SystemFault as fault:
                assert told(fault, {"vault.disk_full", "store.disk_full"})
                break
        else:
            pytest.fail("the disk never filled")
        assert len(taken) > DISK_MIB // 2
        must_be_whole(stand, taken)
        with only(0, disk), pytest.raises(SystemFault) as full:
            take(stand, content(900, 0), 900)
        assert told(full.value, {"vault.disk_full", "store.disk_full"})
        original = content(901, 0)
        taken[take(stand, original, 901).id] = original
        must_be_whole(stand, taken)


def test_wherever_room_ends_a_photo_is_whole_or_not_there(disk: Path) -> None:
    stand = begin(disk / "device")
    taken: dict[str, bytes] = {}
    failed: set[str] = set()
    with stand.opened:
        vault = disk / "device" / "vault"
        for pages in range(14):
            original = content(pages, 12_000)
            before = files(vault)
            with only(pages * PAGE, disk):
                try:
                    taken[take(stand, original, pages).id] = original
                except SystemFault as fault:
                    assert told(fault, {"vault.disk_full", "store.disk_full"})
                    failed.add(fault.code)
                    assert files(vault) == before  # what failed gives its room back
            must_be_whole(stand, taken)
    assert failed == {"vault.disk_full", "store.disk_full"}
    assert taken
    with Workplace(disk / "device", kdf_cost=CHEAP).unlock(PASSPHRASE) as again:
        assert again.missing_objects == ()
        assert again._store.object_ids() == taken.keys()


def test_wherever_room_ends_a_bundle_is_whole_or_not_there(disk: Path, tmp_path: Path) -> None:
    stand = begin(disk / "device")
    create_central(tmp_path / "central", "样本中心")
    invitation = tmp_path / "invitation.json"
    invitation.write_text(json.dumps(invite(tmp_path / "central")), "utf-8")
    stick, outbox = tmp_path / "stick", disk / "device" / "outbox"
    stick.mkdir()
    with stand.opened as opened:
        opened.delivery.enrol(invitation)
        taken = {
            take(stand, original, seed).id: original for seed in (1, 2) if (original := content(seed, 20_000))
        }
        failed: set[str] = set()
        for pages in range(40):
            with only(pages * PAGE, disk):
                try:
                    opened.delivery.carry_to(stick, by=stand.by)
                    break
                except SystemFault as fault:
                    assert told(fault, {"bundle.disk_full", "store.disk_full"})
                    failed.add(fault.code)
                    assert not list(outbox.glob("*.part"))
                    assert not list(outbox.glob("*.new"))
            must_be_whole(stand, taken)
        assert "bundle.disk_full" in failed
        opened.delivery.carry_to(stick, by=stand.by)
        with stand.device.reading() as unit:
            (delivery,) = unit.all(Delivery)
        assert files(outbox) == {f"{delivery.id}.frame", f"{stand.device.id}.enrol"}
        assert (
            verify(opened.delivery.write_bundle(delivery, tmp_path / "whole.ipb")).verdict == "signer-unknown"
        )  # intact, no list here


def test_a_device_on_a_full_disk_opens_or_says_why(disk: Path) -> None:
    stand = begin(disk / "device")
    with stand.opened:
        photo = stand.photo(1)
    for pages in range(0, 24, 3):
        with only(pages * PAGE, disk):
            try:
                with Workplace(disk / "device", kdf_cost=CHEAP).unlock(PASSPHRASE) as opened:
                    assert read.original(opened.device, photo.id)
            except SystemFault as fault:
                assert told(fault, {"store.disk_full", "store.io"})
    with Workplace(disk / "device", kdf_cost=CHEAP).unlock(PASSPHRASE) as opened:
        assert read.original(opened.device, photo.id)


def test_a_file_system_that_takes_no_larger_file_is_told_in_words(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="limits of a process are not known on this system")
    stand = begin(tmp_path / "device")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with stand.opened:
        taken = {stand.photo(1).id: pictures.make_jpeg(96, 64, 1)}
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, before[1]))
        try:
            with pytest.raises(SystemFault) as refused:
                take(stand, content(2, 2 << 20), 2)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert told(refused.value, {"vault.io"})
        original = content(2, 2 << 20)
        taken[take(stand, original, 2).id] = original
        must_be_whole(stand, taken)

"""Backup and restore with real parts: what is on the medium, what a pull leaves, and what comes back."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from inspector.actions import read
from inspector.backup import FOLDER, read_manifest
from inspector.errors import InputError, SystemFault
from inspector.progress import Cancelled, Progress
from inspector.records import Photo
from tests.stand import CHEAP, PASSPHRASE, Stand, begin
from ui.restoring import restore
from ui.wiring import Workplace


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def place(tmp_path: Path, name: str = "new") -> Workplace:
    return Workplace(tmp_path / name, is_sample=True, kdf_cost=CHEAP)


def below(stick: Path, stand: Stand) -> Path:
    return stick / FOLDER / stand.device.id


def vault_files(stick: Path, stand: Stand) -> list[Path]:
    return sorted((below(stick, stand) / "vault").rglob("*.ipv"))


def test_a_device_that_came_back_says_so_even_if_its_first_opening_failed(
    stand: Stand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    medium = tmp_path / "stick"
    medium.mkdir()
    stand.opened.backup.back_up(medium, by=stand.by)
    place = Workplace(tmp_path / "again", clock=stand.clock, is_sample=True, kdf_cost=CHEAP)

    def fails(*_: object) -> None:
        raise SystemFault("device.io", why="")

    monkeypatch.setattr(Workplace, "_join", fails)
    with pytest.raises(SystemFault):
        restore(place, medium, PASSPHRASE)
    monkeypatch.undo()
    for _ in range(2):
        with place.unlock(PASSPHRASE) as opened:
            length = opened.device.journal.length()
            told = [json.loads(entry)["change"] for entry in opened.device.journal.entries(1, length)]
            assert told.count("device.restored") == 1


def test_a_backup_is_tried_before_it_counts_and_comes_back_whole(
    stand: Stand, stick: Path, tmp_path: Path
) -> None:
    photos = [stand.photo(seed) for seed in range(1, 5)]
    assert stand.opened.backup.last_verified() is None
    done = stand.opened.backup.back_up(stick, by=stand.by)
    assert (done.copied, done.opened, done.verified.missing) == (4, 4, ())
    last = stand.opened.backup.last_verified()
    assert last is not None
    assert (last.objects, last.medium, last.entries) == (4, "stick", done.verified.entries)
    opened, restored = restore(place(tmp_path), stick, PASSPHRASE)
    with opened:
        assert (restored.objects, restored.damaged, opened.missing_objects) == (4, (), ())
        assert opened._store.verify() == ()
        for photo in photos:
            assert read.original(opened.device, photo.id) == read.original(stand.device, photo.id)
        journal = opened.device.journal
        told = [json.loads(entry)["change"] for entry in journal.entries(1, journal.length())][-2:]
        assert told == ["device.restored", "numbers.closed"]


def test_a_file_on_the_medium_is_not_copied_again(stand: Stand, stick: Path) -> None:
    stand.photo(1)
    stand.opened.backup.back_up(stick, by=stand.by)
    (first,) = vault_files(stick, stand)
    before = first.stat().st_mtime_ns
    stand.photo(2)
    done = stand.opened.backup.back_up(stick, by=stand.by)
    assert (done.copied, done.verified.objects) == (1, 2)
    assert first.stat().st_mtime_ns == before
    assert len(list((below(stick, stand) / "records").iterdir())) == 1


def test_nothing_plain_reaches_the_medium_or_stays_in_the_scratch(stand: Stand, stick: Path) -> None:
    stand.visit()
    photo = stand.photo(1)
    stand.opened.backup.back_up(stick, by=stand.by)
    canaries = [
        read.original(stand.device, photo.id)[:64], photo.sha256.encode(), bytes.fromhex(photo.sha256),
        "赵样本".encode(), "样本".encode(), photo.file_name.encode(), b"SQLite format 3",
    ]  # fmt: skip
    for file in stick.rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        assert not [canary for canary in canaries if canary in content], file
    assert not (stand.opened.folder / "backup.scratch").exists()


@pytest.mark.parametrize("step", [0, 3, 11, 18])
def test_a_run_that_ends_anywhere_leaves_the_former_backup_valid(
    stand: Stand, stick: Path, tmp_path: Path, step: int
) -> None:
    stand.photo(1)
    former = stand.opened.backup.back_up(stick, by=stand.by).verified
    for seed in range(2, 7):
        stand.photo(seed)
    seen = 0

    def pull(_: int, __: int, ___: str) -> None:
        nonlocal seen
        if seen == step:
            raise Cancelled
        seen += 1

    with pytest.raises(Cancelled):
        stand.opened.backup.back_up(stick, by=stand.by, progress=Progress(pull))
    assert stand.opened.backup.last_verified() == former
    opened, restored = restore(place(tmp_path), stick, PASSPHRASE)
    with opened:
        assert (restored.entries, restored.damaged) == (former.entries, ())
        with opened.device.reading() as unit:
            assert len(unit.all(Photo)) == 1
    assert stand.opened.backup.back_up(stick, by=stand.by).verified.objects == 6


def test_photos_that_arrive_meanwhile_are_in_the_next_backup(
    stand: Stand, stick: Path, tmp_path: Path
) -> None:
    for seed in range(1, 4):
        stand.photo(seed)
    seeds = iter(range(10, 40))

    def arrive(_: int, __: int, ___: str) -> None:
        stand.photo(next(seeds))

    done = stand.opened.backup.back_up(stick, by=stand.by, progress=Progress(arrive))
    assert done.verified.objects == 3
    opened, restored = restore(place(tmp_path), stick, PASSPHRASE)
    with opened:
        assert (restored.objects, restored.damaged, opened.missing_objects) == (3, (), ())
        assert opened._store.verify() == ()
    assert stand.opened.backup.back_up(stick, by=stand.by).verified.objects > 10


def test_a_medium_that_lies_is_found_by_the_trial(
    stand: Stand, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand.photo(1)
    former = stand.opened.backup.back_up(stick, by=stand.by).verified
    (file,) = vault_files(stick, stand)
    content = bytearray(file.read_bytes())
    content[100] ^= 1
    file.write_bytes(content)
    stand.photo(2)
    with pytest.raises(SystemFault) as failed:
        stand.opened.backup.back_up(stick, by=stand.by)
    assert failed.value.code == "backup.trial_failed"
    assert stand.opened.backup.last_verified() == former


def test_a_damaged_file_on_the_medium_is_named_and_the_rest_comes_back(
    stand: Stand, stick: Path, tmp_path: Path
) -> None:
    photos = [stand.photo(seed) for seed in range(1, 4)]
    stand.opened.backup.back_up(stick, by=stand.by)
    lost, cut, _ = vault_files(stick, stand)
    lost.unlink()
    cut.write_bytes(cut.read_bytes()[:-1])
    opened, restored = restore(place(tmp_path), stick, PASSPHRASE)
    with opened:
        assert set(restored.damaged) == {lost.stem, cut.stem} == set(opened.missing_objects)
        assert restored.objects == 1
        (whole,) = {photo.id for photo in photos} - set(restored.damaged)
        assert read.original(opened.device, whole)


def test_an_object_rotten_on_the_device_is_kept_from_the_former_backup(
    stand: Stand, stick: Path, tmp_path: Path
) -> None:
    photo = stand.photo(1)
    original = read.original(stand.device, photo.id)
    stand.opened.backup.back_up(stick, by=stand.by)
    own = stand.opened.folder / "vault" / photo.id[:2] / f"{photo.id}.ipv"
    own.write_bytes(b"rotten")
    assert stand.opened.backup.back_up(stick, by=stand.by).verified.missing == ()
    opened, _ = restore(place(tmp_path), stick, PASSPHRASE)
    with opened:
        assert read.original(opened.device, photo.id) == original


def test_an_object_nobody_can_read_is_named(stand: Stand, stick: Path, tmp_path: Path) -> None:
    photo = stand.photo(1)
    stand.photo(2)
    (stand.opened.folder / "vault" / photo.id[:2] / f"{photo.id}.ipv").unlink()
    done = stand.opened.backup.back_up(stick, by=stand.by)
    assert (done.verified.missing, done.verified.objects) == ((photo.id,), 1)
    opened, restored = restore(place(tmp_path), stick, PASSPHRASE)
    opened.close()
    assert restored.damaged == (photo.id,)


@pytest.mark.parametrize("what", ["signature", "entries", "path"])
def test_a_changed_list_is_refused(stand: Stand, stick: Path, tmp_path: Path, what: str) -> None:
    stand.photo(1)
    stand.opened.backup.back_up(stick, by=stand.by)
    path = below(stick, stand) / "manifest.json"
    told = json.loads(path.read_bytes())
    if what == "signature":
        told["signature"] = "00" * 64
    elif what == "entries":
        told["body"]["entries"] += 1
    else:
        told["body"]["files"][0]["path"] = "../../outside"
    path.write_text(json.dumps(told))
    with pytest.raises(SystemFault) as refused:
        restore(place(tmp_path), stick, PASSPHRASE)
    assert refused.value.code in {"backup.not_of_this_device", "backup.list_damaged"}
    assert not (tmp_path / "new").exists()


def test_every_cut_of_the_list_is_refused_in_words(stand: Stand, stick: Path) -> None:
    stand.photo(1)
    stand.opened.backup.back_up(stick, by=stand.by)
    path = below(stick, stand) / "manifest.json"
    whole = path.read_bytes()
    for length in range(0, len(whole), 97):
        path.write_bytes(whole[:length])
        with pytest.raises(SystemFault) as refused:
            read_manifest(path)
        assert refused.value.code == "backup.list_damaged"


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def test_a_damaged_database_is_made_anew_from_the_journals_copy(
    stand: Stand, stick: Path, tmp_path: Path
) -> None:
    photo = stand.photo(1)
    original = read.original(stand.device, photo.id)
    entries = stand.opened.backup.back_up(stick, by=stand.by).verified.entries
    (database,) = below(stick, stand).rglob("store.db")
    (key_file,) = below(stick, stand).rglob("keys-a.json")
    flip(database)
    flip(key_file)
    opened, restored = restore(place(tmp_path), stick, PASSPHRASE)
    with opened:
        assert set(restored.damaged) == {"store.db", "keys/keys-a.json"}
        assert opened.device.journal.length() > entries
        assert opened._store.verify() == ()
        assert read.original(opened.device, photo.id) == original


def test_without_database_and_copy_nothing_is_restored(stand: Stand, stick: Path, tmp_path: Path) -> None:
    stand.opened.backup.back_up(stick, by=stand.by)
    for name in ("store.db", "journal.log"):
        (file,) = below(stick, stand).rglob(name)
        flip(file)
    with pytest.raises(SystemFault) as refused:
        restore(place(tmp_path), stick, PASSPHRASE)
    assert refused.value.code == "backup.records_damaged"
    assert not (tmp_path / "new").exists()


def test_a_place_that_is_not_empty_is_refused(stand: Stand, stick: Path, tmp_path: Path) -> None:
    stand.opened.backup.back_up(stick, by=stand.by)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")
    with pytest.raises(InputError) as refused:
        restore(place(tmp_path, "full"), stick, PASSPHRASE)
    assert refused.value.code == "device.folder_not_empty"
    stand.opened.close()
    with pytest.raises(InputError) as exists:
        restore(stand.workplace, stick, PASSPHRASE)
    assert exists.value.code == "device.exists"


def test_a_wrong_passphrase_restores_nothing(stand: Stand, stick: Path, tmp_path: Path) -> None:
    stand.opened.backup.back_up(stick, by=stand.by)
    with pytest.raises(InputError) as refused:
        restore(place(tmp_path), stick, "not the words at all")
    assert refused.value.code == "keys.wrong_secret"
    assert not (tmp_path / "new").exists()


def test_what_is_no_medium_is_refused_in_words(stand: Stand, stick: Path, tmp_path: Path) -> None:
    for target, code in (
        (tmp_path / "nowhere", "backup.no_medium"),
        (stand.opened.folder / "vault", "backup.on_itself"),
    ):
        with pytest.raises(InputError) as refused:
            stand.opened.backup.back_up(target, by=stand.by)
        assert refused.value.code == code
    with pytest.raises(InputError) as none:
        restore(place(tmp_path), stick, PASSPHRASE)
    assert none.value.code == "backup.none_here"


def test_two_devices_share_a_medium_and_one_is_named(stand: Stand, stick: Path, tmp_path: Path) -> None:
    stand.opened.backup.back_up(stick, by=stand.by)
    other = begin(tmp_path / "other")
    with other.opened:
        other.opened.backup.back_up(stick, by=other.by)
    with pytest.raises(InputError) as several:
        restore(place(tmp_path), stick, PASSPHRASE)
    assert several.value.code == "backup.several"
    opened, _ = restore(place(tmp_path), stick, PASSPHRASE, device=other.device.id)
    with opened:
        assert opened.device.id == other.device.id
    shutil.rmtree(tmp_path / "new")
    opened, _ = restore(place(tmp_path), below(stick, stand), PASSPHRASE)
    with opened:
        assert opened.device.id == stand.device.id


@pytest.mark.skipif(sys.platform != "linux", reason="tells the medium's files by /proc")
@pytest.mark.parametrize("call", [0, 1, 3, 5, 7])
def test_a_medium_that_fails_at_a_sync_is_told_and_the_former_backup_holds(
    stand: Stand, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    stand.photo(1)
    former = stand.opened.backup.back_up(stick, by=stand.by).verified
    stand.photo(2)
    seen, sync = 0, os.fsync

    def fails(descriptor: int) -> None:
        nonlocal seen
        if Path(f"/proc/self/fd/{descriptor}").readlink().is_relative_to(stick):
            seen += 1
            if seen > call:
                raise OSError(errno.EIO, "pulled out")
        sync(descriptor)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fails)
        with pytest.raises(SystemFault) as failed:
            stand.opened.backup.back_up(stick, by=stand.by)
    assert failed.value.code == "backup.medium_failed"
    assert stand.opened.backup.last_verified() == former
    opened, restored = restore(place(tmp_path), stick, PASSPHRASE)
    opened.close()
    assert (restored.objects, restored.damaged) == (1, ())
    assert stand.opened.backup.back_up(stick, by=stand.by).verified.objects == 2

"""Hold a device to what it acknowledged: all of it is there, once, whole; then let the step be taken again."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from inspector.actions.ports import Device, UnitOfWork
from inspector.errors import InputError
from inspector.records import (
    CaseFieldName,
    CaseFile,
    Delivery,
    DeliveryState,
    FeedEntry,
    Inspection,
    InspectionState,
    Item,
    Notice,
    OfficeTask,
    Photo,
    Receipt,
    Recording,
    TaskState,
)
from inspector.store.checking import proven_copy
from inspector.store.making import remove_database
from sync.central import read_object, take_in_folder
from sync.outbox import PhotoState, open_outgoing, photo_states
from sync.verifier import verify
from tests.faults.acting import take_step
from tests.faults.place import UNTIL_NEXT_START, Place, picture
from tests.faults.steps import STEPS, Say
from tests.stand import CHEAP, PASSPHRASE
from ui.restoring import restore
from ui.wiring import OpenDevice, Workplace


def hold(say: Say, folder: str, step: str, seed: int, said: list[dict[str, Any]], deliver: bool) -> None:
    """Open the device as the next start does, check everything, take the step again, and check again."""
    place = Place(Path(folder), STEPS[step].now + UNTIL_NEXT_START)
    if step == "first-start" and not place.workplace().is_set_up():
        assert not any("device" in fact for fact in said)
    elif said or not STEPS[step].mends:
        _hold(place, said)
        _hold_backup(place, said)
    more: list[dict[str, Any]] = []
    if STEPS[step].begins is not None:
        take_step(place, None, step, seed, more.append)
    else:
        with place.opened() as stand:
            take_step(place, stand, step, seed, more.append)
    entries = _hold(place, [*said, *more])
    _hold_backup(place, [*said, *more])
    if deliver:
        _deliver(place)
    say({"entries": entries})


def _hold(place: Place, said: list[dict[str, Any]]) -> int:
    _hold_secrets(place, said)
    with place.unlocked() as opened:
        assert opened.missing_objects == ()
        assert opened._store.verify() == ()
        assert (opened._store.log_behind, opened._store.log_fault) == (0, None)
        _hold_snapshots(opened, said)
        with opened.device.reading() as unit:
            _hold_photos(opened.device, unit, said)
            _hold_recordings(opened.device, unit, said)
            _hold_notices(opened.device, unit, said)
            _hold_records(unit, said)
            _hold_deliveries(place, opened.device, unit, said)
            _hold_office(unit, said)
        known = opened._store.object_ids()
        lying = {file.name for file in (place.device / "vault").glob("[0-9a-f][0-9a-f]/*")}
        assert lying == {f"{name}.ipv" for name in known}
        return opened.device.journal.length()


def _hold_photos(device: Device, unit: UnitOfWork, said: list[dict[str, Any]]) -> None:
    photos = {photo.id: photo for photo in unit.all(Photo)}
    for fact in said:
        if "photo" in fact:
            assert photos[fact["photo"]].sha256 == fact["sha256"]
    hashes = [photo.sha256 for photo in photos.values()]
    assert _once(hashes)
    if photos:  # all but a device just set up: what was acknowledged before the step
        assert {hashlib.sha256(picture(seed)).hexdigest() for seed in (8, 9)} <= set(hashes)
    released = {fact["released"] for fact in said if "released" in fact}
    for photo in photos.values():
        sealed = unit.sealed_object(photo.id)
        if sealed.is_released:  # only after a receipt, which `_hold_deliveries` looks at
            assert list(device.journal.entries_of_change("original.released"))
            released.discard(photo.id)
            continue
        original = device.vault.read(sealed)
        assert hashlib.sha256(original).hexdigest() == photo.sha256
        assert len(original) == photo.size
    assert not released


def _hold_recordings(device: Device, unit: UnitOfWork, said: list[dict[str, Any]]) -> None:
    """What was acknowledged is there, and no recording is there by halves or twice."""
    recordings = {each.id: each for each in unit.all(Recording)}
    for fact in said:
        if "recording" in fact:
            assert recordings[fact["recording"]].sha256 == fact["sha256"]
    assert _once(each.sha256 for each in recordings.values())
    for each in recordings.values():
        original = device.vault.read(unit.sealed_object(each.id))
        assert (hashlib.sha256(original).hexdigest(), len(original)) == (each.sha256, each.size)


def _hold_snapshots(opened: OpenDevice, said: list[dict[str, Any]]) -> None:
    """Every snapshot there is holds; one that was acknowledged is there, or three younger ones are."""
    kept = opened._store.snapshots()
    for each in kept:
        copy, key = opened.folder.with_name("proven.db"), opened.keyring.database_key().hex()
        assert proven_copy(each.path, copy, key, opened.device.id)[1] == []
        remove_database(copy)
    for fact in said:
        if "snapshot" in fact:
            assert max(each.length for each in kept) >= fact["length"]
    assert not list((opened.folder / "snapshots").glob("*.new*"))


def _hold_backup(place: Place, said: list[dict[str, Any]]) -> None:
    """A machine that was brought back has all the photos; a backup that was acknowledged brings back its own."""
    if place.restored().is_set_up():
        with place.restored().unlock(PASSPHRASE) as opened, opened.device.reading() as unit:
            assert opened.missing_objects == ()
            assert opened._store.verify() == ()
            _hold_photos(opened.device, unit, [])
    elif any(place.folder.glob("medium/*/*/manifest.json")):
        with TemporaryDirectory(dir=place.folder) as folder:
            target = Workplace(Path(folder) / "device", clock=place.clock, is_sample=True, kdf_cost=CHEAP)
            opened, done = restore(target, place.medium, PASSPHRASE)
            with opened, opened.device.reading() as unit:
                assert done.damaged == ()
                hashes = {photo.sha256 for photo in unit.all(Photo)}
                assert {fact["sha256"] for fact in said if "backup" in fact} <= hashes
                _hold_photos(opened.device, unit, [])


def _hold_notices(device: Device, unit: UnitOfWork, said: list[dict[str, Any]]) -> None:
    notices = {notice.id: notice for notice in unit.all(Notice)}
    for fact in said:
        if "notice" in fact:
            assert notices[fact["notice"]].pdf_sha256 == fact["sha256"]
    assert _once(notice.form for notice in notices.values())
    assert _once(notice.number for notice in notices.values() if notice.number)
    for notice in notices.values():
        pdf = device.vault.read(unit.sealed_object(notice.pdf_object_id))
        assert hashlib.sha256(pdf).hexdigest() == notice.pdf_sha256


def _hold_records(unit: UnitOfWork, said: list[dict[str, Any]]) -> None:
    items = unit.all(Item)
    assert {fact["item"] for fact in said if "item" in fact} <= {item.id for item in items}
    assert _once(item.label_name for item in items)
    for fact in said:
        if "sealed" in fact:
            assert unit.get(Inspection, fact["sealed"]).state is InspectionState.SEALED


def _hold_deliveries(place: Place, device: Device, unit: UnitOfWork, said: list[dict[str, Any]]) -> None:
    deliveries = {delivery.id: delivery for delivery in unit.all(Delivery)}
    for fact in said:
        if "delivery" in fact:
            assert deliveries[fact["delivery"]].foot_sha256 == fact["foot_sha256"]
        if "confirmed" in fact:
            assert deliveries[fact["confirmed"]].state is DeliveryState.CONFIRMED
    sequence = sorted(delivery.sequence for delivery in deliveries.values())
    assert sequence == list(range(1, len(deliveries) + 1))
    for delivery in deliveries.values():
        if any(unit.sealed_object(name).is_released for name in delivery.object_ids):
            assert delivery.state is DeliveryState.CONFIRMED
            continue  # an original of it has left the device
        path = place.folder / "whole.ipb"
        with open_outgoing(device, place.outbox, delivery) as bundle:
            path.write_bytes(bundle.whole().read())
        found = verify(path, place.central / "signers.json")
        assert found.verdict in {"intact", "signer-unknown"}, found.reason_en
        assert path.stat().st_size == delivery.size
    named = [(each.object_id, each.sha256) for receipt in unit.all(Receipt) for each in receipt.objects]
    assert _once(named)


def _hold_office(unit: UnitOfWork, said: list[dict[str, Any]]) -> None:
    """What came from the office was taken once and is told apart from what was written here, until somebody decided."""
    heard = unit.all(FeedEntry)
    assert {fact["heard"] for fact in said if "heard" in fact} <= {entry.id for entry in heard}
    assert _once(entry.seq for entry in heard)
    tasks = unit.all(OfficeTask)
    assert _once((task.record_id, task.field) for task in tasks)
    for task in tasks:
        number, keeping = (
            unit.get(CaseFile, task.record_id).field(name)
            for name in (CaseFieldName.NUMBER, CaseFieldName.STORAGE_PLACE)
        )
        assert number is not None
        assert keeping is not None
        assert keeping.value == "样本库房"
        is_open = task.state is TaskState.OPEN
        assert number.value == (task.theirs if is_open else task.ours).value
    settled = {task.id: task.settled.value for task in tasks if task.settled is not None}
    for fact in said:
        if "settled" in fact:
            assert settled[fact["settled"]] == fact["value"]


def _hold_secrets(place: Place, said: list[dict[str, Any]]) -> None:
    for fact in said:
        if "passphrase" in fact:
            place.workplace().unlock(fact["passphrase"]).close()
            try:
                place.workplace().unlock(PASSPHRASE).close()
            except InputError as error:
                assert error.code == "keys.wrong_secret"
            else:
                raise AssertionError("the old passphrase still opens")
        if "officer passphrase" in fact:
            place.workplace().unlock(fact["officer passphrase"]).close()
            place.workplace().unlock(PASSPHRASE).close()
    codes = [fact["code"] for fact in said if "code" in fact]
    if codes:
        place.workplace().unlock(codes[-1]).close()


def _deliver(place: Place) -> None:
    """Carry all to the centre, and see every photo confirmed there exactly once."""
    with place.opened() as stand:
        delivery = stand.opened.delivery
        delivery.carry_to(place.stick, by=stand.by)
        assert not list(place.outbox.glob("*.part")) + list(place.outbox.glob("*.new"))
        taken = take_in_folder(place.central, place.stick)
        assert (taken["refused"], taken["waiting"]) == ([], [])
        delivery.collect_from(place.stick, by=stand.by)
        with stand.device.reading() as unit:
            assert set(photo_states(unit).values()) == {PhotoState.CONFIRMED}
            photos = unit.all(Photo)
            named = [each.object_id for receipt in unit.all(Receipt) for each in receipt.objects]
        assert _once(named)
        assert {photo.id for photo in photos} <= set(named)
    for photo in photos:
        assert hashlib.sha256(read_object(place.central, photo.id)).hexdigest() == photo.sha256


def _once(things: Any) -> bool:
    return all(count == 1 for count in Counter(things).values())

"""Five thousand clean runs: what nobody touched is found well by the readers that notice every changed bit."""

from __future__ import annotations

import io
import random
import shutil
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from inspector import keys
from inspector.clock import SetClock
from inspector.records import Delivery, Photo, Receipt
from inspector.store import Store
from inspector.store.journal_log import Frame, LogReader
from inspector.vault import FileVault
from sync.central import take_in_folder
from sync.receipts import read_receipt
from sync.verifier import verify
from tests.faults.conftest import MEMORY_DISK, Tally
from tests.faults.place import LATER, Place, picture, prepare, take
from tests.stand import CHEAP

RUNS = {"vault file": 2400, "database and its log": 600, "key file": 1400, "bundle and receipt": 750}
"""Readings; a delivery is read three times: by the verifier, by the centre, and its receipt by the device."""


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="clean-", dir=MEMORY_DISK if MEMORY_DISK.is_dir() else None))
    yield made
    shutil.rmtree(made)


def vault_runs(folder: Path, runs: int, chance: random.Random) -> None:
    """Objects of every size around the borders of a segment, sealed and read, and read again by another vault."""
    key = chance.randbytes(32)
    vault = FileVault(folder / "vault", key)
    sizes = [0, 1, 15, 16, 262_143, 262_144, 262_145, 524_288]
    for number in range(runs // 2):
        content = chance.randbytes(
            sizes[number % 40] if number % 40 < len(sizes) else chance.randrange(9_000)
        )
        sealed = vault.put(f"{number:032x}", io.BytesIO(content))
        assert vault.read(sealed) == content
        assert FileVault(folder / "vault", key).read(sealed) == content
        vault.discard(sealed.id)


def database_runs(folder: Path, runs: int, chance: random.Random) -> None:
    """A database opened again and again, growing, at times left without being closed."""
    made = keys.create(folder / "keys", "four words of the runs", device_id="ab" * 16, cost=CHEAP)
    clock = SetClock(LATER)
    given = {
        "log_key": made.keyring.journal_log_key(),
        "device_id": "ab" * 16,
        "signer": made.keyring.signer,
        "clock": clock,
    }
    path = folder / "store.db"
    Store.create(path, made.keyring.database_key(), **given).close()  # type: ignore[arg-type]
    written = 0
    for _ in range(runs // 3):
        clock.advance(timedelta(seconds=chance.randrange(3600)))
        with Store.open(path, made.keyring.database_key(), **given) as store:  # type: ignore[arg-type]
            for _ in range(chance.randrange(3)):
                with store.unit() as unit:
                    unit.note("clean.run", "ab" * 16, {"text": "样" * chance.randrange(400)}, by="officer-1")
                    unit.commit()
                written += 1
            assert store.verify() == ()
            assert (store.log_behind, store.log_fault) == (0, None)
            assert (
                store.journal.length() == written
            )  # nothing was journalled about mending: there was nothing
        frames = list(LogReader(folder / "journal.log", given["log_key"], "ab" * 16).frames())  # type: ignore[arg-type]
        assert [frame.seq for frame in frames if isinstance(frame, Frame)] == list(range(1, written + 1))
    made.keyring.close()


def key_runs(folder: Path, runs: int, chance: random.Random) -> None:
    """Passphrases of any text, changed at times: no copy is ever called damaged."""
    letters = "abcdefghijklmnopqrstuvwxyz样本瓷器展会检查 0123456789"
    secret = "the first of many phrases"
    keys.create(folder / "keys", secret, device_id="ab" * 16, cost=CHEAP).keyring.close()
    for number in range(runs):
        if number % 10 == 9:
            new = " ".join("".join(chance.choice(letters) for _ in range(6)) for _ in range(4)).strip()
            keys.change_passphrase(folder / "keys", secret, new, cost=CHEAP, floor=CHEAP)
            secret = new
        with keys.unlock(folder / "keys", secret, floor=CHEAP) as keyring:
            assert keyring.damaged_copy == ""


def delivery_runs(folder: Path, runs: int, chance: random.Random) -> None:
    """Photo after photo is taken, bundled, verified, taken in by the centre and confirmed by its receipt."""
    place = Place(folder / "place")
    place.folder.mkdir()
    prepare(place.folder, "begun")
    with place.opened() as stand:
        desk = stand.opened.delivery
        centre = desk.centre()
        assert centre is not None
        for number in range(runs // 3):
            take(stand, picture(1000 + number)[: -chance.randrange(1, 16)])
            (delivery,) = desk.carry_to(place.stick, by=stand.by)
            taken = take_in_folder(place.central, place.stick)
            assert (taken["refused"], taken["waiting"]) == ([], [])
            found = verify(desk.write_bundle(delivery, folder / "whole.ipb"), place.central / "signers.json")
            assert found.verdict == "intact", found.reason_en
            receipt = place.stick / "IPB-IN" / f"{delivery.id}.receipt"
            assert read_receipt(receipt.read_bytes(), centre.receipt_public)
            carried = desk.collect_from(place.stick, by=stand.by)
            assert carried.not_believed == ()
            shutil.rmtree(place.stick)
            place.stick.mkdir()
        with stand.device.reading() as unit:
            named = {each.object_id for kept in unit.all(Receipt) for each in kept.objects}
            assert {photo.id for photo in unit.all(Photo)} <= named
            assert len(unit.all(Delivery)) == runs // 3


READERS = {
    "vault file": vault_runs,
    "database and its log": database_runs,
    "key file": key_runs,
    "bundle and receipt": delivery_runs,
}


@pytest.mark.parametrize("name", RUNS)
def test_a_few_clean_runs_raise_no_alarm(folder: Path, name: str) -> None:
    READERS[name](folder, 12, random.Random(1))


@pytest.mark.long
@pytest.mark.parametrize("name", RUNS)
def test_thousands_of_clean_runs_raise_no_alarm(folder: Path, name: str, tally: Tally) -> None:
    READERS[name](folder, RUNS[name], random.Random(20261126))
    tally("clean runs, no alarm", name, RUNS[name])

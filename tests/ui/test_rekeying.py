"""All keys changed: what was recorded is all there, what opened before opens no more, and a cut anywhere harms nothing."""

from __future__ import annotations

import errno
import io
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from inspector import durable
from inspector.clock import SetClock
from inspector.errors import InputError, InspectorError, SystemFault
from inspector.ids import Ids
from inspector.keys.escrow import new_escrow
from inspector.records import Officer, Photo, PhotoOrigin
from inspector.store import rekeying as store_rekeying
from tests.stand import CHEAP, MORNING, PASSPHRASE
from ui.checking import check_device
from ui.demo import sample
from ui.rekeying import rekey
from ui.wiring import Workplace

OF_LI = "白瓷 盖碗 样本 口令 二"
PICTURE = b"picture of the tests " * 4000


def place_at(folder: Path) -> Workplace:
    return Workplace(folder, clock=SetClock(MORNING), is_sample=True, kdf_cost=CHEAP)


@pytest.fixture
def made(tmp_path: Path) -> tuple[Workplace, str, str, tuple[str, ...]]:
    """A device with a photo, two officers and an escrow key, locked; its recovery code, photo and shares."""
    place, ids = place_at(tmp_path / "device"), Ids(SetClock(MORNING))
    public, shares = new_escrow("样本市市场监督管理局", 2, 3, date(2026, 11, 20))
    fresh = place.set_up(sample.bureau(ids), sample.officers(ids, MORNING.date()), PASSPHRASE)
    with fresh.open_device as opened:
        device = opened.device
        opened.ways_in.register_escrow(PASSPHRASE, public)
        with device.reading() as unit:
            second = unit.all(Officer)[1].id
        opened.ways_in.give_passphrase(PASSPHRASE, second, OF_LI)
        sealed = device.vault.put(device.ids.object(), io.BytesIO(PICTURE))
        photo = Photo(
            sealed.id, "stand-1", "IMG.JPG", sealed.sha256, sealed.size, "image/jpeg",
            PhotoOrigin.IMPORTED, device.clock.now().wall, second,
        )  # fmt: skip
        with device.unit() as unit:
            unit.keep_object(sealed)
            unit.save(photo, change="photo.taken", by=second)
            unit.commit()
    return place, fresh.recovery_code, sealed.id, shares


def holds(place: Workplace, secret: str, photo: str) -> None:
    """The photo opens, and nothing is amiss anywhere."""
    with place.unlock(secret) as opened, opened.device.reading() as unit:
        assert opened.device.vault.read(unit.sealed_object(photo)) == PICTURE
    with place.keys_held(secret) as keyring:
        report = check_device(place.folder, keyring)
        assert [flaw for looked in report.looked for flaw in looked.flaws] == []
    assert not list(place.folder.glob(f"*{store_rekeying.REKEYED}*"))


def opens(place: Workplace, secret: str) -> bool:
    try:
        place.unlock(secret).close()
    except InputError as error:
        assert error.code == "keys.wrong_secret"
        return False
    return True


def test_everything_is_there_and_the_former_ways_in_are_shut(
    made: tuple[Workplace, str, str, tuple[str, ...]],
) -> None:
    place, former_code, photo, shares = made
    files = {file.name: file.read_bytes() for file in place.folder.iterdir() if file.is_file()}
    with place.unlock(PASSPHRASE) as opened:
        officer, device_seal = opened.ways_in.acting_officer, opened.keyring.device_seal.certificate
        database_key, signer = opened.keyring.database_key(), opened.keyring.signer.public_key
    code = rekey(place, PASSPHRASE)
    holds(place, PASSPHRASE, photo)
    assert not opens(place, former_code)
    assert not opens(place, OF_LI)
    assert opens(place, code)
    with place.unlock(PASSPHRASE) as opened:
        assert opened.ways_in.acting_officer == officer
        assert opened.keyring.device_seal.certificate == device_seal
        assert opened.keyring.signer.public_key == signer
        assert opened.keyring.database_key() != database_key
        assert opened.keyring.epoch == 2
    with place.unlock_by_shares(list(shares[:2])) as opened:
        assert opened.keyring.opened_by == "escrow"
    for name in ("store.db", "journal.log"):
        assert (place.folder / name).read_bytes() != files[name]


def test_a_recovery_code_does_not_change_the_keys(made: tuple[Workplace, str, str, tuple[str, ...]]) -> None:
    place, former_code, photo, _ = made
    with pytest.raises(InputError) as refused:
        rekey(place, former_code)
    assert refused.value.code == "keys.not_an_officer"
    holds(place, PASSPHRASE, photo)


class CutOff(BaseException):
    """The power goes: nothing catches it and nothing tidies up."""


@pytest.fixture
def cutting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], Callable[[], int]]]:
    """Cut the change off before the n-th file gets its name; what counts them is returned."""
    real = durable.replace

    def cut_at(moment: int) -> Callable[[], int]:
        passed = [0]

        def watched(source: Path, target: Path, *more: Any) -> None:
            if passed[0] == moment:
                raise CutOff
            passed[0] += 1
            real(source, target, *more)

        for module in (durable, store_rekeying):
            monkeypatch.setattr(module, "replace", watched)
        return lambda: passed[0]

    yield cut_at
    monkeypatch.undo()


NAMES_GIVEN = 13
"""Times a file gets its name in one change, from the first copy of the data to the last key file."""
QUICK = {2, 7, 11}


@pytest.mark.parametrize(
    "moment",
    [pytest.param(at, marks=[] if at in QUICK else [pytest.mark.long]) for at in range(NAMES_GIVEN + 1)],
)
def test_cut_off_before_any_name_is_given_the_device_opens_and_the_next_try_succeeds(
    made: tuple[Workplace, str, str, tuple[str, ...]],
    cutting: Callable[[int], Callable[[], int]],
    moment: int,
) -> None:
    place, former_code, photo, _ = made
    passed = cutting(moment)
    if moment == NAMES_GIVEN:
        rekey(place, PASSPHRASE)
        assert passed() == NAMES_GIVEN
    else:
        with pytest.raises(CutOff):
            rekey(place, PASSPHRASE)
    cutting(-1)
    holds(place, PASSPHRASE, photo)
    code = rekey(place, PASSPHRASE)
    holds(place, code, photo)
    assert not opens(place, former_code)


def test_cut_off_between_the_two_key_files_even_the_former_code_opens(
    made: tuple[Workplace, str, str, tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One copy speaks of the new keys, the other of the former: no file has taken its place yet."""
    place, former_code, photo, _ = made
    before = {file.name: file.read_bytes() for file in (place.folder / "keys").glob("keys-*.json")}
    real = store_rekeying.take_over

    def cut(folder: Path) -> None:
        raise CutOff

    monkeypatch.setattr(store_rekeying, "take_over", cut)
    with pytest.raises(CutOff):
        rekey(place, PASSPHRASE)
    monkeypatch.setattr(store_rekeying, "take_over", real)
    (place.folder / "keys" / "keys-b.json").write_bytes(before["keys-b.json"])
    copy = place_at(place.folder.with_name("copy"))
    shutil.copytree(place.folder, copy.folder)
    holds(copy, former_code, photo)
    holds(place, PASSPHRASE, photo)
    assert not opens(place, former_code)


def test_a_former_key_file_put_back_does_not_shut_the_new_one_out(
    made: tuple[Workplace, str, str, tuple[str, ...]],
) -> None:
    place, former_code, photo, _ = made
    former = (place.folder / "keys" / "keys-b.json").read_bytes()
    rekey(place, PASSPHRASE)
    (place.folder / "keys" / "keys-b.json").write_bytes(former)
    for secret in (former_code, OF_LI):
        with pytest.raises(InspectorError) as refused:
            place.unlock(secret)
        assert refused.value.code == "keys.former_copy"
    holds(place, PASSPHRASE, photo)


def test_the_new_recovery_code_is_seen_before_it_counts(
    made: tuple[Workplace, str, str, tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    place, _, photo, _ = made
    seen: list[str] = []

    def cut(folder: Path) -> None:
        raise CutOff

    real = store_rekeying.take_over
    monkeypatch.setattr(store_rekeying, "take_over", cut)
    with pytest.raises(CutOff):
        rekey(place, PASSPHRASE, show_code=seen.append)
    monkeypatch.setattr(store_rekeying, "take_over", real)
    holds(place, seen[0], photo)


def test_a_disk_that_is_full_changes_nothing(
    made: tuple[Workplace, str, str, tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    place, former_code, photo, _ = made

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("inspector.store.rekeying.write_file", full)
    with pytest.raises((InspectorError, OSError)):
        rekey(place, PASSPHRASE)
    monkeypatch.undo()
    holds(place, former_code, photo)


def test_a_disk_that_refuses_while_the_new_files_take_their_places_is_told_and_the_next_unlocking_finishes(
    made: tuple[Workplace, str, str, tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    place, _, photo, _ = made
    real = Path.unlink

    def refuse(self: Path, missing_ok: bool = False) -> None:
        if self.name == "store.db.key-check-wal":
            raise OSError(errno.EIO, "Input/output error")
        real(self, missing_ok=missing_ok)

    with monkeypatch.context() as broken, pytest.raises(SystemFault) as told:
        broken.setattr(Path, "unlink", refuse)
        rekey(place, PASSPHRASE)
    assert told.value.code == "device.io"
    holds(place, PASSPHRASE, photo)

"""One device's folder: made once, by one process, and whole; whatever fails on the way lets go of everything."""

from __future__ import annotations

import errno
import json
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from inspector.clock import SetClock
from inspector.errors import BugError, InputError, InspectorError, SystemFault
from inspector.ids import Ids
from inspector.keys import KdfCost, Keyring
from inspector.keys.key_file import read_copies
from inspector.records import Officer
from inspector.store import Store
from tests.stand import CHEAP, MORNING, PASSPHRASE
from ui.demo import sample
from ui.wiring import SetUp, Workplace

NEW = "a quite different sentence"


def workplace(folder: Path) -> Workplace:
    return Workplace(folder, clock=SetClock(MORNING), is_sample=True, kdf_cost=CHEAP)


def set_up(place: Workplace, passphrase: str = PASSPHRASE) -> SetUp:
    ids = Ids(SetClock(MORNING))
    return place.set_up(sample.bureau(ids), sample.officers(ids, MORNING.date()), passphrase)


@pytest.fixture
def device(tmp_path: Path) -> Path:
    """The folder of a device that is set up and locked."""
    set_up(workplace(tmp_path / "device")).open_device.close()
    return tmp_path / "device"


def refusal(told: pytest.ExceptionInfo[InspectorError]) -> str:
    return told.value.code


def test_a_first_start_that_is_under_way_is_not_disturbed_by_a_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    half_made, go_on = threading.Event(), threading.Event()
    create = Store.create

    def waiting(*arguments: object, **named: object) -> Store:
        half_made.set()
        assert go_on.wait(20)
        return create(*arguments, **named)  # type: ignore[arg-type]  # handed through as they came

    monkeypatch.setattr(Store, "create", waiting)
    with ThreadPoolExecutor(1) as first:
        made = first.submit(set_up, workplace(tmp_path / "device"))
        assert half_made.wait(20)
        with pytest.raises(InputError) as told:
            set_up(workplace(tmp_path / "device"), NEW)
        go_on.set()
        made.result().open_device.close()
    assert refusal(told) == "device.in_use"
    for secret in (PASSPHRASE, made.result().recovery_code):
        workplace(tmp_path / "device").unlock(secret).close()


def test_a_first_start_makes_guessing_as_dear_as_this_machine_allows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured = KdfCost(memory_kib=96, passes=2, lanes=1)
    monkeypatch.setattr("inspector.keys.calibrated", lambda: measured)
    place = Workplace(tmp_path / "device", clock=SetClock(MORNING), is_sample=True)
    set_up(place).open_device.close()
    slot = read_copies(tmp_path / "device" / "keys").readable[0].file.slots[0]
    assert KdfCost(slot.memory_kib, slot.passes, slot.lanes) == measured


def test_no_lock_lies_inside_the_device(device: Path) -> None:
    with workplace(device).unlock(PASSPHRASE):
        assert not list(device.rglob("*.lock"))
        with pytest.raises(InputError) as told:
            workplace(device).unlock(PASSPHRASE)
    assert refusal(told) == "device.in_use"


def test_a_device_reached_by_another_path_is_the_same_device(device: Path, tmp_path: Path) -> None:
    (tmp_path / "other").symlink_to(device, target_is_directory=True)
    with workplace(device).unlock(PASSPHRASE), pytest.raises(InputError) as told:
        workplace(tmp_path / "other").unlock(PASSPHRASE)
    assert refusal(told) == "device.in_use"


def test_unlocking_where_there_is_no_device_leaves_the_folder_fit_for_one(tmp_path: Path) -> None:
    (tmp_path / "device").mkdir()
    with pytest.raises(InputError) as told:
        workplace(tmp_path / "device").unlock(PASSPHRASE)
    assert refusal(told) == "device.not_set_up"
    assert not list((tmp_path / "device").iterdir())
    set_up(workplace(tmp_path / "device")).open_device.close()


def test_a_device_whose_database_is_gone_is_not_set_up_anew(device: Path) -> None:
    (device / "store.db").unlink()
    assert workplace(device).is_set_up()
    with pytest.raises(InputError) as told:
        set_up(workplace(device))
    assert refusal(told) == "device.exists"


def test_opening_that_fails_lets_go_of_lock_keys_and_database(
    device: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[str] = []

    def noting(kind: type[Store | Keyring]) -> None:
        close = kind.close

        def noted(self: Any) -> None:
            closed.append(kind.__name__)
            close(self)

        monkeypatch.setattr(kind, "close", noted)

    def refuse() -> None:
        raise BugError("law.pack", file="powers.toml", why="sample")

    noting(Store)
    noting(Keyring)
    with monkeypatch.context() as broken:
        broken.setattr("inspector.law.load", refuse)
        with pytest.raises(BugError):
            workplace(device).unlock(PASSPHRASE)
    assert closed == ["Store", "Keyring"]
    workplace(device).unlock(PASSPHRASE).close()


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, "device.disk_full"), (errno.EIO, "device.io")])
def test_a_first_start_that_fails_is_told_and_can_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def refuse(*_: object, **__: object) -> Store:
        raise OSError(number, "disk")

    with monkeypatch.context() as broken:
        broken.setattr(Store, "create", refuse)
        with pytest.raises(SystemFault) as told:
            set_up(workplace(tmp_path / "device"))
    assert told.value.code == code
    assert {path.name for path in tmp_path.iterdir()} <= {"device.lock"}
    set_up(workplace(tmp_path / "device")).open_device.close()


def test_an_open_device_changes_its_passphrase_at_its_own_cost(device: Path) -> None:
    with workplace(device).unlock(PASSPHRASE) as opened:
        opened.ways_in.change_passphrase(PASSPHRASE, NEW)
    workplace(device).unlock(NEW).close()
    with pytest.raises(InputError):
        workplace(device).unlock(PASSPHRASE)


def test_a_code_nobody_saw_is_replaced(tmp_path: Path) -> None:
    made = set_up(workplace(tmp_path / "device"))
    with made.open_device as opened:
        code = opened.ways_in.replace_recovery_code(PASSPHRASE)
    workplace(tmp_path / "device").unlock(code).close()
    with pytest.raises(InputError):
        workplace(tmp_path / "device").unlock(made.recovery_code)


def test_a_copy_of_a_device_opens_beside_it(device: Path, tmp_path: Path) -> None:
    shutil.copytree(device, tmp_path / "copy")
    with (
        workplace(device).unlock(PASSPHRASE),
        workplace(tmp_path / "copy").unlock(PASSPHRASE) as copy,
        copy.device.reading() as unit,
    ):
        assert len(unit.all(Officer)) >= 2


DEARER = KdfCost(memory_kib=CHEAP.memory_kib * 2, passes=CHEAP.passes, lanes=CHEAP.lanes)


def renewals(place: Workplace) -> list[str]:
    with place.unlock(PASSPHRASE) as opened:
        journal = opened.device.journal
        told = [json.loads(entry)["change"] for entry in journal.entries(1, journal.length())]
    return [change for change in told if "renew" in change]


def test_a_passphrase_below_todays_cost_is_renewed_once_at_unlocking(device: Path) -> None:
    place = Workplace(device, clock=SetClock(MORNING), is_sample=True, kdf_cost=DEARER, kdf_floor=CHEAP)
    assert renewals(place) == ["keys.passphrase_renewed"]
    assert renewals(place) == ["keys.passphrase_renewed"]
    slots = [slot for slot in read_copies(device / "keys").readable[0].file.slots if slot.kind == "officer"]
    assert [slot.memory_kib for slot in slots] == [DEARER.memory_kib]


def test_a_renewal_that_fails_is_journalled_and_keeps_nobody_out(
    device: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object, **named: object) -> None:
        raise SystemFault("keys.io")

    monkeypatch.setattr("inspector.keys.renew_passphrase", refuse)
    place = Workplace(device, clock=SetClock(MORNING), is_sample=True, kdf_cost=DEARER, kdf_floor=CHEAP)
    assert renewals(place) == ["keys.renewal_failed"]

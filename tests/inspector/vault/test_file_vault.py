"""The vault on a disk that fills up, fails and is cut off."""

from __future__ import annotations

import errno
import io
import os
import stat
import sys
from pathlib import Path

import pytest

from inspector import durable
from inspector.errors import BugError, SystemFault
from inspector.vault import FileVault

KEY = b"v" * 32
ID = "ab" * 16
CANARY = b"canary-in-the-photo"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "vault"


def files(folder: Path) -> list[str]:
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())


def test_the_file_lies_in_its_drawer_under_a_name_that_says_nothing(folder: Path) -> None:
    FileVault(folder, KEY).put(ID, io.BytesIO(CANARY))
    assert files(folder) == [f"ab{os.sep}{ID}.ipv"]
    assert CANARY not in (folder / "ab" / f"{ID}.ipv").read_bytes()
    if sys.platform != "win32":
        assert stat.S_IMODE((folder / "ab" / f"{ID}.ipv").stat().st_mode) == 0o600


def test_the_bytes_are_on_the_disk_before_the_name_and_the_name_before_the_answer(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = FileVault(folder, KEY)
    steps: list[str] = []
    real_fsync, real_replace = os.fsync, os.replace

    def fsync(descriptor: int) -> None:
        steps.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        real_fsync(descriptor)

    def replace(source: Path, target: Path) -> None:
        steps.append("rename")
        real_replace(source, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", replace)
    vault.put(ID, io.BytesIO(CANARY))
    assert steps == ["file", "rename"] + ([] if sys.platform == "win32" else ["folder"])


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "vault.disk_full"), (errno.EDQUOT, "vault.disk_full"), (errno.EIO, "vault.io")],
)
@pytest.mark.parametrize("call", ["fsync", "replace", "open"])
def test_a_failing_disk_leaves_nothing_behind_and_says_which_kind(
    folder: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, code: str
) -> None:
    vault = FileVault(folder, KEY)

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as broken, pytest.raises(SystemFault) as told:
        broken.setattr(os, call, fail)
        vault.put(ID, io.BytesIO(CANARY))
    assert told.value.code == code
    assert files(folder) == []
    assert vault.read(vault.put(ID, io.BytesIO(CANARY))) == CANARY


def test_what_a_failing_disk_did_not_let_go_of_is_no_hindrance_to_the_next_try(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = FileVault(folder, KEY)

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as broken, pytest.raises(SystemFault):
        broken.setattr(os, "fsync", fail)
        broken.setattr(Path, "unlink", lambda self, missing_ok=False: None if not self.exists() else fail())
        vault.put(ID, io.BytesIO(CANARY))
    assert files(folder) == [f"ab{os.sep}{ID}.tmp"]
    assert vault.read(vault.put(ID, io.BytesIO(CANARY))) == CANARY
    assert files(folder) == [f"ab{os.sep}{ID}.ipv"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a disk that is always full")
def test_a_really_full_disk_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = FileVault(folder, KEY)
    source = io.BytesIO(bytes(3_000_000))
    monkeypatch.setattr(
        "inspector.vault.file_vault.create_exclusively", lambda _: os.open("/dev/full", os.O_WRONLY)
    )
    with pytest.raises(SystemFault) as told:
        vault.put(ID, source)
    assert told.value.code == "vault.disk_full"


def test_a_file_held_by_a_virus_scanner_is_tried_again_a_bounded_number_of_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"x")
    real_replace = os.replace
    refusals = [5, 32, 33]
    pauses: list[float] = []

    def replace(source: Path, target: Path) -> None:
        if refusals:
            error = PermissionError(13, "held")
            error.winerror = refusals.pop()  # type: ignore[attr-defined,unused-ignore]  # only Windows has it
            raise error
        real_replace(source, target)

    monkeypatch.setattr(os, "replace", replace)
    monkeypatch.setattr("inspector.durable.time.sleep", pauses.append)
    durable.replace(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == b"x"
    assert len(pauses) == 3
    refusals.extend([5] * 100)
    with pytest.raises(PermissionError):
        durable.replace(tmp_path / "b", tmp_path / "c")


def test_a_refusal_that_will_not_pass_is_not_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def replace(*_: object) -> None:
        tries.append(1)
        raise PermissionError(13, "denied")

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(PermissionError):
        durable.replace(tmp_path / "a", tmp_path / "b")
    assert len(tries) == 1


def test_two_files_swapped_on_disk_are_refused(folder: Path) -> None:
    vault = FileVault(folder, KEY)
    one, two = vault.put("11" * 16, io.BytesIO(b"one")), vault.put("22" * 16, io.BytesIO(b"two"))
    a, b = folder / "11" / f"{one.id}.ipv", folder / "22" / f"{two.id}.ipv"
    first, second = a.read_bytes(), b.read_bytes()
    a.write_bytes(second)
    b.write_bytes(first)
    for sealed in (one, two):
        with pytest.raises(SystemFault) as told:
            vault.read(sealed)
        assert told.value.code == "vault.altered"


def test_another_devices_vault_key_opens_nothing(folder: Path) -> None:
    sealed = FileVault(folder, KEY).put(ID, io.BytesIO(CANARY))
    with pytest.raises(SystemFault) as told:
        FileVault(folder, b"w" * 32).read(sealed)
    assert told.value.code == "vault.altered"


def test_a_locked_keyring_locks_the_vault(folder: Path) -> None:
    def locked() -> bytes:
        raise SystemFault("keys.locked")

    with pytest.raises(SystemFault) as told:
        FileVault(folder, locked).put(ID, io.BytesIO(CANARY))
    assert told.value.code == "keys.locked"
    assert files(folder) == []


@pytest.mark.parametrize("bad", ["", "../../etc/passwd", "AB" * 16, "ab" * 15, "ab" * 16 + "\n"])
def test_an_id_never_becomes_a_path(folder: Path, bad: str) -> None:
    vault = FileVault(folder, KEY)
    for attempt in (lambda: vault.put(bad, io.BytesIO(b"")), lambda: vault.discard(bad)):
        with pytest.raises(BugError) as told:
            attempt()
        assert told.value.code == "vault.object_id"


def test_a_sweep_tidies_what_a_cut_off_run_left_and_deletes_no_whole_file(folder: Path) -> None:
    earlier = FileVault(folder, KEY)
    kept, orphan = earlier.put("11" * 16, io.BytesIO(b"kept")), earlier.put("22" * 16, io.BytesIO(b"orphan"))
    (folder / "33" / f"{'33' * 16}.tmp").write_bytes(b"half")
    orphan_bytes = (folder / "22" / f"{orphan.id}.ipv").read_bytes()
    vault = FileVault(folder, KEY)
    swept = vault.sweep({kept.id, "44" * 16})
    assert (swept.stale, swept.orphans, swept.missing) == (1, (orphan.id,), ("44" * 16,))
    assert files(folder) == [f"11{os.sep}{kept.id}.ipv", f"quarantine{os.sep}{orphan.id}.ipv"]
    assert (folder / "quarantine" / f"{orphan.id}.ipv").read_bytes() == orphan_bytes
    assert vault.sweep({kept.id}).orphans == ()


def test_a_sweep_spares_what_this_run_has_just_put(folder: Path) -> None:
    vault = FileVault(folder, KEY)
    sealed = vault.put(ID, io.BytesIO(b"row not committed yet"))
    assert vault.sweep(frozenset()).orphans == ()
    assert vault.read(sealed) == b"row not committed yet"

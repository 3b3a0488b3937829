"""What is left in memory after a lock: scanned in a process of its own, reported in docs/admin/memory.md."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from inspector import keys
from inspector.actions import take_photo
from inspector.keys.slots import derived
from inspector.records import PhotoOrigin
from tests import pictures
from tests.memory.scanning import found_in_memory
from tests.stand import CHEAP, PASSPHRASE, begin

ROOT = Path(__file__).parents[2]
TEXT = "绀蓝缠枝莲纹样本瓶"
MARK = hashlib.sha256(b"stands in no library").digest()
"""Stands in the photo's file, after its picture."""


def wanted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Return what must not be found, worked out in this process."""
    master: list[bytes] = []

    def seen(key: bytearray, label: str) -> bytearray:
        master.append(bytes(key))
        return derived(key, label)

    monkeypatch.setattr("inspector.keys.keyring.derived", seen)
    with keys.unlock(folder / "keys", PASSPHRASE, floor=CHEAP) as keyring:
        found = {
            "database key": keyring.database_key(),
            "database key as digits": keyring.database_key().hex().encode(),
            "vault key": keyring.vault_key(),
            "journal log key": keyring.journal_log_key(),
            "backup key": keyring.backup_key(),
            "drafts key": keyring.drafts_key(),
        }
    assert len(set(master)) == 1
    return {
        **found,
        "master key": master[0],
        "passphrase": PASSPHRASE.encode(),
        "passphrase in the field": PASSPHRASE.encode("utf-16-le"),
        "text of a record": TEXT.encode(),
        "text of a record on the screen": TEXT.encode("utf-16-le"),
        "bytes of a photo": MARK,
    }


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_after_a_lock_no_key_is_found_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand = begin(tmp_path / "device")
    stand.item(label_name=TEXT)
    content = io.BytesIO(pictures.make_jpeg(640, 480, 1) + MARK)
    take_photo.take_photo(
        stand.device,
        stand.inspection.id,
        content=content,
        file_name="IMG_0001.JPG",
        origin=PhotoOrigin.CAMERA,
        by=stand.by,
    )
    stand.opened.close()
    looked_for = wanted(stand.workplace.folder, monkeypatch)
    command = [
        sys.executable,
        "-m",
        "tests.memory.window_child",
        str(stand.workplace.folder),
        stand.inspection.id,
    ]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": "tests"},
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        print(PASSPHRASE, file=child.stdin, flush=True)
        assert child.stdout.readline() == "open\n"
        while_open = found_in_memory(child.pid, looked_for)
        print(file=child.stdin, flush=True)
        assert child.stdout.readline() == "locked\n"
        after = found_in_memory(child.pid, looked_for)
        print(file=child.stdin, flush=True)
    print(json.dumps({"open": while_open, "locked": after}, indent=1))
    assert child.returncode == 0
    for name in ("database key", "vault key", "journal log key", "text of a record on the screen"):
        assert while_open[name] > 0, "the scan finds what is there"
    left = {name for name, count in after.items() if count}
    assert left == set(), "docs/admin/memory.md promises what this scan finds"

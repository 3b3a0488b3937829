"""kill -9 in the middle of a burst at the shutter: every photo that was shown as sealed is there."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from inspector.actions import read
from inspector.records import Photo
from tests.faults.killing import PROJECT
from tests.pictures import make_jpeg
from tests.stand import PASSPHRASE, begin

pytestmark = [pytest.mark.long, pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")]


@pytest.mark.parametrize("acknowledged", [1, 7, 15, 29])
def test_a_kill_in_the_burst_costs_only_what_was_not_acknowledged(tmp_path: Path, acknowledged: int) -> None:
    seen = tmp_path / "seen"
    seen.mkdir()
    for seed in range(30):
        (seen / f"{seed:02}.jpg").write_bytes(make_jpeg(640, 480, seed))
    stand = begin(tmp_path / "device")
    stand.opened.close()
    command = [
        *(sys.executable, "-m", "tests.faults.burst_child"),
        *(str(stand.workplace.folder), str(seen), stand.inspection.id, PASSPHRASE),
    ]
    said: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT) as child:
        assert child.stdout is not None
        for line in child.stdout:
            said.append(line)
            if len(said) == acknowledged:
                child.kill()
                break
        said += [line for line in child.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    facts = [json.loads(line) for line in said]
    assert len(facts) >= acknowledged
    with stand.workplace.unlock(PASSPHRASE) as opened:
        assert opened.missing_objects == ()
        assert opened._store.verify() == ()
        with opened.device.reading() as unit:
            photos = {photo.id: photo for photo in unit.all(Photo)}
        assert all(photos[fact["photo"]].sha256 == fact["sha256"] for fact in facts)
        for photo in photos.values():
            assert hashlib.sha256(read.original(opened.device, photo.id)).hexdigest() == photo.sha256

"""Kill the child, then look at what it left: what it acknowledged is there, and nothing by halves."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from inspector.records import Photo
from tests.faults.child import set_up

PROJECT = Path(__file__).parents[2]
KILLED = -9


def start(folder: Path, step: str, *options: str) -> subprocess.Popen[str]:
    """Start the child."""
    command = [sys.executable, "-m", "tests.faults.child", str(folder), step, *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT)


def run_until_killed(folder: Path, step: str, *options: str) -> tuple[int, list[dict[str, Any]]]:
    """Run the child to its end; return its exit status and what it acknowledged."""
    with start(folder, step, *options) as child:
        said, _ = child.communicate(timeout=120)
    return child.returncode, [json.loads(line) for line in said.splitlines()]


def run_and_kill(folder: Path, moment_s: float, *options: str) -> list[dict[str, Any]]:
    """Import until `moment_s` after the first acknowledgement, kill, and return what was acknowledged."""
    with start(folder, "import", "--count", "1000", *options) as child:
        assert child.stdout is not None
        first = child.stdout.readline()
        try:
            child.wait(timeout=moment_s)
        except subprocess.TimeoutExpired:
            child.kill()
        rest = child.stdout.read()
    whole = [line for line in (first + rest).splitlines(keepends=True) if line.endswith("\n")]
    return [json.loads(line) for line in whole]


def check(folder: Path, acknowledged: list[dict[str, Any]]) -> None:
    """Open the device as the next start does and hold it to everything that was acknowledged."""
    device = set_up(folder)
    try:
        swept = device.vault.sweep(device.store.object_ids())
        assert swept.missing == ()
        assert device.store.verify() == ()
        with device.store.reading() as unit:
            photos = {photo.id: photo for photo in unit.all(Photo)}
            for fact in acknowledged:
                if "photo" in fact:
                    assert photos[fact["photo"]].sha256 == fact["sha256"]
            assert set(photos) == device.store.object_ids()
            for photo in photos.values():
                original = device.vault.read(unit.sealed_object(photo.id))
                assert hashlib.sha256(original).hexdigest() == photo.sha256
                assert len(original) == photo.size
        lying = {file.stem for file in (folder / "vault").glob("??/*")}
        assert lying == set(photos)
    finally:
        device.store.close()

"""After a day with a lock, a backup, a restore and a crash no name, secret, photo or page lies anywhere readable."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.canaries import BUREAU, NAMES, PASSPHRASE
from tests.faults.killing import PROJECT

HEADERS = {
    "PDF": b"%PDF-1.",
    "PNG": b"\x89PNG\r\n\x1a\n",
    "JPEG of a camera": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "EXIF": b"Exif\x00\x00",
    "plain database": b"SQLite format 3\x00",
    "record": b'"label_name"',
    "journal entry": b'"item.listed"',
}
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


def found(folder: Path, told: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Return every file in which something lies readable, and what it is; names of files are looked at too."""
    looked_for = {f"{code} {text}": text.encode(code) for text in told["texts"] for code in ENCODINGS}
    looked_for |= {f"piece {piece}": bytes.fromhex(piece) for piece in told["pieces"]}
    looked_for |= HEADERS
    result = []
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        content = path.read_bytes() if path.is_file() else b""
        content += os.fsencode(name)
        result += [(name, what) for what, canary in looked_for.items() if canary in content]
    return result


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, list[str]]]]:
    """The whole world of a killed day: device, stick, home, temporary folder, what it printed."""
    if sys.platform == "win32":
        pytest.skip("SIGKILL")
    world = tmp_path_factory.mktemp("canaries")
    folders = {name: world / name.lower() for name in ("HOME", "TMPDIR", "XDG_DATA_HOME", "XDG_STATE_HOME")}
    folders |= {
        name: world / name.lower() for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR")
    }
    for folder in folders.values():
        folder.mkdir()
    environment = {**os.environ, **{name: str(folder) for name, folder in folders.items()}}
    command = [sys.executable, "-m", "tests.faults.canaries", str(world)]
    ended = subprocess.run(
        command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.returncode == -9, ended.stderr
    (world / "stderr").write_text(ended.stderr)
    (world / "invitation.json").unlink()
    shutil.rmtree(world / "central")  # another machine
    yield world, json.loads(ended.stdout)


def test_nothing_lies_readable_anywhere(day: tuple[Path, dict[str, list[str]]]) -> None:
    world, told = day
    assert len(told["pieces"]) > 40
    assert len(list((world / "device" / "vault").glob("??/*.tmp"))) == 1  # it died while it wrote
    assert (world / "device" / "store.db-wal").stat().st_size > 0
    assert list((world / "medium").rglob("*.ipv*"))
    assert (world / "other-machine" / "device" / "store.db").stat().st_size > 0
    assert found(world, told) == []


def test_the_bureau_is_named_only_in_the_request_that_shall_name_it(
    day: tuple[Path, dict[str, list[str]]],
) -> None:
    world, _ = day
    named = {name for name, _ in found(world, {"texts": [BUREAU], "pieces": []})}
    assert {Path(name).suffix for name in named} == {".enrol"}


def test_what_lies_readable_is_found(tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(b"x" * 5000 + NAMES["party"].encode("utf-16-le"))
    (tmp_path / "cache").write_bytes(b"\x00" * 99 + bytes(range(24)) + b"\x00")
    (tmp_path / f"{NAMES['goods']}.tmp").touch()
    told = {"texts": [*NAMES.values(), PASSPHRASE], "pieces": [bytes(range(24)).hex()]}
    assert {name for name, _ in found(tmp_path, told)} == {"log", "cache", f"{NAMES['goods']}.tmp"}

"""A device that was closed leaves nothing running and nothing in the system's temporary folder."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector.actions import import_photos, issue_notice, make_thumbnails, preview_notice, read
from tests import pictures
from tests.faults.killing import PROJECT
from tests.stand import Stand, begin

LINUX = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")
WITH_A_WORKER = """
import os, sys
from pathlib import Path
from inspector.actions import make_thumbnails
from tests.stand import begin
stand = begin(Path(sys.argv[1]))
make_thumbnails.make_thumbnails(stand.device, [stand.photo(1).id])
print(stand.opened._photos._worker.process_id, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A temporary folder of the system that is ours alone, for this process and those it starts."""
    folder = tmp_path / "system-temp"
    folder.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    assert Path(tempfile.gettempdir()) == folder
    yield folder
    tempfile.tempdir = None


def a_day(stand: Stand, card: Path) -> None:
    """Import, make small pictures, refuse what cannot be decoded, print and issue a notice."""
    card.mkdir()
    (card / "1.jpg").write_bytes(pictures.make_jpeg(640, 480, 1, pictures.make_exif()))
    (card / "2.heic").write_bytes(pictures.make_heic())
    (card / "3.jpg").write_bytes(pictures.make_jpeg(640, 480, 2)[:9000])
    (card / "4.txt").write_text("不是照片")
    taken = import_photos.import_photos(stand.device, stand.inspection.id, [card], by=stand.by).taken
    assert len(taken) == 3
    made = make_thumbnails.make_thumbnails(stand.device, [photo.id for photo in taken])
    assert len(made.made) >= 2
    for photo in taken:
        read.print_copy(stand.device, photo.id, 75.0)
    stand.visit()
    stand.seize(stand.item())
    signatures = stand.signatures()
    issue_notice.issue_notice(stand.device, stand.inspection.id, "24", signatures=signatures, by=stand.by)
    preview_notice.preview_notice(stand.device, stand.inspection.id, "9")


def children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


def open_files() -> set[str]:
    return {str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()}


def test_no_step_of_a_day_leaves_a_file_in_the_temporary_folder(temporary: Path, tmp_path: Path) -> None:
    stand = begin(tmp_path / "device")
    with stand.opened:
        a_day(stand, tmp_path / "card")
        assert list(temporary.rglob("*")) == []
    assert list(temporary.rglob("*")) == []


@LINUX
def test_a_closed_device_leaves_no_thread_no_process_and_no_open_file(tmp_path: Path) -> None:
    threads, processes = set(threading.enumerate()), children()
    stand = begin(tmp_path / "device")
    with stand.opened:
        a_day(stand, tmp_path / "card")
        assert children() - processes  # the decoding worker ran
    assert set(threading.enumerate()) == threads
    assert children() == processes
    assert not [name for name in open_files() if name.startswith(str(tmp_path / "device"))]


@LINUX
def test_a_killed_device_takes_its_worker_with_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WITH_A_WORKER, str(tmp_path / "device")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=PROJECT
    ) as day:
        assert day.stdout is not None
        worker = int(day.stdout.readline())
        ended = os.pidfd_open(worker)
        day.kill()
    try:
        assert select.select([ended], [], [], 30)[0], "the worker outlived the device"
    finally:
        os.close(ended)

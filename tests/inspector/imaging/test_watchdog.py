"""A lens that shows nothing is told, not fought for ever; a file is complete once it stands still."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from inspector.clock import SetClock
from inspector.errors import InputError, SystemFault
from inspector.imaging.folder_source import FolderSource
from inspector.imaging.v4l2 import V4l2Source, found_cameras
from inspector.imaging.watchdog import Trouble, Watchdog
from inspector.settling import Settling
from tests.contracts.cameras import LONG_AGO, PlayedCapture
from tests.pictures import make_jpeg

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def test_noise_is_a_good_picture() -> None:
    dog = Watchdog(seconds=4)
    assert [dog.look(number, 200, float(number)) for number in range(60)] == [None] * 60


@pytest.mark.parametrize(
    ("fingerprints", "level", "trouble"), [([7] * 9, 200, Trouble.FROZEN), (range(9), 3, Trouble.BLACK)]
)
def test_what_stays_so_for_long_enough_is_trouble(
    fingerprints: list[int], level: int, trouble: Trouble
) -> None:
    dog = Watchdog(seconds=4)
    said = [dog.look(each, level, float(at)) for at, each in enumerate(fingerprints)]
    assert said[0] is None
    assert said[-1] is trouble
    assert said.index(trouble) in {4, 5}


def test_three_restarts_in_a_row_and_three_again_after_a_good_picture() -> None:
    dog = Watchdog(seconds=0)
    assert [dog.may_restart() for _ in range(5)] == [True, True, True, False, False]
    dog.look(1, 200, 0.0)
    assert dog.may_restart()


def test_a_file_that_grows_is_not_complete(tmp_path: Path) -> None:
    clock = SetClock(NOON)
    settling, file = Settling(clock), tmp_path / "a.jpg"

    def look(size: int) -> bool:
        file.write_bytes(bytes(size))
        os.utime(file, (NOON.timestamp(), NOON.timestamp()))
        return settling.is_settled(file, file.stat())

    assert not look(10)
    clock.advance(timedelta(seconds=3))
    assert not look(20)
    clock.advance(timedelta(seconds=1))
    assert not look(20)
    clock.advance(timedelta(seconds=1))
    assert look(20)


def test_an_old_file_is_complete_at_once_but_an_empty_one_is_looked_at_again(tmp_path: Path) -> None:
    settling = Settling(SetClock(NOON))
    for name, size, complete in (("old.jpg", 5, True), ("empty.jpg", 0, False)):
        file = tmp_path / name
        file.write_bytes(bytes(size))
        os.utime(file, (LONG_AGO, LONG_AGO))
        assert settling.is_settled(file, file.stat()) is complete


def test_a_folder_gives_each_photo_once_and_says_it_is_not_witnessed(tmp_path: Path) -> None:
    clock = SetClock(NOON)
    source = FolderSource(tmp_path, clock=clock)
    source.open()
    with pytest.raises(InputError, match=r"camera\.folder_empty"):
        source.frame()
    file = tmp_path / "1.jpg"
    file.write_bytes(make_jpeg(64, 48, 1))
    os.utime(file, (LONG_AGO, LONG_AGO))
    clock.advance(timedelta(seconds=1))
    still = source.still()
    assert (still.content, still.is_witnessed) == (file.read_bytes(), False)
    with pytest.raises(InputError, match=r"camera\.nothing_new") as told:
        source.still()
    assert "1.jpg" in told.value.sentence()
    source.close()


def test_a_camera_that_may_not_be_used_is_told_from_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = tmp_path / "video0"
    device.touch()
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(SystemFault, match=r"camera\.denied") as told:
        V4l2Source(0, "样本摄像头", device=device).open()
    assert "video" in told.value.sentence()


def test_a_camera_without_its_own_jpeg_is_left_to_others(tmp_path: Path) -> None:
    class Yuyv(PlayedCapture):
        def get(self, _: int) -> float:
            return float(int.from_bytes(b"YUYV", "little"))

    (tmp_path / "video0").touch()
    with pytest.raises(SystemFault, match=r"camera\.none"):
        V4l2Source(0, make_capture=lambda _: Yuyv([]), device=tmp_path / "video0").open()


def test_a_photo_is_not_an_old_frame_of_the_buffer(tmp_path: Path) -> None:
    capture = PlayedCapture([make_jpeg(64, 48, 1)])
    (tmp_path / "video0").touch()
    source = V4l2Source(0, make_capture=lambda _: capture, device=tmp_path / "video0")
    source.open()
    capture.buffered = 3
    still = source.still()
    assert capture.buffered == 0
    assert np.frombuffer(still.content, np.uint8)[-2:].tobytes() == b"\xff\xd9"


def test_cameras_are_listed_by_name_without_their_metadata(tmp_path: Path) -> None:
    for number, (index, name) in enumerate([("0", "Sample Cam"), ("1", "Sample Cam"), ("0", "Second")]):
        entry = tmp_path / f"video{number}"
        entry.mkdir()
        (entry / "index").write_text(f"{index}\n")
        (entry / "name").write_text(f"{name}\n")
    (tmp_path / "video9").mkdir()
    found = found_cameras(tmp_path)
    assert [(camera.path, camera.name) for camera in found] == [
        ("/dev/video0", "Sample Cam"),
        ("/dev/video2", "Second"),
    ]

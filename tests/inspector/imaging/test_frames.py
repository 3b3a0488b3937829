"""The promise of a camera, kept by the replay of files."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inspector.clock import SetClock
from inspector.errors import InputError, SystemFault
from inspector.imaging import GuardedPhotoReader
from inspector.imaging.frames import FrameSource, ReplaySource
from inspector.imaging.v4l2 import V4l2Source, still_name
from tests.pictures import make_jpeg

NOON = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for seed in range(3):
        (tmp_path / f"{seed}.jpg").write_bytes(make_jpeg(1920, 1080, seed))
    (tmp_path / "README.md").write_text("no picture")
    return tmp_path


def shoot(source: FrameSource, times: int) -> list[bytes]:
    """Work with a source as the capture screen does."""
    source.open()
    try:
        taken = []
        for number in range(1, times + 1):
            frame = source.frame()
            assert frame.sequence == number
            assert frame.at.tzinfo is UTC
            taken.append(source.still().content)
        return taken
    finally:
        source.close()


def test_stills_are_the_files_byte_for_byte_in_a_loop(folder: Path) -> None:
    source = ReplaySource(folder, clock=SetClock(NOON))
    whole = [(folder / f"{seed}.jpg").read_bytes() for seed in (0, 1, 2, 0)]
    assert shoot(source, 4) == whole
    assert shoot(source, 4) == whole, "a source can be opened again"


def test_a_frame_is_a_reduced_jpeg_and_says_its_size(reader: GuardedPhotoReader, folder: Path) -> None:
    with ReplaySource(folder, clock=SetClock(NOON)) as source:
        frame = source.frame()
    claims = reader.examine(io.BytesIO(frame.jpeg), "frame").claims
    assert (claims.width, claims.height) == (frame.width, frame.height) == (960, 540)
    assert frame.at == NOON


def test_the_live_view_moves_on_by_itself(folder: Path) -> None:
    with ReplaySource(folder, frames_each=2) as source:
        shown = [source.frame().jpeg for _ in range(7)]
    assert shown[0] == shown[1] != shown[2] == shown[3] != shown[4]
    assert shown[6] == shown[0]


def test_a_still_is_named_after_its_file(folder: Path) -> None:
    with ReplaySource([folder / "2.jpg"]) as source:
        assert source.still().file_name == "2.jpg"


def test_a_lost_camera_says_so_until_it_is_opened_again(folder: Path) -> None:
    source = ReplaySource(folder)
    source.open()
    source.lose()
    for ask in (source.frame, source.still):
        with pytest.raises(SystemFault, match=r"camera\.lost") as caught:
            ask()
        assert source.name in caught.value.sentence()
    source.open()
    assert source.still().content
    source.close()
    with pytest.raises(SystemFault, match=r"camera\.lost"):
        source.frame()


def test_an_empty_folder_is_no_camera(tmp_path: Path) -> None:
    with pytest.raises(SystemFault, match=r"camera\.none"):
        ReplaySource(tmp_path).open()


def test_a_file_that_vanished_is_refused_by_name(folder: Path) -> None:
    with ReplaySource(folder) as source:
        (folder / "0.jpg").unlink()
        with pytest.raises(InputError) as caught:
            source.still()
    assert caught.value.facts["file"] == "0.jpg"


def test_no_camera_where_there_is_none() -> None:
    source: FrameSource = V4l2Source(99)
    with pytest.raises(SystemFault, match=r"camera\.none"):
        source.open()
    with pytest.raises(SystemFault, match=r"camera\.lost"):
        source.still()
    source.close()


def test_a_still_is_named_by_chinas_time() -> None:
    assert still_name(NOON.replace(microsecond=7000)) == "拍摄_20261120_100000_007.jpg"

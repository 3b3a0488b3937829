"""What every camera promises, whatever is behind it."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC
from pathlib import Path

import pytest

from inspector.errors import SystemFault
from inspector.imaging import GuardedPhotoReader
from tests.contracts.cameras import CAMERAS, Rig

pytestmark = pytest.mark.qt_log_ignore("No RHI backend", "Using Qt multimedia")


@pytest.fixture(params=sorted(CAMERAS))
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Rig:
    folder = tmp_path / "camera"
    folder.mkdir()
    return CAMERAS[request.param](folder)


def test_frames_and_stills_are_pictures_in_order(rig: Rig) -> None:
    reader = GuardedPhotoReader()
    rig.source.open()
    try:
        assert rig.source.name
        stills = []
        for number in range(1, 4):
            frame = rig.source.frame()
            assert (frame.sequence, frame.at.tzinfo) == (number, UTC)
            seen = reader.examine(io.BytesIO(frame.jpeg), "frame").claims
            assert (seen.width, seen.height) == (frame.width, frame.height)
            still = rig.source.still()
            assert reader.examine(io.BytesIO(still.content), still.file_name).media_type == "image/jpeg"
            assert still.file_name.endswith(".jpg")
            stills.append(hashlib.sha256(still.content).digest())
            rig.next_picture()
        assert len(set(stills)) > 1, "what is seen later is another photo"
    finally:
        rig.source.close()
        reader.close()


def test_a_camera_that_is_closed_or_lost_says_so_and_can_be_opened_again(rig: Rig) -> None:
    with pytest.raises(SystemFault, match=r"camera\.lost"):
        rig.source.frame()
    rig.source.open()
    rig.source.frame()
    rig.lose()
    for ask in (rig.source.frame, rig.source.still):
        with pytest.raises(SystemFault, match=r"camera\.lost") as told:
            ask()
        assert rig.source.name in told.value.sentence()
    rig.plug_in()
    rig.source.open()
    assert rig.source.frame().sequence == 1, "counted anew"
    rig.source.close()
    rig.source.close()
    with pytest.raises(SystemFault, match=r"camera\.lost"):
        rig.source.still()


def test_no_camera_is_said_by_name(rig: Rig) -> None:
    rig.take_away()
    with pytest.raises(SystemFault, match=r"camera\.none") as told:
        rig.source.open()
    assert rig.source.name in told.value.sentence()
    rig.source.close()

"""The line that says when a photo was taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from inspector.records import PhotoOrigin
from inspector.records.time_bounds import TimeBounds
from tests.sample_records import NOW, a_photo
from ui.desktop.photo_time import photo_time_line

PHOTO = replace(a_photo(), origin=PhotoOrigin.CAMERA)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("bounds", "line"),
    [
        (None, "拍摄时间 11-23 09:02:03（设备时钟） · 仅设备时钟，尚无回执佐证"),
        (
            TimeBounds(NOW, NOW - HOUR, NOW + HOUR, 0, 0),
            "拍摄时间 11-23 09:02:03（设备时钟） · 不早于 11-23 08:02:03 · 不晚于 11-23 10:02:03",
        ),
        (
            TimeBounds(NOW, NOW + HOUR, None, 1, 1),
            (
                "拍摄时间 11-23 09:02:03（设备时钟） · 不早于 11-23 10:02:03 · 期间设备时钟跳动 2 次"
                " · 设备时钟与回执不符，以先后编号为准"
            ),
        ),
        (
            TimeBounds(NOW, NOW + HOUR, NOW, 0, 0),
            (
                "拍摄时间 11-23 09:02:03（设备时钟） · 不早于 11-23 10:02:03 · 不晚于 11-23 09:02:03"
                " · 前后回执的时间互相矛盾，请核对中心端时钟"
            ),
        ),
    ],
)
def test_a_line_says_whose_word_it_is(bounds: TimeBounds | None, line: str) -> None:
    assert photo_time_line(PHOTO, bounds) == line


def test_an_imported_photo_has_a_time_of_arrival_only() -> None:
    assert photo_time_line(a_photo(), None).startswith("收入时间")

"""What every journey in a real window begins with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys.window.hands import Hands, program
from tests.journeys.window.morning import PASSPHRASE, morning
from tests.journeys.window.screens import Screen, missing, screen

CHINESE = "无当事人不愿意签字拒收样本李王码第号录像盘内有电话人接听"
"""Every character a journey types."""


@pytest.fixture
def on() -> Iterator[Screen]:
    """A small laptop's screen with a window manager."""
    if lacking := missing():
        pytest.skip(
            f"a journey in a real window needs {', '.join(lacking)} (./test installs them when run as root)"
        )
    with screen(CHINESE) as made:
        yield made


@pytest.fixture
def hands(on: Screen, tmp_path: Path) -> Iterator[Hands]:
    """An officer at the unlocked window on the morning of the fair, with forty pictures before the camera."""
    morning(tmp_path, photos=40)
    with program(on, tmp_path) as made:
        made.find("口令", "text")
        made.type(f"{PASSPHRASE}\n")
        made.find("开始检查", "push button")
        made.begin_counting()
        yield made


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Say a journey's figures on the terminal, even when it succeeds."""

    def say(words: str) -> None:
        with capsys.disabled():
            print(words)

    return say

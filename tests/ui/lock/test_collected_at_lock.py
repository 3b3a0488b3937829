"""What an unlocked device holds is looked through by no collection, and by the one of the lock."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.stand import begin
from tests.ui.lock.test_drafts import Desk

pytestmark = pytest.mark.usefixtures("setting_aside")


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    stand = begin(tmp_path / "device")
    stand.opened.close()
    made = Desk(stand, qtbot)
    yield made
    made.session.close()


def test_the_screens_are_set_aside_until_the_lock(desk: Desk) -> None:
    screens = weakref.ref(desk.working)
    assert all(each is not screens() for each in gc.get_objects()), "a collection looks through them"
    desk.lock()
    assert screens() is None

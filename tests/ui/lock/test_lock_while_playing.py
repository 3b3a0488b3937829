"""A lock while a film is played: it stops at once, its process ends, and nothing of it stays to be seen."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtMultimedia import QAudioDevice, QMediaDevices
from pytestqt.qtbot import QtBot

from inspector.actions.take_recording import take_recording
from tests.recordings import make_film
from tests.stand import Stand, begin
from tests.ui.lock.test_drafts import Desk
from ui.desktop.shell import Place


@pytest.fixture
def stand(tmp_path: Path) -> Stand:
    made = begin(tmp_path / "device")
    take_recording(
        made.device,
        made.inspection.id,
        content=io.BytesIO(make_film(seconds=3)),
        file_name="BODY_1.MP4",
        by=made.by,
    )
    made.opened.close()
    return made


@pytest.fixture
def desk(stand: Stand, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A window on a machine without a loudspeaker."""
    monkeypatch.setattr(QMediaDevices, "defaultAudioOutput", staticmethod(QAudioDevice))
    made = Desk(stand, qtbot)
    yield made
    made.session.close()


def test_a_lock_stops_a_film_and_wipes_its_picture(desk: Desk, qtbot: QtBot) -> None:
    gallery = desk.working.gallery
    desk.working.go(Place.PHOTOS)
    gallery.show_recordings()
    desk.settle()
    (recording,) = gallery.recordings.now.recordings
    gallery.play(recording.id)
    view = gallery.player_view
    qtbot.waitUntil(lambda: view.canvas.has_picture, timeout=60_000)
    gallery.player.play_or_wait()
    shown, playing = view.canvas.picture, gallery.player._playing
    assert playing is not None
    process = psutil.Process(playing._film.process_id)  # type: ignore[union-attr]
    desk.lock()
    assert not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    assert shown.pixelColor(40, 30).red() == 0
    assert not playing.ahead._pictures
    assert not playing.ahead._sounds
    desk.unlock()
    assert not desk.working.gallery.player.is_playing

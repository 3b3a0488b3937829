"""A sealed film played over a real device: pictures by their time, keys, words where it cannot be, nothing left behind."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtMultimedia import QAudioDevice, QMediaDevices
from pytestqt.qtbot import QtBot

from inspector.actions import read
from inspector.actions.take_recording import take_recording
from inspector.records import Recording
from tests.recordings import make_film, make_wav
from tests.stand import Stand, begin
from ui.desktop.portrait import LAPTOP, settle
from ui.desktop.screens.gallery.place import GalleryPlace
from ui.desktop.screens.recordings.player_presenter import PlayerPresenter
from ui.desktop.screens.recordings.player_view import PlayerView
from ui.desktop.tasks import Tasks

FILM, VOICE, BROKEN, ALTERED = "BODY_1.MP4", "VOICE.WAV", "CUT.MP4", "ALTERED.MP4"


def _spoil(stand: Stand, recording: Recording) -> None:
    path = next((stand.opened.folder / "vault").glob(f"??/{recording.id}.ipv"))
    whole = path.read_bytes()
    path.write_bytes(whole[:-20] + bytes([whole[-20] ^ 1]) + whole[-19:])


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """One device for all: a photo, a film that grows lighter, sound, a film that broke off, one that was altered."""
    begun = begin(tmp_path_factory.mktemp("player") / "device")
    with begun.opened:
        begun.photo(1)
        film = make_film(seconds=3)
        cut = make_film(shade=9)[:6000]
        for name, content in (
            (FILM, film),
            (VOICE, make_wav(1)),
            (BROKEN, cut),
            (ALTERED, make_film(shade=40)),
        ):
            taken = take_recording(
                begun.device, begun.inspection.id, content=io.BytesIO(content), file_name=name, by=begun.by
            )
        _spoil(begun, taken)
        yield begun


@pytest.fixture
def place(stand: Stand, tasks: Tasks, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> GalleryPlace:
    """The place of photos and recordings, on a machine without a loudspeaker."""
    monkeypatch.setattr(QMediaDevices, "defaultAudioOutput", staticmethod(QAudioDevice))
    made = GalleryPlace(stand.opened, tasks)
    made.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    qtbot.addWidget(made)
    made.resize(LAPTOP)
    made.show()
    made.refresh()
    made.recordings.refresh()
    settle(tasks)
    return made


@pytest.fixture
def view(place: GalleryPlace) -> Iterator[PlayerView]:
    yield place.player_view
    place.player.close()


def recording(place: GalleryPlace, name: str) -> Recording:
    return next(each for each in place.recordings.now.recordings if each.file_name == name)


def play(place: GalleryPlace, qtbot: QtBot, name: str) -> PlayerPresenter:
    place.play(recording(place, name).id)
    qtbot.waitUntil(place.player_view.play.isEnabled, timeout=60_000)
    return place.player


def shade(view: PlayerView) -> int:
    return view.canvas.picture.pixelColor(40, 30).red()


def test_recordings_are_tiles_of_their_own_with_a_picture_from_their_beginning(
    place: GalleryPlace, tasks: Tasks, qtbot: QtBot
) -> None:
    filters = place.view.filters  # counted after the first photos stand there
    qtbot.waitUntil(lambda: filters._recordings.text() == "录像录音 4", timeout=60_000)
    assert place.view.rows.rowCount() == 1, "no recording is among the photos"
    place.show_recordings()
    place.grab()
    settle(tasks)
    qtbot.waitUntil(lambda: place.recordings_view.rows.picture_bytes > 0, timeout=60_000)
    settle(tasks)
    rows = place.recordings_view.rows
    shown = {rows.row(rows.index(each)).label: rows.row(rows.index(each)) for each in range(4)}
    assert {label: (row.tag, row.plays, row.state_word) for label, row in shown.items()} == {
        f"B-217 · {ALTERED}": ("0:02", "film", "已封存"),
        f"B-217 · {BROKEN}": ("时长未知", "film", "已封存"),
        f"B-217 · {VOICE}": ("0:01", "audio-lines", "已封存"),
        f"B-217 · {FILM}": ("0:03", "film", "已封存"),
    }
    film = recording(place, FILM)
    poster = read.thumbnail(place.player._opened.device, film.id)
    assert poster is not None and poster.startswith(b"\xff\xd8"), "kept in the vault as what it is: derived"
    assert rows.is_undecodable(recording(place, BROKEN).id)


def test_a_film_shows_its_first_picture_goes_on_with_space_and_ends(
    place: GalleryPlace, view: PlayerView, qtbot: QtBot
) -> None:
    player = play(place, qtbot, FILM)
    qtbot.waitUntil(lambda: view.canvas.has_picture, timeout=60_000)
    first = shade(view)
    assert view.time_words == "0:00 / 0:03"
    assert (view.play.text(), player.is_playing) == ("播放", False)
    assert view.sentence == "这台电脑没有可用的声音输出设备，只放画面；录音内容不受影响。"
    assert not view.volume.isEnabled()
    qtbot.keyClick(view.canvas, Qt.Key.Key_Space)
    assert (view.play.text(), player.is_playing) == ("暂停", True)
    qtbot.waitUntil(lambda: shade(view) > first + 20, timeout=60_000)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Space)
    waits_at = player.position
    assert not player.is_playing
    assert player.position == waits_at
    qtbot.keyClick(view.canvas, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not player.is_playing, timeout=60_000)
    assert view.time_words == "0:03 / 0:03"
    qtbot.keyClick(view.canvas, Qt.Key.Key_Space)
    assert player.position < 1_000, "from the end it begins anew"


def test_arrows_the_bar_and_home_go_to_a_place_and_show_it_while_it_waits(
    place: GalleryPlace, view: PlayerView, qtbot: QtBot
) -> None:
    player = play(place, qtbot, FILM)
    qtbot.waitUntil(lambda: view.canvas.has_picture, timeout=60_000)
    first = shade(view)
    view.place.sought.emit(700)
    qtbot.waitUntil(lambda: shade(view) > first + 60, timeout=60_000)
    assert player.position == pytest.approx(2100, abs=30)
    assert not player.is_playing
    qtbot.keyClick(view.canvas, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: shade(view) <= first + 4, timeout=60_000)
    assert player.position == 0
    qtbot.keyClick(view.canvas, Qt.Key.Key_Right)
    assert player.position == player._length_ms, "ten seconds on is behind the end"
    qtbot.keyClick(view.canvas, Qt.Key.Key_Home)
    assert player.position == 0


def test_sound_alone_is_played_and_said_to_be_so(place: GalleryPlace, view: PlayerView, qtbot: QtBot) -> None:
    player = play(place, qtbot, VOICE)
    assert view.canvas._words == "录音，没有画面"
    assert "听不到这段录音" in view.sentence
    qtbot.keyClick(view.canvas, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not player.is_playing, timeout=60_000)
    assert view.time_words == "0:01 / 0:01"


def test_leaving_ends_the_process_and_leaves_no_picture(
    place: GalleryPlace, view: PlayerView, qtbot: QtBot, tasks: Tasks
) -> None:
    player = play(place, qtbot, FILM)
    qtbot.waitUntil(lambda: view.canvas.has_picture, timeout=60_000)
    playing = player._playing
    assert playing is not None
    process = psutil.Process(playing._film.process_id)  # type: ignore[union-attr]
    shown = view.canvas.picture
    ahead = [each.rgb for each in playing.ahead._pictures] + [each.pcm for each in playing.ahead._sounds]
    assert ahead
    qtbot.keyClick(view.canvas, Qt.Key.Key_Escape)
    assert place.currentWidget() is place.recordings_view
    settle(tasks)
    process.wait(60)
    assert not any(map(any, ahead))
    assert not view.canvas.has_picture
    assert shown.pixelColor(40, 30).red() == 0, "wiped, not only let go"
    assert playing._film is not None
    assert not playing._film._plain._held  # type: ignore[attr-defined]


def test_hiding_the_place_as_a_lock_does_ends_it_too(place: GalleryPlace, qtbot: QtBot, tasks: Tasks) -> None:
    player = play(place, qtbot, FILM)
    place.hide()
    assert player._playing is None
    assert place.currentWidget() is place.recordings_view
    settle(tasks)


def test_a_film_that_broke_off_says_so_in_words(place: GalleryPlace, view: PlayerView, qtbot: QtBot) -> None:
    place.play(recording(place, BROKEN).id)
    qtbot.waitUntil(lambda: "无法播放" in view.canvas._words, timeout=60_000)
    assert not view.play.isEnabled()


def test_whole_or_altered_is_known_after_all_of_it_was_read(
    place: GalleryPlace, view: PlayerView, qtbot: QtBot
) -> None:
    play(place, qtbot, FILM)
    view.check.click()
    qtbot.waitUntil(lambda: "完整性已核对" in view.sentence, timeout=60_000)
    place.play(recording(place, ALTERED).id)
    qtbot.waitUntil(view.check.isEnabled, timeout=60_000)
    view.check.click()
    qtbot.waitUntil(lambda: "与保存时不一致" in view.sentence, timeout=60_000)


def _written_by(process: psutil.Process) -> set[Path]:
    return {Path(file.path) for file in process.open_files() if getattr(file, "mode", "r") != "r"}


def test_nothing_plain_is_written_anywhere(
    place: GalleryPlace, view: PlayerView, qtbot: QtBot, stand: Stand
) -> None:
    here = psutil.Process()
    before = _written_by(here)  # whoever runs the tests may keep what they say
    player = play(place, qtbot, FILM)
    qtbot.waitUntil(lambda: view.canvas.has_picture, timeout=60_000)
    process = psutil.Process(player._playing._film.process_id)  # type: ignore[union-attr]
    for each in (here, process):
        new = _written_by(each) - before
        assert not [path for path in new if not path.is_relative_to(stand.opened.folder.parent)]
    needle = make_film(seconds=3)[1000:1064]
    for path in stand.opened.folder.rglob("*"):
        assert not path.is_file() or needle not in path.read_bytes()

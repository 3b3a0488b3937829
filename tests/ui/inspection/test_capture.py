"""The capture page with a replayed camera: the shutter seals what is seen, a camera that fails comes back."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageFilter
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector.errors import SystemFault
from inspector.imaging.frames import Frame, ReplaySource, Still
from inspector.imaging.watchdog import Trouble, Watchdog
from inspector.progress import Progress
from inspector.records import Photo, PhotoOrigin, PhotoTag
from tests import pictures
from tests.stand import Stand
from tests.ui.inspection.inspection_workspace import Workspace
from ui.desktop.cameras import CameraChoice, GivenCameras
from ui.desktop.portrait import LAPTOP, settle
from ui.desktop.screens.inspection import capture_presenter
from ui.desktop.screens.inspection.live_camera import Aim, LiveCamera
from ui.desktop.screens.inspection.live_picture import LivePicture
from ui.desktop.screens.inspection.view import InspectionScreen
from ui.desktop.tasks import Lane, Tasks
from ui.desktop.theme import Look, theme
from ui.desktop.widgets import Choice

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # said by the offscreen platform of any window
BURST = 30


def blurred(seed: int) -> bytes:
    picture = pictures.draw(480, 360, seed).filter(ImageFilter.GaussianBlur(9))
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=90)
    return content.getvalue()


@pytest.fixture
def seen(tmp_path: Path) -> Path:
    """What the camera sees: small pictures, the second one blurred."""
    folder = tmp_path / "seen"
    folder.mkdir()
    for seed in range(BURST):
        content = blurred(seed) if seed == 1 else pictures.make_jpeg(96, 64, seed)
        (folder / f"IMG_{seed:02}.JPG").write_bytes(content)
    return folder


@pytest.fixture
def source(seen: Path) -> ReplaySource:
    """A camera that sees them, one after the other as they are taken."""
    return ReplaySource(seen, frames_each=1_000_000)


@pytest.fixture
def cameras(source: ReplaySource) -> GivenCameras:
    """That camera alone."""
    return GivenCameras([CameraChoice("one", "样片回放", lambda: source)])


@pytest.fixture
def captured(qapp: QApplication, stand: Stand, cameras: GivenCameras, qtbot: QtBot) -> Iterator[Workspace]:
    """The workspace with that camera, its page open."""
    theme().apply(Look.LIGHT)
    tasks = Tasks()
    screen = InspectionScreen(stand.opened, tasks, theme(), cameras=lambda: cameras)
    screen.resize(LAPTOP)
    screen.show()
    screen.open(stand.inspection.id)
    settle(tasks)
    if cameras.choices():
        with qtbot.waitSignal(screen.capture_page.picture_shown):
            screen.open_camera()
    yield Workspace(screen, tasks, stand)
    screen.close_camera()
    settle(tasks)
    tasks.close()
    screen.close()
    screen.deleteLater()
    qapp.processEvents()


def press(captured: Workspace, key: Qt.Key = Qt.Key.Key_Space) -> None:
    QTest.keyClick(captured.screen.capture_page, key)


def test_space_a_volume_key_and_a_tap_seal_what_is_seen_and_a_blurred_one_is_remarked(
    captured: Workspace, qtbot: QtBot
) -> None:
    page = captured.screen.capture_page
    for number, key in enumerate((Qt.Key.Key_Space, Qt.Key.Key_VolumeUp, None), start=1):
        if key is None:
            QTest.mouseClick(page.findChild(LivePicture), Qt.MouseButton.LeftButton)
        else:
            press(captured, key)
        qtbot.waitUntil(lambda number=number: len(captured.dossier.photos) == number)
    assert {(photo.origin, photo.tag) for photo in captured.dossier.photos} == {
        (PhotoOrigin.CAMERA, PhotoTag.BOOTH)
    }
    qtbot.waitUntil(lambda: "模糊" in page.remark)
    assert page.remark.startswith("第 2 张")
    press(captured)
    assert page.remark == "", "the next shot is not spoken of before it is looked at"
    press(captured, Qt.Key.Key_Escape)
    captured.settle()
    assert not page.isVisible()


def test_a_burst_of_thirty_loses_none_and_counts_only_what_is_durable(
    captured: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = captured.screen.capture_page
    shown: list[tuple[int, int]] = []
    monkeypatch.setattr(page, "show_sealed", lambda sealed, waiting, _: shown.append((sealed, waiting)))
    held = threading.Lock()
    put = captured.stand.device.vault.put

    def slowly(object_id: str, content: Any, **told: Any) -> Any:
        with held:
            return put(object_id, content, **told)

    monkeypatch.setattr(captured.stand.device.vault, "put", slowly)
    with held:  # the disk stands still: the shutter does not
        for _ in range(BURST):
            press(captured)
        assert shown[-1] == (0, BURST)
    qtbot.waitUntil(lambda: shown[-1] == (BURST, 0))
    assert len({photo.sha256 for photo in captured.dossier.photos}) == BURST
    assert all(sealed + waiting <= BURST for sealed, waiting in shown)


def test_what_the_disk_refused_is_sealed_again_and_belongs_to_the_stand_it_was_taken_at(
    captured: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = captured.screen.capture_page
    again = page._again
    with monkeypatch.context() as full:

        def refuse(*_: object, **__: object) -> None:
            raise SystemFault("vault.disk_full")

        full.setattr(captured.stand.device.vault, "put", refuse)
        press(captured)
        press(captured)
        qtbot.waitUntil(lambda: again.isVisible() and "2" in again.text())
        assert page.line
        assert captured.dossier.photos == ()
    again.click()
    qtbot.waitUntil(lambda: len(captured.dossier.photos) == 2)
    qtbot.waitUntil(lambda: not again.isVisible())
    screen, first = captured.screen, captured.stand.inspection.id
    late = Still(pictures.make_jpeg(64, 48, 99), "late.jpg")
    screen._stand.open("0" * 32)  # the officer turns to another stand before the picture is made
    screen._steps.capture().capture._seal(late, Aim(PhotoTag.VIEW, first))
    qtbot.waitUntil(lambda: len(captured.dossier.photos) == 3)
    assert captured.dossier.photos[2].inspection_id == first
    screen.open(first)


def test_photos_are_looked_at_again_after_another_stand_was_open_meanwhile(
    captured: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen, first, second = captured.screen, captured.stand.inspection.id, captured.begin_another()
    capture = screen._steps.capture().capture
    looked: list[str] = []
    turned = threading.Event()

    def slowly(_: object, photo: Photo) -> tuple[()]:
        looked.append(photo.id)
        turned.wait()
        return ()

    monkeypatch.setattr(capture_presenter, "remark_on", slowly)
    press(captured)
    try:
        qtbot.waitUntil(lambda: len(looked) == 1)
        screen._stand.open(second)
        qtbot.waitUntil(lambda: capture._inspection_id == second)
    finally:
        turned.set()
    qtbot.waitUntil(lambda: not capture._is_judging)
    screen._stand.open(first)
    qtbot.waitUntil(lambda: capture._inspection_id == first)
    press(captured)
    qtbot.waitUntil(lambda: len(looked) == 2)
    assert looked == [photo.id for photo in captured.dossier.photos]


def test_a_lost_camera_comes_back_and_another_or_a_folder_can_be_chosen(
    captured: Workspace, source: ReplaySource, cameras: GivenCameras, seen: Path, qtbot: QtBot
) -> None:
    page = captured.screen.capture_page
    with qtbot.waitSignal(page.camera_missed):
        source.lose()
    assert not page.shutter.isEnabled()
    press(captured)
    with qtbot.waitSignal(page.picture_shown):
        pass
    qtbot.waitUntil(lambda: page.line == "摄像头已恢复。")
    assert page.shutter.isEnabled()
    assert captured.dossier.photos == (), "what was pressed while nothing was seen is not taken later"
    offered = page.findChild(Choice)
    second = ReplaySource([seen / "IMG_05.JPG"])
    cameras.give([*cameras.choices(), CameraChoice("two", "第二个", lambda: second)])
    assert [offered.itemText(place) for place in range(offered.count())] == [
        "样片回放",
        "第二个",
        "相机存照片的文件夹…",
    ]
    page.camera_chosen.emit("two")
    qtbot.waitUntil(lambda: second._is_open)
    assert offered.currentText() == "第二个"
    with qtbot.waitSignal(page.picture_shown):
        page.folder_chosen.emit(seen)
    assert offered.currentText() == "文件夹：seen"
    press(captured)
    qtbot.waitUntil(lambda: len(captured.dossier.photos) == 1)
    assert captured.dossier.photos[0].origin is PhotoOrigin.IMPORTED


class Lens:
    """A live source that shows what it is told, one flat picture a frame."""

    name, is_live = "样本镜头", True

    def __init__(self) -> None:
        self.shows = iter([*["black"] * 5, *["scene"] * 3])
        self.opened = self.frames = 0

    def open(self) -> None:
        self.opened += 1

    def close(self) -> None:
        pass

    def frame(self) -> Frame:
        self.frames += 1
        level = 0 if next(self.shows, "scene") == "black" else 200
        content = io.BytesIO()
        Image.new("RGB", (64, 48), (level, level, level)).save(content, "JPEG")
        return Frame(content.getvalue() + b"%d" % self.frames, 64, 48, self.frames, datetime.now(UTC))

    def still(self) -> Still:
        raise NotImplementedError


def test_a_black_picture_starts_the_camera_again_and_is_then_only_told(qtbot: QtBot, tasks: Tasks) -> None:
    lens = Lens()
    live = LiveCamera(lens, Watchdog(seconds=0))
    told: list[tuple[Trouble, bool]] = []
    live.troubled.connect(lambda trouble, again: told.append((trouble, again)))
    live.picture_seen.connect(lambda _: live.picture_shown())
    right: list[int] = []
    live.came_right.connect(lambda: right.append(lens.frames))
    progress: Progress = tasks.run(live.run, lane=Lane.STANDING, cancelled=lambda: None)
    qtbot.waitUntil(lambda: bool(right))
    live.stop(progress)
    settle(tasks)
    assert told[:4] == [(Trouble.BLACK, True)] * 3 + [(Trouble.BLACK, False)]
    assert (lens.opened, right) == (4, [6]), "the sixth frame is the first that shows something"


def test_without_a_camera_the_page_says_what_to_do_and_one_plugged_in_starts(
    workspace: Workspace, qtbot: QtBot, source: ReplaySource
) -> None:
    page = workspace.screen.capture_page
    cameras = GivenCameras([])
    workspace.screen._steps.capture().capture._make_cameras = lambda: cameras
    workspace.screen.open_camera()
    assert not page.shutter.isEnabled()
    with qtbot.waitSignal(page.picture_shown):
        cameras.give([CameraChoice("one", "样片回放", lambda: source)])
    assert page.shutter.isEnabled()
    workspace.screen.close_camera()
    workspace.settle()

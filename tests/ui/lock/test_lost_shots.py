"""A photo asked for as the lock comes is sealed, or named after unlocking until somebody has read it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from inspector.actions import read
from inspector.errors import SystemFault
from inspector.imaging.frames import ReplaySource, Still
from inspector.records import PhotoTag
from tests import pictures
from tests.stand import Stand, begin
from tests.ui.lock.test_drafts import Desk
from ui.desktop.cameras import CameraChoice, GivenCameras
from ui.desktop.portrait import render
from ui.desktop.screens.inspection import Step
from ui.desktop.widgets import Banner
from ui.desktop.workplace import WorkplaceOnScreen

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def stand(tmp_path: Path) -> Stand:
    made = begin(tmp_path / "device")
    made.item()
    made.opened.close()
    return made


@pytest.fixture
def source(tmp_path: Path) -> ReplaySource:
    seen = tmp_path / "seen"
    seen.mkdir()
    for seed in range(3):
        (seen / f"IMG_{seed}.JPG").write_bytes(pictures.make_jpeg(96, 64, seed))
    return ReplaySource(seen, frames_each=1_000_000)


@pytest.fixture
def desk(stand: Stand, source: ReplaySource, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    cameras = [CameraChoice("one", "样片回放", lambda: source)]
    monkeypatch.setattr(WorkplaceOnScreen, "_cameras", lambda _: GivenCameras(cameras))
    made = Desk(stand, qtbot)
    made.open(Step.GOODS)
    assert made.working.stand is not None
    with qtbot.waitSignal(made.working.stand.capture_page.picture_shown):
        made.working.stand.open_camera()
    yield made
    made.session.close()


def press(desk: Desk, tag: PhotoTag = PhotoTag.BACKSTAMP) -> None:
    assert desk.working.stand is not None
    desk.working.stand.capture_page.shutter_pressed.emit(tag)


def taken(desk: Desk) -> int:
    return len(read.dossier(desk.working.opened.device, desk.stand.inspection.id).photos)


def told(desk: Desk) -> Banner:
    return desk.working.shell.lost


def test_a_photo_asked_for_just_before_the_lock_is_sealed(desk: Desk) -> None:
    press(desk)
    desk.lock()
    desk.unlock()
    assert taken(desk) == 1
    assert told(desk).isHidden()


def test_what_the_disk_refuses_to_the_end_is_named_until_it_was_read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    with monkeypatch.context() as full:

        def refuse(*_: object, **__: object) -> None:
            raise SystemFault("vault.disk_full")

        full.setattr(desk.working.opened.device.vault, "put", refuse)
        press(desk)
        assert desk.working.stand is not None
        again = desk.working.stand.capture_page._again
        qtbot.waitUntil(lambda: again.isVisibleTo(desk.working.stand.capture_page))
        desk.lock()
    for _ in range(2):  # a second lock before anybody has read it changes nothing
        desk.unlock()
        assert not told(desk).isHidden()
        said = told(desk).sentence
        assert "1 张" in said
        assert "底款" in said
        assert SystemFault("vault.disk_full").sentence("zh") in said
        if folder := os.environ.get("LOOK"):
            desk.window.resize(1366, 768)
            render(desk.window, Path(folder) / "lost-light.png")
        desk.lock()
    desk.unlock()
    told(desk).acted.emit()
    desk.settle()
    assert told(desk).isHidden()
    desk.lock()
    desk.unlock()
    assert told(desk).isHidden()
    assert taken(desk) == 0


def test_what_the_camera_does_not_give_as_the_lock_comes_is_named(
    desk: Desk, source: ReplaySource, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> Still:
        raise SystemFault("camera.lost", name="样片回放")

    monkeypatch.setattr(source, "still", broken)
    press(desk, PhotoTag.VIEW)
    desk.lock()
    desk.unlock()
    assert "器物" in told(desk).sentence
    assert taken(desk) == 0


def test_the_choices_of_the_import_page_come_back(desk: Desk, tmp_path: Path) -> None:
    card = tmp_path / "card"
    card.mkdir()
    for seed in range(10, 14):
        (card / f"DSC_{seed}.JPG").write_bytes(pictures.make_jpeg(96, 64, seed))
        os.utime(
            card / f"DSC_{seed}.JPG", (1_600_000_000, 1_600_000_000)
        )  # nothing is being written any more
    stand = desk.working.stand
    assert stand is not None
    stand.close_camera()
    stand.open_card()
    stand.card_page.files_chosen.emit([card])
    desk.settle()
    stand.card_page.source_stated.emit("phone")
    stand.card_page.left_out.emit([str(card / "DSC_11.JPG"), str(card / "DSC_12.JPG")])
    stand.card_page.group_chosen.emit("refused")
    chosen = stand.import_page
    assert chosen is not None
    desk.lock()
    desk.unlock()
    stand = desk.working.stand
    assert stand is not None
    assert stand.import_page == chosen
    assert stand.card_page.isVisibleTo(stand)
    assert "2" in stand.card_page.take.text()
    stand.card_page.taking_asked.emit()
    desk.settle()
    assert {
        photo.file_name for photo in read.dossier(desk.working.opened.device, desk.stand.inspection.id).photos
    } == {"DSC_10.JPG", "DSC_13.JPG"}

"""The import page over a real device: what is promised is taken, a pulled card goes on by itself."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from inspector.actions import import_photos as importing
from inspector.actions import read
from inspector.actions.take_photo import take_photo
from inspector.records import PhotoOrigin
from tests import pictures, recordings
from tests.ui.inspection.inspection_workspace import Workspace
from ui.desktop import tasks as pace
from ui.desktop.card_places import CardKind, CardPlace
from ui.desktop.screens.inspection import Step
from ui.desktop.screens.inspection.card_view import CardView, Group
from ui.desktop.screens.inspection.goods_view import GoodsView
from ui.desktop.widgets import Choice

LONG_AGO = 1_700_000_000
PHOTOS = 5


def put(folder: Path, name: str, content: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    os.utime(folder / name, (LONG_AGO, LONG_AGO))


def fill(card: Path) -> None:
    for seed in range(PHOTOS):
        put(card / "DCIM", f"IMG_{seed}.JPG", pictures.make_jpeg(96, 64, seed))
    put(card / "DCIM", "film.mp4", b"no film at all")


@pytest.fixture
def card(tmp_path: Path) -> Path:
    folder = tmp_path / "SAMPLE"
    fill(folder)
    return folder


@pytest.fixture
def page(workspace: Workspace, card: Path) -> CardView:
    """The page, open, with one phone plugged in; the clock that looks again is turned by hand."""
    workspace.stand.photo(1)  # the very bytes of IMG_1.JPG
    steps = workspace.screen._steps
    steps.card().card._find_places = lambda: [CardPlace(card, "样本手机", CardKind.PHONE)]
    steps.card().card._timer.setInterval(3_600_000)
    workspace.screen.open_card()
    workspace.settle()
    return workspace.screen.card_page


def words(page: CardView) -> list[str]:
    return [page._groups.button(number).text() for number in range(3)]


def choose(workspace: Workspace, page: CardView) -> None:
    next(b for b in page.findChildren(QPushButton) if b.text() == "样本手机").click()
    workspace.settle()


def test_what_will_happen_is_shown_and_what_is_left_out_stays_out(
    workspace: Workspace, page: CardView
) -> None:
    assert not page.take.isEnabled()
    choose(workspace, page)
    assert page.findChild(Choice).currentText() == "手机"
    assert words(page) == ["将收入 4", "已有 1", "不收 1"]
    assert page.take.text() == "收入照片 4 张（1 MB）"
    assert workspace.dossier.photos[0].origin is PhotoOrigin.CAMERA
    first = page._rows.row(page._rows.index(0))
    page.left_out.emit([first.id])
    page.group_chosen.emit(Group.REFUSED.value)
    assert words(page) == ["将收入 3", "已有 1", "不收 2"]
    reasons = [page._refused.model().index(row, 0).data() for row in range(2)]
    assert "您选择不收" in reasons[0]
    assert "film.mp4" in reasons[1]
    page.let_in.emit([first.id])
    page.left_out.emit([first.id])
    page.take.click()
    workspace.settle()
    assert len(workspace.dossier.photos) == 4
    assert page.sentence == "已收入照片 3 张，全部封存。可以拔卡。"
    assert words(page) == ["将收入 0", "已有 4", "不收 2"]
    page.group_chosen.emit(Group.KNOWN.value)
    workspace.settle()
    assert page._rows.rowCount() == 4
    last = workspace.stand.device.journal.length()
    (told,) = workspace.stand.device.journal.entries(last, last)
    assert b'"source":"phone"' in told


def test_a_card_pulled_midway_loses_nothing_and_goes_on_by_itself(
    workspace: Workspace, page: CardView, card: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(workspace, page)
    take, seen = take_photo, []

    def pulls(*args: object, **named: object) -> object:
        photo = take(*args, **named)  # type: ignore[arg-type]  # as it came
        seen.append(photo)
        if len(seen) == 2:
            shutil.rmtree(card)
        return photo

    monkeypatch.setattr(importing, "take_photo", pulls)
    page.take.click()
    workspace.settle()
    assert page.sentence == "卡已拔出：收入的照片 2 张都已封存，余 2 个，从“IMG_3.JPG”起。插回后自动接着收。"
    assert len(workspace.dossier.photos) == 3
    fill(card)
    workspace.screen._steps.card().card._tick()
    workspace.settle()
    assert len(workspace.dossier.photos) == 1 + 4
    assert page.sentence == "已收入照片 2 张，全部封存。可以拔卡。"


def test_what_an_import_leaves_stays_with_the_stand_it_was_begun_at(
    workspace: Workspace, page: CardView, card: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(card / "DCIM", "A_FILM.MP4", b"no film at all")
    screen, first, second = workspace.screen, workspace.stand.inspection.id, workspace.begin_another()
    goods, presenter = screen.view_of(Step.GOODS), screen._steps.card().card
    assert isinstance(goods, GoodsView)
    begun, turned = threading.Event(), threading.Event()
    take = take_photo

    def pulled_later(*args: object, **named: object) -> object:
        photo = take(*args, **named)  # type: ignore[arg-type]  # as it came
        begun.set()
        turned.wait()
        shutil.rmtree(card, ignore_errors=True)
        return photo

    with monkeypatch.context() as slow:
        slow.setattr(importing, "take_photo", pulled_later)
        screen.take_in([card])
        try:
            qtbot.waitUntil(begun.is_set)
            screen.open(second)
            qtbot.waitUntil(lambda: screen.is_shown)
        finally:
            turned.set()
        workspace.settle()
    assert screen.import_rest == ()
    assert goods._import.text() == "导入文件夹"
    assert goods._refused.isHidden()
    fill(card)
    presenter._tick()
    workspace.settle()
    presenter.import_resumed()
    workspace.settle()
    assert read.dossier(workspace.stand.device, second).photos == ()
    screen.open(first)
    workspace.go(Step.GOODS)
    assert "继续导入" in goods._import.text()
    assert "A_FILM.MP4" in goods._refused._list.toPlainText()
    goods._import.click()
    workspace.settle()
    assert len(workspace.dossier.photos) == PHOTOS
    assert read.dossier(workspace.stand.device, second).photos == ()


def test_an_import_pauses_is_stopped_and_new_photos_are_taken_by_themselves(
    workspace: Workspace, page: CardView, card: Path
) -> None:
    choose(workspace, page)
    page.take.click()
    page.taking_paused.emit(True)
    assert workspace.screen._steps.card().card._import is not None
    assert workspace.screen._steps.card().card._import.is_paused
    page.stop_asked.emit()
    workspace.settle()
    taken = len(workspace.dossier.photos)
    assert "已停止" in page.sentence or taken == 5
    page.auto_wanted.emit(True)
    put(card / "DCIM", "IMG_9.JPG", pictures.make_jpeg(96, 64, 9))
    workspace.screen._steps.card().card._tick()
    workspace.settle()
    assert len(workspace.dossier.photos) == 6


def test_film_and_sound_are_told_apart_and_taken_with_progress_in_megabytes(
    workspace: Workspace, page: CardView, card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "_STEP_S", 0.0)  # every step is shown, however quick they come
    put(card / "DCIM", "BODY.MP4", recordings.long_film(3).getvalue())
    put(card / "DCIM", "VOICE.WAV", recordings.make_wav(65))
    said: list[str] = []
    show = page.show_progress
    page.show_progress = lambda words, done, total: (said.append(words), show(words, done, total))[-1]  # type: ignore[method-assign]
    choose(workspace, page)
    assert page.take.text() == "收入照片 4 张、录像录音 2 段（5 MB）"
    rows = {row.label: row for row in (page._rows.row(page._rows.index(each)) for each in range(6))}
    assert (rows["BODY.MP4"].tag, rows["BODY.MP4"].plays) == ("0:02", "film")
    assert (rows["VOICE.WAV"].tag, rows["VOICE.WAV"].plays) == ("1:05", "audio-lines")
    page.take.click()
    workspace.settle()
    assert page.sentence == "已收入照片 4 张、录像录音 2 段，全部封存。可以拔卡。"
    assert any("BODY.MP4 · MB" in words for words in said)
    assert len(workspace.dossier.photos) == 5
    assert [each.file_name for each in workspace.dossier.recordings] == ["BODY.MP4", "VOICE.WAV"]

"""A recording is put on a row and told what it shows, from the list of recordings."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from inspector.actions import read
from inspector.actions.take_recording import take_recording
from inspector.records import PhotoTag
from tests.recordings import make_wav
from tests.stand import Stand
from ui.desktop.portrait import LAPTOP, render, settle
from ui.desktop.screens.recordings.list_presenter import RecordingsPresenter
from ui.desktop.screens.recordings.list_view import RecordingsView
from ui.desktop.tasks import Tasks

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def listed(qapp: QApplication, stand: Stand) -> Iterator[tuple[Stand, RecordingsView, Tasks]]:
    stand.item()
    for number in range(2):
        take_recording(
            stand.device,
            stand.inspection.id,
            content=io.BytesIO(make_wav(1 + number)),
            file_name=f"V{number}.WAV",
            by=stand.by,
        )
    tasks, view = Tasks(), RecordingsView()
    presenter = RecordingsPresenter(stand.opened, tasks, view)
    view.resize(LAPTOP)
    view.show()
    presenter.refresh()
    settle(tasks)
    yield stand, view, tasks
    tasks.close()
    view.close()
    view.deleteLater()


def test_row_and_content_are_chosen_beneath_the_tiles(listed: tuple[Stand, RecordingsView, Tasks]) -> None:
    stand, view, tasks = listed
    assert not view.row.isEnabled()
    newest = view.rows.row(view.rows.index(0)).id
    view.grid.select(newest)
    assert view.row.isEnabled()
    assert view.row.itemText(1) == "1　样本盖碗"
    view.row.setCurrentIndex(1)
    view.row.activated.emit(1)
    settle(tasks)
    view.tag.setCurrentIndex(view.tag.findData(PhotoTag.SEAL.value))
    view.tag.activated.emit(view.tag.currentIndex())
    settle(tasks)
    (item,) = read.dossier(stand.device, stand.inspection.id).items
    known = {each.id: each for each in read.dossier(stand.device, stand.inspection.id).recordings}
    assert (known[newest].item_id, known[newest].tag) == (item.id, PhotoTag.SEAL)
    assert view.chosen_id == newest, "the choice stays"
    assert (view.row.currentIndex(), view.tag.currentData()) == (1, "seal")
    assert "第 1 行" in view.rows.row(view.rows.place_of(newest)).where
    if folder := os.environ.get("LOOK"):
        render(view, Path(folder) / "recordings-rows.png")


def test_of_several_nothing_is_said_at_once(listed: tuple[Stand, RecordingsView, Tasks]) -> None:
    _, view, _ = listed
    view.grid.select_all_of([view.rows.row(view.rows.index(number)).id for number in range(2)])
    assert not view.row.isEnabled()
    assert not view.tag.isEnabled()

"""The filmstrip over the goods: a finger carries photos onto a row, and a recording says its row and what it shows."""

from __future__ import annotations

import io

import pytest
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inspector.actions.assign_recording import assign_recording
from inspector.actions.take_recording import take_recording
from inspector.records import PhotoTag
from tests.fingers import Finger
from tests.recordings import make_wav
from tests.ui.inspection.inspection_workspace import Workspace
from ui.desktop.screens.inspection import Step
from ui.desktop.screens.inspection.goods_view import GoodsView
from ui.desktop.screens.inspection.item_columns import Column


@pytest.fixture(scope="module")
def glass() -> QPointingDevice:
    return QTest.createTouchDevice()


def opened(workspace: Workspace) -> GoodsView:
    workspace.screen.read_again()
    workspace.go(Step.GOODS)
    view = workspace.screen.view_of(Step.GOODS)
    assert isinstance(view, GoodsView)
    return view


def test_a_finger_carries_a_photo_from_the_strip_onto_its_row(
    workspace: Workspace, glass: QPointingDevice, qtbot: QtBot
) -> None:
    rows = [workspace.stand.item(label_name=name) for name in ("盖碗", "茶壶")]
    for seed in (1, 2):
        workspace.stand.photo(seed)
    view = opened(workspace)
    strip, table = view.strip, view.table
    finger = Finger(glass, strip.viewport())
    with qtbot.waitSignal(strip.carry.lifted):
        finger.press(strip.visualRect(strip.model().index(1, 0)).center())
    (carried,) = strip.selected_ids()
    cell = table.visualRect(table.model().index(1, Column.NAME)).center()
    there = strip.viewport().mapFromGlobal(table.viewport().mapToGlobal(cell))
    finger.move(there)
    with qtbot.waitSignal(strip.carry.let_go) as let_go:
        finger.release(there)
    assert let_go.args == [True]
    workspace.settle()
    assert {each.id: each.item_id for each in workspace.dossier.photos}[carried] == rows[1].id


def test_let_go_beside_the_table_a_photo_stays_where_it_was(
    workspace: Workspace, glass: QPointingDevice, qtbot: QtBot
) -> None:
    workspace.stand.item()
    workspace.stand.photo(1)
    view = opened(workspace)
    finger = Finger(glass, view.strip.viewport())
    with qtbot.waitSignal(view.strip.carry.lifted):
        finger.press(view.strip.visualRect(view.strip.model().index(0, 0)).center())
    blank = view.table.visualRect(view.table.model().index(1, Column.NAME)).center()
    there = view.strip.viewport().mapFromGlobal(view.table.viewport().mapToGlobal(blank))
    finger.move(there)
    with qtbot.waitSignal(view.strip.carry.let_go) as let_go:
        finger.release(there)
    assert let_go.args == [False], "the row that is not listed yet takes none"
    workspace.settle()
    assert [each.item_id for each in workspace.dossier.photos] == [None]


def test_a_recording_on_the_strip_says_its_row_and_what_it_shows(workspace: Workspace) -> None:
    stand = workspace.stand
    stand.item(label_name="盖碗")
    row = stand.item(label_name="茶壶")
    recording = take_recording(
        stand.device, stand.inspection.id, content=io.BytesIO(make_wav(1)), file_name="V1.WAV", by=stand.by
    )
    assign_recording(stand.device, recording.id, item_id=row.id, tag=PhotoTag.SEAL, by=stand.by)
    view = opened(workspace)
    assert view._photos.rowCount() == 1
    shown = view._photos.row(view._photos.index(0))
    assert "第 2 行" in shown.where
    assert "封条" in shown.where

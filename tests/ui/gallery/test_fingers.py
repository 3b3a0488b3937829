"""Fingers on glass: photos held long are carried to a row, a list scrolls at its edge, two fingers zoom."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector.actions import read
from inspector.records.drawing import Shape
from tests.fingers import Finger
from tests.stand import Stand, begin
from ui.desktop.portrait import settle
from ui.desktop.screens.gallery.presenter import GalleryPresenter
from ui.desktop.screens.gallery.view import GalleryView
from ui.desktop.screens.look.mark_canvas import MarkCanvas
from ui.desktop.screens.look.photo_canvas import PhotoCanvas
from ui.desktop.tasks import Tasks

ROWS = 30


@pytest.fixture(scope="module")
def glass() -> QPointingDevice:
    return QTest.createTouchDevice()


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    begun = begin(tmp_path_factory.mktemp("fingers") / "device")
    with begun.opened:
        for seed in range(1, 4):
            begun.photo(seed)
        for number in range(ROWS):
            begun.item(label_name=f"样本盖碗{number}")
        yield begun


@pytest.fixture
def gallery(qapp: QApplication, stand: Stand) -> Iterator[tuple[Stand, GalleryView, Tasks]]:
    tasks, view = Tasks(), GalleryView()
    presenter = GalleryPresenter(stand.opened, tasks, view)
    view.resize(1214, 700)
    view.show()
    presenter.refresh()
    settle(tasks)
    yield stand, view, tasks
    tasks.close()
    view.close()
    view.deleteLater()
    qapp.processEvents()


def in_cell(view: GalleryView, place: int) -> QPoint:
    return view.grid.visualRect(view.rows.index(place)).center()


def lift(qtbot: QtBot, view: GalleryView, finger: Finger, place: int) -> None:
    with qtbot.waitSignal(view.grid.carry.lifted):
        finger.press(in_cell(view, place))


def test_photos_held_long_are_carried_to_a_row(
    gallery: tuple[Stand, GalleryView, Tasks], glass: QPointingDevice, qtbot: QtBot
) -> None:
    stand, view, tasks = gallery
    finger = Finger(glass, view.grid.viewport())
    lift(qtbot, view, finger, 1)
    carried = view.rows.row(view.rows.index(1)).id
    assert view.grid.selected_ids() == [carried]
    row = view.item_rows.index(2)  # after "no row": the second of the list
    there = view.items.viewport().mapToGlobal(view.items.visualRect(row).center())
    finger.move(view.grid.viewport().mapFromGlobal(there))
    assert view.grid.carry._ring is not None
    assert view.grid.carry._ring.isVisible()
    with qtbot.waitSignal(view.grid.carry.let_go) as let_go:
        finger.release(view.grid.viewport().mapFromGlobal(there))
    assert let_go.args == [True]
    settle(tasks)
    dossier = read.dossier(stand.device, stand.inspection.id)
    assert {photo.id: photo.item_id for photo in dossier.photos}[carried] == dossier.items[1].id


def test_a_list_scrolls_under_a_finger_at_its_edge(
    gallery: tuple[Stand, GalleryView, Tasks], glass: QPointingDevice, qtbot: QtBot
) -> None:
    _, view, _ = gallery
    finger = Finger(glass, view.grid.viewport())
    lift(qtbot, view, finger, 0)
    bar = view.items.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    foot = QPoint(60, view.items.viewport().height() - 10)
    at = view.grid.viewport().mapFromGlobal(view.items.viewport().mapToGlobal(foot))
    finger.move(at)
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    middle = QPoint(60, view.items.viewport().height() // 2)
    finger.move(view.grid.viewport().mapFromGlobal(view.items.viewport().mapToGlobal(middle)))
    finger.release(QPoint(300, 300))
    assert not view.grid.carry.is_carrying


def test_let_go_beside_the_rows_nothing_is_assigned(
    gallery: tuple[Stand, GalleryView, Tasks], glass: QPointingDevice, qtbot: QtBot
) -> None:
    stand, view, tasks = gallery
    before = read.dossier(stand.device, stand.inspection.id).photos
    finger = Finger(glass, view.grid.viewport())
    lift(qtbot, view, finger, 0)
    finger.move(in_cell(view, 2))
    with qtbot.waitSignal(view.grid.carry.let_go) as let_go:
        finger.release(in_cell(view, 2))
    assert let_go.args == [False]
    settle(tasks)
    assert read.dossier(stand.device, stand.inspection.id).photos == before


def test_held_and_let_go_in_its_place_a_photo_says_what_can_be_done(
    gallery: tuple[Stand, GalleryView, Tasks], glass: QPointingDevice, qtbot: QtBot
) -> None:
    _, view, _ = gallery
    finger = Finger(glass, view.grid.viewport())
    lift(qtbot, view, finger, 0)
    with qtbot.waitSignal(view.grid.asked):
        finger.release(in_cell(view, 0))
    menu = view.menu
    assert menu is not None
    words = [action.text() for action in menu.actions()]
    assert view._look.text() in words
    with qtbot.waitSignal(view.look_asked) as looked:
        menu.actions()[words.index(view._look.text())].trigger()
    assert looked.args == [view.grid.selected_ids()[0]]
    menu.close()


def test_a_stroke_lifts_nothing(
    gallery: tuple[Stand, GalleryView, Tasks], glass: QPointingDevice, qtbot: QtBot
) -> None:
    _, view, _ = gallery
    finger = Finger(glass, view.grid.viewport())
    finger.press(in_cell(view, 0))
    finger.move(in_cell(view, 0) + QPoint(0, 40))
    assert not view.grid.carry._hold.isActive()
    finger.release(in_cell(view, 0) + QPoint(0, 80))
    assert not view.grid.carry.is_carrying


def test_a_tap_chooses_and_two_open(
    gallery: tuple[Stand, GalleryView, Tasks], glass: QPointingDevice, qtbot: QtBot
) -> None:
    _, view, _ = gallery
    finger = Finger(glass, view.grid.viewport())
    finger.press(in_cell(view, 2))
    finger.release(in_cell(view, 2))
    tapped = view.rows.row(view.rows.index(2)).id
    assert view.grid.selected_ids() == [tapped]
    with qtbot.waitSignal(view.look_asked) as looked:
        finger.press(in_cell(view, 2))
        finger.release(in_cell(view, 2))
    assert looked.args == [tapped]


def test_two_fingers_zoom_about_their_middle(qapp: QApplication, glass: QPointingDevice) -> None:
    canvas = PhotoCanvas("照片")
    canvas.resize(600, 400)
    canvas.show()
    canvas.begin_photo("")
    canvas.open_photo((3000, 2000))
    before = canvas.glance.scale
    fingers = Finger(glass, canvas)
    fingers.press(QPoint(250, 200), QPoint(350, 200))
    for step in range(1, 6):
        fingers.move(QPoint(250 - 20 * step, 200), QPoint(350 + 20 * step, 200))
    fingers.release(QPoint(150, 200), QPoint(450, 200))
    wider = canvas.glance.scale / before
    assert wider == pytest.approx(3)  # three times as far apart
    at = canvas.glance
    fingers.press(QPoint(300, 200))
    fingers.move(QPoint(330, 200))
    fingers.move(QPoint(340, 200))
    fingers.release(QPoint(340, 200))
    assert canvas.glance.scale == at.scale
    assert canvas.glance != at, "one finger moves the photo"
    canvas.close()
    canvas.deleteLater()


def test_a_pinch_draws_nothing_with_a_tool_in_hand(qapp: QApplication, glass: QPointingDevice) -> None:
    canvas = MarkCanvas("照片")
    canvas.resize(600, 400)
    canvas.show()
    canvas.begin_photo("")
    canvas.open_photo((3000, 2000))
    canvas.allow_drawing(True)
    canvas.set_tool(Shape.ARROW)
    put: list[object] = []
    canvas.mark_put.connect(put.append)
    fingers = Finger(glass, canvas)
    fingers.press(QPoint(250, 200))
    fingers.press(QPoint(250, 200), QPoint(350, 200))
    fingers.move(QPoint(150, 200), QPoint(450, 200))
    fingers.release(QPoint(150, 200), QPoint(450, 200))
    assert put == []
    canvas.close()
    canvas.deleteLater()

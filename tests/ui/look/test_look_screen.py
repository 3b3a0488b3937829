"""Looking closely over a real device: tiles only, a process that ends, marks by hand and by keys, two photos as one."""

from __future__ import annotations

import io
import json
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from inspector.actions import draw_on_photo, read, take_photo
from inspector.actions.draw_on_photo import LayerVersion
from inspector.actions.ports import Device
from inspector.errors import SystemFault
from inspector.records import Colour, Mark, Photo, PhotoOrigin, Receipt, Shape, Weight
from tests import pictures
from tests.stand import Stand, begin
from ui.desktop.portrait import LAPTOP, settle
from ui.desktop.screens.gallery.place import GalleryPlace
from ui.desktop.screens.inspection.goods_view import GoodsView
from ui.desktop.screens.inspection.steps import Step
from ui.desktop.screens.look.mark_canvas import MarkCanvas
from ui.desktop.screens.look.photo_canvas import TILES_KEPT
from ui.desktop.screens.look.presenter import ToLookAt
from ui.desktop.screens.look.tool_bar import NEW_LAYER
from ui.desktop.shell import Place
from ui.desktop.tasks import Tasks
from ui.desktop.workplace import WorkplaceOnScreen


def _take(stand: Stand, content: bytes, name: str) -> Photo:
    return take_photo.take_photo(
        stand.device,
        stand.inspection.id,
        content=io.BytesIO(content),
        file_name=name,
        origin=PhotoOrigin.CAMERA,
        by=stand.by,
    )


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    begun = begin(tmp_path_factory.mktemp("look") / "device")
    with begun.opened:
        _take(begun, pictures.make_jpeg(2400, 1600, 1), "LARGE.JPG")
        _take(begun, pictures.make_jpeg(1200, 900, 2), "OTHER.JPG")
        _take(begun, pictures.make_jpeg(900, 600, 3)[:6000], "BROKEN.JPG")
        yield begun


@pytest.fixture
def place(stand: Stand, tasks: Tasks, qtbot: QtBot) -> GalleryPlace:
    made = GalleryPlace(stand.opened, tasks)
    made.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    qtbot.addWidget(made)
    made.resize(LAPTOP)
    made.show()
    made.refresh()
    settle(tasks)
    return made


@pytest.fixture
def photos(stand: Stand) -> tuple[Photo, ...]:
    return read.dossier(stand.device, stand.inspection.id).photos


def canvas_of(place: GalleryPlace, pane: int = 0) -> MarkCanvas:
    return place.look_view.panes[pane]


def at(canvas: MarkCanvas, x: float, y: float) -> QPoint:
    """Where a pixel of the photo is on the screen."""
    return QPointF(*canvas.glance.to_screen(x, y, canvas.room)).toPoint()


def drag(qtbot: QtBot, canvas: MarkCanvas, begin: tuple[int, int], end: tuple[int, int]) -> None:
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=at(canvas, *begin))
    spot = QPointF(at(canvas, *end))
    QApplication.sendEvent(
        canvas,
        QMouseEvent(
            QEvent.Type.MouseMove,
            spot,
            spot,
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        ),
    )
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=at(canvas, *end))


def layers(stand: Stand, photo: Photo) -> list[tuple[Shape, ...]]:
    return [
        tuple(mark.shape for mark in layer.marks) for layer in draw_on_photo.layers_of(stand.device, photo.id)
    ]


def test_a_photo_opens_in_tiles_and_its_process_ends_when_it_is_left(
    place: GalleryPlace, photos: tuple[Photo, ...], tasks: Tasks
) -> None:
    place.look(photos[0].id)
    settle(tasks)
    canvas = canvas_of(place)
    assert canvas.size_ == (2400, 1600)
    assert canvas.missing_tiles() == []
    assert {tile[0] for tile in canvas._tiles} == {2}, "from afar the photo is read at half its size"
    canvas.zoom_to(1)
    settle(tasks)
    seen = {tile for tile in canvas._tiles if tile[0] == 1}
    assert canvas.missing_tiles() == []
    assert len(seen) < 15, "of the fifteen tiles of the whole photo only those in view"
    for step in range(40):
        canvas.pan(-300 if step % 2 else 500, -120)
        settle(tasks)
    assert canvas.tiles_held <= TILES_KEPT
    pane = place.looking._panes[0]
    assert pane is not None
    held = pane.held
    assert held is not None
    process = Path(f"/proc/{held.process_id}")  # type: ignore[attr-defined]
    assert process.exists() or sys.platform != "linux"
    place.look_view.left.emit()
    settle(tasks)
    assert not process.exists()
    assert canvas.tiles_held == 0
    assert place.currentWidget() is place.view


def test_leaving_the_place_lets_go_too(place: GalleryPlace, photos: tuple[Photo, ...], tasks: Tasks) -> None:
    place.look(photos[0].id)
    place.hide()  # before it is even open
    settle(tasks)
    assert place.looking._panes == [None, None]
    assert place.currentWidget() is place.view


def test_marks_are_drawn_by_hand_moved_taken_back_and_done_again(
    place: GalleryPlace, photos: tuple[Photo, ...], stand: Stand, tasks: Tasks, qtbot: QtBot
) -> None:
    photo = photos[0]
    place.look(photo.id)
    settle(tasks)
    canvas, tools = canvas_of(place), place.look_view.tools
    tools._tools.button(1).click()
    drag(qtbot, canvas, (200, 200), (900, 700))
    settle(tasks)
    (layer,) = draw_on_photo.layers_of(stand.device, photo.id)
    (mark,) = layer.marks
    assert mark.shape is Shape.ARROW
    assert (mark.x, mark.y, mark.to_x, mark.to_y) == pytest.approx((200, 200, 900, 700), abs=4)
    assert canvas.tool is None, "the hand is back"
    assert canvas.chosen_mark == mark
    tools.ink_taken.emit(Colour.YELLOW, Weight.BOLD)
    drag(qtbot, canvas, (550, 450), (650, 450))
    settle(tasks)
    (moved,) = draw_on_photo.layers_of(stand.device, photo.id)[0].marks
    assert (moved.colour, moved.weight) == (Colour.YELLOW, Weight.BOLD)
    assert moved.x == pytest.approx(300, abs=6)
    for _ in range(2):
        tools._undo.click()
    settle(tasks)
    assert draw_on_photo.layers_of(stand.device, photo.id)[0].marks == (mark,)
    tools._redo.click()
    settle(tasks)
    assert draw_on_photo.layers_of(stand.device, photo.id)[0].marks[0].colour is Colour.YELLOW
    canvas.choose(mark.number)
    tools._take.click()
    settle(tasks)
    assert draw_on_photo.layers_of(stand.device, photo.id)[0].marks == ()
    assert read.original(stand.device, photo.id) == pictures.make_jpeg(2400, 1600, 1)


def test_the_same_by_keys_alone(
    place: GalleryPlace, photos: tuple[Photo, ...], stand: Stand, tasks: Tasks, qtbot: QtBot
) -> None:
    photo = photos[1]
    place.look(photo.id)
    settle(tasks)
    canvas = canvas_of(place)
    qtbot.keyClick(canvas, Qt.Key.Key_R)
    assert canvas.tool is Shape.BOX
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    length = stand.device.journal.length()
    settle(tasks)
    before = draw_on_photo.layers_of(stand.device, photo.id)[0].marks[0]
    for _ in range(5):
        qtbot.keyPress(canvas, Qt.Key.Key_Right)
    qtbot.keyRelease(canvas, Qt.Key.Key_Right)
    settle(tasks)
    after = draw_on_photo.layers_of(stand.device, photo.id)[0].marks[0]
    assert after.x > before.x
    assert stand.device.journal.length() <= length + 2, "holding a key down is one step"
    qtbot.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    settle(tasks)
    assert draw_on_photo.layers_of(stand.device, photo.id)[0].marks[0].to_x > after.to_x
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.chosen_mark is None
    qtbot.keyClick(canvas, Qt.Key.Key_T)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert canvas.words.isVisible()
    canvas.words.setText("底款")
    qtbot.keyClick(canvas.words, Qt.Key.Key_Return)
    settle(tasks)
    assert layers(stand, photo) == [(Shape.BOX, Shape.TEXT)]
    qtbot.keyClick(canvas, Qt.Key.Key_M)
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    settle(tasks)
    assert len(layers(stand, photo)[0]) == 1
    place.look_view.tools.layer_chosen.emit(NEW_LAYER)
    qtbot.keyClick(canvas, Qt.Key.Key_B)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    settle(tasks)
    assert layers(stand, photo)[1:] == [(Shape.BLUR,)], "a new layer stands beside the old one"
    with qtbot.waitSignal(place.looking.left):
        qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    settle(tasks)


def test_an_empty_text_is_no_mark(
    place: GalleryPlace, photos: tuple[Photo, ...], tasks: Tasks, qtbot: QtBot
) -> None:
    place.look(photos[0].id)
    settle(tasks)
    canvas = canvas_of(place)
    canvas.set_tool(Shape.TEXT)
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at(canvas, 500, 500))
    put: list[Mark] = []
    canvas.mark_put.connect(put.append)
    canvas.words.setText("  ")
    canvas.words.editingFinished.emit()
    assert put == []
    assert canvas.words.isHidden()


def test_a_step_the_record_refuses_goes_from_the_screen(
    place: GalleryPlace, photos: tuple[Photo, ...], tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.look(photos[0].id)
    settle(tasks)
    canvas = canvas_of(place)
    before = canvas._drawing

    def full(*_: object, **__: object) -> None:
        raise SystemFault("store.disk_full")

    for name in ("put_mark", "begin_layer"):
        monkeypatch.setattr(draw_on_photo, name, full)
    number = canvas._next_number
    canvas.mark_put.emit(Mark(number, Shape.BOX, 10, 10, 300, 300))
    assert canvas._drawing is not None
    assert len(canvas._drawing.marks) == len(before.marks if before else ()) + 1
    settle(tasks)
    assert canvas._drawing == before
    assert place.look_view._message.property("role") == "problem"
    place.looking._desk.put(Mark(number, Shape.BOX, 10, 10, 99_999, 300))
    assert "边缘" in place.look_view._message.text()


def test_two_photos_move_as_one_until_they_are_let_loose(
    place: GalleryPlace, photos: tuple[Photo, ...], tasks: Tasks, qtbot: QtBot
) -> None:
    place.view.grid.select_all_of([photos[0].id, photos[1].id])
    place.view._compare.click()
    settle(tasks)
    one, other = canvas_of(place, 0), canvas_of(place, 1)
    assert {one.size_, other.size_} == {(2400, 1600), (1200, 900)}
    before = one.glance.scale, other.glance.scale
    spot = QPointF(100, 80)
    wheel = QWheelEvent(
        spot,
        spot,
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(one, wheel)
    assert one.glance.scale / before[0] == pytest.approx(other.glance.scale / before[1])
    seen = other.glance
    one.pan(40, 0)
    assert other.glance.x < seen.x
    place.look_view._together.click()
    seen = other.glance
    one.pan(40, 0)
    assert other.glance == seen
    place.look_view._together.click()
    qtbot.keyClick(one, Qt.Key.Key_A)
    assert one.tool is None, "side by side is for looking"
    settle(tasks)
    place.look_view.left.emit()
    settle(tasks)


def test_a_damaged_photo_says_so_and_the_next_one_opens(
    place: GalleryPlace, photos: tuple[Photo, ...], tasks: Tasks
) -> None:
    place.look(photos[2].id)
    settle(tasks)
    canvas = canvas_of(place)
    assert canvas._is_trouble
    assert "无法显示" in canvas._words
    assert not place.look_view.tools.isEnabled()
    place.look_view.step_asked.emit(1)  # the grid shows the newest first: the one taken before it
    settle(tasks)
    assert canvas.size_ == (1200, 900)
    place.look_view.step_asked.emit(-1)
    place.look_view.step_asked.emit(-1)
    settle(tasks)
    assert canvas._is_trouble


def test_a_copy_leaves_from_here_too(
    place: GalleryPlace, photos: tuple[Photo, ...], tasks: Tasks, tmp_path: Path
) -> None:
    place.look(photos[1].id)
    settle(tasks)
    place.look_view.export_asked.emit(tmp_path)
    settle(tasks)
    (file,) = tmp_path.iterdir()
    assert photos[1].sha256.encode() in file.read_bytes()
    assert "1 张副本" in place.look_view._message.text()


def test_everything_pressed_here_is_large_enough_and_has_a_name(
    place: GalleryPlace, photos: tuple[Photo, ...], tasks: Tasks
) -> None:
    place.look(photos[0].id)
    settle(tasks)
    for button in place.look_view.findChildren(QAbstractButton):
        if button.isVisible():
            assert min(button.width(), button.height()) >= 44, button.accessibleName()
            assert button.accessibleName() or button.text()
    right = max(
        button.mapTo(place.look_view, QPoint(button.width(), 0)).x()
        for button in place.look_view.findChildren(QAbstractButton)
        if button.isVisible()
    )
    assert right <= place.look_view.width()


def test_a_photo_of_the_strip_is_looked_at_from_its_stand(
    stand: Stand, photos: tuple[Photo, ...], tasks: Tasks, qtbot: QtBot
) -> None:
    working = WorkplaceOnScreen(stand.opened, tasks)
    working.shell.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    qtbot.addWidget(working.shell)
    working.shell.show()
    working.show_stand(stand.inspection.id)
    settle(tasks)
    assert working.stand is not None
    goods = working.stand.view_of(Step.GOODS)
    assert isinstance(goods, GoodsView)
    goods.strip.photo_opened.emit(photos[1].id)
    settle(tasks)
    assert working.shell.place is Place.PHOTOS
    assert working.gallery.currentWidget() is working.gallery.look_view
    assert working.gallery.look_view.panes[0].size_ == (1200, 900)
    assert working.gallery.view.filters.wanted.inspection_id == stand.inspection.id
    working.go(Place.TODAY)
    settle(tasks)
    assert working.gallery.look_view.panes[0].tiles_held == 0


def test_the_history_tells_every_step_and_leads_back_to_one_as_a_new_step(
    place: GalleryPlace, photos: tuple[Photo, ...], stand: Stand, tasks: Tasks
) -> None:
    place.look(photos[1].id)
    settle(tasks)
    canvas, panel = canvas_of(place), place.look_view.history
    place.look_view.tools.layer_chosen.emit(NEW_LAYER)
    place.look_view.tools.history.click()
    settle(tasks)
    assert panel.rows.rowCount() == 0
    assert panel._empty.isVisible()
    canvas.mark_put.emit(Mark(1, Shape.BOX, 10, 10, 300, 300))
    canvas.mark_put.emit(Mark(2, Shape.ARROW, 20, 20, 200, 200))
    canvas.mark_put.emit(Mark(2, Shape.ARROW, 20, 20, 250, 200))
    canvas.mark_taken.emit(1)
    place.look_view.tools.undo_asked.emit()
    settle(tasks)

    def said() -> list[str]:
        return [panel.rows.step(panel.rows.index(n)).words for n in range(panel.rows.rowCount())]

    assert said() == [
        "第 5 步　撤销一步",
        "第 4 步　删去框",
        "第 3 步　改动箭头",
        "第 2 步　加上箭头",
        "第 1 步　加上框",
    ]
    assert not panel.back.isEnabled()
    panel.steps.setCurrentIndex(panel.rows.index(4))
    assert canvas._drawing is not None
    assert [mark.number for mark in canvas._drawing.marks] == [1], "the step is seen on the photo"
    assert not canvas._can_draw
    panel.back.click()
    settle(tasks)
    assert said()[0] == "第 6 步　回到第 1 步"
    assert canvas._can_draw
    assert [mark.number for mark in canvas._drawing.marks] == [1]
    place.look_view.tools.undo_asked.emit()
    settle(tasks)
    assert [mark.number for mark in canvas._drawing.marks] == [1, 2], "going back can be undone"
    panel.steps.setCurrentIndex(panel.rows.index(3))
    place.look_view.tools.history.click()
    assert len(canvas._drawing.marks) == 2, "closing the panel shows the layer as it stands"
    place.look_view.left.emit()
    settle(tasks)


def test_the_line_beneath_says_what_a_receipt_vouches_for_side_by_side_too(
    place: GalleryPlace, stand: Stand, photos: tuple[Photo, ...], tasks: Tasks
) -> None:
    """The last test of this device: a receipt covers all photos from here on."""
    place.looking.compare(ToLookAt(photos[0].id, "1"), ToLookAt(photos[1].id, "2"))
    settle(tasks)
    assert all("尚无回执佐证" in line.text() for line in place.look_view._lines)
    length = stand.device.journal.length()
    signed = json.dumps({"last": length, "received": "2026-11-20T09:00:00.000Z"})
    with stand.device.unit() as unit:
        received = datetime(2026, 11, 20, 9, tzinfo=UTC)
        unit.save(Receipt("f" * 32, signed, "", received, ()), change="receipt.kept", by=stand.by)
        unit.commit()
    place.looking.compare(ToLookAt(photos[0].id, "1"), ToLookAt(photos[1].id, "2"))
    settle(tasks)
    for line in place.look_view._lines:
        assert "尚无回执佐证" not in line.text()
        assert "不晚于 11-20 17:00:00" in line.text()


def test_a_reading_of_the_history_that_ends_late_does_not_hide_a_newer_one(
    place: GalleryPlace,
    photos: tuple[Photo, ...],
    tasks: Tasks,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place.look(photos[1].id)
    settle(tasks)
    canvas, panel = canvas_of(place), place.look_view.history
    place.look_view.tools.layer_chosen.emit(NEW_LAYER)
    place.look_view.tools.history.click()
    settle(tasks)
    read_history, begun, newer_shown = draw_on_photo.history_of, threading.Event(), threading.Event()

    def first_ends_late(device: Device, layer_id: str) -> tuple[LayerVersion, ...]:
        found = read_history(device, layer_id)
        if not begun.is_set():
            begun.set()
            newer_shown.wait(60)
        return found

    monkeypatch.setattr(draw_on_photo, "history_of", first_ends_late)
    canvas.mark_put.emit(Mark(1, Shape.BOX, 10, 10, 300, 300))
    qtbot.waitUntil(begun.is_set, timeout=60_000)
    canvas.mark_put.emit(Mark(2, Shape.ARROW, 20, 20, 200, 200))
    qtbot.waitUntil(lambda: panel.rows.rowCount() == 2, timeout=60_000)
    newer_shown.set()
    settle(tasks)
    assert panel.rows.rowCount() == 2

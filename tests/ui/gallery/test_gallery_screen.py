"""The gallery over a real device: pictures arrive and are let go, photos are put on rows and taken back."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QAbstractButton, QListView
from pytestqt.qtbot import QtBot

from inspector.actions import draw_on_photo, read, take_photo
from inspector.records import Item, Mark, Photo, PhotoOrigin, PhotoTag, Shape
from tests import pictures
from tests.stand import Stand, begin
from ui.desktop.i18n import Language, speak
from ui.desktop.portrait import LAPTOP, portrait, settle
from ui.desktop.screens.gallery.exporting import free_name
from ui.desktop.screens.gallery.listed import Wanted
from ui.desktop.screens.gallery.presenter import GalleryPresenter
from ui.desktop.screens.gallery.view import GalleryView
from ui.desktop.screens.look.view import LookView
from ui.desktop.tasks import Tasks
from ui.desktop.traces import objects_under, wipe_traces
from ui.desktop.widgets import PhotoRow, PhotoRows
from ui.desktop.widgets.photo_rows import PICTURE_BYTES


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """One device for all: four photos, one of them broken behind its header, and two rows."""
    begun = begin(tmp_path_factory.mktemp("gallery") / "device")
    with begun.opened:
        for seed in range(1, 4):
            begun.photo(seed)
        take_photo.take_photo(
            begun.device,
            begun.inspection.id,
            content=io.BytesIO(pictures.make_jpeg(900, 600, 9)[:6000]),
            file_name="BROKEN.JPG",
            origin=PhotoOrigin.IMPORTED,
            by=begun.by,
        )
        begun.item(label_name="样本盖碗")
        begun.item(label_name="样本将军罐")
        yield begun


class Gallery:
    def __init__(self, stand: Stand, tasks: Tasks) -> None:
        self.stand, self.tasks = stand, tasks
        self.view = GalleryView()
        self.presenter = GalleryPresenter(stand.opened, tasks, self.view)

    def settle(self) -> None:
        portrait(self.view, LAPTOP)
        settle(self.tasks)
        portrait(self.view, LAPTOP)
        settle(self.tasks)

    @property
    def photos(self) -> tuple[Photo, ...]:
        return read.dossier(self.stand.device, self.stand.inspection.id).photos

    @property
    def items(self) -> tuple[Item, ...]:
        return read.dossier(self.stand.device, self.stand.inspection.id).items

    def choose(self, *places: int) -> list[str]:
        ids = [self.photos[place].id for place in places]
        self.view.grid.select_all_of(ids)
        return ids


@pytest.fixture
def gallery(stand: Stand, tasks: Tasks, qtbot: QtBot) -> Gallery:
    made = Gallery(stand, tasks)
    made.view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    qtbot.addWidget(made.view)
    made.view.show()
    made.presenter.refresh()
    made.settle()
    return made


def test_every_photo_is_there_with_its_state_and_a_damaged_one_says_so(gallery: Gallery) -> None:
    rows = gallery.view.rows
    said = [str(rows.index(n).data(Qt.ItemDataRole.AccessibleTextRole)) for n in range(rows.rowCount())]
    assert said[0] == "B-217 · 4 已封存 无法显示，原件保留"
    assert said[3].startswith("B-217 · 1")
    assert all("已封存" in each for each in said)
    shown = rows.index(3).data(Qt.ItemDataRole.DecorationRole)
    assert isinstance(shown, QPixmap)
    assert shown.deviceIndependentSize().toSize() == gallery.view.grid.frame_size
    assert gallery.view.filters._count.text() == "4 张"


def test_photos_are_put_on_a_row_with_the_keyboard_and_taken_back(gallery: Gallery, qtbot: QtBot) -> None:
    ids = gallery.choose(0, 1)
    assert gallery.view._items_title.text() == "归到物品 · B-217"
    gallery.view.items.setCurrentIndex(gallery.view.item_rows.index(2))
    qtbot.keyClick(gallery.view.items, Qt.Key.Key_Return)
    settle(gallery.tasks)
    second = gallery.items[1].id
    assert [photo.item_id for photo in gallery.photos[:2]] == [second, second]
    assert gallery.view.grid.selected_ids()[::-1] == ids, "the choice stays"
    assert gallery.view._message.text() == "2 张照片已归到物品。"
    gallery.view._undo.click()
    settle(gallery.tasks)
    assert [photo.item_id for photo in gallery.photos[:2]] == [None, None]
    assert not gallery.view._undo.isEnabled()


def test_with_a_finger_taps_add_up_and_a_button_puts_them_on_the_row(gallery: Gallery, qtbot: QtBot) -> None:
    gallery.view._many.click()
    assert gallery.view.grid.selectionMode() is QListView.SelectionMode.MultiSelection
    for place in (2, 3):
        spot = gallery.view.grid.visualRect(gallery.view.rows.index(place)).center()
        qtbot.mouseClick(gallery.view.grid.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert len(gallery.view.grid.selected_ids()) == 2
    gallery.view.items.setCurrentIndex(gallery.view.item_rows.index(1))
    gallery.view._assign.click()
    settle(gallery.tasks)
    assert {photo.item_id for photo in gallery.photos[:2]} == {gallery.items[0].id}
    gallery.presenter.undo()
    settle(gallery.tasks)


def test_a_drop_on_a_row_is_one_action(gallery: Gallery) -> None:
    ids = gallery.choose(2)
    before = gallery.stand.device.journal.length()
    carried = gallery.view.rows.mimeData([gallery.view.rows.place_of(ids[0])])
    target = gallery.view.item_rows.index(1)
    gallery.view.item_rows.dropMimeData(carried, Qt.DropAction.CopyAction, -1, -1, target)
    settle(gallery.tasks)
    assert gallery.photos[2].item_id == gallery.items[0].id
    assert gallery.stand.device.journal.length() == before + 1
    gallery.presenter.undo()
    settle(gallery.tasks)


def test_what_a_photo_shows_can_be_said_and_taken_back(gallery: Gallery) -> None:
    ids = gallery.choose(0, 2)
    gallery.view.tag_asked.emit(PhotoTag.SEAL, ids)
    settle(gallery.tasks)
    assert [photo.tag for photo in gallery.photos] == [PhotoTag.SEAL, None, PhotoTag.SEAL, None]
    gallery.view.filters.set_wanted(Wanted(tag="seal"), tells=True)
    assert gallery.view.filters._count.text() == "2 / 4 张"
    gallery.view.filters.set_wanted(Wanted(tag="price"), tells=True)
    assert gallery.view._middle.currentWidget() is gallery.view._no_match
    gallery.view._no_match.acted.emit()
    assert gallery.view.filters.wanted.is_all
    gallery.presenter.undo()
    settle(gallery.tasks)
    assert {photo.tag for photo in gallery.photos} == {None}


def test_a_refusal_is_said_in_place_and_leaves_nothing_to_undo(gallery: Gallery) -> None:
    gallery.presenter.assign("no-such-row", gallery.choose(0))
    settle(gallery.tasks)
    assert gallery.view._message.property("role") == "problem"
    assert not gallery.view._undo.isEnabled()
    assert gallery.photos[0].item_id is None


def test_missing_shots_stand_as_empty_frames_until_they_are_taken(gallery: Gallery, qtbot: QtBot) -> None:
    view, rows = gallery.view, gallery.view.rows

    def frames() -> list[tuple[str, str]]:
        shown = [rows.row(rows.index(n)) for n in range(rows.rowCount())]
        return [(row.tag, row.label) for row in shown if row.is_empty]

    assert frames() == [], "of all stands together none is asked for"
    view.show_stand(gallery.stand.inspection.id)
    settle(gallery.tasks)
    assert ("展位全景", "整个展位") in frames()
    assert ("底款", "第 2 行") in frames()
    view.filters.set_wanted(Wanted(gallery.stand.inspection.id, gallery.items[1].id), tells=True)
    assert {label for _, label in frames()} == {"第 2 行"}
    backstamp = frames().index(("底款", "第 2 行"))
    view.grid.selectAll()
    assert view.grid.selected_ids() == [], "nothing was taken, so nothing can be chosen"
    view.grid.setCurrentIndex(rows.index(backstamp))
    with qtbot.waitSignal(view.shot_asked) as asked:
        qtbot.keyClick(view.grid, Qt.Key.Key_Return)
    assert asked.args == [gallery.stand.inspection.id, gallery.items[1].id, PhotoTag.BACKSTAMP]
    assert rows._asked == set(), "no picture is asked for an empty frame"
    ids = [gallery.photos[0].id]
    gallery.presenter.assign(gallery.items[1].id, ids)
    settle(gallery.tasks)
    gallery.presenter.set_tag(PhotoTag.BACKSTAMP, ids)
    settle(gallery.tasks)
    assert ("底款", "第 2 行") not in frames()
    assert view.photo(ids[0]) is not None
    gallery.presenter.undo()
    settle(gallery.tasks)
    assert ("底款", "第 2 行") in frames()
    view.filters._drawn.click()
    assert frames() == [], "nothing is drawn on a photo nobody took"
    assert view.filters.wanted.drawn_only
    gallery.presenter.undo()
    settle(gallery.tasks)


def test_copies_go_into_the_folder_and_a_broken_photo_is_named(gallery: Gallery, tmp_path: Path) -> None:
    box = Mark(1, Shape.BOX, 10, 10, 40, 40)
    photo = gallery.photos[0]
    draw_on_photo.begin_layer(gallery.stand.device, photo.id, size=(96, 64), mark=box, by=gallery.stand.by)
    gallery.presenter.export([photo.id, gallery.photos[3].id], tmp_path)
    settle(gallery.tasks)
    (file,) = tmp_path.iterdir()
    assert photo.sha256[:8] in file.name
    assert photo.sha256.encode() in file.read_bytes()
    assert "BROKEN.JPG" in gallery.view._message.text()
    assert free_name(file) == file.with_stem(f"{file.stem}-2")
    gallery.presenter.export([photo.id], tmp_path / "gone")
    settle(gallery.tasks)
    assert "gone" in gallery.view._message.text()
    gallery.presenter.refresh()
    settle(gallery.tasks)
    assert gallery.view.rows.row(gallery.view.rows.place_of(photo.id)).drawn == "1 处标注"


def test_a_device_without_photos_says_what_to_do(tasks: Tasks, tmp_path: Path, qtbot: QtBot) -> None:
    begun = begin(tmp_path / "device")
    with begun.opened:
        made = Gallery(begun, tasks)
        qtbot.addWidget(made.view)
        made.view.show_loading()
        assert made.view._middle.currentWidget() is made.view._loading
        made.presenter.refresh()
        settle(tasks)
        assert made.view._middle.currentWidget() is made.view._none
        with qtbot.waitSignal(made.view.stand_asked):
            made.view._none.acted.emit()


def test_everything_pressed_is_large_enough_and_has_a_name(gallery: Gallery) -> None:
    for button in gallery.view.findChildren(QAbstractButton):
        if button.isVisible():
            assert min(button.width(), button.height()) >= 44, button.accessibleName()
            assert button.accessibleName() or button.text()
    assert gallery.view.items.sizeHintForRow(0) >= 44
    assert gallery.view.grid.indexAt(QPoint(60, 60)).isValid()


def test_the_pictures_held_are_bounded_and_let_go_at_once() -> None:
    rows = PhotoRows()
    rows.set_rows([PhotoRow(str(number), str(number)) for number in range(100)])
    picture = QImage(640, 480, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.darkCyan)
    for number in range(60):
        rows.set_picture(str(number), picture)
        assert rows.picture_bytes <= PICTURE_BYTES
    assert rows.picture_bytes == PICTURE_BYTES // (640 * 480 * 4) * 640 * 480 * 4
    rows.set_picture("59", picture)
    assert rows.picture_bytes <= PICTURE_BYTES
    rows.forget_pictures()
    assert rows.picture_bytes == 0


@pytest.mark.parametrize("language", Language)
def test_a_small_laptop_holds_it_in_both_languages(qapp: object, language: Language) -> None:
    speak(language)
    for view in (GalleryView(), LookView()):
        assert view.minimumSizeHint().width() <= LAPTOP.width() - 152, "the rail takes 152"
        assert view.minimumSizeHint().height() <= LAPTOP.height() - 60
        view.deleteLater()
    speak(Language.CHINESE)


def test_nothing_of_the_pictures_outlives_a_lock(stand: Stand, tasks: Tasks, qapp: object) -> None:
    made = Gallery(stand, tasks)
    made.view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    made.view.show()
    made.presenter.refresh()
    made.settle()
    view, rows, delegate = made.view, made.view.rows, made.view.grid._delegate
    assert rows.picture_bytes > 0
    thrown_away = objects_under(view)
    view.deleteLater()
    wipe_traces(thrown_away)
    assert vars(rows) == vars(delegate) == vars(view) == {}

"""The close look on the screen: proposals beside the picture accepted one by one, lengths by the scale card."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inspector.actions import measure_length, take_photo
from inspector.actions.read_photo import PhotoRead
from inspector.imaging.frames import Still
from inspector.imaging.scale import find_card
from inspector.reading.licence import LicenceRead, Proposal, Source
from inspector.reading.look_alikes import doubts
from inspector.reading.marks import MarkReading, Order
from inspector.records import PartyKind, Photo, PhotoOrigin, PhotoTag, SeenCode, SeenInPhoto
from tests.inspector.imaging.scale_scenes import Scene
from tests.ui.inspection.inspection_workspace import Workspace
from ui.desktop.portrait import render
from ui.desktop.printing import new_printer
from ui.desktop.screens.inspection import close_look_presenter
from ui.desktop.screens.inspection.close_look_view import CloseLookView
from ui.desktop.screens.inspection.live_camera import Aim
from ui.desktop.screens.inspection.photo_board import PhotoBoard, Pointing
from ui.desktop.screens.inspection.steps import Step
from ui.desktop.theme import Look, theme

SCENE = Scene(size=(1200, 900))
PLACE = ((0.1, 0.1), (0.4, 0.1), (0.4, 0.15), (0.1, 0.15))
CODE = "91360200MA1XG6125D"
LICENCE = LicenceRead(
    (
        Proposal("name", "样例瓷业有限公司", Source.TEXT, 0.97, (PLACE,)),
        Proposal("credit_code", CODE, Source.MENDED, 0.95, (PLACE,), (14,)),
    )
)
MARK = MarkReading("大清康熙年製", Order.COLUMNS_FROM_RIGHT, 0.9, (PLACE,))
SEEN = SeenInPhoto((), (SeenCode("6901234567892", "EAN13", PLACE),), 1200, 900)


def taken(workspace: Workspace, item_id: str | None = None) -> Photo:
    stand = workspace.stand
    photo = take_photo.take_photo(
        stand.device,
        stand.inspection.id,
        content=io.BytesIO(SCENE.jpeg()),
        file_name="CARD.JPG",
        origin=PhotoOrigin.CAMERA,
        by=stand.by,
        item_id=item_id,
    )
    workspace.screen.read_again()
    workspace.settle()
    return photo


def opened(workspace: Workspace, photo: Photo, pointing: Pointing) -> CloseLookView:
    workspace.screen.open_close_look(photo.id, pointing)
    workspace.settle()
    return workspace.screen.close_look_page


def reads(monkeypatch: pytest.MonkeyPatch, found: PhotoRead) -> None:
    monkeypatch.setattr(close_look_presenter, "read_photo", lambda *_, **__: found)


def look(workspace: Workspace, name: str) -> None:
    """Write the screen in the three looks where somebody wants to see it."""
    if folder := os.environ.get("LOOK"):
        for each in Look:
            theme().apply(each)
            render(workspace.screen, Path(folder) / f"{name}-{each.value}.png")
        theme().apply(Look.LIGHT)


def drag(board: PhotoBoard, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(board, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(board, end)
    QTest.mouseRelease(board, Qt.MouseButton.LeftButton, pos=end)


def on_board(board: PhotoBoard, place_mm: tuple[float, float]) -> QPoint:
    spot = SCENE.spot(place_mm)
    frame = board._frame()
    return QPoint(
        round(frame.left() + float(spot.x) * frame.width()),
        round(frame.top() + float(spot.y) * frame.height()),
    )


def test_a_licence_goes_into_the_party_field_by_field_and_only_when_accepted(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads(monkeypatch, PhotoRead(SEEN, LICENCE, ()))
    photo = taken(workspace)
    workspace.go(Step.PARTY)
    workspace.screen.view_of(Step.PARTY).licence_asked.emit()  # type: ignore[attr-defined]
    workspace.settle()
    view = workspace.screen.close_look_page
    assert view.isVisible()
    view.read_button.click()
    workspace.settle()
    name, code, other = view.proposals.rows
    assert (name.shown.value, code.shown.is_doubtful, other.shown.value) == (
        "样例瓷业有限公司",
        True,
        "6901234567892",
    )
    assert workspace.dossier.party is None
    look(workspace, "read-licence")

    name.setFocus()
    QTest.keyClick(name, Qt.Key.Key_Return)
    workspace.settle()
    party = workspace.dossier.party
    assert party is not None
    assert (party.name, party.credit_code) == ("样例瓷业有限公司", "")
    assert view.proposals.rows[0].shown.is_taken(party.name)

    QTest.keyClick(view.proposals.rows[0], Qt.Key.Key_Down)
    assert workspace.screen.focusWidget() is view.proposals.rows[1]
    view.proposals.rows[1].buttons[0].click()
    workspace.settle()
    assert workspace.dossier.party is not None
    assert workspace.dossier.party.credit_code == CODE
    QTest.keyClick(view, Qt.Key.Key_Escape)
    workspace.settle()
    assert workspace.screen.step is Step.PARTY
    assert not view.isVisible()
    assert photo.id in {each.id for each in workspace.dossier.photos}


def test_a_mark_goes_to_the_row_of_the_photo_and_is_undone_with_the_rows(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads(monkeypatch, PhotoRead(SEEN, LicenceRead(()), (MARK,)))
    loose = taken(workspace)
    view = opened(workspace, loose, Pointing.PART)
    view.read_button.click()
    workspace.settle()
    view.proposals.rows[0].buttons[0].click()
    workspace.settle()
    assert workspace.dossier.items == ()

    row = workspace.stand.item()
    workspace.stand.photo(7, item_id=row.id)
    workspace.screen.read_again()
    workspace.settle()
    photo = workspace.dossier.photos[-1]
    view = opened(workspace, photo, Pointing.PART)
    view.read_button.click()
    workspace.settle()
    mark, code = view.proposals.rows
    mark.buttons[0].click()  # and the next at once: the first is not read back yet
    code.buttons[0].click()
    workspace.settle()
    (item,) = workspace.dossier.items
    assert item.alleged.mark == MARK.text
    assert item.remark.endswith("6901234567892")
    look(workspace, "read-mark")


def test_a_look_alike_is_picked_beside_its_picture_and_the_kind_of_party_is_taken(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = LicenceRead(
        (
            Proposal("name", "样例瓷业行", Source.TEXT, 0.97, (PLACE,)),
            Proposal("kind", PartyKind.SOLE_TRADER, Source.NUMBER, 0.95, (PLACE,), words="个体工商户"),
            Proposal("representative", "陈吉", Source.TEXT, 0.96, (PLACE,), doubts=doubts("陈吉")),
        )
    )
    reads(monkeypatch, PhotoRead(SEEN, read, ()))
    photo = taken(workspace)
    workspace.go(Step.PARTY)
    view = opened(workspace, photo, Pointing.PART)
    view.read_button.click()
    workspace.settle()
    name, kind, person, _ = view.proposals.rows
    assert "个体工商户" in kind.words.text()
    (choice,) = person.choices
    workspace.screen.activateWindow()
    person.setFocus()
    look(workspace, "look-alikes")
    choice._group.button(1).click()
    assert person.value == "陈𠮷"
    assert workspace.dossier.party is None  # nothing is written by picking
    name.buttons[0].click()
    workspace.settle()
    view.proposals.rows[1].buttons[0].click()
    workspace.settle()
    person = view.proposals.rows[2]
    assert person.words.text() == "陈𠮷"  # the pick stays while the record is read again
    person.buttons[0].click()
    workspace.settle()
    party = workspace.dossier.party
    assert party is not None
    assert (party.kind, party.representative) == (PartyKind.SOLE_TRADER, "陈𠮷")
    assert view.proposals.rows[2].buttons[0].isHidden()


def test_a_length_is_measured_on_the_picture_and_written_down_with_its_doubt(workspace: Workspace) -> None:
    photo = taken(workspace)
    view = opened(workspace, photo, Pointing.ENDS)
    board = view.board
    QTest.mouseClick(board, Qt.MouseButton.LeftButton, pos=on_board(board, (0, -20)))
    drag(board, on_board(board, (40, -25)), on_board(board, (50, -20)))
    QTest.keyClick(board, Qt.Key.Key_Right)
    QTest.keyClick(board, Qt.Key.Key_Left)
    assert not view.keep.isEnabled()
    view.label.set_text("口径")
    view.in_plane.click()
    look(workspace, "measure")
    assert view.keep.isEnabled()
    view.keep.click()
    workspace.settle()
    (length,) = workspace.dossier.dimensions
    assert abs(length.length.mm - 50) <= length.length.uncertainty_mm
    assert (length.label, length.photo_sha256) == ("口径", photo.sha256)
    assert not view.keep.isEnabled()

    look(workspace, "measured")

    view.straighten.click()
    workspace.settle()
    look(workspace, "straightened")
    assert find_card(_jpeg(board._picture)).tilt <= 3
    QTest.mouseClick(board, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    assert not view.keep.isEnabled()
    view.straighten.click()
    workspace.settle()

    view.length_taken_off.emit(length.id)
    workspace.settle()
    assert workspace.dossier.dimensions == ()
    view.undo_asked.emit()
    workspace.settle()
    assert workspace.dossier.dimensions == (length,)


def test_lengths_go_into_the_specification_of_the_row_by_one_key(workspace: Workspace, qtbot: QtBot) -> None:
    stand = workspace.stand
    item = stand.item()
    photo = taken(workspace, item_id=item.id)
    workspace.screen.activateWindow()
    view = opened(workspace, photo, Pointing.ENDS)
    assert not view.to_row.isVisible()
    for label, end in (("口径", (50, -20)), ("足径", (30, -20))):
        measure_length.measure_length(
            stand.device,
            photo.id,
            start=SCENE.spot((0, -20)),
            end=SCENE.spot(end),
            label=label,
            lies_in_plane=True,
            by=stand.by,
        )
    workspace.screen.read_again()
    workspace.settle()
    first, second = workspace.dossier.dimensions
    assert view.to_row.isEnabled()
    with qtbot.waitSignal(view.specification_asked):  # a key presses a button for a tenth of a second
        QTest.keyClick(view, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    workspace.settle()
    (row,) = workspace.dossier.items
    assert row.specification == f"{item.specification}；{first.stated}；{second.stated}"
    assert first.stated == f"口径 ({first.length.mm}±{first.length.uncertainty_mm}) mm"
    assert first.stated in view._row_words.text()
    assert not view.to_row.isEnabled()
    look(workspace, "specification")


def test_the_cards_are_printed_from_here(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    view = opened(workspace, taken(workspace), Pointing.ENDS)
    printer = new_printer(two_sided=False)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "card.pdf"))
    monkeypatch.setattr(view, "ask_printer", lambda: printer)
    view.card_asked.emit()
    workspace.settle()
    assert (tmp_path / "card.pdf").read_bytes().startswith(b"%PDF")


def _jpeg(picture: QImage) -> bytes:
    content = QBuffer()
    content.open(QBuffer.OpenModeFlag.WriteOnly)
    picture.save(content, "JPEG", 92)  # type: ignore[call-overload]  # PySide asks for bytes where Qt takes a name
    return content.data().data()


def test_a_photo_without_a_card_says_why_nothing_is_measured(workspace: Workspace) -> None:
    workspace.stand.photo(3)
    workspace.screen.read_again()
    workspace.settle()
    view = opened(workspace, workspace.dossier.photos[0], Pointing.ENDS)
    assert "比例卡" in view._scale_why.text()
    assert not view.keep.isEnabled()
    look(workspace, "no-card")


def test_the_shot_list_shows_what_the_row_still_wants_and_its_photos_go_to_the_row(
    workspace: Workspace,
) -> None:
    row = workspace.stand.item()
    workspace.screen.read_again()
    workspace.settle()
    capture = workspace.screen.capture_page
    assert capture.row is None
    workspace.screen.open_camera()
    workspace.settle()
    capture._rows.setCurrentIndex(1)
    capture._rows.activated.emit(1)
    assert capture.row == row.id
    assert capture._tags[capture._shots.checkedId()] is PhotoTag.VIEW
    texts = [button.text() for button in capture._shots.buttons()]
    assert any(text.startswith("底款") and text.endswith("0 / 1") for text in texts)
    look(workspace, "shot-list")
    aim = Aim(PhotoTag.BACKSTAMP, workspace.stand.inspection.id, row.id)
    workspace.screen._steps.capture().capture._seal(Still(SCENE.jpeg(), "shot.jpg"), aim)
    workspace.settle()
    (photo,) = workspace.dossier.photos
    assert (photo.item_id, photo.tag) == (row.id, PhotoTag.BACKSTAMP)
    texts = [button.text() for button in capture._shots.buttons()]
    assert any(text.startswith("底款") and text.endswith("1 / 1") for text in texts)
    workspace.screen.show_step(Step.GOODS)
    workspace.settle()
    look(workspace, "quality-shots")

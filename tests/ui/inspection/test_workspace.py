"""The whole workspace over a real device: what is done on the screen is in the record."""

import io
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QPushButton,
    QWidget,
)

from inspector.actions import name_party
from inspector.actions.assign_recording import assign_recording
from inspector.actions.take_recording import take_recording
from inspector.errors import SystemFault
from inspector.records import InspectionState, Item, PhotoTag, PresenceKind, RightKind
from tests import pictures
from tests.recordings import make_wav
from tests.ui.inspection.inspection_workspace import Workspace
from ui.demo import sample
from ui.desktop.screens.inspection import Step
from ui.desktop.screens.inspection.goods_view import GoodsView
from ui.desktop.screens.inspection.quality_panel import FindingLine
from ui.desktop.screens.notices.view import NoticesView

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # said by the offscreen platform of any window


def button(root: QWidget, words: str) -> QAbstractButton:
    """Return the one visible button of this name, or whose name ends with `words`."""
    exact = [b for b in root.findChildren(QAbstractButton) if b.accessibleName() == words and b.isVisible()]
    found = exact or [
        each
        for each in root.findChildren(QAbstractButton)
        if each.accessibleName().endswith(words) and each.isVisible()
    ]
    assert len(found) == 1, [each.accessibleName() for each in root.findChildren(QAbstractButton)]
    return found[0]


def field(root: QWidget, name: str) -> QLineEdit:
    """Return the visible line of text with this accessible name."""
    found = [
        each for each in root.findChildren(QLineEdit) if each.accessibleName() == name and each.isVisible()
    ]
    assert len(found) == 1, [each.accessibleName() for each in root.findChildren(QLineEdit)]
    return found[0]


def type_text(target: QWidget, text: str) -> None:
    """Type as an input method does: Chinese arrives committed, not key by key."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(target, event)


def enter(line: QLineEdit, text: str) -> None:
    """Type a text and press Enter."""
    line.setFocus()
    line.selectAll()
    type_text(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_quick_answers_record_the_visit(workspace: Workspace) -> None:
    page = workspace.screen.view_of(Step.ARRIVAL)
    button(page, "看清楚了。").click()
    button(page, "不申请回避。").click()
    button(page, "现场负责人到场").click()
    workspace.settle()
    assert workspace.dossier.inspection.presence is None, "nobody is present without a name"
    enter(field(page, "到场人员姓名、身份"), "赵样本")
    workspace.settle()
    inspection = workspace.dossier.inspection
    assert inspection.credentials is not None
    assert inspection.credentials.answer == "看清楚了。"
    assert inspection.rights is not None
    assert not inspection.rights.recusal_requested
    assert inspection.presence is not None
    assert (inspection.presence.kind, inspection.presence.person) == (PresenceKind.SITE_MANAGER, "赵样本")


def test_an_absent_party_asks_for_a_witness(workspace: Workspace) -> None:
    page = workspace.screen.view_of(Step.ARRIVAL)
    button(page, "无法通知").click()
    enter(field(page, "何时、如何通知"), "10时拨打登记电话三次无人接听")
    enter(field(page, "录音录像编号"), "V-0001")
    enter(field(page, "见证人姓名"), "钱样本")
    enter(field(page, "证件号码"), "样本证0001")
    enter(field(page, "联系方式"), "000-0000")
    workspace.settle()
    inspection = workspace.dossier.inspection
    assert inspection.presence is not None
    assert inspection.presence.recording == "V-0001"
    assert inspection.witness is not None
    assert inspection.witness.name == "钱样本"


def test_a_wrong_code_is_told_in_place_and_stays_out_of_the_record(workspace: Workspace) -> None:
    workspace.go(Step.PARTY)
    page = workspace.screen.view_of(Step.PARTY)
    enter(field(page, "名称"), "样本陶瓷（景德镇）有限公司")
    code = field(page, "统一社会信用代码（注册号）")
    enter(code, "91360200MA1XG6125I")
    workspace.settle()
    assert code.property("wrong") is True
    assert "第18位" in code.accessibleDescription()
    assert code.text() == "91360200MA1XG6125I"
    assert workspace.dossier.party is not None
    assert workspace.dossier.party.credit_code == ""
    enter(code, sample.PARTY["credit_code"])
    workspace.settle()
    assert code.property("wrong") is False
    assert workspace.dossier.party.credit_code == sample.PARTY["credit_code"]


def test_what_the_record_refused_stays_in_the_field_and_is_asked_for_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.go(Step.PARTY)
    page = workspace.screen.view_of(Step.PARTY)
    enter(field(page, "名称"), "样本陶瓷（景德镇）有限公司")
    workspace.settle()

    def refuse(*_: object, **__: object) -> None:
        raise SystemFault("store.disk_full")

    address, phone = field(page, "住所（住址）"), field(page, "联系电话")
    with monkeypatch.context() as full:
        full.setattr(name_party, "name_party", refuse)
        enter(address, "样本路9号")
        enter(phone, "000-0001")
        workspace.settle()
        assert (address.text(), phone.text()) == ("样本路9号", "000-0001")
        assert workspace.dossier.party is not None
        assert workspace.dossier.party.address == ""
    QTest.keyClick(address, Qt.Key.Key_Return)
    workspace.settle()
    assert (workspace.dossier.party.address, workspace.dossier.party.phone) == ("样本路9号", "000-0001")


def type_row(workspace: Workspace, *cells: str) -> None:
    """Type one row into the blank line, cell by cell, with the keyboard alone."""
    page = workspace.screen.view_of(Step.GOODS)
    assert isinstance(page, GoodsView)
    page.table.begin_new_row()
    for text in cells:
        editor = QApplication.focusWidget()
        assert editor is not None
        if isinstance(editor, QComboBox):
            if text:
                editor.setCurrentIndex(max(editor.findText(text), 0))
        elif text:
            type_text(editor, text)
        QTest.keyClick(editor, Qt.Key.Key_Tab)


def only_item(workspace: Workspace) -> Item:
    (item,) = workspace.dossier.items
    return item


def test_a_whole_row_is_entered_with_the_keyboard_alone(workspace: Workspace) -> None:
    workspace.go(Step.GOODS)
    type_row(workspace, "样本盖碗", "ø12", "套", "24", "68", "", "商标", "1299950", "0012")
    workspace.settle()
    item = only_item(workspace)
    assert (item.label_name, item.specification, item.unit) == ("样本盖碗", "ø12", "套")
    assert (item.quantity, item.unit_price, item.seal_number) == (Decimal(24), Decimal(68), "0012")
    assert (item.alleged.kind, item.alleged.number) == (RightKind.TRADEMARK, "1299950")


def test_undo_takes_edits_back_one_by_one(workspace: Workspace) -> None:
    item = workspace.stand.item(quantity=Decimal(24))
    workspace.screen.open(workspace.stand.inspection.id)
    workspace.go(Step.GOODS)
    page = workspace.screen.view_of(Step.GOODS)
    assert isinstance(page, GoodsView)
    model = page.table.model()
    model.setData(model.index(0, 4), "30")
    workspace.settle()
    page.removal_asked.emit(only_item(workspace))
    workspace.settle()
    assert workspace.dossier.items == ()
    page.undo_asked.emit()
    workspace.settle()
    assert only_item(workspace).quantity == 30
    page.undo_asked.emit()
    workspace.settle()
    assert only_item(workspace) == item


def test_a_row_put_back_has_its_place_its_photos_and_its_recordings(workspace: Workspace) -> None:
    stand = workspace.stand
    rows = [stand.item(label_name=name) for name in ("一", "二", "三")]
    photo = stand.photo(item_id=rows[1].id)
    taken = take_recording(
        stand.device,
        stand.inspection.id,
        content=io.BytesIO(make_wav()),
        file_name="1.wav",
        by=stand.by,
    )
    assign_recording(stand.device, taken.id, item_id=rows[1].id, tag=PhotoTag.BACKSTAMP, by=stand.by)
    workspace.screen.open(stand.inspection.id)
    workspace.go(Step.GOODS)
    page = workspace.screen.view_of(Step.GOODS)
    assert isinstance(page, GoodsView)
    for row in rows[:2]:  # the second before the table knows that the first is gone
        page.removal_asked.emit(row)
    workspace.settle()
    page.undo_asked.emit()
    workspace.settle()
    assert [(item.position, item.label_name) for item in workspace.dossier.items] == [(1, "二"), (2, "三")]
    assert [each.id for each in workspace.dossier.photos_of(rows[1].id)] == [photo.id]
    assert [(each.item_id, each.tag) for each in workspace.dossier.recordings] == [
        (rows[1].id, PhotoTag.BACKSTAMP)
    ]


def test_undo_takes_a_tag_away_again(workspace: Workspace) -> None:
    photo = workspace.stand.photo()
    workspace.screen.open(workspace.stand.inspection.id)
    workspace.go(Step.GOODS)
    page = workspace.screen.view_of(Step.GOODS)
    assert isinstance(page, GoodsView)
    page.photos_assigned.emit(None, [photo.id], PhotoTag.SHELF)
    workspace.settle()
    assert [each.tag for each in workspace.dossier.photos] == [PhotoTag.SHELF]
    page.undo_asked.emit()
    workspace.settle()
    assert [each.tag for each in workspace.dossier.photos] == [None]


def test_a_refused_file_is_listed_by_name_and_the_rest_is_sealed(
    workspace: Workspace, tmp_path: Path
) -> None:
    card = tmp_path / "card"
    card.mkdir()
    (card / "IMG_1.JPG").write_bytes(pictures.make_jpeg(96, 64, 1))
    (card / "notes.txt").write_text("样本", "utf-8")
    workspace.go(Step.GOODS)
    page = workspace.screen.view_of(Step.GOODS)
    assert isinstance(page, GoodsView)
    workspace.screen.take_in([card])
    workspace.settle()
    assert [photo.file_name for photo in workspace.dossier.photos] == ["IMG_1.JPG"]
    assert "notes.txt" in page.findChildren(type(page._refused))[0]._list.toPlainText()


def test_a_finding_leads_to_the_field_that_mends_it(workspace: Workspace) -> None:
    findings = {
        each.accessibleName().split()[0]: each
        for each in workspace.screen.findChildren(FindingLine)
        if each.isVisible()
    }
    findings["去补：F-13"].click()
    assert workspace.screen.step is Step.ARRIVAL
    findings["去补：9-06"].click()
    assert workspace.screen.step is Step.PARTY


def sign_and_issue(workspace: Workspace, form: str) -> None:
    """Open a paper, let everybody sign on the sheet, and issue it."""
    page = workspace.screen.view_of(Step.NOTICES)
    assert isinstance(page, NoticesView)
    page.notice_chosen.emit(form)
    workspace.settle()
    for number in range(3):
        lines = [
            b
            for b in page.signing.findChildren(QPushButton)
            if "点此签名" in b.accessibleName() and b.isVisible()
        ]
        lines[0].click()
        sheet = page.sheet.pad.sheet
        for stroke in range(3):
            QTest.mousePress(sheet, Qt.MouseButton.LeftButton, pos=sheet.rect().center())
            for step in range(6):
                QTest.mouseMove(
                    sheet, sheet.rect().topLeft() + sheet.rect().center() / (2 + stroke + step + number)
                )
            QTest.mouseRelease(sheet, Qt.MouseButton.LeftButton, pos=sheet.rect().center())
        button(page.sheet, "签好了").click()
        workspace.settle()
    button(page, "》").click()
    workspace.settle()


def test_a_stand_is_inspected_signed_and_sealed_in_the_window(workspace: Workspace) -> None:
    stand = workspace.stand
    stand.visit()
    item = stand.item()
    stand.photo(item_id=item.id)
    stand.seize(item)
    workspace.screen.open(stand.inspection.id)
    workspace.go(Step.NOTICES)
    sign_and_issue(workspace, "24")
    sign_and_issue(workspace, "21")
    page = workspace.screen.view_of(Step.NOTICES)
    assert isinstance(page, NoticesView)
    page.notice_chosen.emit("9")
    workspace.settle()
    stand.clock.advance(timedelta(minutes=20))
    assert page.pages.page_count >= 1, "the record can be read before the party answers"
    button(page, "核对无误，情况属实。").click()
    button(page, "记入，结束检查").click()
    workspace.settle()
    sign_and_issue(workspace, "9")
    assert {notice.form for notice in workspace.dossier.notices} == {"24", "21", "9"}
    workspace.go(Step.LEAVE)
    left: list[bool] = []
    workspace.screen.left.connect(lambda: left.append(True))
    button(workspace.screen, "封包").click()
    workspace.settle()
    assert left == [True]
    assert workspace.dossier.inspection.state is InspectionState.SEALED


@pytest.mark.parametrize("step", list(Step))
def test_everything_pressed_is_as_large_as_a_finger_and_named(workspace: Workspace, step: Step) -> None:
    workspace.stand.visit()
    item = workspace.stand.item()
    workspace.stand.photo(item_id=item.id)
    workspace.stand.seize(item)
    workspace.screen.open(workspace.stand.inspection.id)
    workspace.go(step)
    page = workspace.screen
    pressed = [each for each in page.findChildren(QAbstractButton) if each.isVisible()]
    assert pressed
    for each in pressed:
        assert min(each.height(), each.width()) >= 44, each.accessibleName()
        interface = QAccessible.queryAccessibleInterface(each)
        assert interface.text(QAccessible.Text.Name), each
    for line in page.findChildren(QLineEdit):
        if line.isVisible():
            assert line.height() >= 44
            assert line.accessibleName()

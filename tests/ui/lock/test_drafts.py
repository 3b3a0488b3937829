"""What is typed and cannot be recorded survives the lock, the closing and a crash, to the letter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from inspector.clock import SystemClock
from inspector.records import Exhibitor, Item, Party
from tests.stand import PASSPHRASE, Stand, begin
from ui.demo import sample
from ui.desktop.drafts.gathering import Typing, gathered
from ui.desktop.i18n import tr
from ui.desktop.lock_watch import Why
from ui.desktop.portrait import settle
from ui.desktop.screens.inspection import Step
from ui.desktop.screens.inspection.item_columns import Column
from ui.desktop.screens.inspection.text_field import TextField
from ui.desktop.screens.notices.view import NoticesView
from ui.desktop.screens.unlock.view import UnlockView
from ui.desktop.session import Session
from ui.desktop.shell import Place, Window
from ui.desktop.widgets import Field
from ui.desktop.workplace import WorkplaceOnScreen
from ui.draft_book import Draft, Strokes, TypedCell


class Desk:
    """A window on one device, locked and unlocked by the test."""

    def __init__(self, stand: Stand, qtbot: QtBot) -> None:
        self.stand = stand
        self._qtbot = qtbot
        self.window = Window()
        self.window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self.window.show()
        qtbot.addWidget(self.window)
        self.session = Session(stand.workplace, self.window, SystemClock(), listen=lambda _: None)
        self.session.start()
        self.unlock()

    @property
    def working(self) -> WorkplaceOnScreen:
        assert self.session.on_screen is not None
        return self.session.on_screen

    def unlock(self) -> None:
        view = self.window.page
        assert isinstance(view, UnlockView)
        view.secret_given.emit(PASSPHRASE)
        settle(self.session.gate)
        self.settle()

    def settle(self) -> None:
        settle(self.working.tasks)
        settle(self.working.tasks)

    def lock(self) -> UnlockView:
        with self._qtbot.waitSignal(self.session.locked):
            self.session.lock(Why.ASKED)
        view = self.window.page
        assert isinstance(view, UnlockView)
        return view

    def open(self, step: Step) -> QWidget:
        self.working.show_stand(self.stand.inspection.id)
        self.settle()
        assert self.working.stand is not None
        self.working.stand.show_step(step)
        self.settle()
        return self.page(step)

    def page(self, step: Step) -> QWidget:
        assert self.working.stand is not None
        return self.working.stand.view_of(step)

    def field(self, step: Step, caption: str) -> TextField:
        found = [f for f in self.page(step).findChildren(TextField) if f.edit.accessibleName() == caption]
        return found[0]


@pytest.fixture
def stand(tmp_path: Path) -> Stand:
    made = begin(tmp_path / "device")
    made.opened.close()
    return made


@pytest.fixture
def desk(stand: Stand, qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(stand, qtbot)
    yield made
    made.session.close()


def type_into(widget: QWidget, text: str) -> None:
    widget.setFocus()
    if isinstance(widget, QLineEdit):
        for letter in text:
            QTest.keyClick(widget, letter) if letter.isascii() else widget.insert(letter)
    else:
        QTest.keyClicks(widget, text)


def note_of(desk: Desk) -> TextField:
    return desk.field(Step.ARRIVAL, tr("ui.visit.note"))


def choose_absent(desk: Desk) -> None:
    page = desk.open(Step.ARRIVAL)
    answers = (b for b in page.findChildren(QAbstractButton) if b.isCheckable() and "未到" in b.text())
    next(answers).click()
    desk.settle()


def code_of(desk: Desk) -> TextField:
    fields = desk.page(Step.PARTY).findChildren(TextField)
    return next(f for f in fields if "信用代码" in f.edit.accessibleName())


def test_half_an_absence_note_comes_back_with_its_choice_and_the_cursor(desk: Desk) -> None:
    choose_absent(desk)
    type_into(note_of(desk).edit, "the owner left at nin")
    QTest.keyClick(note_of(desk).edit, Qt.Key.Key_Left)
    desk.lock()
    desk.unlock()
    assert desk.working.shell.place is Place.INSPECTION
    assert desk.working.open_stand == desk.stand.inspection.id
    assert desk.working.stand is not None
    assert desk.working.stand.step is Step.ARRIVAL
    again = note_of(desk)
    assert again.text() == "the owner left at nin"
    assert again.isVisibleTo(desk.window), "the choice it belongs to is set again"
    assert isinstance(again.edit, QLineEdit)
    assert again.edit.cursorPosition() == len(again.text()) - 1
    assert desk.window.focusWidget() is again.edit


def test_a_wrong_code_comes_back_as_it_was_typed(desk: Desk) -> None:
    desk.open(Step.PARTY)
    type_into(code_of(desk).edit, "91130200MA0000000")
    desk.settle()
    desk.lock()
    desk.unlock()
    assert desk.working.stand is not None
    assert desk.working.stand.step is Step.PARTY
    assert code_of(desk).text() == "91130200MA0000000"
    assert code_of(desk).is_unrecorded


def test_what_was_recorded_is_in_no_draft(desk: Desk) -> None:
    desk.open(Step.PARTY)
    name = desk.field(Step.PARTY, tr("ui.party.name"))
    type_into(name.edit, "Sample Works")
    QTest.keyClick(name.edit, Qt.Key.Key_Return)
    desk.lock()
    desk.unlock()
    assert desk.field(Step.PARTY, tr("ui.party.name")).text() == "Sample Works"
    assert not desk.field(Step.PARTY, tr("ui.party.name")).is_unrecorded
    assert gathered(desk.working).texts == ()


def test_half_a_name_is_no_name_until_it_is_typed_to_its_end(desk: Desk) -> None:
    desk.open(Step.PARTY)
    name = desk.field(Step.PARTY, tr("ui.party.name"))
    type_into(name.edit, "Sample Wor")
    desk.lock()
    desk.unlock()
    name = desk.field(Step.PARTY, tr("ui.party.name"))
    assert (name.text(), name.is_unrecorded) == ("Sample Wor", True)
    assert desk.window.focusWidget() is name.edit
    with desk.working.opened.device.reading() as unit:
        assert unit.all(Party) == ()
    type_into(name.edit, "ks")
    QTest.keyClick(name.edit, Qt.Key.Key_Return)
    desk.settle()
    with desk.working.opened.device.reading() as unit:
        assert [party.name for party in unit.all(Party)] == ["Sample Works"]


def test_the_form_of_a_new_stand_comes_back(desk: Desk) -> None:
    desk.working.open_today_form("start")
    desk.settle()
    booth = next(f for f in desk.window.findChildren(Field) if f.label.text() == tr("ui.start.booth"))
    type_into(booth.editor, "B12")
    desk.lock()
    desk.unlock()
    assert desk.working.today_form == "start"
    booth = next(f for f in desk.window.findChildren(Field) if f.label.text() == tr("ui.start.booth"))
    assert booth.text() == "B12"
    assert desk.window.focusWidget() is booth.editor


@pytest.mark.parametrize("place", [Place.TODAY, Place.INSPECTION])
def test_the_open_stand_comes_back_beside_the_form_of_a_new_one(desk: Desk, place: Place) -> None:
    choose_absent(desk)
    type_into(note_of(desk).edit, "half a no")
    desk.working.open_today_form("start")
    desk.settle()
    booth = next(f for f in desk.window.findChildren(Field) if f.label.text() == tr("ui.start.booth"))
    type_into(booth.editor, "B12")
    desk.working.go(place)
    desk.settle()
    for _ in range(2):  # the draft kept at the second lock is that of the screens put back
        desk.lock()
        desk.unlock()
    assert desk.working.shell.place is place
    assert desk.working.open_stand == desk.stand.inspection.id
    assert note_of(desk).text() == "half a no"
    assert desk.working.today_form == "start"
    booth = next(f for f in desk.window.findChildren(Field) if f.label.text() == tr("ui.start.booth"))
    assert booth.text() == "B12"


def test_a_form_left_open_takes_no_key_from_an_open_cell(desk: Desk) -> None:
    desk.working.open_today_form("start")
    desk.settle()
    booth = next(f for f in desk.window.findChildren(Field) if f.label.text() == tr("ui.start.booth"))
    type_into(booth.editor, "B12")
    desk.open(Step.GOODS)
    assert desk.working.stand is not None
    desk.working.stand.reopen_cell("", Column.NAME, "sample bo", 4)
    desk.lock()
    desk.unlock()
    assert desk.working.shell.place is Place.INSPECTION
    assert gathered(desk.working).cell == TypedCell("", Column.NAME, "sample bo", 4)
    assert desk.working.today_form == "start"


def test_a_stand_chosen_from_the_roster_comes_back_and_is_nobodys_until_begun(desk: Desk) -> None:
    exhibitor = Exhibitor("样本甲陶瓷有限公司", "A-01", "1号馆")
    desk.working._start_at(exhibitor)
    form = desk.working._today_view.start_form
    form.fields["place"].set_text("样本市自己写的地点")
    desk.settle()
    desk.lock()
    desk.unlock()
    again = desk.working._today_view.start_form
    assert desk.working.today_form == "start"
    assert [again.fields[name].text() for name in ("hall", "booth", "party", "place")] == [
        "1号馆",
        "A-01",
        "样本甲陶瓷有限公司",
        "样本市自己写的地点",
    ]
    desk.working.today.refresh()
    desk.working.fair.refresh()
    desk.settle()
    assert again.fields["party"].text() == "样本甲陶瓷有限公司"
    assert again.fields["place"].text() == "样本市自己写的地点"


def test_a_cell_that_was_refused_stays_open(desk: Desk) -> None:
    desk.open(Step.GOODS)
    assert desk.working.stand is not None
    desk.working.stand.reopen_cell("", Column.NAME, "sample bo", 4)
    draft = gathered(desk.working)
    assert draft.cell == TypedCell("", Column.NAME, "sample bo", 4)
    desk.lock()
    desk.unlock()
    assert gathered(desk.working).cell == draft.cell


def test_half_a_price_is_no_price_and_comes_back_in_its_cell(desk: Desk, stand: Stand) -> None:
    item = replace(stand, opened=desk.working.opened).item(unit_price=None, price_basis=None)
    desk.open(Step.GOODS)
    assert desk.working.stand is not None
    desk.working.stand.reopen_cell(item.id, Column.PRICE, "", 0)
    editor = desk.window.focusWidget()
    assert editor is not None
    QTest.keyClicks(editor, "68")
    QTest.keyClick(editor, Qt.Key.Key_Left)
    desk.lock()
    desk.unlock()
    assert gathered(desk.working).cell == TypedCell(item.id, Column.PRICE, "68", 1)
    with desk.working.opened.device.reading() as unit:
        assert unit.all(Item) == (item,)
    editor = desk.window.focusWidget()
    assert editor is not None
    QTest.keyClicks(editor, "0")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    desk.settle()
    with desk.working.opened.device.reading() as unit:
        assert [each.unit_price for each in unit.all(Item)] == [608]


def test_a_chosen_word_of_an_open_cell_comes_back(desk: Desk, stand: Stand) -> None:
    item = replace(stand, opened=desk.working.opened).item()
    desk.open(Step.GOODS)
    assert desk.working.stand is not None
    desk.working.stand.reopen_cell(item.id, Column.UNIT, "箱", 1)
    desk.lock()
    desk.unlock()
    assert gathered(desk.working).cell == TypedCell(item.id, Column.UNIT, "箱", 1)
    with desk.working.opened.device.reading() as unit:
        assert unit.all(Item) == (item,)


def test_what_was_typed_beneath_the_table_comes_back_to_its_row(desk: Desk, stand: Stand) -> None:
    rows = [replace(stand, opened=desk.working.opened).item(label_name=name) for name in ("盘", "碗")]
    desk.open(Step.GOODS)
    assert desk.working.stand is not None
    desk.working.stand.go_to_row(rows[1].id)
    remark = desk.field(Step.GOODS, tr("ui.items.remark"))
    type_into(remark.edit, "chipp")
    desk.lock()
    desk.unlock()
    remark = desk.field(Step.GOODS, tr("ui.items.remark"))
    assert (remark.text(), desk.window.focusWidget()) == ("chipp", remark.edit)
    type_into(remark.edit, "ed")
    QTest.keyClick(remark.edit, Qt.Key.Key_Return)
    desk.settle()
    with desk.working.opened.device.reading() as unit:
        assert {each.label_name: each.remark for each in unit.all(Item)} == {"盘": "", "碗": "chipped"}


def test_ink_waits_over_a_lock_on_its_own_paper_and_is_on_no_other(desk: Desk, stand: Stand) -> None:
    make_ready(desk, stand)
    view = notices_of(desk, "24")
    party, officer, _ = view.signing.signers
    view.signing.signing_asked.emit(party)
    view.sheet.pad.put_back(sample.strokes(1), ())
    view.sheet._done.click()
    assert view._asked == (view.signing.paper, officer), "the next one is asked"
    view.sheet.pad.put_back((((100, 100, 0), (200, 150, 40)),), ((300, 900),))
    drawn, pressed = view.sheet.pad.strokes, view.sheet.pad.pressure
    desk.lock()
    desk.unlock()
    view = open_notices(desk)
    assert view.signing.paper.endswith("/24"), "the paper somebody was signing"
    (given,) = view.signing.given
    assert (given.signer, given.strokes) == (party, sample.strokes(1))
    view.signing.signing_asked.emit(officer)
    assert (view.sheet.pad.strokes, view.sheet.pad.pressure) == (drawn, pressed)
    view = notices_of(desk, "21")
    view.signing.signing_asked.emit(party)
    assert view.sheet.pad.is_empty, "nobody signed this one"


def test_ink_of_a_draft_that_names_no_paper_is_shown_on_none(desk: Desk, stand: Stand) -> None:
    make_ready(desk, stand)
    view = notices_of(desk, "24")
    view.put_ink_back([Strokes("赵样本", sample.strokes(1))])
    view.signing.signing_asked.emit(view.signing.signers[0])
    assert view.sheet.pad.is_empty
    assert view.ink == ()


def make_ready(desk: Desk, stand: Stand) -> None:
    """Have list and decision ready to be signed."""
    on_device = replace(stand, opened=desk.working.opened)
    on_device.visit()
    row = on_device.item()
    on_device.photo(1, item_id=row.id)
    on_device.photo(2, item_id=row.id)
    on_device.seize(row)


def open_notices(desk: Desk) -> NoticesView:
    view = desk.page(Step.NOTICES)
    assert isinstance(view, NoticesView)
    return view


def notices_of(desk: Desk, form: str) -> NoticesView:
    view = desk.open(Step.NOTICES)
    assert isinstance(view, NoticesView)
    view.go_to(form)
    desk.settle()
    return view


def test_a_crash_a_moment_after_the_last_key_loses_nothing(desk: Desk, stand: Stand, qtbot: QtBot) -> None:
    choose_absent(desk)
    type_into(note_of(desk).edit, "half a sen")
    rest = desk.working.drafts._rest
    assert rest.isActive(), "a key begins the wait"
    rest.timeout.emit()
    desk.settle()
    kept = desk.working.opened.drafts.of(stand.by)
    assert [text.text for text in kept.texts] == ["half a sen"]
    # the process is gone: nothing more is written, and the next start reads what the disk holds
    desk.working.drafts.last(Typing())
    desk.working.opened.close()


def test_each_officer_has_their_own(desk: Desk, stand: Stand) -> None:
    choose_absent(desk)
    type_into(note_of(desk).edit, "first officer")
    first, second = (officer.id for officer in stand.officers[:2])
    desk.working.drafts.turn_to(second)
    desk.settle()
    assert note_of(desk).text() == "", "the next officer does not see it"
    book = desk.working.opened.drafts
    assert book.of(second) == Draft()
    assert [text.text for text in book.of(first).texts] == ["first officer"]
    desk.working.drafts.turn_to(first)
    desk.settle()
    assert note_of(desk).text() == "first officer"


def test_closing_the_window_keeps_what_would_be_lost_and_forgets_the_place(
    stand: Stand, qtbot: QtBot
) -> None:
    desk = Desk(stand, qtbot)
    choose_absent(desk)
    type_into(note_of(desk).edit, "unfinished")
    desk.session.close()
    again = Desk(stand, qtbot)
    assert note_of(again).text() == "unfinished"
    again.open(Step.ARRIVAL)
    note_of(again).put_back("")
    again.session.close()
    third = Desk(stand, qtbot)
    assert third.working.shell.place is Place.TODAY
    third.session.close()


def test_a_damaged_draft_is_set_aside_and_told_and_the_device_opens(stand: Stand, qtbot: QtBot) -> None:
    file = stand.workplace.folder / "drafts.sealed"
    file.write_bytes(b"IPD1" + bytes(60))
    desk = Desk(stand, qtbot)
    assert file.with_name("drafts.sealed.damaged").exists()
    assert "草稿文件已损坏" in desk.working._today_view._banner.sentence
    desk.session.close()


def test_whoever_leaves_the_hand_over_by_the_rail_goes_on_where_they_were(desk: Desk) -> None:
    """What is typed afterwards is recorded and kept as before."""
    desk.open(Step.PARTY)
    field = next(
        each for each in desk.page(Step.PARTY).findChildren(TextField) if "名称" in each.edit.accessibleName()
    )
    field.edit.setFocus()
    type_into(field.edit, "Sample 1")
    desk.working.shell.hand_over_asked.emit()
    desk.settle()
    desk.working.shell.rail.place_chosen.emit(Place.SETTINGS.value)
    desk.settle()
    assert desk.working.shell.place is Place.SETTINGS
    assert field.text() == "Sample 1"
    desk.working.shell.rail.place_chosen.emit(Place.INSPECTION.value)
    desk.settle()
    field.edit.setFocus()
    type_into(field.edit, "2, Hall 4")
    field.commit()
    desk.settle()
    with desk.working.opened.device.reading() as unit:
        assert [party.name for party in unit.all(Party)] == ["Sample 12, Hall 4"]

"""What device and office wrote differently, as an officer sees and decides it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from inspector.actions.write_case import write_case
from inspector.records import Choice, Correction, Item, TaskState
from sync.central import office as desk
from sync.central.cases import case_of, waiting_cases
from sync.central.feeding import Told, tell
from sync.central.revoking import revoke_device, revoke_officer
from sync.feed.entry import Kind
from tests.sync.fed_site import NUMBER, PLACE, STATUS, WHO, FedSite
from tests.ui.office.conftest import Day
from ui.desktop.portrait import settle
from ui.desktop.screens.office.task_block import TaskBlock
from ui.desktop.screens.office.view import OfficeView
from ui.desktop.screens.today.office_card import OfficeCard
from ui.desktop.widgets import Words


def conflict(fed: FedSite) -> None:
    """Let both sides write where the goods lie and how far the case has come."""
    write_case(fed.device, fed.case, {PLACE: "三号馆临时库", STATUS: "received"}, by=fed.stand.by)
    desk.edit_case(fed.centre, fed.case, {PLACE: "样本仓库", STATUS: "filed"}, by=WHO)
    fed.fetch()


def page(day: Day) -> OfficeView:
    """Open the page as today's card does."""
    day.read()
    day.view._office_card._all.click()
    assert day.view.office.isVisible()
    return day.view.office


def block(view: OfficeView, field: str) -> TaskBlock:
    return next(each for each in view.blocks if field in each.task.field)


def words(view: OfficeView) -> str:
    return "\n".join(each.text() for each in view.findChildren(Words) if each.isVisible())


def said(card: OfficeCard) -> list[str]:
    """The rows of today's card, as a screen reader says them."""
    rows = card.list.rows
    return [str(rows.index(row, 0).data()).strip() for row in range(rows.rowCount())]


def button(view: OfficeView, text: str) -> QAbstractButton:
    return next(
        each for each in view.findChildren(QAbstractButton) if each.text() == text and each.isVisible()
    )


def test_today_shows_what_waits_or_that_nothing_does(fed: FedSite, day: Day) -> None:
    day.view.show_office_page()
    view = day.view.office
    assert "没有要你办的事" in words(view)
    assert button(view, "现在取回").isEnabled()
    assert not view.decide.isVisible()
    view.back.click()
    card = day.view._office_card
    assert said(card) == []
    assert "没有要你办的事。最近一次取回：11-20 09:31。" in [each.text() for each in card.findChildren(Words)]
    conflict(fed)
    counts: list[int] = []
    day.presenter.office_read.connect(lambda shown: counts.append(shown.count))
    day.read()
    assert said(card) == ["B-217 · 样本龑堃陶瓷（景德镇）有限公司 两边不一样 2 项 案件进度、财物存放地点"]
    assert counts == [2]


def test_both_sides_are_read_beside_each_other_and_nothing_is_chosen_for_anybody(
    fed: FedSite, day: Day
) -> None:
    conflict(fed)
    view = page(day)
    told = words(view)
    for each in ("三号馆临时库", "样本仓库", "（没有填）", f"{WHO} · 11-20 09:31", "已接收", "已立案"):
        assert each in told
    assert not view.decide.isEnabled()
    before = view.blocks
    assert all(each.decision is None for each in before)
    before[0].sides[Choice.OURS].click()
    day.read()
    assert view.blocks == before, "read again, everything stays as it is"
    assert [each.decision is not None for each in before] == [True, False]


def test_the_result_is_read_before_it_is_decided_and_can_be_taken_back(
    fed: FedSite, day: Day, tmp_path: Path
) -> None:
    conflict(fed)
    view = page(day)
    place = block(view, "财物存放地点")
    place.sides[Choice.THEIRS].click()
    assert "决定后：财物存放地点写“样本仓库”（局里的）" in words(view)
    button(view, "撤销选择").click()
    assert place.decision is None
    place.sides[Choice.OURS].click()
    block(view, "案件进度").sides[Choice.THEIRS].click()
    assert view.decide.text() == "确定这 2 项"
    assert fed.tasks(TaskState.SETTLED) == []
    view.decide.click()
    settle(day.tasks)
    assert view.blocks == ()
    assert {each.settled.by for each in fed.tasks(TaskState.SETTLED) if each.settled} == {
        fed.stand.officers[0].name
    }
    assert "用本机的“三号馆临时库”" in words(view)
    button(view, "撤销").click()
    settle(day.tasks)
    assert len(view.blocks) == 2
    assert len(fed.tasks()) == 2
    block(view, "财物存放地点").sides[Choice.OURS].click()
    view.decide.click()
    settle(day.tasks)
    fed.deliver(tmp_path / "outbox")
    assert case_of(fed.centre, fed.case).fields[PLACE].value == "三号馆临时库"
    assert [*waiting_cases(fed.centre)] == []


def test_a_decision_is_made_anew_after_it_was_sent(fed: FedSite, day: Day, tmp_path: Path) -> None:
    conflict(fed)
    view = page(day)
    block(view, "财物存放地点").sides[Choice.OURS].click()
    view.decide.click()
    settle(day.tasks)
    fed.deliver(tmp_path / "outbox")
    button(view, "重新决定").click()
    settle(day.tasks)
    block(view, "财物存放地点").sides[Choice.THEIRS].click()
    view.decide.click()
    settle(day.tasks)
    fed.deliver(tmp_path / "outbox")
    assert case_of(fed.centre, fed.case).fields[PLACE].value == "样本仓库"


def test_with_keys_alone_a_word_of_ones_own_is_written(fed: FedSite, day: Day) -> None:
    write_case(fed.device, fed.case, {NUMBER: "乙"}, by=fed.stand.by)
    desk.edit_case(fed.centre, fed.case, {NUMBER: "甲"}, by=WHO)
    fed.fetch()
    view = page(day)
    day.view.hide()
    day.view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, False)
    day.view.show()  # keys that mean something everywhere on the page ask for the active window
    day.view.activateWindow()
    settle(day.tasks)
    (only,) = view.blocks
    view.go_to(fed.case)
    ours, theirs = only.sides[Choice.OURS], only.sides[Choice.THEIRS]
    assert day.view.focusWidget() is ours
    QTest.keyClick(ours, Qt.Key.Key_Space)
    assert ours.isChecked()
    QTest.keyClick(ours, Qt.Key.Key_Tab)
    assert day.view.focusWidget() is theirs
    QTest.keyClick(theirs, Qt.Key.Key_Return)
    assert (ours.isChecked(), theirs.isChecked()) == (False, True)
    own = only.own.editor
    assert isinstance(own, QLineEdit)
    assert (own.accessibleName(), ours.accessibleDescription()) == ("案号：另写", "案号"), "heard, too"
    own.setFocus()
    QTest.keyClicks(own, "X-7")
    assert not theirs.isChecked()
    assert "写“X-7”" in words(view)
    QTest.keyClick(own, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(day.tasks)
    assert fed.file().value(NUMBER) == "X-7"


def test_what_the_office_says_meanwhile_is_never_decided_unread(fed: FedSite, day: Day) -> None:
    conflict(fed)
    view = page(day)
    place = block(view, "财物存放地点")
    place.sides[Choice.OURS].click()
    place.note.setFocus()
    QTest.keyClicks(place.note.editor, "ab")
    with fed.device.reading() as unit:
        (row,) = unit.all(Item)
    desk.ask_correction(fed.centre, "Item", row.id, "quantity", "23", reason="录像", by=WHO)
    fed.fetch()
    day.read()
    assert len(view.blocks) == 3
    assert (day.view.focusWidget(), place.note.text()) == (place.note.editor, "ab"), "one types on"
    desk.edit_case(fed.centre, fed.case, {PLACE: "样本二库"}, by=WHO)
    fed.fetch()
    view.decide.click()
    settle(day.tasks)
    assert len(fed.tasks()) == 3
    assert place.decision is None
    assert "局里刚才又改了这一项" in words(view)
    assert "样本二库" in words(view)


def test_a_fact_of_the_stand_is_corrected_with_its_reason_or_kept_with_one(fed: FedSite, day: Day) -> None:
    with fed.device.reading() as unit:
        (row,) = unit.all(Item)
    desk.ask_correction(fed.centre, "Item", row.id, "quantity", "23", reason="录像只有23套", by=WHO)
    fed.fetch()
    view = page(day)
    (only,) = view.blocks
    assert only.task.field == "第 1 行 样本盖碗 · 数量"
    assert "局里的理由：录像只有23套" in words(view)
    only.sides[Choice.OURS].click()
    view.decide.click()
    settle(day.tasks)
    assert "原因" in only.note.problem
    only.sides[Choice.THEIRS].click()
    assert "记一条更正“24”→“23”；现场记录和已出具的文书不改" in words(view)
    view.decide.click()
    settle(day.tasks)
    with fed.device.reading() as unit:
        assert unit.get(Item, row.id) == row
        assert [(each.was, each.now) for each in unit.all(Correction)] == [("24", "23")]


def test_what_is_to_be_heeded_is_said_in_plain_words(fed: FedSite, day: Day) -> None:
    body = {"inspection": "nowhere", "fields": {"number": "甲"}, "over": {}}
    tell(fed.centre, Told(Kind.CASE, body, WHO, "nowhere"), device=fed.device.id)
    revoke_officer(fed.centre, fed.stand.officers[1].cert_no, reason="调离", by=WHO)
    revoke_device(fed.centre, fed.device.id, reason="遗失", by=WHO)
    fed.fetch()
    view = page(day)
    told = words(view)
    assert "本机已于" in told
    assert f"局里注销了 {fed.stand.officers[1].name} 的执法证" in told
    assert "先搁置：没有编号为 nowhere 的记录" in told
    card = day.view._office_card
    assert [each.split(" 请留意")[0] for each in said(card)] == [
        "本机已被局里注销，请联系中心端",
        f"局里注销了 {fed.stand.officers[1].name} 的执法证（{fed.stand.officers[1].cert_no}）",
    ], "the gravest first, two of them"

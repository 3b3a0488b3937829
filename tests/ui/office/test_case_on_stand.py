"""What office and officers say of a case, on the pages of its stand; corrections beside the facts they are of."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from inspector.actions.write_case import write_case
from inspector.records import CaseFieldName, Choice, Inspection, Item, Party
from sync.central import office as desk
from tests.sync.fed_site import NUMBER, PLACE, STATUS, WHO, FedSite
from ui.desktop.portrait import settle
from ui.desktop.screens.inspection import Step
from ui.desktop.screens.inspection.case_view import CaseCard
from ui.desktop.screens.inspection.items_model import CORRECTED_ROLE
from ui.desktop.screens.inspection.leave_view import LeaveView
from ui.desktop.screens.inspection.quality_panel import CaseLine
from ui.desktop.screens.inspection.view import InspectionScreen
from ui.desktop.tasks import Tasks


def opened(screen: InspectionScreen, tasks: Tasks, case: str, step: Step) -> InspectionScreen:
    screen.open(case)
    settle(tasks)
    screen.show_step(step)
    settle(tasks)
    return screen


def card_of(screen: InspectionScreen) -> CaseCard:
    view = screen.view_of(Step.LEAVE)
    assert isinstance(view, LeaveView)
    return view.case


def write(card: CaseCard, name: CaseFieldName, text: str, tasks: Tasks) -> None:
    editor = card.fields[name].edit
    assert isinstance(editor, QLineEdit)
    editor.setText(text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle(tasks)


def told(card: CaseCard, name: CaseFieldName) -> str:
    return card.fields[name].edit.accessibleDescription()


def test_the_offices_word_stands_with_who_and_when_and_an_officer_writes_over_it(
    fed: FedSite, screen: InspectionScreen, tasks: Tasks
) -> None:
    opened(screen, tasks, fed.case, Step.LEAVE)
    card = card_of(screen)
    line = screen.findChild(CaseLine)
    assert line is not None
    assert (card.isHidden(), line.isHidden()) == (True, True), "nobody wrote anything yet"
    desk.edit_case(fed.centre, fed.case, {NUMBER: "样市监案〔2026〕7号", STATUS: "filed"}, by=WHO)
    fed.fetch()
    screen.read_again()
    settle(tasks)
    assert card.fields[NUMBER].text() == "样市监案〔2026〕7号"
    assert told(card, NUMBER) == f"{WHO} · 11-20 09:31"
    assert card.status.text() == "filed"
    assert line.accessibleName() == "办案情况：案号　样市监案〔2026〕7号，案件进度　已立案"
    write(card, NUMBER, "样市监案〔2026〕8号", tasks)
    field = fed.field(NUMBER)
    assert (field.value, field.by) == ("样市监案〔2026〕8号", fed.stand.officers[0].name)
    card._statuses.setCurrentIndex(card._statuses.findData("closed"))
    card._statuses.activated.emit(card._statuses.currentIndex())
    settle(tasks)
    assert fed.file().value(STATUS) == "closed"


def test_what_the_office_wrote_meanwhile_is_not_overwritten_unread(
    fed: FedSite, screen: InspectionScreen, tasks: Tasks
) -> None:
    desk.edit_case(fed.centre, fed.case, {PLACE: "样本仓库"}, by=WHO)
    fed.fetch()
    card = card_of(opened(screen, tasks, fed.case, Step.LEAVE))
    desk.edit_case(fed.centre, fed.case, {PLACE: "样本二库"}, by=WHO)
    fed.fetch()
    write(card, PLACE, "三号馆", tasks)
    assert fed.file().value(PLACE) == "样本二库"
    assert "局里刚才把这一项写成了“样本二库”" in told(card, PLACE)
    assert card.fields[PLACE].text() == "三号馆"
    write(card, PLACE, "三号馆库", tasks)  # having read it
    assert fed.file().value(PLACE) == "三号馆库"


def test_what_comes_beneath_a_field_that_is_typed_into_counts_as_unread(
    fed: FedSite, screen: InspectionScreen, tasks: Tasks
) -> None:
    desk.edit_case(fed.centre, fed.case, {PLACE: "样本仓库"}, by=WHO)
    fed.fetch()
    card = card_of(opened(screen, tasks, fed.case, Step.LEAVE))
    card.fields[PLACE].put_back("三号馆")
    desk.edit_case(fed.centre, fed.case, {PLACE: "样本二库"}, by=WHO)
    fed.fetch()
    screen.read_again()
    settle(tasks)
    assert card.fields[PLACE].text() == "三号馆"
    card.fields[PLACE].commit()
    settle(tasks)
    assert fed.file().value(PLACE) == "样本二库"
    assert "局里刚才把这一项写成了“样本二库”" in told(card, PLACE)


def test_leaving_a_field_decides_no_conflict(fed: FedSite, screen: InspectionScreen, tasks: Tasks) -> None:
    write_case(fed.device, fed.case, {PLACE: "三号馆"}, by=fed.stand.by)
    card = card_of(opened(screen, tasks, fed.case, Step.LEAVE))
    card.fields[PLACE].put_back("三号馆东")
    desk.edit_case(fed.centre, fed.case, {PLACE: "样本仓库"}, by=WHO)
    fed.fetch()
    screen.read_again()
    settle(tasks)
    card.fields[PLACE].commit()
    settle(tasks)
    assert [task.field for task in fed.tasks()] == [PLACE]
    assert told(card, PLACE) == "两边写得不一样，等你决定"


def test_corrections_stand_beside_the_facts_which_stay(
    fed: FedSite, screen: InspectionScreen, tasks: Tasks
) -> None:
    with fed.device.reading() as unit:
        (row,), (party,) = unit.all(Item), unit.all(Party)
    for kind, record, field, value in (
        ("Item", row.id, "quantity", "23"),
        ("Item", row.id, "keeping_place", "样本仓库二层东侧"),
        ("Party", party.id, "phone", "000-7654321"),
        ("Party", party.id, "credit_code", "91360200MA1XG6125D"),
        ("Inspection", fed.case, "booth", "B-218"),
        ("Inspection", fed.case, "supplier_asked", "购自样本市场二楼"),
    ):
        desk.ask_correction(fed.centre, kind, record, field, value, reason="复核", by=WHO)
    fed.fetch()
    for task in fed.tasks():
        fed.settle(task, Choice.THEIRS)
    opened(screen, tasks, fed.case, Step.GOODS)
    model = screen._steps.goods().model
    cell = model.index(0, 4)
    assert (cell.data(), cell.data(CORRECTED_ROLE)) == ("24", "23")
    assert "“24”更正为“23”（复核；" in cell.data(Qt.ItemDataRole.ToolTipRole)
    assert model.index(0, 3).data(CORRECTED_ROLE) is None
    goods = screen._steps.goods().view
    goods.table.setCurrentIndex(cell)
    kept, remark = goods._details["keeping_place"], goods._details["remark"]
    assert (kept.text(), remark.edit.accessibleDescription()) == (row.keeping_place, "")
    assert any("更正为“样本仓库二层东侧”" in each.text() for each in kept.findChildren(QLabel))
    assert "（复核；" in kept.edit.accessibleDescription()
    screen.show_step(Step.PARTY)
    settle(tasks)
    phone = screen._steps.party().view._fields["phone"]
    assert phone.text() == party.phone
    assert phone.edit.accessibleDescription().startswith("更正为“000-7654321”")
    screen.show_step(Step.ARRIVAL)
    settle(tasks)
    assert any("展位号：“B-217”更正为“B-218”" in each.text() for each in screen.findChildren(QLabel))
    screen.show_step(Step.MEASURE)
    settle(tasks)
    assert "更正为“购自样本市场二楼”" in screen._steps.measure().view._supplier.edit.accessibleDescription()
    screen.show_step(Step.LEAVE)
    settle(tasks)
    said = "\n".join(each.text() for each in card_of(screen).findChildren(QLabel))
    assert "第 1 行 样本盖碗 · 数量：“24”更正为“23”（复核；" in said
    with fed.device.reading() as unit:
        assert (unit.get(Item, row.id), unit.get(Party, party.id)) == (row, party)
        assert unit.get(Inspection, fed.case).booth == "B-217"
    desk.ask_correction(fed.centre, "Item", row.id, "quantity", "24", reason="再复核", by=WHO)
    fed.fetch()
    fed.settle(*fed.tasks(), Choice.THEIRS)
    screen.read_again()
    settle(tasks)
    assert cell.data(CORRECTED_ROLE) is None, "corrected back to what the record says"

"""The fair's screen: a roster read, looked at and written, searched, taken back; a stand begun from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inspector.actions import read
from inspector.records import PartyKind
from tests.stand import Stand, begin
from ui.desktop.portrait import settle
from ui.desktop.screens.inspection import Step
from ui.desktop.shell import Place
from ui.desktop.tasks import Tasks
from ui.desktop.workplace import WorkplaceOnScreen

LIST = (
    "展馆,展位,参展商,信用代码,负责人\n"
    "1号馆,A-01,样本甲陶瓷有限公司,91360200MA1XG6125D,样本某\n"
    "1号馆,A-02,样本景德镇窑,,\n"
    "1号馆,,样本丙,91360200MA1XG61259,\n"
    "2号馆,A-01,,,\n"
)


class Fair:
    """A window's workplace on a device, with a roster beside it."""

    def __init__(self, stand: Stand, tasks: Tasks, folder: Path) -> None:
        self.stand = stand
        self.tasks = tasks
        self.working = WorkplaceOnScreen(stand.opened, tasks)
        self.file = folder / "名单.csv"
        self.file.write_bytes(LIST.encode("gb18030"))
        self.working.go(Place.FAIR)
        self.settle()

    def settle(self) -> None:
        for _ in range(4):
            settle(self.tasks)

    def titles(self) -> list[str]:
        rows = self.working._fair_view._list.rows
        return [rows.row(rows.index(number, 0)).title for number in range(rows.rowCount())]

    def import_all(self) -> None:
        self.working.import_roster(self.file)
        self.settle()
        self.working._sheet_view._go.click()
        self.settle()

    def search(self, text: str) -> list[str]:
        query = self.working._fair_view._query
        query.clear()
        QTest.keyClicks(query, text)
        self.settle()
        return self.titles()


@pytest.fixture
def fair(tmp_path: Path, tasks: Tasks, qtbot: QtBot) -> Iterator[Fair]:
    stand = begin(tmp_path / "device")
    made = Fair(stand, tasks, tmp_path)
    qtbot.addWidget(made.working.shell)
    with stand.opened:
        yield made


def test_nothing_is_written_before_the_button_and_everything_is_shown(fair: Fair) -> None:
    before = fair.stand.device.journal.length()
    view = fair.working._sheet_view
    fair.working.import_roster(fair.file)
    fair.settle()
    assert view._file.text() == "名单.csv · GB18030 · 5 行"
    assert view._banner.sentence.startswith("导入 3 行，不导入 1 行，有提示 1 行")
    assert view._go.text() == "导入 3 行"
    assert [view._model.index(row, 1).data() for row in (0, 3)] == ["导入", "没有参展商名称"]
    assert view._fields["booth"].text() == "1"
    fair.working.importing._choose_column("name", 4)
    fair.settle()
    assert view._go.text() == "导入 1 行"
    fair.working.importing._choose_heading(-1)
    fair.settle()
    assert view._model.index(0, 0).data() == "1"
    view._back.click()
    fair.settle()
    assert fair.working.shell.place is Place.FAIR
    assert fair.stand.device.journal.length() == before


def test_a_roster_is_searched_and_its_import_taken_back_and_put_back(fair: Fair) -> None:
    fair.import_all()
    assert fair.titles() == [
        "无展位号 · 样本丙",
        "A-01 · 样本甲陶瓷有限公司",
        "A-02 · 样本景德镇窑",
    ]
    assert fair.search("ybjdz") == ["A-02 · 样本景德镇窑"]
    assert fair.search("a01") == ["A-01 · 样本甲陶瓷有限公司"]
    assert fair.search("6125d") == ["A-01 · 样本甲陶瓷有限公司"]
    assert fair.search("zzz") == []
    fair.search("")
    fair.working._fair_view._banner.acted.emit()
    fair.settle()
    assert fair.working.fair.now.rosters == ()
    fair.working._fair_view._banner.acted.emit()
    fair.settle()
    assert len(fair.working.fair.now.exhibitors) == 3


def test_the_same_file_twice_is_refused_on_its_page(fair: Fair) -> None:
    fair.import_all()
    fair.file.write_bytes(LIST.encode("gb18030"))
    fair.working.fair._now = type(fair.working.fair._now)(fair.working.fair.now.fair)
    fair.working.import_roster(fair.file)
    fair.settle()
    fair.working._sheet_view._go.click()
    fair.settle()
    assert "已经导入过" in fair.working._sheet_view._banner.sentence
    assert fair.working._sheet_view._go.isEnabled()


def test_a_stand_of_the_roster_begins_with_its_party_and_is_known_the_next_time(fair: Fair) -> None:
    fair.import_all()
    fair.search("a01")
    QTest.keyClick(fair.working._fair_view._query, Qt.Key.Key_Return)
    form = fair.working._today_view.start_form
    assert fair.working.shell.place is Place.TODAY
    assert form.fields["place"].text().endswith("1号馆A-01展位")
    form.go.click()
    fair.settle()
    (line,) = [each for each in read.today(fair.stand.device).open if each.inspection.booth == "A-01"]
    party = read.dossier(fair.stand.device, line.inspection.id).party
    assert party is not None
    assert (party.name, party.credit_code, party.representative, party.kind) == (
        "样本甲陶瓷有限公司",
        "91360200MA1XG6125D",
        "样本某",
        PartyKind.COMPANY,
    )
    fair.working.go(Place.FAIR)
    fair.settle()
    fair.search("a01")
    rows = fair.working._fair_view._list.rows
    assert rows.row(rows.index(0, 0)).state.text == "检查中"


def test_typing_a_booth_fills_the_party_in_until_another_is_typed(fair: Fair) -> None:
    fair.import_all()
    fair.working.open_today_form("start")
    form = fair.working._today_view.start_form
    QTest.keyClicks(form.fields["booth"].editor, "a-02")
    assert form.fields["party"].text() == "样本景德镇窑"
    QTest.keyClicks(form.fields["booth"].editor, "9")
    assert form.fields["party"].text() == ""
    QTest.keyClicks(form.fields["party"].editor, "Other")
    QTest.keyClick(form.fields["booth"].editor, Qt.Key.Key_Backspace)
    assert form.fields["party"].text() == "Other"


def test_goods_come_from_a_file_and_go_with_one_undo(fair: Fair, tmp_path: Path) -> None:
    file = tmp_path / "清单.csv"
    file.write_text("品名,数量,单价\n盖碗,24,68\n马克杯,二,1\n花瓶,2,360\n", "utf-8")
    fair.working.show_stand(fair.stand.inspection.id)
    fair.settle()
    screen = fair.working.stand
    assert screen is not None
    screen.show_step(Step.GOODS)
    fair.working.import_goods(file)
    fair.settle()
    assert fair.working._sheet_view._go.text() == "导入 2 行"
    fair.working._sheet_view._go.click()
    fair.settle()

    def names() -> list[str]:
        return [i.label_name for i in read.dossier(fair.stand.device, fair.stand.inspection.id).items]

    assert fair.working.shell.place is Place.INSPECTION
    assert names() == ["盖碗", "花瓶"]
    goods = screen._steps.goods().view
    assert goods._message.text() == "已导入 2 行，Ctrl+Z 可撤销"
    goods._undo.click()
    fair.settle()
    assert names() == []


def test_a_file_that_is_no_table_says_so_and_writes_nothing(fair: Fair, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"%PDF-1.7")
    fair.working.import_roster(tmp_path / "x.xlsx")
    fair.settle()
    assert "不是表格文件" in fair.working._sheet_view._banner.sentence
    assert not fair.working._sheet_view._go.isEnabled()
    fair.working.import_roster(tmp_path / "gone.csv")
    fair.settle()
    assert "读不出来" in fair.working._sheet_view._banner.sentence

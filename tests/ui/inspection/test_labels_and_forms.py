"""Beside the papers: labels of the goods on paper or in a file, and the list of all forms to search in."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.inspection.inspection_workspace import Workspace
from ui.desktop import printing
from ui.desktop.screens.inspection import Step
from ui.desktop.screens.notices.forms_model import MadeWhere, form_rows
from ui.desktop.screens.notices.forms_view import FormsView
from ui.desktop.screens.notices.labels_presenter import CALIBRATION
from ui.desktop.screens.notices.paper_list import Place
from ui.desktop.screens.notices.view import NoticesView

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # said by the offscreen platform of any window


def at_labels(workspace: Workspace) -> NoticesView:
    workspace.screen.open(workspace.stand.inspection.id)
    workspace.go(Step.NOTICES)
    view = workspace.screen.view_of(Step.NOTICES)
    assert isinstance(view, NoticesView)
    view.show_place(Place.LABELS)
    workspace.settle()
    return view


def journalled(workspace: Workspace) -> list[dict[str, object]]:
    entries = workspace.stand.device.journal.entries_of_change("labels.printed")
    return [json.loads(entry)["facts"] for entry in entries]


def test_labels_are_previewed_printed_saved_and_only_then_journalled(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.stand.item()
    workspace.stand.item(label_name="样本茶壶", seal_number="0000013")
    view = at_labels(workspace).labels
    assert view.pages.page_count == 1
    view.stock_chosen.emit("roll-60x40")
    workspace.settle()
    assert view.pages.page_count == 3, "a ruler and two labels"
    assert journalled(workspace) == []

    def chosen(parent: QWidget, printer: QPrinter) -> bool:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))
        return True

    monkeypatch.setattr(printing, "asked_printer", chosen)  # nobody can press the system's dialog here
    view.print_asked.emit()
    workspace.settle()
    with pypdfium2.PdfDocument(tmp_path / "printed.pdf") as printed:
        assert len(printed) == 3
        assert printed[0].get_width() == pytest.approx(60 / 25.4 * 72, abs=1)
    view.file_chosen.emit(tmp_path / "labels.pdf")
    workspace.settle()
    assert [(told["labels"], told["stock"], told["earlier"]) for told in journalled(workspace)] == [
        (2, "roll-60x40", 0),
        (2, "roll-60x40", 1),
    ]
    assert "第 2 次" in view.printing.told
    view.file_chosen.emit(tmp_path / "labels.pdf")
    workspace.settle()
    assert "已经存在" in view.printing.told
    assert len(journalled(workspace)) == 2


def test_nothing_listed_is_said_and_the_calibration_page_is_about_no_goods(
    workspace: Workspace, tmp_path: Path
) -> None:
    view = at_labels(workspace).labels
    assert "没有列出物品" in view._made.text()
    assert not view.printing.isEnabled()
    view.stock_chosen.emit(CALIBRATION)
    workspace.settle()
    assert view.pages.page_count == 2
    view.file_chosen.emit(tmp_path / "page.pdf")
    workspace.settle()
    assert (tmp_path / "page.pdf").stat().st_size > 1000
    assert journalled(workspace) == []


def test_labels_used_up_are_left_free_and_too_many_are_refused_there(workspace: Workspace) -> None:
    workspace.stand.item()
    view = at_labels(workspace).labels
    for typed, said in (("20", ""), ("21", "最多可以跳过"), ("两枚", "数字")):
        view.skip_typed.emit(typed)
        workspace.settle()
        assert said in view.skip.problem
        assert bool(view.skip.problem) == bool(said)


def test_all_56_forms_say_where_they_are_made() -> None:
    rows = form_rows()
    assert sorted(int(row.number) for row in rows) == list(range(1, 57))
    where = {row.number: row.where for row in rows}
    assert where["14"] is MadeWhere.HERE
    assert where["9"] is MadeWhere.RECORD
    assert where["45"] is MadeWhere.BUREAU
    assert rows[0].where is MadeWhere.HERE


def test_a_form_is_found_and_begun_with_the_keyboard_alone(qtbot: QtBot) -> None:
    view = FormsView()
    qtbot.addWidget(view)
    asked: list[str] = []
    view.asked.connect(asked.append)
    view.search.setText("听证报告")
    assert view.model.rowCount() == 1
    qtbot.keyClick(view.search, Qt.Key.Key_Return)
    assert asked == [], "a hearing is held at the bureau"
    view.search.setText("笔录")
    first = view.chosen
    qtbot.keyClick(view.search, Qt.Key.Key_Down)
    assert view.chosen != first
    qtbot.keyClick(view.search, Qt.Key.Key_Return)
    assert asked == [view.chosen.number if view.chosen else ""]
    view.freeze(is_frozen=True)
    qtbot.keyClick(view.search, Qt.Key.Key_Return)
    assert len(asked) == 1

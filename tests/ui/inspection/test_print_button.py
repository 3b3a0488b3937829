"""Printing an issued paper from the window: the printer asked for, what is told after it, what the journal knows."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QAbstractButton, QWidget

from inspector.actions.issue_notice import issue_notice
from inspector.progress import Cancelled
from tests.ui.inspection.inspection_workspace import Workspace
from ui.desktop import printing
from ui.desktop.portrait import portrait
from ui.desktop.screens.inspection import Step
from ui.desktop.widgets import StateWord, Words

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # said by the offscreen platform of any window


def test_an_issued_paper_is_printed_and_a_second_time_told_as_that(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand, paper = workspace.stand, tmp_path / "paper.pdf"
    stand.visit()
    item = stand.item()
    stand.photo(item_id=item.id)
    stand.seize(item)
    issue_notice(stand.device, stand.inspection.id, "24", signatures=stand.signatures(), by=stand.by)
    offered = []

    def chosen(parent: QWidget, printer: QPrinter) -> bool:
        offered.append(printer.copyCount())
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(paper))
        return True

    monkeypatch.setattr(printing, "asked_printer", chosen)  # nobody can press the system's dialog here
    workspace.screen.open(stand.inspection.id)
    workspace.go(Step.NOTICES)
    view = workspace.screen.view_of(Step.NOTICES)
    view.notice_chosen.emit("24")  # type: ignore[attr-defined]
    workspace.settle()
    (button,) = (
        each
        for each in view.findChildren(QAbstractButton)
        if each.accessibleName() == "打印…" and each.isVisible()
    )
    for _ in range(2):
        button.click()
        workspace.settle()
    assert offered == [2, 2]
    document = pypdfium2.PdfDocument(paper)
    assert len(document) >= 1
    document.close()
    told = [json.loads(entry) for entry in stand.device.journal.entries_of_change("notice.printed")]
    assert [entry["facts"]["earlier"] for entry in told] == [0, 1]
    assert any("第 2 次打印" in words.text() for words in view.findChildren(Words))
    view.notice_chosen.emit("21")  # type: ignore[attr-defined]
    workspace.settle()
    assert not any("第 2 次打印" in words.text() for words in view.findChildren(Words))

    def stopped(*_: object) -> int:
        raise Cancelled

    monkeypatch.setattr(printing, "print_pdf", stopped)
    view.notice_chosen.emit("24")  # type: ignore[attr-defined]
    workspace.settle()
    button.click()
    workspace.settle()
    assert any("已停止打印" in words.text() for words in view.findChildren(Words))
    assert button.isEnabled()
    assert len(list(stand.device.journal.entries_of_change("notice.print_broken_off"))) == 1


def test_the_review_sheet_is_printed_from_the_last_step(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = tmp_path / "review.pdf"

    def chosen(parent: QWidget, printer: QPrinter) -> bool:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(paper))
        return True

    monkeypatch.setattr(printing, "asked_printer", chosen)  # nobody can press the system's dialog here
    workspace.go(Step.LEAVE)
    view = workspace.screen.view_of(Step.LEAVE)
    (button,) = (each for each in view.findChildren(QAbstractButton) if each.accessibleName() == "打印自查表")
    button.click()
    workspace.settle()
    document = pypdfium2.PdfDocument(paper)
    pages = len(document)
    document.close()
    assert pages >= 1
    assert any(f"共 {pages} 页" in state.word for state in view.findChildren(StateWord))
    if folder := os.environ.get("LOOK"):
        portrait(workspace.screen).save(str(Path(folder) / "leave.png"))

"""Paper first, in the window: print, sign by hand, file the pages, and what is no page is told by name."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtWidgets import QAbstractButton

from inspector.actions import preview_notice, read, write_paper
from inspector.records import Notice
from tests.ui.inspection.inspection_workspace import Workspace
from ui.desktop.screens.inspection import Step
from ui.desktop.screens.notices.paper_list import Place
from ui.desktop.screens.notices.scans_shown import ScanRow
from ui.desktop.screens.notices.view import NoticesView

pytestmark = [
    pytest.mark.qt_log_ignore("propagateSizeHints"),  # said by the offscreen platform of any window
    pytest.mark.filterwarnings("ignore::DeprecationWarning:pypdfium2"),
]


def press(view: NoticesView, words: str) -> None:
    (button,) = (
        each
        for each in view.findChildren(QAbstractButton)
        if each.accessibleName().startswith(words) and each.isVisible()
    )
    button.click()


def rows(view: NoticesView) -> list[ScanRow]:
    return [view.scans.model.row(at) for at in range(view.scans.model.rowCount())]


def page_file(workspace: Workspace, notice: Notice, folder: Path, page: int = 1) -> Path:
    """Return a printed page as a scanner gives it, lying on its head."""
    with pypdfium2.PdfDocument(read.notice_pdf(workspace.stand.device, notice.id)) as document:
        sheet = document[page - 1].render(scale=150 / 72).to_pil().convert("RGB").rotate(180)
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=60)
    file = folder / f"scan-{page}.jpg"
    file.write_bytes(out.getvalue())
    return file


def test_papers_are_signed_by_hand_filed_beside_their_page_and_named_as_evidence(
    workspace: Workspace, tmp_path: Path
) -> None:
    stand = workspace.stand
    stand.visit()
    item = stand.item()
    stand.photo(item_id=item.id)
    stand.seize(item)
    workspace.screen.open(stand.inspection.id)
    workspace.go(Step.NOTICES)
    view = workspace.screen.view_of(Step.NOTICES)
    assert isinstance(view, NoticesView)
    view._choose_paper("24")
    workspace.settle()
    press(view, "其余的在纸上签")
    press(view, "出具《财物清单》")
    workspace.settle()
    (notice,) = workspace.dossier.notices
    assert {signature.on_paper for signature in notice.signatures} == {True}
    assert "还差" in view.signing._waits.text()
    press(view, "归档签名页")
    workspace.settle()
    assert [(row.page, row.state) for row in rows(view)] == [
        (page, "还没有扫描件") for page in range(1, notice.pages + 1)
    ]
    no_page = tmp_path / "no.txt"
    no_page.write_text("hello")
    pages = [page_file(workspace, notice, tmp_path, page) for page in range(1, notice.pages + 1)]
    view.scans.files_given.emit([*pages, no_page])
    workspace.settle()
    shown = rows(view)
    assert [row.state for row in shown] == ["已归档"] * notice.pages + ["没有归档"]
    assert (shown[-1].name, bool(shown[-1].told)) == ("no.txt", True)
    assert "没有归档" in view.scans.banner.sentence
    view.scans.list.setCurrentIndex(view.scans.model.index(0, 0))
    workspace.settle()
    assert view.scans._page._picture is not None
    scan = view.scans._scan._picture
    assert scan is not None
    assert scan.height() > scan.width()
    assert not view.signing._to_scans.isVisibleTo(view)

    paper = write_paper.begin_paper(stand.device, stand.inspection.id, "50", by=stand.by)
    printed = preview_notice.preview_notice(stand.device, stand.inspection.id, "50", paper.id)
    with pypdfium2.PdfDocument(printed.pdf) as document:
        words = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert "纸上签名的扫描件" in words.replace("\r\n", "")

    press(view, "移出这一张")
    workspace.settle()
    assert rows(view)[0].state == "还没有扫描件"
    view.show_place(Place.PAPERS)
    assert "待扫描 1 页" in {
        state.word for state in view.list.findChildren(type(view.list._places[Place.SCANS][1]))
    }

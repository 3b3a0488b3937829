"""On paper a page is as large as it says, whatever the printer; here the printer writes a PDF."""

from __future__ import annotations

import threading
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from inspector.errors import SystemFault
from inspector.notices import ReportlabPress
from inspector.progress import Progress
from tests.inspector.notices import papers
from ui.desktop.portrait import settle
from ui.desktop.printing import new_printer, print_pdf
from ui.desktop.tasks import Lane, Tasks


@pytest.fixture
def pdf() -> bytes:
    return (
        ReportlabPress()
        .print(
            "24",
            papers.dossier(items=20),
            number="样市监财清〔2026〕7号",
            printed=papers.PRINTED,
            wording=papers.WORDING,
            signatures=papers.ALL_SIGNED,
            picture=papers.jpeg,
        )
        .pdf
    )


def ink_edges(path: Path | bytes) -> list[tuple[float, float, float, float]]:
    """Return where the ink of each page begins and ends, in millimetres."""
    document = pypdfium2.PdfDocument(path)
    edges = []
    for page in document:
        picture = page.render(scale=2).to_pil().convert("L").point(lambda level: 255 * (level < 128))
        box = picture.getbbox()
        assert box is not None
        left, top, right, bottom = (round(edge / 2 / 72 * 25.4, 1) for edge in box)
        edges.append((left, top, right, bottom))
    document.close()
    return edges


def test_every_page_is_printed_in_its_true_place_and_size(qtbot: QtBot, tmp_path: Path, pdf: bytes) -> None:
    printer = new_printer(copies=1)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    pages = print_pdf(printer, pdf)
    printed, sealed = ink_edges(tmp_path / "paper.pdf"), ink_edges(pdf)
    assert pages == len(printed) == len(sealed) > 1
    for paper, page in zip(printed, sealed, strict=True):
        assert paper == pytest.approx(page, abs=0.6)


def test_the_printer_is_asked_for_the_copies_on_both_sides(qtbot: QtBot) -> None:
    printer = new_printer(copies=3)
    assert printer.copyCount() == 3
    assert printer.fullPage()


def test_printing_runs_beside_the_window_and_stops_between_two_pages(
    qtbot: QtBot, tmp_path: Path, pdf: bytes, tasks: Tasks
) -> None:
    printer = new_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    seen: list[tuple[int, int, int]] = []
    ended: list[str] = []

    def work(_: Progress) -> int:
        def report(done: int, total: int, _: str) -> None:
            seen.append((done, total, threading.get_ident()))
            watched.cancel()

        watched = Progress(report)
        return print_pdf(printer, pdf, watched)

    tasks.run(work, owner=tasks, lane=Lane.STANDING, cancelled=lambda: ended.append("stopped"))
    settle(tasks)
    assert ended == ["stopped"]
    assert [each[0] for each in seen] == [0]
    assert seen[0][1] > 1
    assert seen[0][2] != threading.get_ident()


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_nothing_is_a_fault_with_a_name(
    qtbot: QtBot, tmp_path: Path, pdf: bytes
) -> None:
    printer = new_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "absent" / "paper.pdf"))
    with pytest.raises(SystemFault, match=r"print\.failed"):
        print_pdf(printer, pdf)

"""Labels for the goods of this stand: the sheet as it will be printed, the stock, and what was printed before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.parts import column, row
from ui.desktop.screens.notices.page_stack import PageStack
from ui.desktop.screens.notices.print_box import PrintBox
from ui.desktop.theme.tokens import L, M
from ui.desktop.widgets import Button, Choice, Field, Kind, Role, Words, scrolled

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

PANEL_WIDTH = 280
_LIST_WIDTH = 360
"""Pixels of the opened list: names of stocks are longer than the panel is wide."""


@dataclass(frozen=True)
class LabelsShown:
    """What stands beside the sheet."""

    stocks: tuple[tuple[str, str], ...]
    """(name, words); the last may be the page that checks a printer."""
    chosen: str
    asks_skip: bool
    """Several labels lie on a sheet: some may be used up."""
    made: str
    """How many labels on how many sheets, or why there are none."""
    before: str
    """How often labels of this stand were made; empty if never."""


class LabelsView(QWidget):
    """Shows the sheet; what is printed is asked of the presenter."""

    stock_chosen = Signal(str)
    skip_typed = Signal(str)
    print_asked = Signal()
    print_stopped = Signal()
    file_chosen = Signal(object)
    """Path"""

    def __init__(self) -> None:
        super().__init__()
        self.pages = PageStack()
        self.stocks = Choice()
        self.skip = Field(tr("ui.labels.skip"), lines=2)
        self.printing = PrintBox()
        self._made = Words("", Role.STRONG, wraps=True)
        self._before = Words("", Role.CAPTION, wraps=True)
        self._save = Button(tr("ui.labels.save"), Kind.PLAIN, "folder-open")
        self._lay_out()
        self.stocks.activated.connect(lambda _: self.stock_chosen.emit(str(self.stocks.currentData())))
        self.skip.value_changed.connect(self.skip_typed)
        self.printing.asked.connect(self.print_asked)
        self.printing.stopped.connect(self.print_stopped)
        self._save.clicked.connect(self._choose_file)

    def show_labels(self, shown: LabelsShown) -> None:
        """Show the stock, and what would be printed."""
        if self.stocks.count() != len(shown.stocks):
            self.stocks.set_choices(shown.stocks)
        self.stocks.setCurrentIndex(max(0, self.stocks.findData(shown.chosen)))
        self.skip.setVisible(shown.asks_skip)
        self._made.setText(shown.made)
        self._before.setText(shown.before)

    def show_pages(self, pages: Sequence[QImage]) -> None:
        """Show the sheets; none while there is nothing to print."""
        self.pages.show_pages(pages)
        for each in (self.printing, self._save):
            each.setEnabled(bool(pages))

    def show_skip_problem(self, sentence: str) -> None:
        """Say what is wrong with the number of labels used up."""
        self.skip.say(sentence)

    def ask_printer(self) -> QPrinter | None:
        """Let the officer choose a printer; nothing if it shall not be printed."""
        from ui.desktop.printing import asked_printer, new_printer

        printer = new_printer(two_sided=False)
        return printer if asked_printer(self, printer) else None

    def _choose_file(self) -> None:
        file, _ = QFileDialog.getSaveFileName(
            self,
            tr("ui.labels.save"),
            f"{tr('ui.labels.title')}.pdf",
            "PDF (*.pdf)",
            options=QFileDialog.Option.DontConfirmOverwrite,  # what is there is never replaced
        )
        if file:
            self.file_chosen.emit(Path(file))

    def _lay_out(self) -> None:
        self.stocks.setAccessibleName(tr("ui.labels.stock"))
        self.stocks.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.stocks.view().setMinimumWidth(_LIST_WIDTH)
        inner = column(
            Words(tr("ui.labels.title"), Role.SECTION),
            self._made,
            Words(tr("ui.labels.stock"), Role.CAPTION),
            self.stocks,
            self.skip,
            self.printing,
            row(self._save, 1),
            self._before,
            Words(tr("ui.labels.line"), Role.CAPTION, wraps=True),
            1,
            spacing=M,
        )
        inner.setContentsMargins(0, 0, L, 0)
        side = scrolled(inner)
        side.setFixedWidth(PANEL_WIDTH)
        whole = row(self.pages, side, spacing=L)
        whole.setStretch(0, 1)
        whole.setContentsMargins(0, 0, 0, 0)
        self.setLayout(whole)

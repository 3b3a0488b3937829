"""Previews the labels of a stand, prints them beside the work, and journals them once they are made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtGui import QImage

from inspector.actions import labels
from inspector.actions.labels import LabelsMade
from inspector.actions.ports import Device
from inspector.errors import InputError
from inspector.notices.stock import stocks
from inspector.progress import Progress
from ui.desktop.i18n import Language, spoken, tr
from ui.desktop.screens.inspection.stand import Stand
from ui.desktop.screens.inspection.stand_now import StandNow
from ui.desktop.screens.notices.labels_view import LabelsShown
from ui.desktop.screens.notices.print_run import PrintRun, PrintView
from ui.desktop.widgets.pdf_pages import rendered
from ui.new_file import write_new

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

CALIBRATION = "calibration"
"""Chosen in the place of a stock: the page that checks a printer."""
_MOST_SHOWN = 40
"""Pages drawn for the eye; a roll of three hundred labels is as many pages."""
_SHEET_WIDTH = 640
_STRIP_WIDTH = 300
"""Pixels a sheet and a label of a roll are wide on the screen."""
_DENSITY = 1.5


class LabelsView(Protocol):
    """What the presenter asks of the labels' view."""

    @property
    def printing(self) -> PrintView:
        """Where it is shown what goes to the printer or into a file."""

    def show_labels(self, shown: LabelsShown) -> None:
        """Show the stock, and what would be printed."""

    def show_pages(self, pages: Sequence[QImage]) -> None:
        """Show the sheets; none while there is nothing to print."""

    def show_skip_problem(self, sentence: str) -> None:
        """Say what is wrong with the number of labels used up."""

    def ask_printer(self) -> QPrinter | None:
        """Return the printer the officer chose, or nothing."""


@dataclass(frozen=True)
class _Set:
    """Labels set for the screen and the printer alike."""

    pdf: bytes
    labels: int
    pictures: tuple[QImage, ...]
    sheets: int
    made: LabelsMade


class LabelsPresenter:
    """Sets labels only while somebody looks at them."""

    def __init__(self, stand: Stand, view: LabelsView) -> None:
        self._stand = stand
        self._view = view
        self._now: StandNow | None = None
        self._stock = ""
        self._skip = 0
        self._is_visible = False
        self._shown: object = None
        self._set: _Set | None = None
        self._print = PrintRun(stand, "labels", view.printing)

    def show(self, now: StandNow) -> None:
        """Set the labels again when the goods have changed."""
        if self._now is None or self._now.dossier.inspection.id != now.dossier.inspection.id:
            self._shown, self._skip = None, 0
            self._view.printing.show_told("")
        self._now = now
        if self._is_visible:
            self._load()

    def looked_at(self, is_visible: bool) -> None:
        """Set the labels once somebody looks, and nothing while nobody does."""
        self._is_visible = is_visible
        if is_visible:
            self._load()

    def stock_chosen(self, name: str) -> None:
        """Set the labels for another stock."""
        self._stock, self._skip = name, 0
        self._view.printing.show_told("")
        self._load()

    def skip_typed(self, text: str) -> None:
        """Leave labels free that are used up on the first sheet."""
        self._view.show_skip_problem("")
        if text and not (text.isascii() and text.isdigit()):
            self._view.show_skip_problem(tr("ui.labels.no_number"))
            return
        self._skip = int(text[:4] or 0)
        self._load()

    def print_asked(self) -> None:
        """Print what is shown; it is journalled once the printer has taken it."""
        ready = self._set
        printer = self._view.ask_printer() if ready is not None and not self._print.is_running else None
        if ready is None or printer is None:
            return
        stock, name = self._stock, printer.printerName() or "PDF"

        def printed(device: Device, inspection_id: str, by: str, progress: Progress) -> int:
            from ui.desktop.printing import print_pdf

            print_pdf(printer, ready.pdf, progress)
            return _noted(device, inspection_id, ready, stock, name, by)

        self._print.start(
            printed,
            ready.sheets,
            lambda earlier: self._read_again(_told("ui.labels.printed", ready, earlier)),
        )

    def print_stopped(self) -> None:
        """Let the printer drop what it has not printed yet."""
        self._print.stop()

    def file_chosen(self, path: Path) -> None:
        """Write what is shown to a file; it is journalled once the file is there."""
        ready, stock = self._set, self._stock
        if ready is None:
            return

        def written(device: Device, inspection_id: str, by: str) -> int:
            write_new(path, ready.pdf)
            return _noted(device, inspection_id, ready, stock, "file", by)

        self._stand.do("labels", written, lambda earlier: self._end(_told("ui.labels.saved", ready, earlier)))

    def show_problem(self, about: str, sentence: str) -> None:
        """Say why nothing was printed or written."""
        if about == "labels" and sentence:
            self._end(sentence)

    def _load(self) -> None:
        if self._now is None:
            return
        record = self._now.dossier
        key = (self._stock, self._skip, record.items, record.measure, record.inspection)
        if key == self._shown:
            return
        self._shown = key
        stock, skip = self._stock, self._skip
        self._stand.load(
            lambda device, inspection_id: _set_labels(device, inspection_id, stock, skip),
            lambda loaded: self._loaded(key, *loaded),
        )

    def _loaded(self, key: object, stock: str, made: _Set | InputError) -> None:
        if key != self._shown:
            return
        if isinstance(made, InputError):
            self._not_set(stock, made)
            return
        self._set, self._stock = made, stock
        self._shown = (stock, *self._shown[1:]) if isinstance(self._shown, tuple) else self._shown
        self._view.show_labels(labels_shown(stock, made))
        self._view.show_pages(made.pictures)

    def _not_set(self, stock: str, error: InputError) -> None:
        self._set = None
        if error.code == "print.skip":
            self._view.show_skip_problem(error.sentence(spoken()))
        else:
            self._view.show_labels(LabelsShown(_stocks(), stock, False, error.sentence(spoken()), ""))
        self._view.show_pages(())

    def _end(self, sentence: str) -> None:
        self._print.end(self._read_again(sentence))

    def _read_again(self, sentence: str) -> str:
        """Read how often labels were made, now that they were once more."""
        self._shown = None
        if self._is_visible:
            self._load()
        return sentence


def labels_shown(stock: str, made: _Set) -> LabelsShown:
    """Say what would be printed, and what was before."""
    if stock == CALIBRATION:
        return LabelsShown(_stocks(), stock, False, tr("ui.labels.calibration_line"), "")
    words = tr("ui.labels.made", labels=made.labels, sheets=made.sheets)
    if made.sheets > _MOST_SHOWN:
        words = f"{words}\n{tr('ui.labels.some_shown', count=_MOST_SHOWN)}"
    before = tr("ui.labels.before", times=made.made.times) if made.made.times else ""
    return LabelsShown(_stocks(), stock, stocks()[stock].is_sheet, words, before)


def _set_labels(device: Device, inspection_id: str, stock: str, skip: int) -> tuple[str, _Set | InputError]:
    """Set labels and draw them, off the window's thread; without a stock chosen it is the one used last.

    That nothing is listed, or no label of a sheet left, is no fault of the stand: it comes back as a value.
    """
    made = labels.labels_made(device, inspection_id)
    stock = stock or (made.stock if made.stock in stocks() else next(iter(stocks())))
    if stock == CALIBRATION:
        pdf, count = device.press.calibration(printed=device.clock.now().wall), 0
        width = _SHEET_WIDTH
    else:
        try:
            sheets = labels.make_labels(device, inspection_id, stock=stock, skip=skip)
        except InputError as error:
            return stock, error
        pdf, count = sheets.pdf, sheets.labels
        width = _SHEET_WIDTH if stocks()[stock].is_sheet else _STRIP_WIDTH
    pictures, pages = rendered(pdf, width, _DENSITY, most=_MOST_SHOWN)
    return stock, _Set(pdf, count, tuple(pictures), pages, made)


def _noted(device: Device, inspection_id: str, ready: _Set, stock: str, to: str, by: str) -> int:
    """Journal labels; the page that checks a printer is about no goods."""
    if stock == CALIBRATION:
        return 0
    return labels.note_labels(device, inspection_id, stock=stock, labels=ready.labels, to=to, by=by)


def _told(code: str, ready: _Set, earlier: int) -> str:
    said = tr(code, sheets=ready.sheets)
    return f"{said}{tr('ui.labels.again', times=earlier + 1)}" if earlier else said


def _stocks() -> tuple[tuple[str, str], ...]:
    is_english = spoken() is Language.ENGLISH
    named = tuple((name, each.en if is_english else each.zh) for name, each in stocks().items())
    return (*named, (CALIBRATION, tr("ui.labels.calibration")))

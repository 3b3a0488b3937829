"""Files signed pages, shows each beside the page it claims to be, and says of every file why it is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtGui import QImage, QTransform

from inspector.actions import read, scan_page
from inspector.actions.ports import Device
from inspector.actions.scan_page import ScanOutcome
from inspector.progress import Progress
from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.stand import Stand
from ui.desktop.screens.inspection.stand_now import StandNow
from ui.desktop.screens.notices.scans_shown import ScanRow, ScansShown, scans_shown
from ui.desktop.theme import Tone
from ui.desktop.widgets.pdf_pages import rendered

_WIDTH = 900
"""Pixels a printed page is drawn wide; the view makes it smaller."""
_PAPER_MM = 297.0


class ScansView(Protocol):
    """What the presenter asks of the view."""

    def show_scans(self, shown: ScansShown) -> None:
        """Show the pages; the one looked at stays open."""

    def show_progress(self, done: int, total: int, what: str) -> None:
        """Show how many files have been read; a total of 0 ends it."""

    def show_told(self, sentence: str, tone: Tone) -> None:
        """Say what became of the files."""

    def show_pictures(self, page: QImage | None, scan: QImage | None) -> None:
        """Show the printed page and the scan; None leaves a place empty."""


class ScansPresenter:
    """Everything it takes in is sealed before it is read."""

    def __init__(self, stand: Stand, view: ScansView) -> None:
        self._stand = stand
        self._view = view
        self._now: StandNow | None = None
        self._outcomes: tuple[ScanOutcome, ...] = ()
        self._reading: Progress | None = None
        self._shown: ScanRow | None = None
        self._is_visible = False

    def show(self, now: StandNow) -> None:
        """Show which pages are back."""
        if self._now is None or self._now.dossier.inspection.id != now.dossier.inspection.id:
            self._outcomes = ()
            self._view.show_told("", Tone.OK)
        self._now, self._shown = now, None
        self._view.show_scans(scans_shown(now, self._outcomes))

    def looked_at(self, is_visible: bool) -> None:
        """Draw pictures once somebody looks, and nothing while nobody does."""
        self._is_visible = is_visible
        if is_visible and self._now is not None:
            self.show(self._now)

    def files_given(self, paths: Sequence[Path]) -> None:
        """Take in files, each put to the page its code names; the window stays free."""
        given = tuple(paths)
        self._start(
            lambda device, inspection_id, by, progress: scan_page.scan_pages(
                device, inspection_id, given, by=by, progress=progress
            ),
            len(given),
            self._filed,
        )

    def photos_asked(self) -> None:
        """Look for signed pages among the photos that are here already."""
        self._start(
            lambda device, inspection_id, by, progress: scan_page.scans_among_photos(
                device, inspection_id, by=by, progress=progress
            ),
            1,
            self._found,
        )

    def stopped(self) -> None:
        """Stop after the file in hand; what was filed stays."""
        if self._reading is not None:
            self._reading.cancel()

    def set_aside_asked(self, chosen: ScanRow) -> None:
        """Take a scan from its page, so that a better one can be put there."""
        self._stand.do(
            "scan",
            lambda device, _, by: scan_page.set_scan_aside(device, chosen.notice_id, chosen.page, by=by),
        )

    def row_chosen(self, chosen: ScanRow) -> None:
        """Show the printed page and the scan side by side."""
        if not self._is_visible or chosen == self._shown:
            return
        self._shown = chosen
        self._stand.load(
            lambda device, _: _pictures(device, chosen),
            lambda pictures: self._drawn(chosen, *pictures),
        )

    def show_problem(self, about: str, sentence: str) -> None:
        """Say why nothing was filed."""
        if about == "scan" and sentence:
            self._end(sentence, Tone.DANGER)

    def _start(
        self,
        work: Callable[[Device, str, str, Progress], tuple[ScanOutcome, ...]],
        total: int,
        then: Callable[[tuple[ScanOutcome, ...]], None],
    ) -> None:
        if self._reading is not None:
            return
        self._view.show_progress(0, total, "")
        self._reading = self._stand.work("scan", work, then, self._view.show_progress)

    def _filed(self, outcomes: tuple[ScanOutcome, ...]) -> None:
        refused = sum(each.problem is not None for each in outcomes)
        self._outcomes = outcomes
        self._end(
            tr("ui.scans.done", filed=len(outcomes) - refused, refused=refused),
            Tone.WARN if refused else Tone.OK,
        )

    def _found(self, outcomes: tuple[ScanOutcome, ...]) -> None:
        if outcomes:
            self._filed(outcomes)
        else:
            self._end(tr("ui.scans.found_none"), Tone.WARN)

    def _end(self, sentence: str, tone: Tone) -> None:
        self._reading = None
        self._view.show_progress(0, 0, "")
        self._view.show_told(sentence, tone)

    def _drawn(self, chosen: ScanRow, page: QImage | None, scan: QImage | None) -> None:
        if chosen == self._shown:
            self._view.show_pictures(page, scan)


def _pictures(device: Device, shown: ScanRow) -> tuple[QImage | None, QImage | None]:
    """Draw the printed page and the scan upright, off the window's thread."""
    page = scan = None
    if shown.notice_id:
        pictures, _ = rendered(read.notice_pdf(device, shown.notice_id), _WIDTH, most=shown.page)
        page = pictures[shown.page - 1] if len(pictures) >= shown.page else None
    if shown.photo_id:
        jpeg = read.print_copy(device, shown.photo_id, _PAPER_MM)
        picture = QImage.fromData(jpeg) if jpeg is not None else QImage()
        if not picture.isNull():
            upright = QTransform().rotate(-shown.turned)
            scan = picture.transformed(upright) if shown.turned % 360 else picture
    return page, scan

"""Step ⑤ for the screen: previews, collects signatures, issues, and sets an issued paper aside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtGui import QImage

from inspector.actions import (
    describe_scene,
    issue_notice,
    notice_seals,
    number_blocks,
    preview_notice,
    print_notice,
    read,
    supersede_notice,
    write_paper,
)
from inspector.actions.notice_readiness import Readiness
from inspector.actions.notice_seals import SealTold
from inspector.actions.number_blocks import ClassYear
from inspector.actions.ports import Device
from inspector.actions.print_notice import ToPrint
from inspector.errors import InspectorError, SystemFault
from inspector.notices.stock import copies_of
from inspector.notices.values import parcels
from inspector.progress import Cancelled, Progress
from inspector.records import ClosingManner, NoticeState, Paper
from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.stand import Stand
from ui.desktop.screens.inspection.stand_now import StandNow
from ui.desktop.screens.notices.paper_shown import PaperShown, paper_shown
from ui.desktop.screens.notices.print_run import PrintRun, PrintView
from ui.desktop.screens.notices.seal_line import SealsShown, seals_shown
from ui.desktop.screens.notices.shown import (
    NoticeLine,
    NoticeShown,
    SignedPlace,
    as_signature,
    has_page,
    ink_key,
    notice_line,
    notice_shown,
    numbers_left,
)
from ui.desktop.widgets.pdf_pages import rendered

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

PAGE_WIDTH = 640
"""Pixels a page is wide beside list and signatures at 1366×768."""
_DENSITY = 1.5


class NoticesView(Protocol):
    """What the presenter asks of the papers' view."""

    @property
    def printing(self) -> PrintView:
        """Where it is shown what goes to the printer."""

    def show_list(self, lines: Sequence[NoticeLine], chosen: str) -> None:
        """Show the papers that fit the decision."""

    def show_notice(self, notice: NoticeShown) -> None:
        """Show one paper's state: what is missing, who signs, or that it is issued."""

    def show_paper(self, paper: PaperShown | None) -> None:
        """Show what an officer fills in on the open paper; None: it is not filled in here."""

    def show_labels_count(self, count: int) -> None:
        """Say in the list how many items get a label."""

    def show_scans_count(self, back: int, wanted: int) -> None:
        """Say in the list how many of the pages signed by hand are back."""

    def freeze(self, *, is_frozen: bool) -> None:
        """Let nothing be begun once the stand was left."""

    def await_pages(self) -> None:
        """Let nobody begin to sign until the pages are shown."""

    def show_pages(self, pages: Sequence[QImage], hashes: tuple[str, ...] | None = None) -> None:
        """Show the pages themselves, none while there are none; `hashes` tell what people sign."""

    def show_seals(self, seals: SealsShown) -> None:
        """Show what reading the electronic seals found; nothing while there is nothing to tell."""

    def show_numbers_left(self, sentence: str) -> None:
        """Warn that few numbers are left for the open paper, or none; nothing while there are enough."""

    def ask_printer(self, copies: int) -> QPrinter | None:
        """Return the printer the officer chose, or nothing; `copies` are offered."""

    def drop_ink(self, paper: str) -> None:
        """Forget the ink of a paper that was issued or taken back."""

    def show_problem(self, field: str, sentence: str) -> None:
        """Say at the field what is wrong, or nothing with an empty sentence."""


class NoticesPresenter:
    """Previews, collects signatures and issues; a paper the law refuses is never shown as one."""

    def __init__(self, stand: Stand, view: NoticesView) -> None:
        self._stand = stand
        self._view = view
        self._now: StandNow | None = None
        self._form = ""
        self._is_chosen = False
        """Whether the officer chose the open paper."""
        self._is_visible = False
        self._shown_page: object = None
        self._print = PrintRun(stand, "print", view.printing)
        self._looks_at_page = False
        """Whether the open paper's page is looked at: printing many photos at every word typed would be slow."""

    def show(self, now: StandNow) -> None:
        """Show the list and the open paper as they stand."""
        if self._now is None or self._now.dossier.inspection.id != now.dossier.inspection.id:
            self._form, self._shown_page, self._is_chosen = "", None, False
        self._now = now
        if self._form not in {line.key for line in now.readiness}:
            self._form = _first_open(now.readiness)
        self._show()

    def step_entered(self) -> None:
        """Load the page only when somebody looks at it; until a paper is chosen, the first to issue is open."""
        self._is_visible = True
        if self._now is not None and not self._is_chosen:
            self._form = _first_open(self._now.readiness)
            self._show()
        self._load_page()

    def step_left(self) -> None:
        """Stop loading pages."""
        self._is_visible = False

    def notice_chosen(self, form: str) -> None:
        """Open one paper."""
        self._is_chosen = True
        if form != self._form:
            self._form = form
            self._view.show_problem("issue", "")
            self._view.printing.show_told("")
            self._show()

    def ink_found(self, paper: str) -> None:
        """Open the paper somebody began to sign before the lock."""
        now = self._now
        for ready in now.readiness if now is not None else ():
            if now is not None and ink_key(now, ready) == paper and ready.issued is None:
                self.notice_chosen(ready.key)

    def record_closed(self, manner: ClosingManner, answer: str) -> None:
        """Record that the party checked the record or had it read out, and what was answered."""
        if answer.strip():
            self._stand.do(
                "closing",
                lambda device, inspection_id, by: describe_scene.close_record(
                    device, inspection_id, manner=manner, answer=answer, by=by
                ),
            )

    def issue_asked(self, places: Sequence[SignedPlace]) -> None:
        """Issue the open paper with what was signed; what is missing comes back in words."""
        if self._now is None:
            return
        given = tuple(places)
        ready = self._open_line(self._now)
        form, paper_id, measure_id = _addressed(ready)

        def issue(device: Device, inspection_id: str, by: str) -> object:
            at = device.clock.now().wall
            signatures = tuple(as_signature(place, at) for place in given if place.is_given)
            return issue_notice.issue_notice(
                device,
                inspection_id,
                form,
                signatures=signatures,
                by=by,
                paper_id=paper_id,
                measure_id=measure_id,
            )

        # the ink goes with the record that says so: until then nobody is asked to sign what was just issued
        self._stand.do("issue", issue, failed=self._not_issued)

    def set_aside_asked(self, reason: str) -> None:
        """Set the open paper aside, so that the record can be corrected and the paper issued anew."""
        if self._now is None:
            return
        issued = next(line.issued for line in self._now.readiness if line.key == self._form)
        if issued is not None:
            self._stand.do(
                "set_aside",
                lambda device, _, by: supersede_notice.supersede_notice(
                    device, issued.id, reason=reason, by=by
                ),
            )

    def print_asked(self) -> None:
        """Print the open paper as it was sealed, beside the work; the journal knows before the printer does."""
        issued = self._open_line(self._now).issued if self._now else None
        if issued is None or self._print.is_running:
            return
        printer = self._view.ask_printer(copies_of(issued.form))
        if printer is None:
            return
        form, notice_id, copies, name = self._form, issued.id, printer.copyCount(), printer.printerName()

        def printed(device: Device, _: str, by: str, progress: Progress) -> tuple[ToPrint, int]:
            from ui.desktop.printing import print_pdf

            paper = print_notice.print_notice(device, notice_id, copies=copies, printer=name, by=by)
            try:
                return paper, print_pdf(printer, paper.pdf, progress)
            except (Cancelled, SystemFault):
                print_notice.note_broken_off(device, notice_id, by=by)
                raise

        def told(done: tuple[ToPrint, int]) -> str:
            paper, pages = done
            if form != self._form:
                return ""  # what is said stands beside the paper it is about
            key = "ui.notices.printed_again" if paper.earlier else "ui.notices.printed"
            return tr(key, pages=pages, copies=copies, time=paper.earlier + 1)

        self._print.start(printed, issued.pages, told)

    def print_stopped(self) -> None:
        """Let the printer drop what it has not printed yet."""
        self._print.stop()

    def paper_begun(self, form: str) -> None:
        """Begin a paper besides the record and open it."""

        def opened(paper: Paper) -> None:
            self._form = paper.id

        self._stand.do(
            "paper",
            lambda device, inspection_id, by: write_paper.begin_paper(device, inspection_id, form, by=by),
            opened,
        )

    def paper_turned(self, is_page: bool) -> None:
        """Print the open paper's page once somebody looks at it."""
        self._looks_at_page = is_page
        if is_page and self._is_visible:
            self._load_page()

    def paper_answered(self, name: str, said: str) -> None:
        """Write down what was filled in on the open paper."""
        paper = self._open_line(self._now).paper if self._now else None
        if paper is not None:
            self._stand.do(
                f"paper.{name}",
                lambda device, _, by: write_paper.write_paper(device, paper.id, answers={name: said}, by=by),
            )

    def paper_dropped(self) -> None:
        """Take the open paper back; nobody signed it yet."""
        if self._now is None:
            return
        ready = self._open_line(self._now)
        paper, inked = ready.paper, ink_key(self._now, ready)
        if paper is not None:
            self._stand.do(
                "paper",
                lambda device, _, by: write_paper.drop_paper(device, paper.id, by=by),
                lambda _: self._view.drop_ink(inked),
            )

    def show_problem(self, about: str, sentence: str) -> None:
        """Say why the paper was not issued, not set aside or not printed, in place."""
        if about == "print" and sentence:
            self._print.end(sentence)
        else:
            self._view.show_problem(about, sentence)

    def _not_issued(self, error: InspectorError) -> None:
        """Where the page reads differently by now, show it as it reads: people sign what they see."""
        if error.code == "notice.page_changed":
            self._shown_page = None
            self._load_page(though_filled_in=True)

    def _open_line(self, now: StandNow) -> Readiness:
        return next(line for line in now.readiness if line.key == self._form)

    def _show(self) -> None:
        if self._now is None:
            return
        for ready in self._now.readiness:
            if ready.issued is not None or self._now.is_sealed:
                self._view.drop_ink(ink_key(self._now, ready))
        lines = [notice_line(self._now, ready) for ready in self._now.readiness]
        self._view.show_list(lines, self._form)
        self._view.show_notice(notice_shown(self._now, self._form))
        self._view.show_paper(paper_shown(self._now, self._open_line(self._now)))
        self._view.show_labels_count(len(parcels(self._now.dossier)))
        wanted = [
            each
            for each in self._now.dossier.notices
            if each.is_signed_on_paper and each.state is NoticeState.ISSUED
        ]
        pages = sum(each.pages for each in wanted)
        self._view.show_scans_count(pages - sum(len(each.unscanned) for each in wanted), pages)
        self._view.freeze(is_frozen=self._now.is_sealed)
        if self._is_visible:
            self._load_page()

    def _load_page(self, *, though_filled_in: bool = False) -> None:
        """Print off the window's thread; the same page is not printed twice for an unchanged record."""
        if self._now is None:
            return
        ready = next(line for line in self._now.readiness if line.key == self._form)
        issued = ready.issued
        if issued is None and ready.paper is not None and not (self._looks_at_page or though_filled_in):
            return
        key = (self._form, issued.id if issued else self._now.dossier)
        if key == self._shown_page:
            return
        self._shown_page = key
        self._view.show_seals(SealsShown())
        self._view.show_numbers_left("")
        if issued is None:
            self._stand.load(
                lambda device, _: number_blocks.numbers_of(device, ready.form),
                lambda shown: self._numbers_read(key, shown),
            )
        if issued is not None:
            notice_id = issued.id
            self._stand.load(
                lambda device, _: drawn(read.notice_pdf(device, notice_id)),
                lambda pages: self._drawn(key, pages),
            )
            self._stand.load(
                lambda device, _: notice_seals.read_seals(device, notice_id),
                lambda told: self._seals_read(key, told),
            )
        elif not has_page(ready):
            self._view.show_pages(())
        else:
            address = _addressed(ready)
            self._view.await_pages()
            self._stand.load(
                lambda device, inspection_id: _preview(device, inspection_id, *address),
                lambda preview: self._preview_drawn(key, *preview),
                lambda _: self._not_printed(key),
            )
            # people sign now; the click that issues shall not wait for libraries
            self._stand.load(lambda device, _: device.sealer.make_ready(), lambda _: None)

    def _preview_drawn(self, key: object, pages: Sequence[QImage], hashes: tuple[str, ...]) -> None:
        """Show the pages as the record reads now; those of an older reading are nobody's to sign any more."""
        if key == self._shown_page:
            self._view.show_pages(pages, hashes)

    def _not_printed(self, key: object) -> None:
        """Print again the next time somebody looks."""
        if key == self._shown_page:
            self._shown_page = None

    def _numbers_read(self, key: object, shown: ClassYear | None) -> None:
        if shown is not None and key == self._shown_page:
            self._view.show_numbers_left(numbers_left(shown))

    def _drawn(self, key: object, pages: Sequence[QImage]) -> None:
        if key == self._shown_page:
            self._view.show_pages(pages)

    def _seals_read(self, key: object, told: Sequence[SealTold]) -> None:
        if key == self._shown_page:
            self._view.show_seals(seals_shown(told))


def _addressed(ready: Readiness) -> tuple[str, str, str]:
    """Return which paper a line means: its form, its id, and the measure it is of."""
    paper, measure = ready.paper, ready.measure
    return ready.form, paper.id if paper else "", measure.id if measure else ""


def _preview(
    device: Device, inspection_id: str, form: str, paper_id: str, measure_id: str
) -> tuple[list[QImage], tuple[str, ...]]:
    printed = preview_notice.preview_notice(device, inspection_id, form, paper_id, measure_id=measure_id)
    return drawn(printed.pdf), printed.page_sha256


def drawn(pdf: bytes) -> list[QImage]:
    """Draw the pages, off the window's thread, sharp enough for a dense screen."""
    return rendered(pdf, PAGE_WIDTH, _DENSITY)[0]


def _first_open(readiness: Sequence[Readiness]) -> str:
    """Return the paper to look at first: the next one to issue, else the last."""
    return next((line.key for line in readiness if line.issued is None), readiness[-1].key)

"""Step ⑤ on the screen: the list of papers, the page itself, the signatures beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.parts import Answers, StepCard, column, empty, row
from ui.desktop.screens.inspection.quality_panel import FindingLine
from ui.desktop.screens.notices.forms_view import FormsView
from ui.desktop.screens.notices.ink import Ink
from ui.desktop.screens.notices.labels_view import LabelsView
from ui.desktop.screens.notices.page_stack import PageStack
from ui.desktop.screens.notices.paper_form import PaperForm
from ui.desktop.screens.notices.paper_list import PaperList, Place
from ui.desktop.screens.notices.paper_shown import PaperShown
from ui.desktop.screens.notices.print_box import PrintBox
from ui.desktop.screens.notices.scans_view import ScansView
from ui.desktop.screens.notices.seal_line import SealsShown
from ui.desktop.screens.notices.shown import NoticeLine, NoticeShown, SignedPlace, Signer
from ui.desktop.screens.notices.signing_panel import SigningPanel, title_of
from ui.desktop.screens.notices.signing_sheet import LEAST_SHEET, SHEET_HEIGHT, SigningSheet
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import XS, L, M, S
from ui.desktop.widgets import Role, Stack, Words, scrolled
from ui.desktop.widgets.stands_for import StandsFor
from ui.draft_book import Strokes

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


class NoticesView(StandsFor):
    """A paper the law refuses shows what is missing where its page would stand."""

    notice_chosen = Signal(str)
    """Number of the form"""
    issue_asked = Signal(object)
    """tuple of SignedPlace"""
    record_closed = Signal(object, str)
    """(ClosingManner, the party's answer)"""
    print_asked = Signal()
    """The open paper shall be printed"""
    print_stopped = Signal()
    """The printer shall drop what it has not printed yet"""
    set_aside_asked = Signal(str)
    """Why the open paper is set aside"""
    jump_asked = Signal(object)
    """Spot"""
    paper_begun = Signal(str)
    """Number of the form"""
    paper_answered = Signal(str, str)
    """(name of what is asked, what was written)"""
    paper_dropped = Signal()
    labels_looked_at = Signal(bool)
    """True: the labels are on the screen; False: something else is"""
    scans_looked_at = Signal(bool)
    """True: the signed pages are on the screen; False: something else is"""
    paper_turned = Signal(bool)
    """True: the page of the open paper is looked at; False: it is filled in"""
    way_on_asked = Signal()
    """All papers are issued: on to the last step"""

    def __init__(self) -> None:
        super().__init__()
        self.list = PaperList()
        self._open = ""
        self._asked: tuple[str, Signer] | None = None
        """The paper and the signer the sheet is open for."""
        self.scans = ScansView()
        self.labels = LabelsView()
        self.forms = FormsView()
        self._places = Stack()
        self._place = Place.PAPERS
        self.pages = PageStack()
        self._missing_card = StepCard("")
        self._missing_title = Words("", Role.SECTION, wraps=True)
        self._missing_text = Words("", Role.MUTED, wraps=True)
        self._missing = column(spacing=XS)
        self._middle = Stack()
        self.sheet = SigningSheet()
        self.sheet.setParent(self)
        self.setMinimumHeight(LEAST_SHEET.height())
        self.sheet.hide()
        self.signing = SigningPanel()
        self.paper = PaperForm()
        self._filling = Answers(
            tr("ui.paper.shown"), [("fill", tr("ui.paper.fill")), ("page", tr("ui.paper.page"))]
        )
        self._filling.show_answer("fill")
        self._paper_key = ""
        self._begins = False
        """A paper is being begun: the keyboard goes to it once it is there."""
        self._lay_out()
        self._listen()

    def show_list(self, lines: Sequence[NoticeLine], chosen: str) -> None:
        """Show the papers that fit the decision."""
        self.list.show_lines(lines)
        self._open = chosen
        if self._place is Place.PAPERS:
            self.list.mark(chosen)

    def show_place(self, place: Place) -> None:
        """Show the papers, or what goes with them."""
        was, self._place = self._place, place
        self._places.setCurrentWidget(self._widgets[place])
        self.list.mark(self._open if place is Place.PAPERS else place.value)
        if place is not Place.PAPERS:
            self._put_sheet_away()
        looked_at = {Place.LABELS: self.labels_looked_at, Place.SCANS: self.scans_looked_at}
        for each in {was, place} & looked_at.keys():
            if was is not place:
                looked_at[each].emit(place is each)
        if place is Place.FORMS:
            self.forms.begin_search()

    def show_notice(self, notice: NoticeShown) -> None:
        """Show the open paper's state; a sheet somebody else was asked on is put away with its ink."""
        if notice.paper != self.signing.paper:
            self._put_sheet_away()
            self.show_pages(())
        had, first = self.window().focusWidget(), self._first_to_do()
        was_here = had is not None and self.isAncestorOf(had)
        self.signing.show_notice(notice)
        if self._asked is not None and self._asked[1] not in self.signing.signers:
            self._put_sheet_away()
        if notice.has_page:
            self._middle.setCurrentIndex(0)
        else:
            self._show_missing(notice)
            self._middle.setCurrentIndex(1)
        if had is not None and was_here and (had is first or not had.isVisible()):
            self.setFocus()  # what had the keyboard may be done with: on to what comes next

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Give the keyboard to what the open paper waits for: a field, a finding, a signer, the issue."""
        self._first_to_do().setFocus(reason)

    def _first_to_do(self) -> QWidget:
        if self._middle.currentWidget() is self.paper and self.paper.first_missing is not None:
            return self.paper.first_missing
        first = self._missing.itemAt(0) if self._middle.currentIndex() == 1 else None
        finding = first.widget() if first is not None else None
        return finding or self.signing.first_to_do

    def show_paper(self, paper: PaperShown | None) -> None:
        """Show what an officer fills in; the page itself is one press away."""
        key = paper.key if paper else ""
        if key != self._paper_key:
            self._paper_key = key
            self._filling.show_answer("fill")
        self._filling.setVisible(paper is not None)
        if paper is not None:
            self.paper.show_paper(paper)
            self._turn()
            if self._begins:
                self._begins = False
                self.setFocus()

    def show_labels_count(self, count: int) -> None:
        """Say in the list how many items get a label."""
        self.list.show_state(Place.LABELS, tr("ui.labels.count", count=count) if count else "")

    def show_scans_count(self, back: int, wanted: int) -> None:
        """Say in the list how many of the pages signed by hand are back."""
        words = tr("ui.scans.count", back=back, all=wanted) if wanted else ""
        self.list.show_state(Place.SCANS, words, Tone.OK if back == wanted else Tone.WARN)

    def freeze(self, *, is_frozen: bool) -> None:
        """Let nothing be begun once the stand was left."""
        self.forms.freeze(is_frozen=is_frozen)

    def await_pages(self) -> None:
        """Let nobody begin to sign: the pages of the open paper are being printed as the record reads now."""
        self.sheet.show_page(None)

    def show_pages(self, pages: Sequence[QImage], hashes: tuple[str, ...] | None = None) -> None:
        """Show the pages themselves; ink below other words than those of `hashes`, which one signs, goes, and it is said."""
        self.pages.show_pages(pages)
        if hashes is not None:
            self._note_begun()
            if self.signing.ink.keep_to(self.signing.paper, hashes):
                self._forget_lost_ink()
        self.sheet.show_page(hashes)

    def show_seals(self, seals: SealsShown) -> None:
        """Show what reading the open paper's electronic seals found."""
        self.signing.seals.show_seals(seals)

    @property
    def printing(self) -> PrintBox:
        """Where it is shown what goes to the printer."""
        return self.signing.printing

    def show_numbers_left(self, sentence: str) -> None:
        """Warn beside the page that few numbers are left for this paper, or none."""
        self.signing.show_numbers_left(sentence)

    def ask_printer(self, copies: int) -> QPrinter | None:
        """Let the officer choose printer, copies and sides; nothing if it shall not be printed."""
        from ui.desktop.printing import asked_printer, new_printer

        printer = new_printer(copies=copies)
        return printer if asked_printer(self, printer) else None

    def drop_ink(self, paper: str) -> None:
        """Forget the ink of a paper that was issued or taken back."""
        if self._asked is not None and self._asked[0] == paper:
            self._put_sheet_away()
        if self.signing.ink.drop(paper):
            self.signing.show_ink()

    @property
    def ink(self) -> tuple[Strokes, ...]:
        """What people put down on papers that are not issued yet, as it is kept over a lock."""
        self._note_begun()
        return self.signing.ink.drafts

    def put_ink_back(self, kept: Sequence[Strokes]) -> None:
        """Hold what was kept over a lock in the place of what is here."""
        self._asked = None
        self.sheet.hide()
        self.signing.ink.put_back(kept)
        self.signing.show_ink()

    def show_problem(self, field: str, sentence: str) -> None:
        """Say why the paper was not issued, not set aside, or the record not closed."""
        about, _, name = field.partition(".")
        if about == "paper" and name:
            self.paper.show_problem(name, sentence)
        else:
            self.signing.show_problem(field, sentence)

    def go_to(self, field: str) -> None:
        """Open the paper meant, or the answer that ends the record."""
        if field == "closing":
            self._choose_paper("9")
            self.signing.focus_closing()
        elif field == "scans":
            self.show_place(Place.SCANS)
        elif field in self.list.keys:
            self._choose_paper(field)

    def forget(self) -> None:
        """Empty what another stand left behind; its ink waits for its papers to be opened again."""
        self._put_sheet_away()
        self.sheet.forget()
        self.signing.forget()
        self.paper.forget()
        self._paper_key = ""
        self.pages.show_pages(())
        self.signing.seals.show_seals(SealsShown())
        self.show_place(Place.PAPERS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the sheet at the foot of the page, which gets its place after this step got its own."""
        if watched is self._middle and event.type() in {QEvent.Type.Resize, QEvent.Type.Move}:
            self._place_sheet()
        return super().eventFilter(watched, event)

    def _show_missing(self, notice: NoticeShown) -> None:
        self._missing_title.setText(tr("ui.notices.missing_title", title=notice.line.title))
        self._missing_text.setText(tr("ui.notices.missing_text", count=len(notice.missing)))
        empty(self._missing)
        for line in notice.missing:
            finding = FindingLine(line)
            finding.clicked.connect(lambda _=False, spot=line.spot: self.jump_asked.emit(spot))
            self._missing.addWidget(finding)

    def _lay_out(self) -> None:
        self._missing_card.body.addWidget(self._missing_title)
        self._missing_card.body.addWidget(self._missing_text)
        self._missing_card.body.addLayout(self._missing)
        self._middle.addWidget(self.pages)
        self._middle.addWidget(scrolled(column(self._missing_card, 1)))
        self._middle.addWidget(self.paper)
        middle = column(self._filling, self._middle, spacing=S)
        middle.setStretch(1, 1)
        papers = QWidget()
        paper = row(middle, self.signing, spacing=L)
        paper.setStretch(0, 1)
        papers.setLayout(paper)
        self._widgets: dict[Place, QWidget] = {
            Place.PAPERS: papers,
            Place.SCANS: self.scans,
            Place.LABELS: self.labels,
            Place.FORMS: self.forms,
        }
        for each in self._widgets.values():
            self._places.addWidget(each)
        whole = row(self.list, self._places, spacing=L)
        whole.setStretch(1, 1)
        whole.setContentsMargins(L, M, L, M)
        self.setLayout(whole)

    def _listen(self) -> None:
        self._middle.installEventFilter(self)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            on = QShortcut(QKeySequence(key), self)
            on.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            on.activated.connect(self.signing.issue_and_go_on)
        self.signing.issue_asked.connect(self.issue_asked)
        self.signing.record_closed.connect(self.record_closed)
        self.signing.set_aside_asked.connect(self.set_aside_asked)
        self.signing.printing.asked.connect(self.print_asked)
        self.signing.printing.stopped.connect(self.print_stopped)
        self.signing.scans_asked.connect(lambda: self.show_place(Place.SCANS))
        self.signing.signing_asked.connect(self._ask)
        self.signing.way_on_asked.connect(self._go_on)
        self.paper.answered.connect(self.paper_answered)
        self.paper.drop_asked.connect(self.paper_dropped)
        self.list.paper_chosen.connect(self._choose_paper)
        self.list.place_chosen.connect(lambda place: self.show_place(Place(place)))
        self.forms.asked.connect(self._begin)
        self._filling.answered.connect(lambda _: self._turn())
        self.sheet.given.connect(self._given)
        self.sheet.closed.connect(self._put_sheet_away)
        self.sheet.by_hand_asked.connect(self._sign_by_hand)

    def _turn(self) -> None:
        is_page = self._filling.meant() == "page"
        self._middle.setCurrentIndex(0 if is_page else 2)
        self.paper_turned.emit(is_page)

    def _ask(self, signer: Signer) -> None:
        if self._paper_key:
            self._filling.show_answer("page")  # nobody signs what cannot be seen
            self._turn()
        self._note_begun()
        self._asked = (self.signing.paper, signer)
        ink = self.signing.ink.of(*self._asked)
        self.sheet.ask(signer, title_of(signer), ink.place if ink is not None else None)
        self._place_sheet()
        self.sheet.show()
        self.sheet.raise_()
        self.sheet.take_keyboard()

    def _choose_paper(self, key: str) -> None:
        self.show_place(Place.PAPERS)
        self.notice_chosen.emit(key)
        self.setFocus()

    def _begin(self, form: str) -> None:
        self.show_place(Place.PAPERS)
        self._begins = True
        self.paper_begun.emit(form)

    def _go_on(self, form: str) -> None:
        if form:
            self._choose_paper(form)
        else:
            self.way_on_asked.emit()

    def _given(self, place: SignedPlace) -> None:
        if self._asked is not None:
            _, signer = self._asked
            self._asked = None
            self.sheet.hide()
            self.signing.place_given(signer, place)

    def _sign_by_hand(self) -> None:
        self._asked = None
        self.sheet.hide()
        self.signing.sign_by_hand()

    def _note_begun(self) -> None:
        """Keep what stands on the open sheet and was not given yet; wiped off, it is not given any more."""
        if self._asked is None:
            return
        known, begun = self.signing.ink.of(*self._asked), self.sheet.begun
        if begun is None:
            self.signing.ink.take_out(*self._asked)
        elif known is None or replace(known.place, pages=begun.pages) != begun:
            self.signing.ink.put(Ink(*self._asked, begun, is_given=False))

    def _put_sheet_away(self) -> None:
        """Close the sheet; what was put down on it waits until the same person is asked again."""
        self._note_begun()
        self._close_sheet()

    def _close_sheet(self) -> None:
        self._asked = None
        focused = self.window().focusWidget()
        had_keyboard = focused is not None and self.sheet.isAncestorOf(focused)
        self.sheet.hide()
        self.signing.show_ink()
        if had_keyboard:
            self.setFocus()

    def _forget_lost_ink(self) -> None:
        """Say that ink went with the words it stood below; the sheet closes so that the new page is read."""
        if self._asked is not None and self.signing.ink.of(*self._asked) is None:
            self._close_sheet()
        else:
            self.signing.show_ink()
        self.signing.show_problem("issue", tr("ui.notices.ink_gone"))

    def _place_sheet(self) -> None:
        """Slide over the foot of the page, where the signature will stand."""
        corner = self._middle.mapTo(self, QPoint(0, 0))
        height = max(min(SHEET_HEIGHT, self._middle.height()), min(LEAST_SHEET.height(), self.height()))
        width = max(self._middle.width(), min(LEAST_SHEET.width(), self.width()))
        top = max(0, corner.y() + self._middle.height() - height)
        left = min(corner.x(), self.width() - width)
        self.sheet.setGeometry(left, top, width, height)

"""What stands beside the page: the answer at the end of the record, who signs, and the issue."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from inspector.records import ClosingManner, SignatureRole
from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.parts import Answers, column, empty, row, say
from ui.desktop.screens.inspection.row_button import RowButton
from ui.desktop.screens.inspection.text_field import TextField
from ui.desktop.screens.notices.ink import Ink, InkBook
from ui.desktop.screens.notices.print_box import PrintBox
from ui.desktop.screens.notices.seal_line import SealLine
from ui.desktop.screens.notices.set_aside import SetAsideAsk
from ui.desktop.screens.notices.shown import NoticeShown, SignedPlace, Signer
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import XS, L, M, S
from ui.desktop.widgets import Button, Kind, Role, StateWord, Words, scrolled

PANEL_WIDTH = 280


class SigningPanel(QWidget):
    """One line for each signer; what was given stays while the words of the page do."""

    signing_asked = Signal(object)
    """Signer"""
    issue_asked = Signal(object)
    """tuple of SignedPlace"""
    record_closed = Signal(object, str)
    """(ClosingManner, the party's answer)"""
    set_aside_asked = Signal(str)
    """The reason"""
    scans_asked = Signal()
    """The scans of pages signed by hand shall be looked at"""
    way_on_asked = Signal(str)
    """Form to open next; empty: all papers are issued"""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(PANEL_WIDTH)
        self.ink = InkBook()
        self._leave_to_paper: set[Signer] = set()
        """Officers who signed the printed page of the paper before: they do so again unless they are asked to sign here."""
        self._goes_on = False
        """The next paper is opened once this one is issued."""
        self._first_line: RowButton | None = None
        self._paper = ""
        self._is_absent = False
        self._may_go_unsigned = False
        self._signers: tuple[Signer, ...] = ()
        self._lines = column(spacing=S)
        self._issued = StateWord()
        self._number = Words("", Role.CAPTION, wraps=True)
        self.seals = SealLine()
        self._numbers_left = Words("", Role.PROBLEM, wraps=True)
        self.printing = PrintBox()
        self._set_aside = SetAsideAsk()
        self._manner = Answers(
            tr("ui.notices.closing"),
            [
                (ClosingManner.CHECKED, tr("ui.notices.checked")),
                (ClosingManner.READ_OUT, tr("ui.notices.read_out")),
            ],
        )
        self._manner.show_answer(ClosingManner.CHECKED)
        self._answer = TextField(tr("ui.notices.closing_answer"))
        self._closed = StateWord()
        self._quick = Button(tr("ui.notices.closing_ok"))
        self._close = Button(tr("ui.notices.close"), icon="check")
        self._closing = QWidget()
        self._signing_title = Words(tr("ui.notices.signing"), Role.SECTION)
        self._by_hand = Button(tr("ui.notices.by_hand"), Kind.PLAIN, "printer")
        self._waits = Words("", Role.MUTED, wraps=True)
        self._to_scans = Button(tr("ui.notices.to_scans"), icon="images")
        self._sealed_only = Words(tr("ui.paper.sealed_only"), Role.MUTED, wraps=True)
        self._problem = Words("", Role.PROBLEM, wraps=True)
        self._problem.setMinimumHeight(20)
        self._issue = Button("", Kind.PRIMARY, "file-check")
        self._issue.setToolTip(tr("ui.notices.issue_and_on"))
        self._way_on = Button("", Kind.PRIMARY, "arrow-right")
        self._next_form = ""
        self._lay_out()
        self._listen()

    def show_notice(self, notice: NoticeShown) -> None:
        """Show what this paper asks of whom."""
        line = notice.line
        is_open = not line.is_issued and not line.is_frozen
        self._closing.setVisible(notice.asks_closing and is_open)
        self._sealed_only.setVisible(is_open and not notice.needs_signing)
        self._ask_closing(absent=any(each.role is SignatureRole.WITNESS for each in notice.signers))
        if notice.closing is not None:
            self._manner.show_answer(notice.closing.manner)
            self._answer.show_text(notice.closing.answer)
        say(self._closed, tr("ui.notices.closed_at", time=notice.ended) if notice.ended else "", Tone.OK)
        self._issue.set_text(tr("ui.notices.issue"))
        self._issue.setAccessibleName(tr("ui.notices.issue_named", title=line.title))
        self._issue.setVisible(is_open)
        self._next_form = notice.next_form
        way_on = "ui.notices.next_paper" if notice.next_form else "ui.notices.all_issued"
        self._way_on.set_text_within(tr(way_on, title=notice.next_title), PANEL_WIDTH)
        self._way_on.setVisible(not is_open)
        say(self._issued, tr("ui.notices.issued") if line.is_issued else "", Tone.OK)
        number = tr("ui.notices.number", number=line.number) if line.number else ""
        self._number.setText(f"{tr('ui.notices.issued_text')}\n{number}".strip() if line.is_issued else "")
        self._number.setVisible(line.is_issued)
        self.printing.setVisible(line.is_issued)
        self._waits.setText(tr("ui.notices.waits", count=line.to_scan) if line.to_scan else "")
        for each in (self._waits, self._to_scans):
            each.setVisible(bool(line.to_scan))
        self._set_aside.show_notice(notice)
        self._may_go_unsigned = is_open and not notice.needs_signing and not notice.missing
        if line.is_issued and self._goes_on and notice.paper == self._paper and notice.next_form:
            QTimer.singleShot(0, self, self._go_on)
        self._paper = notice.paper
        self._signers = notice.signers if is_open and not notice.missing else ()
        self.show_ink()

    def place_given(self, asked: Signer, place: SignedPlace) -> None:
        """Keep what a signer has given, and ask the next one, or go to the button that issues."""
        self.ink.put(Ink(self._paper, asked, place, is_given=True))
        self._leave_to_paper.discard(asked)
        for signer in self._signers:
            if signer in self._leave_to_paper and not self._is_given(signer):
                self._leave(signer)
        self.show_ink()
        following = next((signer for signer in self._signers if not self._is_given(signer)), None)
        if following is not None:
            self.signing_asked.emit(following)
        else:
            self._issue.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problem(self, field: str, sentence: str) -> None:
        """Say why the paper was not set aside, issued, or the record not closed."""
        if field == "set_aside":
            self._set_aside.show_problem(sentence)
        else:
            self._goes_on = self._goes_on and not sentence
            self._problem.setText(sentence)

    def show_numbers_left(self, sentence: str) -> None:
        """Warn that few numbers are left for this paper, or none."""
        self._numbers_left.setText(sentence)
        self._numbers_left.setVisible(bool(sentence))

    def forget(self) -> None:
        """Empty what another stand left behind."""
        self._leave_to_paper.clear()
        self._goes_on = False
        self._problem.setText("")
        self.show_numbers_left("")
        self.printing.show_told("")
        self._set_aside.fold()

    def focus_closing(self) -> None:
        """Put the cursor into the party's answer."""
        self._answer.setFocus()

    @property
    def paper(self) -> str:
        """What the ink of the open paper is kept under."""
        return self._paper

    @property
    def signers(self) -> tuple[Signer, ...]:
        """Who is asked to sign now."""
        return self._signers

    @property
    def given(self) -> tuple[SignedPlace, ...]:
        """What was given so far, in the order of the signers."""
        known = (self.ink.of(self._paper, signer) for signer in self._signers)
        return tuple(ink.place for ink in known if ink is not None and ink.is_given)

    def show_ink(self) -> None:
        """Show who has signed the open paper so far."""
        empty(self._lines)
        given = len(self.given)
        self._signing_title.setVisible(bool(self._signers))
        self._first_line = None
        for signer in self._signers:
            line = self._line(signer)
            self._lines.addWidget(line)
            line.show()  # at once, and not with the next event: it may be given the keyboard now
            if self._first_line is None and not self._is_given(signer):
                self._first_line = line
        self._by_hand.setVisible(bool(self._signers) and given < len(self._signers))
        may_issue = bool(self._signers) or self._may_go_unsigned
        self._issue.setEnabled(may_issue and given == len(self._signers))

    def issue_and_go_on(self) -> None:
        """Issue the paper and open the next one, or open the next one where this one is issued."""
        if self._issue.isVisibleTo(self):
            if self._issue.isEnabled():
                self._goes_on = True
                self._issue.click()
        else:
            self._go_on()

    @property
    def first_to_do(self) -> QWidget:
        """What the keyboard is for on the paper that was opened: the answer, the first who signs, the issue, the way on."""
        if self._first_line is not None:
            return self._first_line
        if self._closing.isVisibleTo(self):
            return self._quick
        return self._issue if self._issue.isVisibleTo(self) and self._issue.isEnabled() else self._way_on

    def _go_on(self) -> None:
        self._goes_on = False
        self.way_on_asked.emit(self._next_form)

    def _leave(self, signer: Signer) -> None:
        """Leave a place to be signed by hand on the printed page."""
        self.ink.put(Ink(self._paper, signer, SignedPlace(signer, on_paper=True), is_given=True))

    def _is_given(self, signer: Signer) -> bool:
        ink = self.ink.of(self._paper, signer)
        return ink is not None and ink.is_given

    def _line(self, signer: Signer) -> RowButton:
        words = title_of(signer)
        ink = self.ink.of(self._paper, signer)
        state = StateWord("pen-line", tr("ui.notices.unsigned"), Tone.ACCENT)
        if ink is not None and not ink.is_given:
            say(state, tr("ui.notices.half_signed"), Tone.WARN)
        elif ink is not None:
            how = "by_hand_later" if ink.place.on_paper else "refused" if ink.place.refusal else "signed"
            say(state, tr(f"ui.notices.{how}"), Tone.ACCENT if ink.place.on_paper else Tone.OK)
        inside = column(Words(words, Role.STRONG, wraps=True), state, spacing=XS)
        inside.setContentsMargins(S, S, S, S)
        button = RowButton(inside, f"{words} {state.word}", least=60)
        button.clicked.connect(lambda: self.signing_asked.emit(signer))
        return button

    def sign_by_hand(self) -> None:
        """Leave every place that is still empty to be signed on the printed page."""
        for signer in self._signers:
            if not self._is_given(signer):
                self._leave(signer)
                if signer.role is SignatureRole.OFFICER:
                    self._leave_to_paper.add(signer)
        self.show_ink()
        self._issue.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        closing = column(
            Words(tr("ui.notices.closing"), Role.SECTION),
            self._closed,
            self._manner,
            self._answer,
            self._quick,
            self._close,
        )
        self._closing.setLayout(closing)
        inner = column(
            self._issued,
            self._number,
            self.seals,
            self._waits,
            self.printing,
            self._to_scans,
            self._set_aside,
            self._closing,
            self._signing_title,
            self._sealed_only,
            self._numbers_left,
            self._lines,
            row(self._by_hand, 1),
            1,
            spacing=M,
        )
        inner.setContentsMargins(0, 0, L, 0)
        whole = column(scrolled(inner), self._problem, row(self._issue, self._way_on), spacing=S)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def _listen(self) -> None:
        self._set_aside.reason_given.connect(self.set_aside_asked)
        self._by_hand.clicked.connect(self.sign_by_hand)
        self._to_scans.clicked.connect(self.scans_asked)
        self._quick.clicked.connect(self._answer_quickly)
        self._close.clicked.connect(self._give_closing)
        self._way_on.clicked.connect(self._go_on)
        self._issue.clicked.connect(lambda: self.issue_asked.emit(self.given))

    def _ask_closing(self, *, absent: bool) -> None:
        """Ask for the party's answer or, where the party is absent, for what the witness saw."""
        self._is_absent = absent
        self._answer.set_caption(tr("ui.visit.witnessed" if absent else "ui.notices.closing_answer"))
        self._quick.set_text(tr("ui.notices.closing_witnessed" if absent else "ui.notices.closing_ok"))

    def _answer_quickly(self) -> None:
        if self._is_absent:
            self._manner.show_answer(ClosingManner.READ_OUT)
        self._answer.put(self._quick.text())
        self._give_closing()

    def _give_closing(self) -> None:
        if self._answer.text().strip():
            self._answer.show_message("")
            self.record_closed.emit(self._manner.meant(), self._answer.text())
        else:
            missing = (
                "ui.notices.closing_witnessed_missing"
                if self._is_absent
                else "ui.notices.closing_answer_missing"
            )
            self._answer.show_message(tr(missing))


def title_of(signer: Signer) -> str:
    """Return in what capacity somebody signs, with the name where it is known."""
    if signer.role is SignatureRole.OFFICER:
        return tr("ui.notices.officer", name=signer.name)
    capacity = tr("ui.notices.party" if signer.role is SignatureRole.PARTY else "ui.notices.witness")
    return f"{capacity} {signer.name}".strip()

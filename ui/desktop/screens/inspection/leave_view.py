"""Step ⑥ on the screen: the last look, then the seal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.case_view import CaseCard
from ui.desktop.screens.inspection.later_view import LaterView
from ui.desktop.screens.inspection.leave_presenter import LeaveLine, LeaveShown
from ui.desktop.screens.inspection.parts import StepCard, column, empty, page_of, row, say
from ui.desktop.screens.today.line import Line
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import XS
from ui.desktop.widgets import Button, Role, StateWord, Words, rule

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


class LeaveView(QWidget):
    """A short list, each line passed or with a way to mend it."""

    jump_asked = Signal(object)
    """Spot"""
    review_asked = Signal()
    backup_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._card = StepCard(tr("ui.leave.title"))
        self._review = Button(tr("ui.leave.review"), icon="printer")
        self._review.clicked.connect(self.review_asked)
        self._card.head.addWidget(self._review)
        self._lines = column(spacing=XS)
        self._after = Words(tr("ui.leave.after"), Role.CAPTION, wraps=True)
        self._problem = Words("", Role.PROBLEM, wraps=True)
        self._problem.setMinimumHeight(20)
        self._card.body.addLayout(self._lines)
        self._device = column(spacing=XS)
        self._card.body.addWidget(rule())
        self._backup = Button(tr("ui.leave.backup"), icon="usb")
        self._backup.clicked.connect(self.backup_asked)
        self._backup.hide()
        beside = row(self._backup)
        beside.insertLayout(0, self._device, 1)
        self._card.body.addLayout(beside)
        for part in (rule(), self._after, self._problem):
            self._card.body.addWidget(part)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.later = LaterView()
        self.later.hide()
        self.case = CaseCard()
        self.case.hide()
        outer.addWidget(page_of(self.later, self.case, self._card))

    def show_leave(self, shown: LeaveShown) -> None:
        """Show the gate as it stands."""
        empty(self._lines)
        self._lines.addWidget(
            _line(tr("ui.leave.photos", count=shown.photos), Tone.OK, tr("ui.leave.passed"), None)
        )
        for line in shown.lines:
            tone, word = _verdict(line)
            button = None
            if not line.is_passed and not shown.is_sealed:
                button = Button(tr("ui.quality.mend"), icon="arrow-right")
                button.setAccessibleName(f"{tr('ui.quality.mend')}：{line.text}")
                button.clicked.connect(lambda _=False, spot=line.spot: self.jump_asked.emit(spot))
            self._lines.addWidget(_line(line.text, tone, word, button))
        self._after.setText(tr("ui.leave.sealed" if shown.is_sealed else "ui.leave.after"))
        self.later.show_later(shown.later)

    def show_device(self, lines: tuple[Line, ...]) -> None:
        """Show whether there is a second copy, first of all, then room and battery for the next stand."""
        self._backup.setVisible(bool(lines) and lines[0].tone is Tone.WARN)
        while self._device.count() < len(lines):
            self._device.addWidget(StateWord(wraps=True))
        for number, line in enumerate(lines):
            item = self._device.itemAt(number)
            word = item.widget() if item is not None else None
            if isinstance(word, StateWord):
                word.say(line.icon, line.text, line.tone)

    def ask_printer(self) -> QPrinter | None:
        """Let the officer choose a printer; nothing if it shall not be printed."""
        from ui.desktop.printing import asked_printer, new_printer

        printer = new_printer()
        return printer if asked_printer(self, printer) else None

    def show_printed(self, sentence: str) -> None:
        """Say that the review sheet went to the printer."""
        self._card.show_state(sentence, Tone.OK)

    def show_problem(self, field: str, sentence: str) -> None:
        """Say what keeps the stand open."""
        if field == "leave":
            self._problem.setText(sentence)
        elif field == "later":
            self.later.show_problem(sentence)

    def go_to(self, field: str) -> None:
        """Put the cursor into the case, if that is meant; else there is nothing to type on this page."""
        if field == "case":
            next(iter(self.case.fields.values())).setFocus()

    def forget(self) -> None:
        """Empty what another stand left behind."""
        self.later.show_problem("")
        self.case.forget()
        self._problem.setText("")
        self._card.show_state("", Tone.MUTED)


def _verdict(line: LeaveLine) -> tuple[Tone, str]:
    if line.is_passed:
        return Tone.OK, tr("ui.leave.passed")
    return (Tone.DANGER, tr("ui.leave.stops")) if line.stops else (Tone.WARN, tr("ui.leave.advice"))


def _line(text: str, tone: Tone, word: str, button: Button | None) -> QWidget:
    state = StateWord()
    say(state, word, tone)
    place = QWidget()
    place.setFixedWidth(88)
    place.setLayout(row(state, 1))
    parts = row(place, Words(text, wraps=True), *([button] if button else []))
    parts.setStretch(1, 1)
    whole = QWidget()
    whole.setMinimumHeight(44)
    whole.setLayout(parts)
    return whole
